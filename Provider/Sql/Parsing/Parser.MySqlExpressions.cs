using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's operators, by climbing <see cref="MySqlPrecedence"/>.</content>
internal sealed partial class Parser
{
    private Expression ParseMySqlOperand()
    {
        var start = _token.Start;
        var (prefix, operand) = _token.Kind switch
        {
            TokenKind.Minus => (UnaryOperator.Negate, MySqlPrecedence.Unary),
            TokenKind.Plus => (UnaryOperator.Plus, MySqlPrecedence.Unary),
            TokenKind.Tilde => (UnaryOperator.BitNot, MySqlPrecedence.Unary),
            TokenKind.Bang => (UnaryOperator.Not, MySqlPrecedence.Unary),
            TokenKind.Word when At(Keyword.Not) => (UnaryOperator.Not, (_modes & SqlModes.HighNotPrecedence) != 0 ? MySqlPrecedence.Unary : MySqlPrecedence.Not),
            TokenKind.Word when At(Keyword.Binary) => (UnaryOperator.Binary, MySqlPrecedence.Unary),
            _ => (default, 0),
        };
        if (operand == 0)
            return ParseMySqlPrimary();
        Advance();
        return new UnaryExpression(prefix, ParseExpression(operand)) { Span = From(start) };
    }

    private Expression? ParseMySqlContinuation(Expression left, int minimum)
    {
        switch (_token.Kind)
        {
            case TokenKind.Word:
                return ParseMySqlWordOperator(left, minimum);
            case TokenKind.Assign when minimum <= MySqlPrecedence.Assign && left is UserVariableExpression:
                Advance();
                return new BinaryExpression(BinaryOperator.Assign, left, ParseExpression()) { Span = From(left.Span.Start) };
            case TokenKind.Concat when (_modes & SqlModes.PipesAsConcat) != 0:
                return minimum <= MySqlPrecedence.Pipes ? ParsePipes(left) : null;
            case TokenKind.Arrow or TokenKind.ArrowText when left is ColumnExpression:
                return ParseArrow(left);
        }

        if (MySqlSymbol(_token.Kind) is not { } symbol || MySqlPrecedence.Of(symbol) < minimum)
            return null;

        // SQLite's ==.
        _respelled |= symbol == BinaryOperator.Equal && _token.End - _token.Start > 1;
        Advance();
        return MySqlPrecedence.Of(symbol) == MySqlPrecedence.Comparison ? ParseCompared(symbol, left) : MySqlBinary(symbol, left);
    }

    private BinaryExpression MySqlBinary(BinaryOperator binaryOperator, Expression left)
    {
        var right = ParseExpression(MySqlPrecedence.Of(binaryOperator) + 1);
        return new BinaryExpression(binaryOperator, left, right) { Span = From(left.Span.Start) };
    }

    /// <summary>The right side of a comparison: an operand, or ALL, ANY or SOME of a query.</summary>
    private Expression ParseCompared(BinaryOperator comparison, Expression left)
    {
        var all = At(Keyword.All);
        if ((!all && !AtWord("ANY") && !AtWord("SOME")) || Peek().Kind != TokenKind.LeftParenthesis)
            return MySqlBinary(comparison, left);
        Advance();
        Advance();
        var query = ParseSelect();
        Expect(TokenKind.RightParenthesis);
        return new QuantifiedExpression(comparison, left, all, query) { Span = From(left.Span.Start) };
    }

    /// <summary><c>a || b</c> under PIPES_AS_CONCAT is CONCAT(a, b), which means the same under any mode.</summary>
    private FunctionExpression ParsePipes(Expression left)
    {
        Advance();
        var right = ParseExpression(MySqlPrecedence.Pipes + 1);
        return new FunctionExpression(new Identifier("CONCAT"), [left, right]) { Span = From(left.Span.Start) };
    }

    /// <summary><c>c -> p</c> is JSON_EXTRACT(c, p) by definition, which MariaDB has too; <c>c ->> p</c> takes the quotes off.</summary>
    private FunctionExpression ParseArrow(Expression left)
    {
        var unquotes = At(TokenKind.ArrowText);
        Advance();
        var path = At(TokenKind.String) ? ParseStrings() : throw Unexpected("a JSON path");
        var span = From(left.Span.Start);
        var value = new FunctionExpression(new Identifier("JSON_EXTRACT"), [left, path]) { Span = span };
        return unquotes ? new FunctionExpression(new Identifier("JSON_UNQUOTE"), [value]) { Span = span } : value;
    }

    private Expression? ParseMySqlWordOperator(Expression left, int minimum)
    {
        var binary = _token.Keyword switch
        {
            Keyword.And => BinaryOperator.And,
            Keyword.Or => BinaryOperator.Or,
            Keyword.Xor => BinaryOperator.Xor,
            Keyword.Div => BinaryOperator.IntegerDivide,
            Keyword.Mod => BinaryOperator.Modulo,
            _ => (BinaryOperator?)null,
        };
        if (binary is { } known)
        {
            if (MySqlPrecedence.Of(known) < minimum)
                return null;
            Advance();
            return MySqlBinary(known, left);
        }

        return _token.Keyword switch
        {
            Keyword.None => null,
            Keyword.Collate when minimum <= MySqlPrecedence.Collate => ParseMySqlCollate(left),
            Keyword.Is when minimum <= MySqlPrecedence.Truth => ParseMySqlIs(left),
            Keyword.IsNull or Keyword.NotNull or Keyword.Not when minimum <= MySqlPrecedence.Comparison && ParseSqliteNullTest(left) is { } test => test,
            _ => minimum <= MySqlPrecedence.Predicate ? ParsePredicate(left) : null,
        };
    }

    private CollateExpression ParseMySqlCollate(Expression left)
    {
        Advance();
        return new CollateExpression(left, ParseCollation()) { Span = From(left.Span.Start) };
    }

    private Identifier ParseCollation() =>
        IsMySqlName(_token) || At(TokenKind.String) || _token.Keyword is Keyword.Binary or Keyword.Default ? TakeName() : throw Unexpected("a collation");

    private Expression ParseMySqlIs(Expression left)
    {
        Advance();
        var not = Accept(Keyword.Not);
        if (_token.Keyword is not (Keyword.Null or Keyword.True or Keyword.False) && !AtWord("UNKNOWN"))
            return ParseSqliteIs(left, not);
        var unaryOperator = _token.Keyword switch
        {
            Keyword.Null => not ? UnaryOperator.NotNull : UnaryOperator.IsNull,
            Keyword.True => not ? UnaryOperator.IsNotTrue : UnaryOperator.IsTrue,
            Keyword.False => not ? UnaryOperator.IsNotFalse : UnaryOperator.IsFalse,
            _ => not ? UnaryOperator.NotNull : UnaryOperator.IsNull,
        };
        Advance();
        return new UnaryExpression(unaryOperator, left) { Span = From(left.Span.Start) };
    }

    private Expression? ParsePredicate(Expression left)
    {
        var not = At(Keyword.Not) && PeekKeyword() is Keyword.In or Keyword.Between or Keyword.Like or Keyword.Regexp or Keyword.RLike;
        if (not)
            Advance();
        switch (_token.Keyword)
        {
            case Keyword.In:
                return ParseMySqlIn(left, not);
            case Keyword.Between:
                Advance();
                var low = ParseExpression(MySqlPrecedence.BitOr);
                Expect(Keyword.And);
                var high = ParseExpression(MySqlPrecedence.Predicate);
                return new BetweenExpression(not, left, low, high) { Span = From(left.Span.Start) };
            case Keyword.Like:
                Advance();
                var pattern = ParseExpression(MySqlPrecedence.BitOr);
                var escape = Accept(Keyword.Escape) ? ParseExpression(MySqlPrecedence.BitOr) : null;
                return new PatternExpression(PatternOperator.Like, not, left, pattern, escape) { Span = From(left.Span.Start) };
            case Keyword.Regexp or Keyword.RLike:
                Advance();
                return new PatternExpression(PatternOperator.Regexp, not, left, ParseExpression(MySqlPrecedence.BitOr), null) { Span = From(left.Span.Start) };
            case Keyword.Glob:
                throw NoPattern(PatternOperator.Glob);
            case Keyword.Sounds when PeekKeyword() == Keyword.Like:
                return ParseSounds(left);
            case Keyword.Member when Peek() is { Keyword: Keyword.Of } or { Kind: TokenKind.LeftParenthesis }:
                Advance();
                Accept(Keyword.Of);
                var array = ParseExpressionInParentheses();
                return new BinaryExpression(BinaryOperator.MemberOf, left, array) { Span = From(left.Span.Start) };
            default:
                return null;
        }
    }

    /// <summary><c>a SOUNDS LIKE b</c> is SOUNDEX(a) = SOUNDEX(b) by definition.</summary>
    private BinaryExpression ParseSounds(Expression left)
    {
        Advance();
        Advance();
        var right = ParseExpression(MySqlPrecedence.BitOr);
        var span = From(left.Span.Start);
        return new BinaryExpression(BinaryOperator.Equal, Soundex(left), Soundex(right)) { Span = span };

        FunctionExpression Soundex(Expression operand) => new(new Identifier("SOUNDEX"), [operand]) { Span = span };
    }

    private InExpression ParseMySqlIn(Expression left, bool not)
    {
        Advance();
        Expect(TokenKind.LeftParenthesis);
        var query = AtQuery() ? ParseSelect() : null;
        var values = query is null ? ParseExpressions() : default;
        if (values is [SubqueryExpression subquery])
            (query, values) = (AtQueryTail() ? ContinueQuery(subquery) : subquery.Query, default);
        Expect(TokenKind.RightParenthesis);
        return new InExpression(not, left, values, query, null) { Span = From(left.Span.Start) };
    }

    private static BinaryOperator? MySqlSymbol(TokenKind kind) => kind switch
    {
        TokenKind.NullSafeEqual => BinaryOperator.Is,
        TokenKind.Concat => BinaryOperator.Or,
        TokenKind.Caret => BinaryOperator.BitXor,
        TokenKind.Arrow or TokenKind.ArrowText => null,
        _ => SymbolOperator(kind),
    };
}
