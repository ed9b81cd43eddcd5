using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>FROM: tables, subqueries, table functions and joins, which SQLite reads from left to right.</content>
internal sealed partial class Parser
{
    private TableSource ParseFrom()
    {
        if (_isMySql)
            return ParseMySqlFrom();
        Enter();
        var outer = _deepest;
        _deepest = _depth;
        var start = _token.Start;
        var left = ParseTable();
        while (ParseJoinKind() is var (kind, natural))
        {
            var right = ParseTable();
            var on = Accept(Keyword.On) ? ParseExpression() : null;
            var columns = on is null && Accept(Keyword.Using) ? ParseNamesInParentheses() : default;
            left = new JoinSource(left, kind, natural, right, on, columns) { Span = From(start) };
            Deepen();
        }

        _deepest = Math.Max(outer, _deepest);
        Leave();
        return left;
    }

    private (JoinKind Kind, bool Natural)? ParseJoinKind()
    {
        if (Accept(TokenKind.Comma))
            return (JoinKind.Comma, false);
        if (Accept(Keyword.Join))
            return (JoinKind.Inner, false);
        if (_token.Keyword is < Keyword.Cross or > Keyword.Right)
            return null;
        var start = _token.Start;
        bool natural = false, inner = false, cross = false, left = false, right = false, outer = false;
        while (_token.Keyword is >= Keyword.Cross and <= Keyword.Right)
        {
            natural |= At(Keyword.Natural);
            inner |= At(Keyword.Inner);
            cross |= At(Keyword.Cross);
            left |= At(Keyword.Left) || At(Keyword.Full);
            right |= At(Keyword.Right) || At(Keyword.Full);
            outer |= At(Keyword.Outer);
            Advance();
        }

        Expect(Keyword.Join);
        var oneSided = left || right;
        if ((oneSided && (inner || cross)) || (outer && !oneSided))
            throw SyntaxErrors.Invalid(_text, start, "these words do not make a kind of join");
        var kind = left && right ? JoinKind.Full : left ? JoinKind.Left : right ? JoinKind.Right : cross ? JoinKind.Cross : JoinKind.Inner;
        return (kind, natural);
    }

    private TableSource ParseTable()
    {
        var start = _token.Start;
        if (At(TokenKind.LeftParenthesis))
            return ParseTableInParentheses();
        var name = ParseObjectName("a table");
        if (At(TokenKind.LeftParenthesis))
        {
            var arguments = ParseArguments();
            return new TableFunctionReference(name, arguments, ParseAlias()) { Span = From(start) };
        }

        return ParseTableReference(name, start, ParseAlias());
    }

    private TableReference ParseTableReference(ObjectName name, int start, Identifier? alias)
    {
        Identifier? index = null;
        var notIndexed = false;
        if (Accept(Keyword.Indexed))
        {
            Expect(Keyword.By);
            index = ParseName("an index");
        }
        else
        {
            notIndexed = Accept(Keyword.Not, Keyword.Indexed);
        }

        return new TableReference(name, alias, index, notIndexed) { Span = From(start) };
    }

    private TableSource ParseTableInParentheses()
    {
        var start = _token.Start;
        Advance();
        if (AtQuery())
        {
            var query = ParseSelect();
            Expect(TokenKind.RightParenthesis);
            return new SubqueryReference(query, ParseAlias()) { Span = From(start) };
        }

        var inner = ParseFrom();
        Expect(TokenKind.RightParenthesis);
        return ParseAlias() is { } alias ? Renamed(inner, alias, From(start)) : inner;
    }

    /// <summary>An alias on parentheses: SQLite gives it to a lone table, and makes a subquery of a join.</summary>
    private static TableSource Renamed(TableSource inner, Identifier alias, SourceSpan span) => inner switch
    {
        TableReference table => table with { Alias = alias, Span = span },
        TableFunctionReference function => function with { Alias = alias, Span = span },
        SubqueryReference subquery => subquery with { Alias = alias, Span = span },
        _ => new SubqueryReference(SelectAll(inner), alias) { Span = span },
    };

    private static SelectStatement SelectAll(TableSource source)
    {
        var star = new ResultColumn(new StarExpression(null) { Span = source.Span }, null) { Span = source.Span };
        var core = new SelectCore(false, [star], source, null, default, null, default) { Span = source.Span };
        return new SelectStatement(null, core, default, null) { Span = source.Span };
    }
}
