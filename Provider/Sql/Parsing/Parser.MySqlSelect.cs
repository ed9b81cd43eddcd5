using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Queries of MySQL: https://dev.mysql.com/doc/refman/8.4/en/select.html and mariadb.com/kb/en/select.</content>
internal sealed partial class Parser
{
    private static readonly string[] SelectModifiers =
    [
        "HIGH_PRIORITY", "STRAIGHT_JOIN", "SQL_SMALL_RESULT", "SQL_BIG_RESULT", "SQL_BUFFER_RESULT", "SQL_CACHE", "SQL_NO_CACHE", "SQL_CALC_FOUND_ROWS",
    ];

    // What INTO said in the middle of the query that is being read.
    private string? _into;

    /// <param name="first">The first operand, when it has been read already.</param>
    private SelectStatement ParseMySqlSelect(WithClause? with, int start, SelectBody? first)
    {
        var outerInto = _into;
        _into = null;
        var body = ParseMySqlBody(first);
        var orderBy = ParseOrderBy();
        var limit = ParseLimit();
        var examined = ParseRowsExamined();
        var procedure = AtWord("PROCEDURE") ? ParseProcedure() : null;
        ParseInto();
        var locks = ParseLocks();
        ParseInto();
        var into = _into;
        _into = outerInto;
        var select = new SelectStatement(with, body, orderBy, limit) { Locks = locks, Into = into, RowsExamined = examined, Procedure = procedure, Span = From(start) };
        if (body is NestedBody nested && IsBare(select))
            return nested.Query with { Span = From(start) };
        return body is NestedBody { Query: var inner } && IsBare(inner) ? select with { Body = inner.Body } : select;
    }

    /// <summary>True for a query that is nothing but its body.</summary>
    private static bool IsBare(SelectStatement query) =>
        query is { With: null, OrderBy.Count: 0, Limit: null, RowsExamined: null, Procedure: null, Locks.Count: 0, Into: null };

    /// <summary>True behind a query in parentheses that goes on.</summary>
    private bool AtQueryTail() =>
        _token.Keyword is Keyword.Union or Keyword.Except or Keyword.Intersect or Keyword.Order or Keyword.Limit || AtOffsetRows() || (At(Keyword.Reserved) && AtWord("FETCH"));

    private string ParseProcedure()
    {
        Advance();
        return TakeWords(static token => token.Keyword is Keyword.Into or Keyword.For or Keyword.Lock or Keyword.Union);
    }

    private NodeList<Identifier> ParseCycle()
    {
        var columns = ParseNameList();
        Expect(Keyword.Restrict);
        return columns;
    }

    private SelectStatement ContinueQuery(SubqueryExpression first) => ParseMySqlSelect(null, first.Span.Start, Operand(first.Query));

    /// <summary>The operand that a query in parentheses is: the parentheses around a plain one mean nothing.</summary>
    private static SelectBody Operand(SelectStatement query) =>
        query.Body is not CompoundBody && IsBare(query) ? query.Body : new NestedBody(query) { Span = query.Span };

    private SelectBody ParseMySqlBody(SelectBody? known)
    {
        var start = known?.Span.Start ?? _token.Start;
        var first = known ?? ParseQueryOperand();
        if (!AtSetOperator())
            return first;
        var rest = new NodeListBuilder<CompoundTerm>();
        while (At(Keyword.Intersect))
            rest.Add(ParseTerm(grouped: false));
        while (AtSetOperator())
            rest.Add(ParseTerm(grouped: true));
        return new CompoundBody(first, rest.ToList()) { Span = From(start) };
    }

    private bool AtSetOperator() => _token.Keyword is Keyword.Union or Keyword.Intersect or Keyword.Except;

    /// <summary>INTERSECT binds more tightly than UNION and EXCEPT: behind one of these it makes a group, as if in parentheses.</summary>
    private CompoundTerm ParseTerm(bool grouped)
    {
        var compound = ParseSetOperator();
        var start = _token.Start;
        var operand = ParseQueryOperand();
        if (grouped && At(Keyword.Intersect))
        {
            var rest = new NodeListBuilder<CompoundTerm>();
            while (At(Keyword.Intersect))
                rest.Add(ParseTerm(grouped: false));
            var group = new CompoundBody(operand, rest.ToList()) { Span = From(start) };
            operand = new NestedBody(new SelectStatement(null, group, default, null) { Span = From(start) }) { Span = From(start) };
        }

        return new CompoundTerm(compound, operand) { Span = From(start) };
    }

    private CompoundOperator ParseSetOperator()
    {
        var keyword = _token.Keyword;
        Advance();
        var all = Accept(Keyword.All);
        if (!all && !Accept(Keyword.Distinct))
            AcceptWord("DISTINCTROW");
        return (keyword, all) switch
        {
            (Keyword.Union, false) => CompoundOperator.Union,
            (Keyword.Union, true) => CompoundOperator.UnionAll,
            (Keyword.Intersect, false) => CompoundOperator.Intersect,
            (Keyword.Intersect, true) => CompoundOperator.IntersectAll,
            (_, false) => CompoundOperator.Except,
            _ => CompoundOperator.ExceptAll,
        };
    }

    private SelectBody ParseQueryOperand()
    {
        var start = _token.Start;
        switch (_token.Keyword)
        {
            case Keyword.Select:
                return ParseMySqlCore();
            case Keyword.Values:
                Advance();
                var hasRowWord = At(Keyword.Row);
                return new ValuesBody(ParseMySqlRows(hasRowWord)) { HasRowWord = hasRowWord, Span = From(start) };
            case Keyword.Table:
                Advance();
                return ((SelectCore)SelectAll(ParseMySqlTable()).Body) with { Span = From(start) };
        }

        if (!Accept(TokenKind.LeftParenthesis))
            throw Unexpected("SELECT", "VALUES", "TABLE", "(");
        var query = ParseSelect();
        Expect(TokenKind.RightParenthesis);
        return Operand(query);
    }

    private NodeList<RowExpression> ParseMySqlRows(bool hasRowWord)
    {
        var rows = new NodeListBuilder<RowExpression>();
        do
        {
            var start = _token.Start;
            if (hasRowWord)
                Expect(Keyword.Row);
            rows.Add(new RowExpression(ParseArguments()) { Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return rows.ToList();
    }

    private SelectCore ParseMySqlCore()
    {
        var start = _token.Start;
        var hints = TakeOptimizerHints();
        var (distinct, modifiers) = ParseSelectModifiers();
        var columns = ParseResultColumns();
        ParseInto();
        var from = Accept(Keyword.From) ? ParseMySqlFromOrDual() : null;
        var where = ParseWhere();
        NodeList<Expression> groupBy = default;
        var rollup = false;
        if (Accept(Keyword.Group))
        {
            Expect(Keyword.By);
            (groupBy, rollup) = ParseMySqlGroups();
        }

        var having = Accept(Keyword.Having) ? ParseExpression() : null;
        var windows = ParseWindows();
        if (AtWord("QUALIFY"))
            throw SyntaxErrors.Unsupported(_text, _token.Start, "QUALIFY", "Put the query into FROM, and the condition into WHERE around it.");
        return new SelectCore(distinct, columns, from, where, groupBy, having, windows)
        {
            Modifiers = modifiers,
            OptimizerHints = hints,
            Rollup = rollup,
            Span = From(start),
        };
    }

    /// <summary>GROUP BY ROLLUP (a, b) is a new spelling of a, b WITH ROLLUP: MySQL 9 reads it, MariaDB takes it for a function.</summary>
    private (NodeList<Expression> Groups, bool Rollup) ParseMySqlGroups()
    {
        if (AtWord("ROLLUP") && Peek().Kind == TokenKind.LeftParenthesis)
        {
            _respelled = true;
            Advance();
            Advance();
            var rolled = ParseExpressions();
            Expect(TokenKind.RightParenthesis);
            return At(TokenKind.Comma) ? throw Sets() : (rolled, true);
        }

        if ((AtWord("GROUPING") && IsWord(Peek(), "SETS")) || (AtWord("CUBE") && Peek().Kind == TokenKind.LeftParenthesis))
            throw Sets();
        var groups = ParseExpressions();
        if (_token.Keyword is Keyword.Asc or Keyword.Desc)
            throw SyntaxErrors.Unsupported(_text, _token.Start, "A direction in GROUP BY", "Write it in ORDER BY.");
        if (!Accept(Keyword.With))
            return (groups, false);
        ExpectWord("ROLLUP");
        return (groups, true);

        // Servers read them for other engines than their own.
        ShardException Sets() => SyntaxErrors.Unsupported(_text, _token.Start, "GROUPING SETS, CUBE and ROLLUP among other groups", "Write GROUP BY ... WITH ROLLUP, or several queries.");
    }

    private (bool Distinct, NodeList<string> Modifiers) ParseSelectModifiers()
    {
        var distinct = false;
        var modifiers = new NodeListBuilder<string>();
        while (_token.Kind == TokenKind.Word)
        {
            if (Accept(Keyword.Distinct) || AcceptWord("DISTINCTROW"))
                distinct = true;
            else if (Array.Exists(SelectModifiers, AtWord))
                modifiers.Add(TakeWord());
            else if (!Accept(Keyword.All))
                break;
        }

        return (distinct, modifiers.ToList());
    }

    /// <summary>Goes past a statement's first word, and gives the inside of a <c>/*+ */</c> directly behind it.</summary>
    private string? TakeOptimizerHints()
    {
        Advance();
        var gap = _text.AsSpan(_previousEnd, _token.Start - _previousEnd).TrimStart();

        // Inside another comment it is none.
        if (!gap.StartsWith(HintReader.Opening, StringComparison.Ordinal))
            return null;
        var inner = gap[HintReader.Opening.Length..];
        var end = inner.IndexOf("*/", StringComparison.Ordinal);
        inner = (end < 0 ? [] : inner[..end]).Trim();
        return inner.IsEmpty ? null : inner.ToString();
    }

    /// <summary>INTO @a, @b; INTO OUTFILE 'x' ...; INTO DUMPFILE 'x'.</summary>
    private void ParseInto()
    {
        if (!Accept(Keyword.Into))
            return;
        if (_into is not null)
            throw Unexpected("one INTO");
        if (!AtWord("OUTFILE") && !AtWord("DUMPFILE") && !(At(TokenKind.Parameter) && _text[_token.Start] == '@') && !IsMySqlName(_token))
            throw Unexpected("a variable", "OUTFILE", "DUMPFILE");
        var isFile = AtWord("OUTFILE") || AtWord("DUMPFILE");
        _into = TakeWords(token => !isFile && !(token.Kind is TokenKind.Parameter or TokenKind.Comma || IsMySqlName(token)) || token.Keyword is Keyword.From or Keyword.For or Keyword.Lock or Keyword.Union or Keyword.Where or Keyword.Limit or Keyword.Order);
    }

    private NodeList<LockingClause> ParseLocks()
    {
        var locks = new NodeListBuilder<LockingClause>();
        while (ParseLock() is { } clause)
            locks.Add(clause);
        return locks.ToList();
    }

    private LockingClause? ParseLock()
    {
        var start = _token.Start;
        bool forUpdate;
        var isShareMode = Accept(Keyword.Lock);
        if (isShareMode)
        {
            Expect(Keyword.In);
            ExpectWord("SHARE");
            ExpectWord("MODE");
            forUpdate = false;
        }
        else if (Accept(Keyword.For))
        {
            forUpdate = Accept(Keyword.Update);
            if (!forUpdate)
                ExpectWord("SHARE");
        }
        else
        {
            return null;
        }

        var of = Accept(Keyword.Of) ? ParseNameList() : default;
        var wait = ParseLockWait(out var seconds);
        return new LockingClause(forUpdate, of, wait)
        {
            Seconds = seconds,
            IsLockInShareMode = isShareMode && wait != LockWait.Default,
            Span = From(start),
        };
    }

    private LockWait ParseLockWait(out string? seconds)
    {
        seconds = null;
        if (AcceptWord("NOWAIT"))
            return LockWait.NoWait;
        if (AcceptWord("SKIP"))
        {
            ExpectWord("LOCKED");
            return LockWait.SkipLocked;
        }

        if (!AcceptWord("WAIT"))
            return LockWait.Default;
        seconds = At(TokenKind.Integer) ? Slice(_token.Start, _token.End) : throw Unexpected("a number");
        Advance();
        return LockWait.Seconds;
    }
}
