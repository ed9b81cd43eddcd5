using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>SELECT, VALUES, WITH and their set operations.</content>
internal sealed partial class Parser
{
    private bool AtQuery() => _token.Keyword is Keyword.Select or Keyword.Values or Keyword.With || (_isMySql && At(Keyword.Table));

    private SelectStatement ParseSelect()
    {
        Enter();
        var start = _token.Start;
        var with = At(Keyword.With) ? ParseWith() : null;
        var select = ParseSelect(with, start);
        Leave();
        return select;
    }

    private SelectStatement ParseSelect(WithClause? with, int start)
    {
        if (_isMySql)
            return ParseMySqlSelect(with, start, null);
        var body = ParseBody();
        NodeList<OrderingTerm> orderBy = default;
        LimitClause? limit = null;
        if (LastOf(body) is SelectCore)
        {
            orderBy = ParseOrderBy();
            limit = ParseLimit();
            SkipLocks();
        }

        return new SelectStatement(with, body, orderBy, limit) { Span = From(start) };
    }

    private static SelectBody LastOf(SelectBody body) => body is CompoundBody compound ? compound.Rest[^1].Body : body;

    private SelectBody ParseBody()
    {
        var start = _token.Start;
        var first = ParseSimpleBody();
        if (_token.Keyword is not (Keyword.Union or Keyword.Intersect or Keyword.Except))
            return first;
        var rest = new NodeListBuilder<CompoundTerm>();
        while (AcceptCompoundOperator() is { } compound)
        {
            var termStart = _token.Start;
            rest.Add(new CompoundTerm(compound, ParseSimpleBody()) { Span = From(termStart) });
        }

        return new CompoundBody(first, rest.ToList()) { Span = From(start) };
    }

    private CompoundOperator? AcceptCompoundOperator()
    {
        if (Accept(Keyword.Union))
            return Accept(Keyword.All) ? CompoundOperator.UnionAll : CompoundOperator.Union;
        if (Accept(Keyword.Intersect))
            return CompoundOperator.Intersect;
        return Accept(Keyword.Except) ? CompoundOperator.Except : null;
    }

    private SelectBody ParseSimpleBody()
    {
        if (At(Keyword.Values))
        {
            var start = _token.Start;
            return new ValuesBody(ParseRows()) { Span = From(start) };
        }

        return At(Keyword.Select) ? ParseCore() : throw Unexpected("SELECT", "VALUES");
    }

    private SelectCore ParseCore()
    {
        var start = _token.Start;
        Advance();
        var distinct = Accept(Keyword.Distinct);
        if (!distinct)
            Accept(Keyword.All);
        var columns = ParseResultColumns();
        var from = Accept(Keyword.From) ? ParseFrom() : null;
        var where = Accept(Keyword.Where) ? ParseExpression() : null;
        NodeList<Expression> groupBy = default;
        if (Accept(Keyword.Group))
        {
            Expect(Keyword.By);
            groupBy = ParseExpressions();
        }

        var having = Accept(Keyword.Having) ? ParseExpression() : null;
        var windows = ParseWindows();
        return new SelectCore(distinct, columns, from, where, groupBy, having, windows) { Span = From(start) };
    }

    private NodeList<RowExpression> ParseRows()
    {
        Expect(Keyword.Values);
        var rows = new NodeListBuilder<RowExpression>();
        do
        {
            var start = _token.Start;
            Expect(TokenKind.LeftParenthesis);
            var items = ParseExpressions();
            Expect(TokenKind.RightParenthesis);
            rows.Add(new RowExpression(items) { Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return rows.ToList();
    }

    private NodeList<ResultColumn> ParseResultColumns()
    {
        var columns = new NodeListBuilder<ResultColumn>();
        do
            columns.Add(ParseResultColumn());
        while (Accept(TokenKind.Comma));
        return columns.ToList();
    }

    private ResultColumn ParseResultColumn()
    {
        var start = _token.Start;
        var expression = ParseStar() ?? ParseExpression();

        // SQLite's name of a column without alias ends where the next word begins, MySQL's with its last word.
        var end = _isMySql ? _previousEnd : _token.Start;
        while (end > _previousEnd && (Characters.IsBlank(_text[end - 1]) || _text[end - 1] == '\v'))
            end--;
        var alias = expression is StarExpression ? null : _isMySql ? ParseMySqlColumnAlias() : ParseAlias();
        return new ResultColumn(expression, alias) { Span = new SourceSpan(start, end - start) };
    }

    private StarExpression? ParseStar()
    {
        var start = _token.Start;
        if (Accept(TokenKind.Star))
            return new StarExpression(null) { Span = From(start) };
        if (!IsName(_token))
            return null;
        if (_isMySql)
            return ParseMySqlStar();
        var bookmark = _lexer;
        if (bookmark.Next().Kind != TokenKind.Dot || bookmark.Next().Kind != TokenKind.Star)
            return null;
        var table = TakeName();
        Advance();
        Advance();
        return new StarExpression(table) { Span = From(start) };
    }

    private NodeList<OrderingTerm> ParseOrderBy()
    {
        if (!Accept(Keyword.Order))
            return default;
        Expect(Keyword.By);
        var terms = new NodeListBuilder<OrderingTerm>();
        do
        {
            var start = _token.Start;
            var expression = ParseExpression();
            var descending = ParseDirection();
            if (_isMySql && At(Keyword.Nulls))
                ReadNulls(expression);
            var nulls = !Accept(Keyword.Nulls) ? NullsOrder.Default
                : Accept(Keyword.First) ? NullsOrder.First
                : Accept(Keyword.Last) ? NullsOrder.Last
                : throw Unexpected("FIRST", "LAST");
            terms.Add(new OrderingTerm(expression, descending, nulls) { Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return terms.ToList();
    }

    /// <summary>[ASC | DESC]: true for DESC.</summary>
    private bool ParseDirection() => !Accept(Keyword.Asc) && Accept(Keyword.Desc);

    private LimitClause? ParseLimit()
    {
        if (_isMySql)
            return ParseMySqlLimit();
        var start = _token.Start;
        if (!Accept(Keyword.Limit))
            return null;
        var count = ParseExpression();
        if (Accept(Keyword.Offset))
            return new LimitClause(count, ParseExpression()) { Span = From(start) };
        return Accept(TokenKind.Comma)
            ? new LimitClause(ParseExpression(), count) { Span = From(start) }
            : new LimitClause(count, null) { Span = From(start) };
    }

    private WithClause ParseWith()
    {
        var start = _token.Start;
        Advance();
        var recursive = At(Keyword.Recursive) && Peek() is var next && IsName(next) && next.Keyword != Keyword.As;
        if (recursive)
            Advance();
        var tables = new NodeListBuilder<CommonTable>();
        do
            tables.Add(ParseCommonTable());
        while (Accept(TokenKind.Comma));
        return new WithClause(recursive, tables.ToList()) { Span = From(start) };
    }

    private CommonTable ParseCommonTable()
    {
        var start = _token.Start;
        var name = ParseName("a table");
        var columns = ParseOptionalNames();
        Expect(Keyword.As);
        bool? materialized = Accept(Keyword.Materialized) ? true : At(Keyword.Not) ? false : null;
        if (materialized == false)
            Expect(Keyword.Not, Keyword.Materialized);
        Expect(TokenKind.LeftParenthesis);
        var query = ParseSelect();
        Expect(TokenKind.RightParenthesis);
        var cycle = _isMySql && AcceptWord("CYCLE") ? ParseCycle() : default;
        return new CommonTable(name, columns, materialized, query) { Cycle = cycle, Span = From(start) };
    }
}
