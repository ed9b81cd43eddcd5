using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's statements that no cluster runs as they are, and of which the parts are known.</content>
internal sealed partial class Parser
{
    /// <summary>A statement by its first word: with its parts where they are known, else with its text.</summary>
    private ForeignStatement ParseMySqlUnavailable(int start)
    {
        var known = WordText(_token) switch
        {
            "DO" => ParseDo(),
            "LOCK" or "UNLOCK" => ParseLockTables(),
            "ANALYZE" or "CHECK" or "CHECKSUM" or "OPTIMIZE" or "REPAIR" => ParseTableMaintenance(),
            "KILL" => ParseKill(),
            "PREPARE" => ParsePrepare(),
            "EXECUTE" => ParseExecute(),
            "DEALLOCATE" => ParseDeallocate(),
            "HANDLER" => ParseHandler(),
            "LOAD" => ParseLoadData(),
            _ => null,
        };
        return known is null || !(At(TokenKind.End) || At(TokenKind.Semicolon)) ? ParseForeignText(start) : known with { Span = From(start) };
    }

    /// <summary>A procedure without arguments may go without parentheses; null where more follows that is not known.</summary>
    private CallStatement? ParseCallStatement(int start)
    {
        Advance();
        var procedure = ParseObjectName("a procedure");
        if (Accept(TokenKind.Dot))
            throw SyntaxErrors.Unsupported(_text, _previousEnd, "A procedure of a package", "Call a procedure of its own.");
        var call = new CallStatement(procedure, At(TokenKind.LeftParenthesis) ? ParseArguments() : default);
        return At(TokenKind.End) || At(TokenKind.Semicolon) ? call with { Span = From(start) } : null;
    }

    private DoStatement ParseDo()
    {
        Advance();
        return new DoStatement(ParseExpressions());
    }

    private ForeignStatement? ParseLockTables()
    {
        var locks = AtWord("LOCK");
        if (!IsWord(Peek(), "TABLES") && PeekKeyword() != Keyword.Table)
            return null;
        Advance();
        Advance();
        if (!locks)
            return new UnlockTablesStatement();
        var tables = new NodeListBuilder<TableLock>();
        do
        {
            var start = _token.Start;
            var table = ParseObjectName("a table");
            var alias = ParseAlias();
            tables.Add(new TableLock(table, alias, ParseLockMode()) { Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return new LockTablesStatement(tables.ToList(), ParseWait());
    }

    private string ParseLockMode()
    {
        if (AcceptWord("READ"))
            return Accept(Keyword.Local) ? "READ LOCAL" : "READ";
        var low = AcceptWord("LOW_PRIORITY");
        ExpectWord("WRITE");
        return low ? "LOW_PRIORITY WRITE" : AcceptWord("CONCURRENT") ? "WRITE CONCURRENT" : "WRITE";
    }

    /// <summary>MariaDB's NOWAIT and WAIT n.</summary>
    private string? ParseWait()
    {
        if (AcceptWord("NOWAIT"))
            return "NOWAIT";
        if (!AtWord("WAIT") || Peek().Kind != TokenKind.Integer)
            return null;
        Advance();
        var seconds = Slice(_token.Start, _token.End);
        Advance();
        return $"WAIT {seconds}";
    }

    /// <summary>Null for MariaDB's ANALYZE of a statement, and for CHECK VIEW.</summary>
    private TableMaintenanceStatement? ParseTableMaintenance()
    {
        var verb = WordText(_token);
        Advance();
        var isLocal = Accept(Keyword.Local) || AcceptWord("NO_WRITE_TO_BINLOG");
        if (!Accept(Keyword.Table) && !AcceptWord("TABLES"))
            return null;
        var tables = new NodeListBuilder<ObjectName>();
        do
            tables.Add(ParseObjectName("a table"));
        while (Accept(TokenKind.Comma));
        var options = TakeWords(static _ => false);
        return new TableMaintenanceStatement(verb, isLocal, tables.ToList(), options.Length > 0 ? options : null);
    }

    private KillStatement? ParseKill()
    {
        Advance();
        var options = "";
        while (AtWord("HARD") || AtWord("SOFT") || AtWord("CONNECTION") || At(Keyword.Query))
            options += (options.Length > 0 ? " " : "") + TakeWord();
        return AtWord("ID") || AtWord("USER") ? null : new KillStatement(options, ParseExpression());
    }

    private PrepareStatement ParsePrepare()
    {
        Advance();
        var name = ParseName("a name");
        Expect(Keyword.From);
        return new PrepareStatement(name, ParseStatementSource());
    }

    /// <summary>A text or a variable; MariaDB takes any expression.</summary>
    private Expression ParseStatementSource() => At(TokenKind.Parameter) && _text[_token.Start] == '@' ? ParseUserVariable() : ParseExpression();

    private ExecuteStatement? ParseExecute()
    {
        Advance();
        if (At(Keyword.Immediate))
            return null;
        var name = ParseName("a prepared statement");
        var values = new NodeListBuilder<Expression>();
        if (Accept(Keyword.Using))
        {
            do
                values.Add(ParseStatementSource());
            while (Accept(TokenKind.Comma));
        }

        return new ExecuteStatement(name, values.ToList());
    }

    private DeallocateStatement ParseDeallocate()
    {
        AcceptWord("DEALLOCATE");
        ExpectWord("PREPARE");
        return new DeallocateStatement(ParseName("a prepared statement"));
    }

    private HandlerStatement ParseHandler()
    {
        Advance();
        var table = ParseObjectName("a table");
        var action = TakeWords(static _ => false);
        return action.Length > 0 ? new HandlerStatement(table, action) : throw Unexpected("OPEN", "READ", "CLOSE");
    }
}
