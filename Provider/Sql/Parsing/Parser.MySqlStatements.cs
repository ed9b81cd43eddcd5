using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>The choice among MySQL's statements, and those of sessions.</content>
internal sealed partial class Parser
{
    private Statement ParseMySqlStatement()
    {
        _first = Place();
        if (At(TokenKind.LeftParenthesis))
            return ParseSelect();
        switch (_token.Keyword)
        {
            case Keyword.Select or Keyword.Values or Keyword.Table:
                return ParseSelect();
            case Keyword.With:
                var start = _token.Start;
                var with = ParseWith();
                return AtQuery() || At(TokenKind.LeftParenthesis) ? ParseSelect(with, start) : ParseMySqlWrite(with, start);
            case Keyword.Insert or Keyword.Replace or Keyword.Update or Keyword.Delete:
                return ParseMySqlWrite(null, _token.Start);
            case Keyword.Create:
                return ParseMySqlCreate();
            case Keyword.Drop:
                return ParseMySqlDrop();
            case Keyword.Alter:
                return ParseMySqlAlter();
            case Keyword.Explain or Keyword.Desc:
                return ParseMySqlExplain();
            default:
                return ParseSqliteControl(_token.Start) ?? ParseMySqlControl() ?? ParseForeignWord(_token.Start) ?? throw Unexpected(AnyMySqlStatement);
        }
    }

    private static readonly string[] AnyMySqlStatement = ["a statement (SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, BEGIN, COMMIT, SET, SHOW, EXPLAIN, ...)"];

    private Statement? ParseMySqlControl()
    {
        var start = _token.Start;
        switch (_token.Keyword)
        {
            case Keyword.Begin when Peek() is { Kind: TokenKind.End or TokenKind.Semicolon } or { Keyword: Keyword.None }:
                Advance();
                AcceptWord("WORK");
                return new BeginStatement(TransactionKind.Default) { Span = From(start) };
            case Keyword.Start when PeekKeyword() == Keyword.Transaction:
                Advance();
                Advance();
                return ParseMySqlCharacteristics(start);
            case Keyword.Commit:
                Advance();
                AcceptWord("WORK");
                return EndsPlainly() ? new CommitStatement { Span = From(start) } : ParseNamed("COMMIT", start);
            case Keyword.Rollback:
                return ParseMySqlRollback(start);
            case Keyword.Savepoint:
                Advance();
                return new SavepointStatement(ParseName("a savepoint")) { Span = From(start) };
            case Keyword.Release:
                Advance();
                if (!Accept(Keyword.Savepoint))
                    _respelled = true;
                return new ReleaseStatement(ParseName("a savepoint")) { Span = From(start) };
            case Keyword.Check when PeekKeyword() == Keyword.Cluster:
                Advance();
                Advance();
                return new CheckClusterStatement { Span = From(start) };
            default:
                return ParseMySqlForeign(start);
        }
    }

    private Statement? ParseMySqlForeign(int start)
    {
        if (AcceptWord("SHOW"))
            return At(TokenKind.End) || At(TokenKind.Semicolon) ? throw Unexpected("what to show") : ParseShow(start);
        if (AtWord("DESCRIBE"))
            return ParseMySqlExplain();
        if (Accept(Keyword.Use))
            return new UseStatement(ParseName("a database")) { Span = From(start) };
        if (Accept(Keyword.Set))
            return ParseSet(start);
        if (AcceptWord("TRUNCATE"))
        {
            Accept(Keyword.Table);
            var table = ParseObjectName("a table");
            return ParseWait() is null ? new TruncateStatement(table) { Span = From(start) } : ParseForeignText(start);
        }

        if (AtWord("CALL"))
            return (Statement?)ParseCallStatement(start) ?? ParseForeignText(start);
        return At(Keyword.Rename) && (PeekKeyword() == Keyword.Table || IsWord(Peek(), "TABLES")) ? ParseRenameTables(start) : null;
    }

    /// <summary>[AND NO CHAIN] [NO RELEASE] say what holds without them.</summary>
    private bool EndsPlainly()
    {
        if (Accept(Keyword.And, Keyword.No))
            ExpectWord("CHAIN");
        if (Accept(Keyword.No))
            Expect(Keyword.Release);
        return !At(Keyword.And) && !At(Keyword.Release);
    }

    private ForeignStatement ParseNamed(string first, int start)
    {
        var words = first;
        if (Accept(Keyword.And))
        {
            ExpectWord("CHAIN");
            words += " AND CHAIN";
        }

        var stays = Accept(Keyword.No);
        if (stays)
            Expect(Keyword.Release);
        else if (Accept(Keyword.Release))
            words += " RELEASE";
        return new ForeignStatement(words) { Span = From(start) };
    }

    private Statement ParseMySqlRollback(int start)
    {
        Advance();
        AcceptWord("WORK");
        if (!Accept(Keyword.To))
            return EndsPlainly() ? new RollbackStatement(null) { Span = From(start) } : ParseNamed("ROLLBACK", start);
        Accept(Keyword.Savepoint);
        return new RollbackStatement(ParseName("a savepoint")) { Span = From(start) };
    }

    /// <summary>START TRANSACTION with any of READ ONLY, READ WRITE and WITH CONSISTENT SNAPSHOT.</summary>
    private Statement ParseMySqlCharacteristics(int start)
    {
        bool readOnly = false, snapshot = false;
        do
        {
            if (AcceptWord("READ"))
            {
                readOnly = AcceptWord("ONLY");
                if (!readOnly)
                    ExpectWord("WRITE");
            }
            else if (Accept(Keyword.With))
            {
                ExpectWord("CONSISTENT");
                ExpectWord("SNAPSHOT");
                snapshot = true;
            }
        }
        while (Accept(TokenKind.Comma));
        if (!snapshot)
            return new BeginStatement(TransactionKind.Default, readOnly) { Span = From(start) };
        return new ForeignStatement($"START TRANSACTION WITH CONSISTENT SNAPSHOT{(readOnly ? ", READ ONLY" : "")}") { Span = From(start) };
    }

    /// <summary>EXPLAIN and DESCRIBE are one word to MySQL, before a statement and before a table.</summary>
    private Statement ParseMySqlExplain()
    {
        var start = _token.Start;
        Advance();
        if (Accept(Keyword.Route))
        {
            var kind = Accept(Keyword.Analyze) ? ExplainKind.RouteAnalyze : ExplainKind.Route;
            return new ExplainStatement(kind, ParseMySqlStatement()) { Span = From(start) };
        }

        if (At(Keyword.For) || At(Keyword.Into))
            return ParseForeignText(start);
        var isStatement = At(TokenKind.LeftParenthesis) || AtQuery() || AtExplainOption()
            || _token.Keyword is Keyword.Insert or Keyword.Replace or Keyword.Update or Keyword.Delete;
        if (!isStatement)
            return ParseDescribe(start);
        var options = TakeWords(static token => token.Kind == TokenKind.LeftParenthesis
            || token.Keyword is Keyword.Select or Keyword.With or Keyword.Values or Keyword.Table or Keyword.Insert or Keyword.Replace or Keyword.Update or Keyword.Delete
                or Keyword.For or Keyword.Into);
        if (At(Keyword.For) || At(Keyword.Into))
            return ParseForeignText(start);
        return new ExplainStatement(ExplainKind.Program, ParseMySqlStatement()) { Options = options.Length > 0 ? options.ToUpperInvariant() : null, Span = From(start) };
    }

    private bool AtExplainOption() => At(Keyword.Analyze)
        || (AtWord("FORMAT") && Peek().Kind == TokenKind.Equal)
        || ((AtWord("EXTENDED") || AtWord("PARTITIONS")) && Peek().Kind != TokenKind.End);

    private Statement ParseRenameTables(int start)
    {
        Advance();
        Advance();
        if (At(Keyword.If))
            return ParseForeignText(start);
        var renamings = new NodeListBuilder<TableRenaming>();
        do
        {
            var itemStart = _token.Start;
            var table = ParseObjectName("a table");
            if (ParseWait() is not null)
                return ParseForeignText(start);
            Expect(Keyword.To);
            renamings.Add(new TableRenaming(table, ParseObjectName("a table")) { Span = From(itemStart) });
        }
        while (Accept(TokenKind.Comma));
        var list = renamings.ToList();
        if (list is [{ NewName.Schema: null } only])
            return new AlterTableStatement(only.Table, new RenameTableAction(only.NewName.Name) { Span = only.Span }) { Span = From(start) };
        return new RenameTablesStatement(list) { Span = From(start) };
    }
}
