using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>The text as a whole: statements between semicolons.</content>
internal sealed partial class Parser
{
    private static readonly string[] AnyStatement = ["a statement (SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, BEGIN, COMMIT, PRAGMA, EXPLAIN, ...)"];

    public IReadOnlyList<ParsedStatement> ParseText()
    {
        var statements = new NodeListBuilder<ParsedStatement>();
        var hinted = _text.Contains(HintReader.Opening, StringComparison.Ordinal);
        Advance();
        while (true)
        {
            while (Accept(TokenKind.Semicolon))
            {
            }

            if (At(TokenKind.End))
                return statements.ToList();
            statements.Add(ParseOne(hinted));
            if (!At(TokenKind.Semicolon) && !At(TokenKind.End))
                throw Unexpected("the end of the statement");
        }
    }

    private ParsedStatement ParseOne(bool hinted)
    {
        _depth = _deepest = 0;
        var start = _token.Start;
        var hints = hinted ? ReadHints() : default;
        _respelled = false;
        var statement = _isMySql ? ParseMySqlStatement() : ParseStatement();
        if (_respelled)
            statement = statement with { IsRespelled = true };
        return new ParsedStatement(statement, From(start), TakeParameters(), hints);
    }

    private NodeList<Hint> ReadHints()
    {
        var hints = new List<Hint>();
        HintReader.Read(_text, _previousEnd, _token.Start, hints);
        HintReader.Read(_text, _token.End, Peek().Start, hints);
        return NodeList.Wrap(hints.ToArray());
    }

    private Statement ParseStatement()
    {
        switch (_token.Keyword)
        {
            case Keyword.Select or Keyword.Values:
                return ParseSelect();
            case Keyword.With:
                return ParseAfterWith();
            case Keyword.Insert or Keyword.Replace or Keyword.Update or Keyword.Delete:
                return ParseWrite(null, _token.Start);
            case Keyword.Create:
                return ParseCreate();
            case Keyword.Drop:
                return ParseDrop();
            case Keyword.Alter:
                return ParseAlter();
            case Keyword.Explain:
                return ParseExplain();
            default:
                return ParseControl() ?? ParseForeign() ?? throw Unexpected(AnyStatement);
        }
    }

    private Statement ParseAfterWith()
    {
        var start = _token.Start;
        var with = ParseWith();
        return _token.Keyword is Keyword.Select or Keyword.Values ? ParseSelect(with, start) : ParseWrite(with, start);
    }

    private Statement ParseExplain()
    {
        var start = _token.Start;
        Advance();
        var kind = ExplainKind.Program;
        if (Accept(Keyword.Query))
        {
            Expect(Keyword.Plan);
            kind = ExplainKind.QueryPlan;
        }
        else if (Accept(Keyword.Route))
        {
            var analyze = At(Keyword.Analyze) && PeekKeyword() is Keyword.Select or Keyword.Values or Keyword.With or Keyword.Insert
                or Keyword.Replace or Keyword.Update or Keyword.Delete;
            if (analyze)
                Advance();
            kind = analyze ? ExplainKind.RouteAnalyze : ExplainKind.Route;
        }

        if (kind == ExplainKind.Program && _token is { Kind: TokenKind.Word or TokenKind.GraveQuoted, Keyword: Keyword.None } && Peek().Kind is TokenKind.End or TokenKind.Semicolon)
            return ParseDescribe(start);
        if (At(Keyword.Explain))
            throw Unexpected("a statement that is not itself EXPLAIN");
        return new ExplainStatement(kind, ParseStatement()) { Span = From(start) };
    }
}
