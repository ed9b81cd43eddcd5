using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Statements of MySQL that SQLite does not have: SHOW, DESCRIBE, USE, SET, TRUNCATE, and those that are only known by name.</content>
internal sealed partial class Parser
{
    private static readonly string[] Unavailable =
    [
        "CALL", "CHANGE", "CHECKSUM", "DEALLOCATE", "DO", "EXECUTE", "FLUSH", "GRANT", "HANDLER", "INSTALL", "KILL", "LOAD", "LOCK", "OPTIMIZE", "PREPARE",
        "PURGE", "RENAME", "REPAIR", "RESET", "REVOKE", "STOP", "UNINSTALL", "UNLOCK", "XA",
    ];

    private Statement? ParseForeign()
    {
        var start = _token.Start;
        _respelled = true;
        if (AcceptWord("SHOW"))
            return ParseShow(start);
        if (AcceptWord("DESCRIBE") || Accept(Keyword.Desc))
            return ParseDescribe(start);
        if (AcceptWord("USE"))
            return new UseStatement(ParseName("a database")) { Span = From(start) };
        if (Accept(Keyword.Set))
            return ParseSet(start);
        if (AcceptWord("TRUNCATE"))
            return ParseTruncate(start);
        return Array.Exists(Unavailable, AtWord) ? ParseUnavailable(start) : null;
    }

    /// <summary>TRUNCATE [TABLE] t empties a table: DELETE without a condition.</summary>
    private DeleteStatement ParseTruncate(int start)
    {
        Accept(Keyword.Table);
        return new DeleteStatement(null, ParseWrittenTable()) { Span = From(start) };
    }

    private ShowStatement ParseDescribe(int start)
    {
        _respelled = true;
        var table = ParseObjectName("a table");
        var like = At(TokenKind.String) ? ParsePrimary() : IsName(_token) ? new LiteralExpression(LiteralKind.String, TakeName().Name) : null;
        return new ShowStatement(ShowKind.Columns, table, null, Full: false) { Like = like, Span = From(start) };
    }

    private Statement ParseShow(int start)
    {
        var shown = ParseKnownShow(start);

        // What follows the known forms makes another one: LIMIT of SHOW WARNINGS.
        return shown is null || (_isMySql && !At(TokenKind.End) && !At(TokenKind.Semicolon)) ? ParseUnavailable(start) : shown;
    }

    /// <returns>Null for another form, with the place in the text behind SHOW.</returns>
    private ShowStatement? ParseKnownShow(int start)
    {
        var full = Accept(Keyword.Full);
        var scope = full ? "" : AcceptWord("GLOBAL") ? "GLOBAL" : AcceptWord("SESSION") || Accept(Keyword.Local) ? "SESSION" : "";
        if (AcceptWord("TABLES"))
            return ParseShown(new ShowStatement(ShowKind.Tables, null, ParseDatabase(), full), start);
        if (AtWord("TABLE") && IsWord(Peek(), "STATUS"))
        {
            Advance();
            Advance();
            return ParseShown(new ShowStatement(ShowKind.TableStatus, null, ParseDatabase(), full), start);
        }

        if (AcceptWord("COLUMNS") || AcceptWord("FIELDS"))
            return ParseOfTable(ShowKind.Columns, full, start);
        if (Accept(Keyword.Index) || AcceptWord("INDEXES") || AcceptWord("KEYS"))
            return ParseOfTable(ShowKind.Index, full, start);
        if (AcceptWord("DATABASES") || AcceptWord("SCHEMAS"))
            return ParseShown(new ShowStatement(ShowKind.Databases, null, null, full), start);
        if (AcceptWord("VARIABLES"))
            return ParseShown(new ShowStatement(ShowKind.Variables, null, null, full) { Scope = scope }, start);
        if (AcceptWord("WARNINGS") || AcceptWord("ERRORS"))
            return ParseShown(new ShowStatement(ShowKind.Warnings, null, null, full), start);
        if (At(Keyword.Create) && PeekKeyword() is Keyword.Table or Keyword.View)
        {
            Advance();
            var kind = At(Keyword.View) ? ShowKind.CreateView : ShowKind.CreateTable;
            Advance();
            return new ShowStatement(kind, ParseObjectName("a table"), null, full) { Span = From(start) };
        }

        return null;
    }

    private ShowStatement ParseOfTable(ShowKind kind, bool full, int start)
    {
        if (!Accept(Keyword.From))
            Expect(Keyword.In);
        var table = ParseObjectName("a table");
        return ParseShown(new ShowStatement(kind, table, ParseDatabase(), full), start);
    }

    private Identifier? ParseDatabase() => Accept(Keyword.From) || Accept(Keyword.In) ? ParseName("a database") : null;

    private ShowStatement ParseShown(ShowStatement show, int start)
    {
        if (Accept(Keyword.Like))
            show = show with { Like = ParseExpression() };
        else if (Accept(Keyword.Where))
            show = show with { Where = ParseExpression() };
        return show with { Span = From(start) };
    }

    /// <summary>Reads over a statement whose first words name it.</summary>
    private ForeignStatement ParseUnavailable(int start)
    {
        if (_isMySql)
            return ParseForeignText(start);
        if (At(TokenKind.End) || At(TokenKind.Semicolon))
            throw Unexpected("what to show");
        var end = _token.End;
        Advance();
        if (_token.Kind == TokenKind.Word)
            end = _token.End;
        while (!At(TokenKind.End) && !At(TokenKind.Semicolon))
            Advance();
        return new ForeignStatement(Slice(start, end).ToUpperInvariant()) { Span = From(start) };
    }

    /// <summary>START TRANSACTION [READ ONLY | READ WRITE | WITH CONSISTENT SNAPSHOT].</summary>
    private Statement ParseCharacteristics(int start)
    {
        var readOnly = false;
        if (AcceptWord("READ"))
        {
            readOnly = AcceptWord("ONLY");
            if (!readOnly)
                ExpectWord("WRITE");
        }

        if (!Accept(Keyword.With))
            return new BeginStatement(TransactionKind.Default, readOnly) { Span = From(start) };
        ExpectWord("CONSISTENT");
        ExpectWord("SNAPSHOT");
        return new ForeignStatement("START TRANSACTION WITH CONSISTENT SNAPSHOT") { Span = From(start) };
    }
}
