using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>LOAD DATA and LOAD XML: https://dev.mysql.com/doc/refman/8.4/en/load-data.html.</content>
internal sealed partial class Parser
{
    /// <summary>Null for LOAD INDEX, and for what only some servers read before the file.</summary>
    private LoadDataStatement? ParseLoadData()
    {
        Advance();
        if (!AtWord("DATA") && !AtWord("XML"))
            return null;
        var opening = TakeWords(static token => token.Kind is TokenKind.String or TokenKind.Parameter || token.Keyword == Keyword.Into);
        if (!At(TokenKind.String))
            return null;
        var file = ParseStringText();
        var conflict = Accept(Keyword.Ignore) ? ConflictAction.Ignore : Accept(Keyword.Replace) ? ConflictAction.Replace : ConflictAction.None;
        if (!At(Keyword.Into))
            return null;
        Expect(Keyword.Into);
        Expect(Keyword.Table);
        var table = ParseObjectName("a table");
        var partitions = ParsePartitions();
        var format = TakeWords(static token => token.Kind == TokenKind.LeftParenthesis || token.Keyword == Keyword.Set);
        return new LoadDataStatement(opening.ToUpperInvariant(), file, conflict, table)
        {
            Partitions = partitions,
            Format = ContinueFormat(format),
            Columns = At(TokenKind.LeftParenthesis) ? ParseLoadedColumns() : default,
            Assignments = Accept(Keyword.Set) ? ParseMySqlAssignments(table, null) : default,
        };
    }

    /// <summary>The SET of CHARACTER SET begins no assignments.</summary>
    private string? ContinueFormat(string format)
    {
        if (At(Keyword.Set) && (format.EndsWith("CHARACTER", StringComparison.OrdinalIgnoreCase) || format.EndsWith("CHAR", StringComparison.OrdinalIgnoreCase)))
        {
            Advance();
            format = $"{format} SET {TakeWords(static token => token.Kind == TokenKind.LeftParenthesis || token.Keyword == Keyword.Set)}";
        }

        return format.Length > 0 ? format : null;
    }

    private NodeList<Expression> ParseLoadedColumns()
    {
        var columns = new NodeListBuilder<Expression>();
        Expect(TokenKind.LeftParenthesis);
        while (!At(TokenKind.RightParenthesis))
        {
            columns.Add(At(TokenKind.Parameter) ? ParseUserVariable() : ParseMySqlColumn());
            if (!Accept(TokenKind.Comma))
                break;
        }

        Expect(TokenKind.RightParenthesis);
        return columns.ToList();
    }
}
