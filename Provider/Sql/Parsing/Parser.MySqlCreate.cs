using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's CREATE of everything else than tables, and DROP.</content>
internal sealed partial class Parser
{
    private Statement ParseMySqlCreate()
    {
        var start = _token.Start;
        Advance();
        var orReplace = Accept(Keyword.Or, Keyword.Replace);
        var temporary = Accept(Keyword.Temporary);
        var reference = Accept(Keyword.Reference);
        if (At(Keyword.Table))
            return ParseMySqlCreateTable(start, reference) with { Temporary = temporary, OrReplace = orReplace };
        if (temporary || reference)
            throw Unexpected("TABLE");
        if (At(Keyword.Index) || At(Keyword.Unique) || AtWord("FULLTEXT") || AtWord("SPATIAL"))
            return ParseMySqlCreateIndex(start) with { OrReplace = orReplace };
        Statement? view = null;
        if (At(Keyword.View) || AtWord("ALGORITHM") || AtWord("DEFINER") || (AtWord("SQL") && IsWord(Peek(), "SECURITY")))
            view = ParseMySqlCreateView(start, orReplace);
        return view ?? ParseRoutine("CREATE", start);
    }

    /// <summary>CREATE and DROP of what ShardClient does not keep. A routine's body has semicolons of its own, so it goes on to the end of the text.</summary>
    private ForeignStatement ParseRoutine(string verb, int start)
    {
        if (_token.Kind != TokenKind.Word)
            throw Unexpected("TABLE", "REFERENCE TABLE", "INDEX", "VIEW", "DATABASE", "...");
        var hasBody = AtWord("PROCEDURE") || AtWord("FUNCTION") || At(Keyword.Trigger) || AtWord("EVENT") || AtWord("PACKAGE");
        var words = $"{verb} {TakeWord()}";
        while (!At(TokenKind.End) && (hasBody || !At(TokenKind.Semicolon)))
            Advance();
        return new ForeignStatement(words) { Span = From(start) };
    }

    private CreateIndexStatement ParseMySqlCreateIndex(int start)
    {
        var unique = Accept(Keyword.Unique);
        var kind = AtWord("FULLTEXT") || AtWord("SPATIAL") ? TakeWord() : "";
        Expect(Keyword.Index);
        var ifNotExists = ParseIfNotExists();
        var name = ParseName("an index");
        var method = At(Keyword.Using) ? ParseIndexOptions() : null;
        Expect(Keyword.On);
        var table = ParseObjectName("a table");
        var columns = ParseKeyParts();
        var local = unique && Accept(Keyword.Local);
        var options = ParseIndexOptions();
        return new CreateIndexStatement(new ObjectName(table.Schema, name) { Span = table.Span }, table.Name, columns, null)
        {
            Unique = unique,
            IfNotExists = ifNotExists,
            Local = local || (unique && Accept(Keyword.Local)),
            Kind = kind,
            IndexOptions = method is null ? options : options is null ? method : $"{method} {options}",
            Span = From(start),
        };
    }

    /// <summary><c>(a, b(10) DESC, (lower(c)))</c>.</summary>
    private NodeList<IndexedColumn> ParseKeyParts()
    {
        var columns = new NodeListBuilder<IndexedColumn>();
        Expect(TokenKind.LeftParenthesis);
        do
        {
            var start = _token.Start;
            string? length = null;
            Expression column;
            if (At(TokenKind.LeftParenthesis))
            {
                column = ParseMySqlParenthesized();
            }
            else
            {
                column = new ColumnExpression(null, null, ParseName("a column")) { Span = From(start) };
                if (Accept(TokenKind.LeftParenthesis))
                {
                    length = At(TokenKind.Integer) ? Slice(_token.Start, _token.End) : throw Unexpected("a length");
                    Advance();
                    Expect(TokenKind.RightParenthesis);
                }
            }

            columns.Add(new IndexedColumn(column, ParseDirection()) { Length = length, Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.RightParenthesis);
        return columns.ToList();
    }

    /// <summary>USING BTREE, COMMENT 'x', ALGORITHM = INPLACE and the like, as they are written.</summary>
    private string? ParseIndexOptions()
    {
        var options = TakeWords(static token => token.Kind is TokenKind.Comma or TokenKind.RightParenthesis || token.Keyword is Keyword.On or Keyword.Local);
        return options.Length > 0 ? options : null;
    }

    /// <returns>Null when DEFINER stands before a routine.</returns>
    private CreateViewStatement? ParseMySqlCreateView(int start, bool orReplace)
    {
        var words = TakeWords(static token => token.Keyword is Keyword.View or Keyword.Trigger || token.Kind is TokenKind.End);
        if (!Accept(Keyword.View))
            return null;
        var ifNotExists = ParseIfNotExists();
        var name = ParseObjectName("a view");
        var columns = ParseOptionalNames();
        Expect(Keyword.As);
        var query = ParseSelect();
        var check = At(Keyword.With) ? TakeWords(static _ => false).ToUpperInvariant() : null;
        return new CreateViewStatement(name, columns, query)
        {
            IfNotExists = ifNotExists,
            OrReplace = orReplace,
            Characteristics = words.Length > 0 ? words : null,
            CheckOption = check,
            Span = From(start),
        };
    }

    private Statement ParseMySqlDrop()
    {
        var start = _token.Start;
        Advance();
        var temporary = Accept(Keyword.Temporary);
        if (!At(Keyword.Table) && !At(Keyword.Index) && !At(Keyword.View) && !AtWord("TABLES"))
            return temporary ? throw Unexpected("TABLE") : ParseRoutine("DROP", start);
        var kind = At(Keyword.Index) ? ObjectKind.Index : At(Keyword.View) ? ObjectKind.View : ObjectKind.Table;
        Advance();
        var ifExists = Accept(Keyword.If, Keyword.Exists);
        if (kind == ObjectKind.Index)
            return ParseMySqlDropIndex(ifExists, start);
        var names = new NodeListBuilder<ObjectName>();
        do
            names.Add(ParseObjectName("a name"));
        while (Accept(TokenKind.Comma));
        if (!Accept(Keyword.Restrict))
            Accept(Keyword.Cascade);
        var list = names.ToList();
        return list is [var only]
            ? new DropStatement(kind, ifExists, only) { Temporary = temporary, Span = From(start) }
            : new DropSeveralStatement(kind, ifExists, list) { Temporary = temporary, Span = From(start) };
    }

    private DropStatement ParseMySqlDropIndex(bool ifExists, int start)
    {
        var nameStart = _token.Start;
        var name = At(Keyword.Primary) ? TakeName() : ParseName("an index");
        var index = new ObjectName(null, name) { Span = From(nameStart) };
        Expect(Keyword.On);
        var table = ParseObjectName("a table");
        TakeWords(static _ => false);
        return new DropStatement(ObjectKind.Index, ifExists, index) { Table = table, Span = From(start) };
    }
}
