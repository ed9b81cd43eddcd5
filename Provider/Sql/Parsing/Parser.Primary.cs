using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>What operators stand between: literals, names, calls, CASE, CAST and everything in parentheses.</content>
internal sealed partial class Parser
{
    private Expression ParsePrimary()
    {
        if (_isMySql)
            return ParseMySqlPrimary();
        switch (_token.Kind)
        {
            case TokenKind.Integer:
                return Literal(LiteralKind.Integer, NumberText(_token));
            case TokenKind.Real:
                return Literal(LiteralKind.Real, NumberText(_token));
            case TokenKind.String when Peek().Kind != TokenKind.Dot:
                return Literal(LiteralKind.String, Unquote(_token));
            case TokenKind.Blob:
                return Literal(LiteralKind.Blob, Slice(_token.Start + 2, _token.End - 1));
            case TokenKind.Parameter:
                return ParseParameter();
            case TokenKind.SystemVariable:
                return ParseSystemVariable();
            case TokenKind.LeftParenthesis:
                return ParseParenthesized();
            case TokenKind.Word:
                return ParseWord();
            case TokenKind.DoubleQuoted or TokenKind.GraveQuoted or TokenKind.String:
                return ParseNamed();
            default:
                throw Unexpected("an expression");
        }
    }

    private LiteralExpression Literal(LiteralKind kind, string text = "")
    {
        var span = Here;
        Advance();
        return new LiteralExpression(kind, text) { Span = span };
    }

    private Expression ParseWord()
    {
        switch (_token.Keyword)
        {
            case Keyword.None:
                return ParseNamed();
            case Keyword.Null:
                return Literal(LiteralKind.Null);
            case Keyword.CurrentDate or Keyword.CurrentTime or Keyword.CurrentTimestamp:
                return ParseMoment();
            case Keyword.Values when _readsDuplicates:
                return ParseInsertedValue();
            case Keyword.True or Keyword.False when Peek().Kind is not (TokenKind.Dot or TokenKind.LeftParenthesis):
                return Literal(At(Keyword.True) ? LiteralKind.True : LiteralKind.False);
            case Keyword.Case:
                return ParseCase();
            case Keyword.Cast:
                return ParseCast();
            case Keyword.Exists:
                return ParseExists();
            case Keyword.Raise:
                return ParseRaise();
            case Keyword.IsNull when Peek().Kind == TokenKind.LeftParenthesis:
                return ParseNullCall();
            case Keyword.Insert when Peek().Kind == TokenKind.LeftParenthesis:
                var start = _token.Start;
                _respelled = true;
                return ParseCall(TakeName() with { Quotes = NameQuotes.Grave }, start);
            default:
                return IsColumnStart() ? ParseNamed() : throw Unexpected("an expression");
        }
    }

    private bool IsColumnStart() =>
        Keywords.MayBeColumn(_token.Keyword) || At(Keyword.Indexed)
        || (Keywords.MayBeName(_token.Keyword) && Peek().Kind is TokenKind.Dot or TokenKind.LeftParenthesis);

    private Expression ParseNamed()
    {
        var start = _token.Start;
        var isString = At(TokenKind.String);
        var first = TakeName();
        if (At(TokenKind.LeftParenthesis) && !isString)
            return ParseCall(first, start);
        if (!Accept(TokenKind.Dot))
            return new ColumnExpression(null, null, first) { Span = From(start) };
        var second = ParseName("a column");
        if (!Accept(TokenKind.Dot))
            return new ColumnExpression(null, first, second) { Span = From(start) };
        return new ColumnExpression(first, second, ParseName("a column")) { Span = From(start) };
    }

    private Expression ParseParenthesized()
    {
        var start = _token.Start;
        Advance();
        if (AtQuery())
        {
            var query = ParseSelect();
            Expect(TokenKind.RightParenthesis);
            return new SubqueryExpression(query) { Span = From(start) };
        }

        var first = ParseExpression();
        if (At(TokenKind.Comma))
        {
            Advance();
            var items = ParseExpressions(first);
            Expect(TokenKind.RightParenthesis);
            return new RowExpression(items) { Span = From(start) };
        }

        Expect(TokenKind.RightParenthesis);
        return first with { Span = From(start) };
    }

    private NodeList<Expression> ParseExpressions(Expression? first = null)
    {
        var items = new NodeListBuilder<Expression>();
        if (first is not null)
            items.Add(first);
        do
            items.Add(ParseExpression());
        while (Accept(TokenKind.Comma));
        return items.ToList();
    }

    private CaseExpression ParseCase()
    {
        var start = _token.Start;
        Advance();
        var operand = At(Keyword.When) ? null : ParseExpression();
        if (!At(Keyword.When))
            throw Unexpected("WHEN");
        var whens = new NodeListBuilder<WhenClause>();
        while (At(Keyword.When))
        {
            var whenStart = _token.Start;
            Advance();
            var when = ParseExpression();
            Expect(Keyword.Then);
            whens.Add(new WhenClause(when, ParseExpression()) { Span = From(whenStart) });
        }

        var otherwise = Accept(Keyword.Else) ? ParseExpression() : null;
        if (!Accept(Keyword.End))
            throw otherwise is null ? Unexpected("WHEN", "ELSE", "END") : Unexpected("END");
        return new CaseExpression(operand, whens.ToList(), otherwise) { Span = From(start) };
    }

    private Expression ParseCast()
    {
        var start = _token.Start;
        Advance();
        Expect(TokenKind.LeftParenthesis);
        var operand = ParseExpression();
        Expect(Keyword.As);
        var type = ParseType(beforeConstraints: false);
        Expect(TokenKind.RightParenthesis);
        var cast = new CastExpression(operand, type);
        var native = Dialects.MySqlCalls.Cast(cast);
        _respelled |= native is not null;
        return (native ?? cast) with { Span = From(start) };
    }

    /// <summary>MySQL's ISNULL(x).</summary>
    private UnaryExpression ParseNullCall()
    {
        var start = _token.Start;
        Advance();
        _respelled = true;
        return new UnaryExpression(UnaryOperator.IsNull, ParseExpressionInParentheses()) { Span = From(start) };
    }

    private ExistsExpression ParseExists()
    {
        var start = _token.Start;
        Advance();
        Expect(TokenKind.LeftParenthesis);
        var query = ParseSelect();
        Expect(TokenKind.RightParenthesis);
        return new ExistsExpression(query) { Span = From(start) };
    }

    private RaiseExpression ParseRaise()
    {
        var start = _token.Start;
        Advance();
        Expect(TokenKind.LeftParenthesis);
        if (!At(Keyword.Ignore) && !At(Keyword.Rollback) && !At(Keyword.Abort) && !At(Keyword.Fail))
            throw Unexpected("IGNORE", "ROLLBACK", "ABORT", "FAIL");
        var action = Keywords.Text(_token.Keyword);
        var ignore = At(Keyword.Ignore);
        Advance();
        if (!ignore)
            Expect(TokenKind.Comma);
        var message = ignore ? null : ParseExpression();
        Expect(TokenKind.RightParenthesis);
        return new RaiseExpression(action, message) { Span = From(start) };
    }
}
