using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>LIMIT of MySQL, and what MariaDB has beside it: https://mariadb.com/kb/en/select-offset-fetch.</content>
internal sealed partial class Parser
{
    // What stands for no limit where an offset wants one.
    private const string AllRows = "18446744073709551615";

    private LimitClause? ParseMySqlLimit()
    {
        var start = _token.Start;
        if (At(Keyword.Offset) ? AtOffsetRows() : At(Keyword.Reserved) && AtWord("FETCH"))
            return ParseFetch(start);
        if (!At(Keyword.Limit) || PeekKeyword() == Keyword.Rows)
            return null;
        Advance();
        var count = ParseCount();
        if (Accept(Keyword.Offset))
            return new LimitClause(count, ParseOffset()) { Span = From(start) };
        return At(TokenKind.Comma) && count is UnaryExpression { Operator: UnaryOperator.Negate } ? throw Unexpected("OFFSET")
            : Accept(TokenKind.Comma) ? new LimitClause(ParseCount(), count) { Span = From(start) }
            : new LimitClause(count, null) { Span = From(start) };
    }

    /// <summary>No count is negative to MySQL; to SQLite it is no limit.</summary>
    private Expression ParseCount()
    {
        if (!At(TokenKind.Minus))
            return ParseExpression();
        _respelled = true;
        return ParseExpression() is UnaryExpression { Operator: UnaryOperator.Negate, Operand: LiteralExpression { Kind: LiteralKind.Integer } } none ? none : throw Unexpected("a number");
    }

    private Expression ParseOffset() => At(TokenKind.Minus) ? throw Unexpected("a number") : ParseExpression();

    /// <summary>True at OFFSET n ROWS; a table may be called offset.</summary>
    private bool AtOffsetRows()
    {
        if (!At(Keyword.Offset))
            return false;
        var bookmark = _lexer;
        return bookmark.Next().Kind is TokenKind.Integer or TokenKind.Parameter or TokenKind.Word && bookmark.Next().Keyword is Keyword.Row or Keyword.Rows;
    }

    /// <summary>[OFFSET n ROWS] [FETCH FIRST [m] ROWS ONLY | WITH TIES].</summary>
    private LimitClause ParseFetch(int start)
    {
        Expression? offset = null;
        if (Accept(Keyword.Offset))
        {
            offset = ParseOffset();
            ExpectRowWord();
            if (!AtWord("FETCH"))
                return new LimitClause(new LiteralExpression(LiteralKind.Decimal, AllRows), offset) { Span = From(start) };
        }

        Advance();
        if (!Accept(Keyword.First))
            ExpectWord("NEXT");
        var count = _token.Keyword is Keyword.Row or Keyword.Rows ? new LiteralExpression(LiteralKind.Integer, "1") : ParseOffset();
        ExpectRowWord();
        var ties = Accept(Keyword.With);
        if (ties)
            Expect(Keyword.Ties);
        else
            ExpectWord("ONLY");
        return new LimitClause(count, offset) { WithTies = ties, Span = From(start) };
    }

    private void ExpectRowWord()
    {
        if (!Accept(Keyword.Rows))
            Expect(Keyword.Row);
    }

    /// <summary>[LIMIT] ROWS EXAMINED n, behind LIMIT or instead of it.</summary>
    private Expression? ParseRowsExamined()
    {
        if (At(Keyword.Limit))
            Advance();
        else if (!At(Keyword.Rows))
            return null;
        Expect(Keyword.Rows);
        ExpectWord("EXAMINED");
        return ParseExpression();
    }
}
