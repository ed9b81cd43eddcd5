using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Operators, by climbing <see cref="Precedence"/>.</content>
internal sealed partial class Parser
{
    private Expression ParseExpression() => ParseExpression(Precedence.Or, stopAtAnd: false);

    /// <param name="minimum">The loosest operator that still belongs to this expression.</param>
    /// <param name="stopAtAnd">True for BETWEEN's lower bound, whose end is an AND at its own level.</param>
    private Expression ParseExpression(int minimum, bool stopAtAnd = false)
    {
        Enter();
        var outer = _deepest;
        _deepest = _depth;
        var left = ParseOperand();
        while (ParseContinuation(left, minimum, stopAtAnd) is { } longer)
        {
            left = longer;
            Deepen();
        }

        _deepest = Math.Max(outer, _deepest);
        Leave();
        return left;
    }

    private Expression ParseOperand()
    {
        if (_isMySql)
            return ParseMySqlOperand();
        var start = _token.Start;
        var (prefix, operand) = _token.Kind switch
        {
            TokenKind.Minus => (UnaryOperator.Negate, Precedence.Unary),
            TokenKind.Plus => (UnaryOperator.Plus, Precedence.Unary),
            TokenKind.Tilde => (UnaryOperator.BitNot, Precedence.Unary),
            TokenKind.Word when At(Keyword.Not) => (UnaryOperator.Not, Precedence.Not),
            _ => (default, 0),
        };
        if (operand == 0)
            return ParsePrimary();
        Advance();
        return new UnaryExpression(prefix, ParseExpression(operand)) { Span = From(start) };
    }

    /// <summary>The expression that the next operator makes of <paramref name="left"/>; null where none follows that binds tightly enough.</summary>
    private Expression? ParseContinuation(Expression left, int minimum, bool stopAtAnd)
    {
        if (_isMySql)
            return ParseMySqlContinuation(left, minimum);
        if (_token.Kind == TokenKind.Word)
            return ParseWordOperator(left, minimum, stopAtAnd);
        _respelled |= _token.Kind is TokenKind.NullSafeEqual or TokenKind.DoubleAmpersand;
        if (SymbolOperator(_token.Kind) is not { } symbol || Precedence.Of(symbol) < minimum)
            return null;
        if (symbol is BinaryOperator.Add or BinaryOperator.Subtract && ParseMovedMoment(left) is { } moved)
            return moved;
        Advance();
        return Binary(symbol, left);
    }

    private Expression? ParseWordOperator(Expression left, int minimum, bool stopAtAnd)
    {
        switch (_token.Keyword)
        {
            case Keyword.And when minimum <= Precedence.And && !stopAtAnd:
                Advance();
                return Binary(BinaryOperator.And, left);
            case Keyword.Or when minimum <= Precedence.Or:
                Advance();
                return Binary(BinaryOperator.Or, left);
            case Keyword.Collate when minimum <= Precedence.Collate:
                Advance();
                return IsBareName(_token)
                    ? new CollateExpression(left, TakeName()) { Span = From(left.Span.Start) }
                    : throw Unexpected("a collation");
            case Keyword.None:
                return ParseForeignWordOperator(left, minimum);
            default:
                return minimum <= Precedence.Equality ? ParseComparisonWord(left) : null;
        }
    }

    private Expression? ParseComparisonWord(Expression left)
    {
        switch (_token.Keyword)
        {
            case Keyword.Is:
                Advance();
                return ParseIs(left);
            case Keyword.IsNull:
            case Keyword.NotNull:
                var postfix = At(Keyword.IsNull) ? UnaryOperator.IsNull : UnaryOperator.NotNull;
                Advance();
                return new UnaryExpression(postfix, left) { Span = From(left.Span.Start) };
            case Keyword.Not:
                return ParseNegated(left);
            default:
                return ParseMembership(left, not: false);
        }
    }

    private Expression? ParseNegated(Expression left)
    {
        switch (PeekKeyword())
        {
            case Keyword.Null:
                Advance();
                Advance();
                return new UnaryExpression(UnaryOperator.NotNull, left) { Span = From(left.Span.Start) };
            case Keyword.In or Keyword.Between or Keyword.Like or Keyword.Glob or Keyword.Regexp or Keyword.Match:
                Advance();
                return ParseMembership(left, not: true);
            default:
                return null;
        }
    }

    private Expression? ParseMembership(Expression left, bool not)
    {
        switch (_token.Keyword)
        {
            case Keyword.In:
                Advance();
                return ParseIn(left, not);
            case Keyword.Between:
                Advance();
                var low = ParseExpression(Precedence.Or, stopAtAnd: true);
                Expect(Keyword.And);
                var high = ParseExpression(Precedence.Equality + 1);
                return new BetweenExpression(not, left, low, high) { Span = From(left.Span.Start) };
            case Keyword.Like:
                return ParsePattern(PatternOperator.Like, left, not);
            case Keyword.Glob:
                return ParsePattern(PatternOperator.Glob, left, not);
            case Keyword.Regexp:
                return ParsePattern(PatternOperator.Regexp, left, not);
            case Keyword.Match:
                return ParsePattern(PatternOperator.Match, left, not);
            default:
                return null;
        }
    }

    private PatternExpression ParsePattern(PatternOperator pattern, Expression left, bool not)
    {
        Advance();
        var right = ParseExpression(Precedence.Equality + 1);
        var escape = Accept(Keyword.Escape) ? ParseExpression(Precedence.Equality + 1) : null;
        return new PatternExpression(pattern, not, left, right, escape) { Span = From(left.Span.Start) };
    }

    private Expression ParseIs(Expression left)
    {
        var not = Accept(Keyword.Not);
        var distinct = At(Keyword.Distinct);
        if (distinct)
            Expect(Keyword.Distinct, Keyword.From);
        var right = ParseExpression(Precedence.Equality + 1);
        var span = From(left.Span.Start);
        if (!distinct && right is LiteralExpression { Kind: LiteralKind.Null })
            return new UnaryExpression(not ? UnaryOperator.NotNull : UnaryOperator.IsNull, left) { Span = span };
        var comparison = (distinct, not) switch
        {
            (false, false) => BinaryOperator.Is,
            (false, true) => BinaryOperator.IsNot,
            (true, false) => BinaryOperator.IsDistinctFrom,
            (true, true) => BinaryOperator.IsNotDistinctFrom,
        };
        return new BinaryExpression(comparison, left, right) { Span = span };
    }

    private InExpression ParseIn(Expression left, bool not)
    {
        if (At(TokenKind.LeftParenthesis))
        {
            Advance();
            var query = AtQuery() ? ParseSelect() : null;
            var values = query is null && !At(TokenKind.RightParenthesis) ? ParseExpressions() : default;
            Expect(TokenKind.RightParenthesis);
            return new InExpression(not, left, values, query, null) { Span = From(left.Span.Start) };
        }

        var start = _token.Start;
        var name = ParseObjectName("( or a table");
        TableSource table = At(TokenKind.LeftParenthesis)
            ? new TableFunctionReference(name, ParseArguments(), null) { Span = From(start) }
            : new TableReference(name, null, null, false) { Span = From(start) };
        return new InExpression(not, left, default, null, table) { Span = From(left.Span.Start) };
    }

    private BinaryExpression Binary(BinaryOperator binaryOperator, Expression left)
    {
        var right = ParseExpression(Precedence.Of(binaryOperator) + 1);
        return new BinaryExpression(binaryOperator, left, right) { Span = From(left.Span.Start) };
    }

    private static BinaryOperator? SymbolOperator(TokenKind kind) => kind switch
    {
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        TokenKind.NullSafeEqual => BinaryOperator.Is,
        TokenKind.DoubleAmpersand => BinaryOperator.And,
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        TokenKind.Ampersand => BinaryOperator.BitAnd,
        TokenKind.Bar => BinaryOperator.BitOr,
        TokenKind.ShiftLeft => BinaryOperator.ShiftLeft,
        TokenKind.ShiftRight => BinaryOperator.ShiftRight,
        TokenKind.Plus => BinaryOperator.Add,
        TokenKind.Minus => BinaryOperator.Subtract,
        TokenKind.Star => BinaryOperator.Multiply,
        TokenKind.Slash => BinaryOperator.Divide,
        TokenKind.Percent => BinaryOperator.Modulo,
        TokenKind.Concat => BinaryOperator.Concat,
        TokenKind.Arrow => BinaryOperator.JsonExtract,
        TokenKind.ArrowText => BinaryOperator.JsonExtractText,
        _ => null,
    };
}
