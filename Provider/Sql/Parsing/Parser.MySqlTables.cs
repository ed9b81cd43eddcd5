using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's CREATE TABLE: AUTO_INCREMENT, and the options of engines and character sets.</content>
internal sealed partial class Parser
{
    private const string AutoIncrementWord = "AUTO_INCREMENT";

    private bool AcceptAutoIncrement(Identifier column, ref string? autoIncrement)
    {
        if (!AcceptWord(AutoIncrementWord))
            return false;
        if (autoIncrement is not null)
            throw SyntaxErrors.Invalid(_text, _previousEnd, "a table has one AUTO_INCREMENT column");
        autoIncrement = column.Name;
        _respelled = true;
        return true;
    }

    /// <summary>KEY name (a) and INDEX name (a): KEY can be a column's name, but no column's type has names in parentheses.</summary>
    private bool AtInlineIndex()
    {
        if (At(Keyword.Index))
            return true;
        if (!At(Keyword.Key))
            return false;
        var bookmark = _lexer;
        var next = bookmark.Next();
        if (IsName(next))
            next = bookmark.Next();
        return next.Kind == TokenKind.LeftParenthesis && IsName(bookmark.Next());
    }

    /// <summary>AUTO_INCREMENT is SQLite's AUTOINCREMENT, which only an INTEGER PRIMARY KEY has.</summary>
    private (NodeList<ColumnDefinition> Columns, NodeList<TableConstraint> Constraints) AutoIncremented(TableElements elements)
    {
        var (columns, constraints) = (elements.Columns.ToList(), elements.Constraints.ToList());
        if (elements.AutoIncrement is not { } name)
            return (columns, constraints);
        var column = columns.First(column => column.Name.Is(name));
        if (column.Type?.Name.Contains("INT", StringComparison.OrdinalIgnoreCase) != true)
            throw SyntaxErrors.Invalid(_text, column.Span.Start, $"the AUTO_INCREMENT column {name} is no integer");
        var isKey = column.Constraints.Any(static constraint => constraint is ColumnPrimaryKey);
        if (!isKey && !constraints.Any(constraint => IsKeyOf(constraint, name)))
        {
            throw SyntaxErrors.Unsupported(
                _text, column.Span.Start, $"AUTO_INCREMENT on {name}, which is not the primary key by itself,", "Make it the PRIMARY KEY, with SHARD KEY on another column if rows are to lie by that.");
        }

        var changed = column with
        {
            Type = new TypeName("INTEGER", default) { Span = column.Type.Span },
            Constraints = [.. column.Constraints.Select(static constraint => constraint is ColumnPrimaryKey key ? key with { AutoIncrement = true } : constraint)],
        };
        return (
            [.. columns.Select(other => ReferenceEquals(other, column) ? changed : other)],
            [.. constraints.Select(constraint => IsKeyOf(constraint, name) ? (TablePrimaryKey)constraint with { AutoIncrement = true } : constraint)]);
    }

    private static bool IsKeyOf(TableConstraint constraint, string column) =>
        constraint is TablePrimaryKey { Columns: [{ Expression: ColumnExpression { Table: null } name }] } && name.Column.Is(column);

    /// <summary>What follows the parentheses: options that change nothing here are dropped, the others refused by name.</summary>
    private void ParseMySqlOptions()
    {
        var any = false;
        while (_token.Kind == TokenKind.Word || (any && At(TokenKind.Comma)))
        {
            Accept(TokenKind.Comma);
            var start = _token.Start;
            Accept(Keyword.Default);
            var name = Slice(_token.Start, _token.End).ToUpperInvariant();
            Advance();
            if (name == "CHARACTER")
                Expect(Keyword.Set);
            Accept(TokenKind.Equal);
            var value = Slice(_token.Start, _token.End).Trim('\'', '"', '`').ToUpperInvariant();
            if (_token.Kind is not (TokenKind.Word or TokenKind.String or TokenKind.DoubleQuoted or TokenKind.Integer))
                throw Unexpected("a table option's value");
            Advance();
            if (!MayDrop(name, value))
                throw SyntaxErrors.Unsupported(_text, start, $"The table option {name} = {value}", "Leave it out; collations and character sets are said of columns.");
            _respelled = any = true;
        }
    }

    private static bool MayDrop(string option, string value) => option switch
    {
        "ENGINE" or "COMMENT" or "ROW_FORMAT" => true,
        "CHARSET" or "CHARACTER" => value is "UTF8" or "UTF8MB3" or "UTF8MB4",
        "COLLATE" => value is "UTF8_BIN" or "UTF8MB3_BIN" or "UTF8MB4_BIN" or "UTF8MB4_0900_BIN",
        AutoIncrementWord => value == "1",
        _ => false,
    };
}
