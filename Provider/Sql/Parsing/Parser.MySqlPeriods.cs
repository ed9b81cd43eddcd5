using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MariaDB's periods and sequences: https://mariadb.com/kb/en/temporal-tables and https://mariadb.com/kb/en/sequences.</content>
internal sealed partial class Parser
{
    private PeriodClause? ParsePeriod()
    {
        if (!At(Keyword.For))
            return null;
        var next = Peek();
        var isPortion = IsWord(next, "PORTION");
        if (!isPortion && !IsWord(next, "SYSTEM_TIME"))
            return null;
        var start = _token.Start;
        Advance();
        Advance();
        var period = isPortion ? ParsePortion() : ParseSystemTime();
        return period with { Span = From(start) };
    }

    private PeriodClause ParsePortion()
    {
        Expect(Keyword.Of);
        var name = ParseName("a period");
        Expect(Keyword.From);
        var from = ParseExpression(MySqlPrecedence.BitOr);
        Expect(Keyword.To);
        return new PeriodClause(PeriodKind.Portion, name, from, ParseExpression(MySqlPrecedence.BitOr));
    }

    private PeriodClause ParseSystemTime()
    {
        if (Accept(Keyword.All))
            return new PeriodClause(PeriodKind.All, null, null, null);
        var (kind, between) = Accept(Keyword.As) ? (PeriodKind.AsOf, Keyword.Of)
            : Accept(Keyword.Between) ? (PeriodKind.Between, Keyword.And)
            : Accept(Keyword.From) ? (PeriodKind.FromTo, Keyword.To)
            : throw Unexpected("ALL", "AS OF", "BETWEEN", "FROM");
        if (kind == PeriodKind.AsOf)
            Expect(Keyword.Of);
        var from = ParseMomentOfHistory(out var byTransaction);
        if (kind == PeriodKind.AsOf)
            return new PeriodClause(kind, null, from, null) { ByTransaction = byTransaction };
        Expect(between);
        var to = ParseMomentOfHistory(out var alsoByTransaction);
        if (byTransaction != alsoByTransaction)
            throw Unexpected("two moments, or two transactions");
        return new PeriodClause(kind, null, from, to) { ByTransaction = byTransaction };
    }

    /// <summary>TIMESTAMP before what is no literal says what holds without it.</summary>
    private Expression ParseMomentOfHistory(out bool byTransaction)
    {
        byTransaction = Accept(Keyword.Transaction);
        if (!byTransaction && AtWord("TIMESTAMP") && Peek().Kind is not (TokenKind.String or TokenKind.LeftParenthesis))
            Advance();
        return ParseExpression(MySqlPrecedence.BitOr);
    }

    /// <summary>PERIOD FOR name (start, end); null where none begins.</summary>
    private TablePeriod? ParseTablePeriod()
    {
        if (!AtWord("PERIOD") || PeekKeyword() != Keyword.For)
            return null;
        Advance();
        Advance();
        ParseIfNotExists();
        var name = ParseName("a period");
        return ParseNamesInParentheses() is [var start, var end] ? new TablePeriod(name, start, end) : throw Unexpected("two columns");
    }

    /// <summary>True at NEXT VALUE FOR and PREVIOUS VALUE FOR.</summary>
    private bool AtSequenceValue(Token next)
    {
        if (next.Kind != TokenKind.Word || !(AtWord("NEXT") || AtWord("PREVIOUS")) || !IsWord(next, "VALUE"))
            return false;
        return NthAhead().Keyword == Keyword.For;
    }

    private SequenceExpression ParseSequenceValue()
    {
        var start = _token.Start;
        var isNext = AtWord("NEXT");
        Advance();
        Advance();
        Advance();
        return new SequenceExpression(isNext, ParseObjectName("a sequence")) { Span = From(start) };
    }
}
