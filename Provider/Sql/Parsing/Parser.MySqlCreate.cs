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
        if (reference || (temporary && !AtWord("SEQUENCE")))
            throw Unexpected("TABLE");
        if (At(Keyword.Index) || At(Keyword.Unique) || ((AtWord("FULLTEXT") || AtWord("SPATIAL")) && PeekKeyword() != Keyword.Reference))
            return ParseMySqlCreateIndex(start) with { OrReplace = orReplace };
        return DefinedKind() == "VIEW" ? ParseMySqlCreateView(start, orReplace) : ParseRoutine("CREATE", start);
    }

    /// <summary>The word that says what a definition with ALGORITHM, DEFINER or SQL SECURITY before it defines.</summary>
    private string DefinedKind()
    {
        var (bookmark, token) = (_lexer, _token);
        if (AtWord("ALGORITHM") || AtWord("DEFINER") || AtWord("SQL") || AtWord("AGGREGATE"))
        {
            while (token.Kind is not (TokenKind.End or TokenKind.Semicolon) && !IsDefinable(token))
                token = bookmark.Next();
        }

        return IsDefinable(token) ? WordText(token) : "";
    }

    private bool IsDefinable(Token token) => token.Kind == TokenKind.Word
        && (token.Keyword is Keyword.View or Keyword.Trigger || IsWord(token, "PROCEDURE") || IsWord(token, "FUNCTION") || IsWord(token, "EVENT") || IsWord(token, "PACKAGE"));

    /// <summary>CREATE and DROP of what ShardClient does not keep. A routine's body has semicolons of its own, so it goes on to the end of the text.</summary>
    private ForeignStatement ParseRoutine(string verb, int start)
    {
        if (_token.Kind != TokenKind.Word)
            throw Unexpected("TABLE", "REFERENCE TABLE", "INDEX", "VIEW", "DATABASE", "...");
        var kind = DefinedKind();
        var words = $"{verb} {(kind.Length > 0 ? kind : WordText(_token))}";
        var hasBody = verb != "DROP" && kind is not ("" or "VIEW");
        return ParseForeignText(start, hasBody) with { Words = words };
    }

    private CreateIndexStatement ParseMySqlCreateIndex(int start)
    {
        var unique = Accept(Keyword.Unique);
        var kind = AtWord("FULLTEXT") || AtWord("SPATIAL") ? TakeWord() : "";
        Expect(Keyword.Index);
        var ifNotExists = ParseIfNotExists();
        var name = ParseName("an index");
        var method = At(Keyword.Using) || AtWord("TYPE") ? ParseIndexOptions() : null;
        Expect(Keyword.On);
        var table = ParseObjectName("a table");
        var columns = ParseKeyParts();
        var local = unique && Accept(Keyword.Local);
        if (At(Keyword.Where))
            throw SyntaxErrors.Unsupported(_text, _token.Start, "An index over a part of the rows on MySQL shards", "Leave WHERE out; for a unique one index an expression that is NULL for the other rows.");
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

            var withoutOverlaps = At(Keyword.Without) && AcceptWord("WITHOUT");
            if (withoutOverlaps)
                ExpectWord("OVERLAPS");
            columns.Add(new IndexedColumn(column, ParseDirection()) { Length = length, WithoutOverlaps = withoutOverlaps, Span = From(start) });
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

    private CreateViewStatement ParseMySqlCreateView(int start, bool orReplace)
    {
        var words = TakeWords(static token => token.Keyword is Keyword.View);
        Expect(Keyword.View);
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
            return temporary && !AtWord("SEQUENCE") ? throw Unexpected("TABLE") : AtWord("PREPARE") ? ParseDeallocate() with { Span = From(start) } : ParseRoutine("DROP", start);
        if (temporary && (At(Keyword.Index) || At(Keyword.View)))
            throw Unexpected("TABLE");
        var kind = At(Keyword.Index) ? ObjectKind.Index : At(Keyword.View) ? ObjectKind.View : ObjectKind.Table;
        Advance();
        var ifExists = Accept(Keyword.If, Keyword.Exists);
        if (kind == ObjectKind.Index)
            return ParseMySqlDropIndex(ifExists, start);
        var names = new NodeListBuilder<ObjectName>();
        do
            names.Add(ParseObjectName("a name"));
        while (Accept(TokenKind.Comma));
        if (ParseWait() is not null)
            return ParseForeignText(start);
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
        if (!Accept(Keyword.On))
        {
            // SQLite's, whose indexes have names of their own.
            _respelled = true;
            return new DropStatement(ObjectKind.Index, ifExists, index) { Span = From(start) };
        }

        var table = ParseObjectName("a table");
        return new DropStatement(ObjectKind.Index, ifExists, index) { Table = table, IndexOptions = ParseIndexOptions(), Span = From(start) };
    }
}
