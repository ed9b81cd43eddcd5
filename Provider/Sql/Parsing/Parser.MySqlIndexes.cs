using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Indexes and columns as MySQL defines them, in a text for SQLite shards.</content>
internal sealed partial class Parser
{
    private const string NoFullText = "Make an FTS5 table: CREATE VIRTUAL TABLE name USING fts5 (columns).";

    /// <summary>KEY name (a, b DESC), INDEX (a): an index that CREATE TABLE brings along.</summary>
    private TableIndex ParseInlineIndex()
    {
        var start = _token.Start;
        _respelled = true;
        Advance();
        Identifier? name = At(TokenKind.LeftParenthesis) ? null : ParseName("an index");
        SkipIndexOptions();
        var columns = WholeColumns(ParseIndexedColumns(), isUnique: false);
        SkipIndexOptions();
        return new TableIndex("", columns) { ConstraintName = name, Span = From(start) };
    }

    private void RefuseSpecialIndex()
    {
        if ((AtWord("FULLTEXT") || AtWord("SPATIAL")) && PeekKeyword() is Keyword.Key or Keyword.Index)
            throw SyntaxErrors.Unsupported(_text, _token.Start, $"A {WordText(_token)} index on SQLite shards", NoFullText);
    }

    /// <summary>The name between UNIQUE [KEY | INDEX] and its columns; null without one.</summary>
    private Identifier? ParseUniqueName()
    {
        if (At(TokenKind.LeftParenthesis))
            return null;
        _respelled = true;
        if (!Accept(Keyword.Key))
            Accept(Keyword.Index);
        Identifier? name = At(TokenKind.LeftParenthesis) ? null : ParseName("an index");
        SkipIndexOptions();
        return name;
    }

    /// <summary>What follows the columns says how MySQL keeps the index, and nothing of what it is.</summary>
    private void SkipIndexOptions()
    {
        while (true)
        {
            if (At(Keyword.Using) && (IsWord(Peek(), "BTREE") || IsWord(Peek(), "HASH")))
                Advance();
            else if (!(AtWord("COMMENT") && Peek().Kind == TokenKind.String))
                return;
            else
                Advance();
            Advance();
            _respelled = true;
        }
    }

    /// <summary>name(10) indexes the beginning of a column, which is a matter of speed unless the index is unique.</summary>
    private NodeList<IndexedColumn> WholeColumns(NodeList<IndexedColumn> columns, bool isUnique)
    {
        if (!columns.Any(static column => PrefixOf(column) is not null))
            return columns;
        if (isUnique)
            throw SyntaxErrors.Unsupported(_text, columns[0].Span.Start, "A unique index over the beginning of a column", "Make a generated column of it, and an index over that.");
        _respelled = true;
        return [.. columns.Select(static column => PrefixOf(column) is { } whole ? column with { Expression = whole } : column)];
    }

    private static ColumnExpression? PrefixOf(IndexedColumn column) =>
        column.Expression is FunctionExpression { Arguments: [LiteralExpression { Kind: LiteralKind.Integer }], Over: null } call ? new ColumnExpression(null, null, call.Name) { Span = call.Span } : null;

    /// <summary>UNSIGNED and ZEROFILL behind a size, and the character set, which is UTF-8 anyway.</summary>
    private TypeName? ParseTypeAttributes(TypeName? type)
    {
        while (type is not null && _token.Kind == TokenKind.Word)
        {
            if (AtCharset())
            {
                var start = _token.Start;
                AcceptCharset();
                var charset = WordText(_token);
                Advance();
                if (charset is not ("UTF8" or "UTF8MB3" or "UTF8MB4" or "ASCII"))
                    throw SyntaxErrors.Unsupported(_text, start, $"CHARACTER SET {charset} on SQLite shards", "Texts are kept in UTF-8: say utf8mb4.");
            }
            else if (type.Arguments.Count > 0 && !type.HasMembers && (AtWord("UNSIGNED") || AtWord("SIGNED") || AtWord("ZEROFILL")))
            {
                var word = WordText(_token);
                type = word == "UNSIGNED" ? type with { Name = $"{type.Name} {word}", Arguments = default } : type;
                Advance();
            }
            else
            {
                break;
            }

            _respelled = true;
        }

        return type;
    }

    /// <summary>ENUM ('a', 'b') is a text that is one of these.</summary>
    private (TypeName? Type, ColumnCheck? Check) WithMembers(Identifier column, TypeName? type)
    {
        if (type is not { HasMembers: true })
            return (type, null);
        if (!type.Name.Equals("ENUM", StringComparison.OrdinalIgnoreCase))
            throw SyntaxErrors.Invalid(_text, type.Span.Start, $"the type {type.Name} has no members");
        _respelled = true;
        NodeList<Expression> members = [.. type.Arguments.Select(static member => new LiteralExpression(LiteralKind.String, member))];
        var isMember = new InExpression(false, new ColumnExpression(null, null, column), members, null, null);
        return (new TypeName("TEXT", default) { Span = type.Span }, new ColumnCheck(isMember));
    }

    private void RefuseSetType()
    {
        if (At(Keyword.Set) && Peek().Kind == TokenKind.LeftParenthesis)
            throw SyntaxErrors.Unsupported(_text, _token.Start, "A SET column on SQLite shards", "Keep the members in a table of their own, or as JSON.");
    }

    private bool AcceptComment()
    {
        if (!AtWord("COMMENT") || Peek().Kind != TokenKind.String)
            return false;
        Advance();
        Advance();
        _respelled = true;
        return true;
    }

    /// <summary>The name of a collation, which may be one of MySQL's that compare by bytes.</summary>
    private Identifier TakeCollation()
    {
        var name = TakeName();
        if (!IsBinaryCollation(name.Name))
            return name;
        _respelled = true;
        return new Identifier("BINARY");
    }

    private static bool IsBinaryCollation(string name) => name.ToUpperInvariant() is "UTF8_BIN" or "UTF8MB3_BIN" or "UTF8MB4_BIN" or "UTF8MB4_0900_BIN" or "UTF8MB4_NOPAD_BIN";

    /// <summary>b'101' as a DEFAULT: to a BIT column it is the number.</summary>
    private LiteralExpression? ParseBitDefault()
    {
        if (!AtWord("B") || Peek() is not { Kind: TokenKind.String } bits || bits.Start != _token.End || bits.End - bits.Start is < 3 or > 65)
            return null;
        var start = _token.Start;
        var digits = _text[(bits.Start + 1)..(bits.End - 1)];
        if (digits.AsSpan().ContainsAnyExcept('0', '1') || digits.Length == 64)
            return null;
        _respelled = true;
        Advance();
        Advance();
        return new LiteralExpression(LiteralKind.Integer, Convert.ToInt64(digits, 2).ToString(System.Globalization.CultureInfo.InvariantCulture)) { Span = From(start) };
    }

    /// <summary>ALTER TABLE t ADD and DROP of an index are statements of their own; null at another action.</summary>
    private Statement? ParseAlteredIndex(ObjectName table, int start)
    {
        var bookmark = Place();
        var adds = At(Keyword.Add);
        Advance();
        RefuseSpecialIndex();
        var unique = adds && Accept(Keyword.Unique);
        if (!At(Keyword.Index) && !AtInlineIndex() && !(unique && (At(Keyword.Key) || At(TokenKind.LeftParenthesis))) && !(At(Keyword.Key) && !adds && IsName(Peek())))
        {
            Restore(bookmark);
            return null;
        }

        _respelled = true;
        if (!Accept(Keyword.Index))
            Accept(Keyword.Key);
        if (!adds)
            return new DropStatement(ObjectKind.Index, false, new ObjectName(null, ParseName("an index")) { Span = table.Span }) { Table = table, Span = From(start) };
        Identifier? name = At(TokenKind.LeftParenthesis) ? null : ParseName("an index");
        SkipIndexOptions();
        var columns = WholeColumns(ParseIndexedColumns(), unique);
        var local = unique && Accept(Keyword.Local);
        SkipIndexOptions();
        var index = Dialects.InlineIndexes.Name(table.Name, name, columns);
        return new CreateIndexStatement(new ObjectName(null, index) { Span = table.Span }, table.Name, columns, null) { Unique = unique, Local = local, Span = From(start) };
    }

    /// <summary>FIRST, or AFTER a column, behind a new column's type.</summary>
    private bool AtColumnPlace() => At(Keyword.First) ? Peek().Kind is TokenKind.End or TokenKind.Semicolon : At(Keyword.After) && IsName(Peek());

    private void RefuseMySqlAction()
    {
        var what = AtWord("MODIFY") || AtWord("CHANGE") ? $"{WordText(_token)} of a column" : At(Keyword.Add) && PeekKeyword() is Keyword.Constraint or Keyword.Foreign or Keyword.Primary or Keyword.Check
            ? "ADD of a constraint" : null;
        if (what is not null)
            throw SyntaxErrors.Unsupported(_text, _token.Start, $"ALTER TABLE with {what} on SQLite shards", "SQLite changes no column and adds no constraint: make the table anew, and INSERT ... SELECT its rows.");
    }

    private void RefuseAfterAction()
    {
        if (At(TokenKind.Comma))
            throw SyntaxErrors.Unsupported(_text, _token.Start, "Several actions in one ALTER TABLE on SQLite shards", "Write a statement for each.");
        if (AtColumnPlace())
            throw SyntaxErrors.Unsupported(_text, _token.Start, "A column's place on SQLite shards", "Leave it out: a new column is the last one.");
    }
}
