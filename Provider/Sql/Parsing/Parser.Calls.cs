using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Functions, aggregates and windows.</content>
internal sealed partial class Parser
{
    private Expression ParseCall(Identifier name, int start)
    {
        Advance();
        if (ParseMySqlForm(name, start) is { } form)
            return form;
        var star = Accept(TokenKind.Star);
        var distinct = !star && _firstArgument is null && Accept(Keyword.Distinct);
        if (!star && !distinct && _firstArgument is null)
            Accept(Keyword.All);
        var arguments = star || (_firstArgument is null && At(TokenKind.RightParenthesis)) ? default : ParseCallArguments();
        var call = new FunctionExpression(name, arguments) { Distinct = distinct, Star = star, OrderBy = arguments.Count > 0 ? ParseOrderBy() : default };
        if (AtWord("SEPARATOR") && arguments.Count > 0)
            call = ParseSeparated(call, start);
        Expect(TokenKind.RightParenthesis);
        call = call with { Filter = ParseFilter(), Over = ParseOver(), Span = From(start) };
        return Respelled(call) ?? (arguments.Any(static argument => argument is IntervalExpression)
            ? throw SyntaxErrors.Invalid(_text, start, $"{name} takes no INTERVAL here")
            : call);
    }

    private NodeList<Expression> ParseArguments()
    {
        Expect(TokenKind.LeftParenthesis);
        var arguments = At(TokenKind.RightParenthesis) ? default : ParseExpressions();
        Expect(TokenKind.RightParenthesis);
        return arguments;
    }

    private Expression? ParseFilter()
    {
        if (!At(Keyword.Filter) || Peek().Kind != TokenKind.LeftParenthesis)
            return null;
        Advance();
        Advance();
        Expect(Keyword.Where);
        var filter = ParseExpression();
        Expect(TokenKind.RightParenthesis);
        return filter;
    }

    private OverClause? ParseOver()
    {
        if (!At(Keyword.Over) || (Peek() is var next && next.Kind != TokenKind.LeftParenthesis && !IsName(next)))
            return null;
        var start = _token.Start;
        Advance();
        return At(TokenKind.LeftParenthesis)
            ? new OverClause(null, ParseWindow()) { Span = From(start) }
            : new OverClause(ParseName("a window"), null) { Span = From(start) };
    }

    /// <summary>True at WINDOW where it starts the clause and is no alias: a name and AS follow.</summary>
    private bool AtWindowClause()
    {
        if (!At(Keyword.Window))
            return false;
        var bookmark = _lexer;
        return IsName(bookmark.Next()) && bookmark.Next().Keyword == Keyword.As;
    }

    private NodeList<NamedWindow> ParseWindows()
    {
        if (!AtWindowClause())
            return default;
        Advance();
        var windows = new NodeListBuilder<NamedWindow>();
        do
        {
            var start = _token.Start;
            var name = ParseName("a window");
            Expect(Keyword.As);
            windows.Add(new NamedWindow(name, ParseWindow()) { Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return windows.ToList();
    }

    private WindowDefinition ParseWindow()
    {
        var start = _token.Start;
        Expect(TokenKind.LeftParenthesis);
        Identifier? inherited = At(Keyword.Partition) || AtFrame() || !IsName(_token) ? null : TakeName();
        NodeList<Expression> partitionBy = default;
        if (Accept(Keyword.Partition))
        {
            Expect(Keyword.By);
            partitionBy = ParseExpressions();
        }

        var orderBy = ParseOrderBy();
        var frame = AtFrame() ? ParseFrame() : null;
        Expect(TokenKind.RightParenthesis);
        return new WindowDefinition(inherited, partitionBy, orderBy, frame) { Span = From(start) };
    }

    private bool AtFrame() => At(Keyword.Rows) || At(Keyword.Range) || At(Keyword.Groups);

    private WindowFrame ParseFrame()
    {
        var start = _token.Start;
        var unit = At(Keyword.Rows) ? FrameUnit.Rows : At(Keyword.Range) ? FrameUnit.Range : FrameUnit.Groups;
        Advance();
        var between = Accept(Keyword.Between);
        var first = ParseFrameBound(mayFollow: between, isEnd: false);
        FrameBound? last = null;
        if (between)
        {
            Expect(Keyword.And);
            last = ParseFrameBound(mayFollow: true, isEnd: true);
        }

        var exclude = Accept(Keyword.Exclude) ? ParseExclude() : FrameExclude.None;
        return new WindowFrame(unit, first, last, exclude) { Span = From(start) };
    }

    private FrameBound ParseFrameBound(bool mayFollow, bool isEnd)
    {
        var start = _token.Start;
        if (Accept(Keyword.Current))
        {
            Expect(Keyword.Row);
            return new FrameBound(FrameBoundKind.CurrentRow, null) { Span = From(start) };
        }

        var unbounded = Accept(Keyword.Unbounded);
        var offset = unbounded ? null : ParseExpression();
        if ((!unbounded || !isEnd) && Accept(Keyword.Preceding))
            return new FrameBound(unbounded ? FrameBoundKind.UnboundedPreceding : FrameBoundKind.Preceding, offset) { Span = From(start) };
        if (mayFollow && (!unbounded || isEnd) && Accept(Keyword.Following))
            return new FrameBound(unbounded ? FrameBoundKind.UnboundedFollowing : FrameBoundKind.Following, offset) { Span = From(start) };
        throw mayFollow && !unbounded ? Unexpected("PRECEDING", "FOLLOWING") : Unexpected(isEnd ? "FOLLOWING" : "PRECEDING");
    }

    private FrameExclude ParseExclude()
    {
        if (Accept(Keyword.Ties))
            return FrameExclude.Ties;
        if (Accept(Keyword.Group))
            return FrameExclude.Group;
        if (Accept(Keyword.Current))
        {
            Expect(Keyword.Row);
            return FrameExclude.CurrentRow;
        }

        if (!At(Keyword.No))
            throw Unexpected("NO OTHERS", "CURRENT ROW", "GROUP", "TIES");
        Expect(Keyword.No, Keyword.Others);
        return FrameExclude.NoOthers;
    }
}
