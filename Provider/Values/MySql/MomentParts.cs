using System.Globalization;
using static ShardClient.Values.MySql.Arguments;

namespace ShardClient.Values.MySql;

/// <summary>The parts of dates and times.</summary>
internal static class MomentParts
{
    public static IReadOnlyList<MySqlFunction> All { get; } =
    [
        OfDay("day", static day => day.Day),
        OfDay("dayofmonth", static day => day.Day),
        OfDay("dayofweek", static day => (int)day.DayOfWeek + 1),
        OfDay("dayofyear", static day => day.DayOfYear),
        OfDay("month", static day => day.Month),
        OfDay("quarter", static day => (day.Month + 2) / 3),
        OfDay("weekday", static day => ((int)day.DayOfWeek + 6) % 7),
        OfDay("weekofyear", static day => Weeks.Of(day, 3).Week),
        OfDay("year", static day => day.Year),
        OfDay("yearweek", static day => Weeks.Of(day, 2) is var (week, year) ? (year * 100) + week : 0),
        OfTime("hour", static time => (int)time.TotalHours),
        OfTime("microsecond", static time => (int)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond)),
        OfTime("minute", static time => time.Minutes),
        OfTime("second", static time => time.Seconds),
        MySqlFunction.OfValues("dayname", 1, 1, static a => Named(a[0], "DAYNAME", "dddd")),
        MySqlFunction.OfValues("monthname", 1, 1, static a => Named(a[0], "MONTHNAME", "MMMM")),
        MySqlFunction.OfValues("to_days", 1, 1, static a => Moment.Read(a[0], "TO_DAYS") is { } moment ? Value.FromInteger(moment.DayNumber) : Value.Null),
        MySqlFunction.OfValues("week", 1, 2, static a => Week(a)),
    ];

    private static MySqlFunction OfDay(string name, Func<DateTime, int> part) => MySqlFunction.OfValues(
        name, 1, 1, a => Moment.Read(a[0], name.ToUpperInvariant()) is { } moment ? Value.FromInteger(part(moment.Value)) : Value.Null);

    private static MySqlFunction OfTime(string name, Func<TimeSpan, int> part) => MySqlFunction.OfValues(
        name, 1, 1, a => Clock.Read(a[0], name.ToUpperInvariant()) is { } time ? Value.FromInteger(part(time)) : Value.Null);

    private static Value Named(Value value, string function, string form) =>
        Moment.Read(value, function) is { } moment ? Value.FromText(moment.Value.ToString(form, CultureInfo.InvariantCulture)) : Value.Null;

    private static Value Week(ReadOnlySpan<Value> a)
    {
        var mode = a.Length > 1 ? Integer(a[1], "WEEK") : 0;
        if (mode is < 0 or > 7)
            throw new MySqlFunctionException("WEEK: the mode is 0 to 7");
        return Moment.Read(a[0], "WEEK") is { } moment ? Value.FromInteger(Weeks.Of(moment.Value, (int)mode).Week) : Value.Null;
    }
}
