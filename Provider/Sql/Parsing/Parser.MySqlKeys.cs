using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Keys, indexes, constraints and options of MySQL's tables.</content>
internal sealed partial class Parser
{
    private TableConstraint? ParseMySqlTableConstraint()
    {
        var start = _token.Start;
        var symbol = Accept(Keyword.Constraint) ? At(Keyword.Primary) || At(Keyword.Unique) || At(Keyword.Foreign) || At(Keyword.Check) ? null : ParseName("a constraint's name") : (Identifier?)null;
        var constraint = ParseMySqlTableConstraintBody();
        if (constraint is null)
            return null;

        // To the servers every primary key is called PRIMARY.
        var name = constraint is TablePrimaryKey ? null : constraint is TablePeriod ? constraint.ConstraintName : constraint is TableForeignKey ? symbol ?? constraint.ConstraintName : constraint.ConstraintName ?? symbol;
        return constraint with { ConstraintName = name, Span = From(start) };
    }

    private TableConstraint? ParseMySqlTableConstraintBody()
    {
        switch (_token.Keyword)
        {
            case Keyword.Primary:
                Expect(Keyword.Primary, Keyword.Key);
                var key = ParseKey();
                return new TablePrimaryKey(key.Columns, ConflictAction.None, false, Accept(Keyword.Local)) { IndexOptions = key.Options };
            case Keyword.Unique:
                Advance();
                if (!Accept(Keyword.Key))
                    Accept(Keyword.Index);
                var unique = ParseKey();
                return new TableUnique(unique.Columns, ConflictAction.None, Accept(Keyword.Local)) { ConstraintName = unique.Name, IndexOptions = unique.Options };
            case Keyword.Key or Keyword.Index:
                Advance();
                return ParseIndexOfTable("");
            case Keyword.Reserved when AtWord("FULLTEXT") || AtWord("SPATIAL"):
                var kind = TakeWord();
                if (!Accept(Keyword.Key))
                    Accept(Keyword.Index);
                return ParseIndexOfTable(kind);
            case Keyword.Check:
                Advance();
                return new TableCheck(ParseExpressionInParentheses()) { NotEnforced = ParseNotEnforced() };
            case Keyword.Foreign:
                Advance();
                Expect(Keyword.Key);
                ParseIfNotExists();
                Identifier? index = At(TokenKind.LeftParenthesis) ? null : ParseName("an index");
                return new TableForeignKey(ParseNamesInParentheses(), ParseMySqlForeignKeyTarget()) { ConstraintName = index };
            default:
                return ParseTablePeriod();
        }
    }

    private TableIndex ParseIndexOfTable(string kind)
    {
        var index = ParseKey();
        return new TableIndex(kind, index.Columns) { ConstraintName = index.Name, IndexOptions = index.Options };
    }

    private (Identifier? Name, NodeList<IndexedColumn> Columns, string? Options) ParseKey()
    {
        ParseIfNotExists();
        Identifier? name = IsMySqlName(_token) ? TakeName() : null;
        var method = "";
        if (At(Keyword.Using) || AtWord("TYPE"))
        {
            Advance();
            method = AtWord("BTREE") || AtWord("HASH") || AtWord("RTREE") ? $"USING {TakeWord()}" : throw Unexpected("BTREE", "HASH");
        }

        var columns = ParseKeyParts();
        var options = ParseIndexOptions();
        return (name, columns, method.Length == 0 ? options : options is null ? method : $"{method} {options}");
    }

    private ForeignKeyTarget ParseMySqlForeignKeyTarget()
    {
        var start = _token.Start;
        Expect(Keyword.References);
        var table = ParseObjectName("a table");
        var target = ParseReferences(table);
        if (At(Keyword.Deferrable) || (At(Keyword.Not) && PeekKeyword() == Keyword.Deferrable))
            throw SyntaxErrors.Unsupported(_text, _token.Start, "DEFERRABLE on MySQL shards", "MySQL checks each row at once: leave it out, and write parents before children.");
        return target with { Span = From(start) };
    }

    /// <summary>[DEFAULT] NAME [=] value; WITH SYSTEM VERSIONING; null where none begins.</summary>
    private TableOption? ParseTableOption()
    {
        var start = _token.Start;
        if (_token.Kind != TokenKind.Word || At(Keyword.As) || At(Keyword.Select) || At(Keyword.Table) || At(Keyword.Values) || At(Keyword.Partition) || At(Keyword.Ignore) || At(Keyword.Replace))
            return null;
        if (At(Keyword.With))
            return IsWord(Peek(), "SYSTEM") ? new TableOption($"{TakeWord()} {TakeWord()} {TakeWord()}", "", false) { Span = From(start) } : null;
        if (Accept(Keyword.Default) && !AtCharset() && !At(Keyword.Collate))
            throw Unexpected("CHARSET", "COLLATE");
        var name = AcceptCharset() ? "CHARSET" : TakeWord();
        if (name is "DATA" or "INDEX")
            name += " " + TakeWord();
        if (!Accept(TokenKind.Equal))
            Accept(TokenKind.Assign);
        if (At(TokenKind.String))
        {
            var text = ParseStringText();
            var isWord = name is "CHARSET" or "COLLATE" or "ENGINE" && IsPlainWord(text);
            return new TableOption(name, text, !isWord) { Span = From(start) };
        }

        return new TableOption(name, TakeOptionValue(), false) { Span = From(start) };
    }

    private static bool IsPlainWord(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private string TakeOptionValue()
    {
        if (At(TokenKind.LeftParenthesis))
        {
            Advance();
            var list = TakeWords(static _ => false);
            Expect(TokenKind.RightParenthesis);
            return $"({list})";
        }

        var isQuotedWord = _token.Kind is TokenKind.GraveQuoted or TokenKind.DoubleQuoted && IsPlainWord(Unquote(_token));
        if (_token.Kind is not (TokenKind.Word or TokenKind.Integer or TokenKind.Real) && !isQuotedWord)
            throw Unexpected("a table option's value");
        var value = _token.Kind == TokenKind.Word || At(TokenKind.Integer) || At(TokenKind.Real) ? Slice(_token.Start, _token.End) : Unquote(_token);
        Advance();
        return value;
    }
}
