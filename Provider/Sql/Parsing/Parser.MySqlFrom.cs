using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's FROM, where a comma binds more loosely than JOIN: https://dev.mysql.com/doc/refman/8.4/en/join.html.</content>
internal sealed partial class Parser
{
    private TableSource? ParseMySqlFromOrDual()
    {
        if (!AtWord("DUAL"))
            return ParseFrom();
        Advance();
        return null;
    }

    private TableSource ParseMySqlFrom()
    {
        Enter();
        var outer = _deepest;
        _deepest = _depth;
        var start = _token.Start;
        var left = ParseJoined();
        while (Accept(TokenKind.Comma))
        {
            left = new JoinSource(left, JoinKind.Comma, false, ParseJoined(), null, default) { Span = From(start) };
            Deepen();
        }

        _deepest = Math.Max(outer, _deepest);
        Leave();
        return left;
    }

    private TableSource ParseJoined()
    {
        var start = _token.Start;
        var left = ParseMySqlTable();
        while (ParseMySqlJoinKind() is var (kind, natural))
        {
            left = ParseJoin(left, kind, natural, start);
            Deepen();
            while (AtJoinCondition() && left is JoinSource { Left: JoinSource { Kind: JoinKind.Inner, Natural: false, On: null, Using.Count: 0 } pending } outer)
            {
                var right = outer with { Left = pending.Right };
                var on = Accept(Keyword.On) ? ParseExpression() : null;
                var columns = on is null && Accept(Keyword.Using) ? ParseNamesInParentheses() : default;
                left = pending with { Right = right, On = on, Using = columns, Span = From(start) };
            }
        }

        return left;
    }

    private bool AtJoinCondition() => At(Keyword.On) ? !AtDuplicateKey() : At(Keyword.Using);

    /// <summary>A JOIN with its right side; that of an outer join goes on until its own ON: <c>a LEFT JOIN b LEFT JOIN c ON 1 ON 2</c>.</summary>
    private JoinSource ParseJoin(TableSource left, JoinKind kind, bool natural, int start)
    {
        Enter();
        var rightStart = _token.Start;
        var right = ParseMySqlTable();
        if (kind is JoinKind.Left or JoinKind.Right && !natural)
        {
            while (!At(Keyword.On) && !At(Keyword.Using) && ParseMySqlJoinKind() is var (inner, innerNatural))
                right = ParseJoin(right, inner, innerNatural, rightStart);
        }

        var on = !AtDuplicateKey() && Accept(Keyword.On) ? ParseExpression() : null;
        var columns = on is null && Accept(Keyword.Using) ? ParseNamesInParentheses() : default;
        if (kind is JoinKind.Left or JoinKind.Right && !natural && on is null && columns.Count == 0)
            throw Unexpected("ON", "USING");
        Leave();
        var means = kind == JoinKind.Cross && (on is not null || columns.Count > 0) ? JoinKind.Inner : kind;
        return new JoinSource(left, means, natural, right, on, columns) { Span = From(start) };
    }

    private (JoinKind Kind, bool Natural)? ParseMySqlJoinKind()
    {
        if (Accept(Keyword.StraightJoin))
            return (JoinKind.Straight, false);
        if (_token.Keyword is not (Keyword.Join or Keyword.Inner or Keyword.Cross or Keyword.Left or Keyword.Right or Keyword.Natural))
            return null;
        var natural = Accept(Keyword.Natural);
        var kind = Accept(Keyword.Inner) ? JoinKind.Inner
            : Accept(Keyword.Cross) ? JoinKind.Cross
            : Accept(Keyword.Left) ? JoinKind.Left
            : Accept(Keyword.Right) ? JoinKind.Right
            : JoinKind.Inner;
        if (kind is JoinKind.Left or JoinKind.Right)
            Accept(Keyword.Outer);
        Expect(Keyword.Join);
        return (kind, natural);
    }

    private TableSource ParseMySqlTable()
    {
        var start = _token.Start;
        if (At(TokenKind.LeftParenthesis))
            return ParseMySqlTableInParentheses();
        if (At(TokenKind.LeftBrace))
            return ParseOuterJoinInBraces();
        if (At(Keyword.Lateral) && Peek().Kind == TokenKind.LeftParenthesis)
        {
            Advance();
            return ParseMySqlTableInParentheses() is SubqueryReference lateral ? lateral with { Lateral = true, Span = From(start) } : throw Unexpected("a query");
        }

        var name = ParseObjectName("a table");
        return At(TokenKind.LeftParenthesis) ? ParseMySqlTableFunction(name, start) : ParseMySqlTableReference(name, start);
    }

    private TableReference ParseMySqlTableReference(ObjectName name, int start)
    {
        var partitions = ParsePartitions();
        var period = ParsePeriod();
        var alias = ParseAlias();
        if (AtWord("TABLESAMPLE") && Peek().Kind == TokenKind.Word)
            throw SyntaxErrors.Unsupported(_text, _token.Start, "TABLESAMPLE", "Choose the rows by a condition.");
        var hints = new NodeListBuilder<IndexHint>();
        while (_token.Keyword is Keyword.Use or Keyword.Force or Keyword.Ignore)
            hints.Add(ParseIndexHint());
        return new TableReference(name, alias, null, false) { Partitions = partitions, Period = period, IndexHints = hints.ToList(), Span = From(start) };
    }

    /// <summary>ODBC's <c>{oj a LEFT JOIN b ON ...}</c>.</summary>
    private TableSource ParseOuterJoinInBraces()
    {
        Advance();
        TakeWord();
        var inner = ParseJoined();
        Expect(TokenKind.RightBrace);
        return inner;
    }

    private NodeList<Identifier> ParsePartitions()
    {
        if (!At(Keyword.Partition) || Peek().Kind != TokenKind.LeftParenthesis)
            return default;
        Advance();
        return ParseNamesInParentheses();
    }

    private IndexHint ParseIndexHint()
    {
        var start = _token.Start;
        var words = TakeWord();
        if (!Accept(Keyword.Index))
            Expect(Keyword.Key);
        words += " INDEX";
        if (Accept(Keyword.For))
        {
            words += Accept(Keyword.Join) ? " FOR JOIN"
                : Accept(Keyword.Order, Keyword.By) ? " FOR ORDER BY"
                : Accept(Keyword.Group, Keyword.By) ? " FOR GROUP BY"
                : throw Unexpected("JOIN", "ORDER BY", "GROUP BY");
        }

        Expect(TokenKind.LeftParenthesis);
        var indexes = new NodeListBuilder<Identifier>();
        while (!At(TokenKind.RightParenthesis))
        {
            indexes.Add(At(Keyword.Primary) ? TakeName() : ParseName("an index"));
            if (!Accept(TokenKind.Comma))
                break;
        }

        Expect(TokenKind.RightParenthesis);
        return new IndexHint(words, indexes.ToList()) { Span = From(start) };
    }

    /// <summary>JSON_TABLE(a, path COLUMNS (...)) AS t.</summary>
    private TableFunctionReference ParseMySqlTableFunction(ObjectName name, int start)
    {
        Advance();
        var arguments = At(TokenKind.RightParenthesis) ? default : ParseExpressions();
        var tail = TakeWords(static _ => false);
        Expect(TokenKind.RightParenthesis);
        return new TableFunctionReference(name, arguments, ParseAlias()) { Tail = tail.Length > 0 ? tail : null, Span = From(start) };
    }

    private TableSource ParseMySqlTableInParentheses()
    {
        var start = _token.Start;
        Advance();
        TableSource inner;
        if (AtQuery())
        {
            inner = new SubqueryReference(ParseSelect(), null);
        }
        else
        {
            inner = ParseFrom();
            if (inner is SubqueryReference { Alias: null } first && AtQueryTail())
                inner = new SubqueryReference(ContinueQuery(new SubqueryExpression(first.Query) { Span = From(start) }), null);
        }

        Expect(TokenKind.RightParenthesis);
        if (inner is not SubqueryReference { Alias: null } subquery)
            return inner;
        var alias = ParseAlias();
        return subquery with { Alias = alias, Columns = alias is null ? default : ParseOptionalNames(), Span = From(start) };
    }
}
