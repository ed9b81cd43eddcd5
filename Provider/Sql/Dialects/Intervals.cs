using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Dialects;

/// <summary>MySQL's INTERVAL on SQLite shards.</summary>
internal static class Intervals
{
    private static readonly string[] Units = ["SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];

    private static readonly string[] Compound =
    [
        "MICROSECOND", "SECOND_MICROSECOND", "MINUTE_MICROSECOND", "MINUTE_SECOND", "HOUR_MICROSECOND", "HOUR_SECOND", "HOUR_MINUTE", "DAY_MICROSECOND", "DAY_SECOND",
        "DAY_MINUTE", "DAY_HOUR", "YEAR_MONTH",
    ];

    public static bool IsUnit(ReadOnlySpan<char> word) => IsOneOf(Units, word) || IsOneOf(Compound, word);

    /// <exception cref="UntranslatableException">The unit is one of those that are written as a text of several numbers.</exception>
    public static FunctionExpression Add(Expression moment, IntervalExpression interval, bool isNegative)
    {
        if (IsOneOf(Compound, interval.Unit))
            throw new UntranslatableException($"INTERVAL ... {interval.Unit}", "Add its parts one by one: INTERVAL 1 HOUR, INTERVAL 30 MINUTE.");
        var count = isNegative ? new UnaryExpression(UnaryOperator.Negate, interval.Value) { Span = interval.Span } : interval.Value;
        return Build.Call("shardclient_date_add", moment, count, Build.Text(interval.Unit));
    }

    private static bool IsOneOf(string[] units, ReadOnlySpan<char> word)
    {
        foreach (var unit in units)
        {
            if (word.Equals(unit, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
