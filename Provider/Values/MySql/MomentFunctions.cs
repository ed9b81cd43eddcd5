using System.Globalization;
using static ShardClient.Values.MySql.Arguments;

namespace ShardClient.Values.MySql;

/// <summary>Arithmetic of dates and times: https://dev.mysql.com/doc/refman/8.4/en/date-and-time-functions.html.</summary>
internal static class MomentFunctions
{
    private const int MostHours = 838;

    public static IReadOnlyList<MySqlFunction> All { get; } =
    [
        MySqlFunction.OfValues("datediff", 2, 2, static a => Difference("DAY", Moment.Read(a[0], "DATEDIFF") is { } late ? Day(late) : null, Moment.Read(a[1], "DATEDIFF") is { } early ? Day(early) : null)),
        MySqlFunction.OfValues("date_format", 2, 2, static a => Moment.Read(a[0], "DATE_FORMAT") is { } moment ? Value.FromText(MomentFormat.Write(moment.Value, Text(a[1], "DATE_FORMAT"))) : Value.Null),
        MySqlFunction.OfValues("from_days", 1, 1, static a => Moment.OfDayNumber(Integer(a[0], "FROM_DAYS"))?.ToDate() ?? throw new MySqlFunctionException("FROM_DAYS: the day is outside of the years 1 to 9999")),
        MySqlFunction.OfValues("last_day", 1, 1, static a => LastDay(Moment.Read(a[0], "LAST_DAY"))),
        MySqlFunction.OfValues("sec_to_time", 1, 1, static a => Value.FromText(Time(Integer(a[0], "SEC_TO_TIME")))),
        MySqlFunction.OfValues("time_to_sec", 1, 1, static a => Clock.Read(a[0], "TIME_TO_SEC") is { } time ? Value.FromInteger((long)time.TotalSeconds) : Value.Null),
        MySqlFunction.OfValues("shardclient_date_add", 3, 3, static a => Add(Moment.Read(a[0], "DATE_ADD"), Integer(a[1], "INTERVAL"), Text(a[2], "INTERVAL"))),
        MySqlFunction.OfValues("shardclient_timestampdiff", 3, 3, static a => Difference(Text(a[0], "TIMESTAMPDIFF"), Moment.Read(a[2], "TIMESTAMPDIFF"), Moment.Read(a[1], "TIMESTAMPDIFF"))),
        MySqlFunction.OfValues("shardclient_date", 1, 1, static a => Moment.Read(a[0], "CAST ... AS DATE")?.ToDate() ?? Value.Null),
        MySqlFunction.OfValues("shardclient_datetime", 1, 1, static a => Moment.Read(a[0], "CAST ... AS DATETIME") is { } moment ? Whole(moment).ToValue() : Value.Null),
    ];

    private static Moment Day(Moment moment) => new(moment.Value.Date, HasTime: false);

    /// <summary>Servers differ in whether a fraction of a second is rounded or cut off.</summary>
    private static Moment Whole(Moment moment) => moment.Value.Ticks % TimeSpan.TicksPerSecond == 0
        ? moment with { HasTime = true }
        : throw new MySqlFunctionException("CAST ... AS DATETIME: servers differ in what becomes of a fraction of a second");

    private static Value LastDay(Moment? moment) => moment is not { Value: var day }
        ? Value.Null
        : new Moment(new DateTime(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)), HasTime: false).ToDate();

    /// <summary>A moment outside of the years 1 to 9999 is NULL.</summary>
    private static Value Add(Moment? start, long count, string unit)
    {
        if (start is not { } moment)
            return Value.Null;
        var months = unit switch { "MONTH" => 1, "QUARTER" => 3, "YEAR" => 12, _ => 0 };
        var ticks = TicksOf(unit);
        try
        {
            var value = months != 0 ? moment.Value.AddMonths(checked((int)(months * count))) : moment.Value.AddTicks(checked(ticks * count));
            return new Moment(value, moment.HasTime || (months == 0 && ticks < TimeSpan.TicksPerDay)).ToValue();
        }
        catch (Exception outside) when (outside is ArgumentOutOfRangeException or OverflowException)
        {
            return Value.Null;
        }
    }

    private static long TicksOf(string unit) => unit switch
    {
        "MICROSECOND" => TimeSpan.TicksPerMicrosecond,
        "SECOND" => TimeSpan.TicksPerSecond,
        "MINUTE" => TimeSpan.TicksPerMinute,
        "HOUR" => TimeSpan.TicksPerHour,
        "WEEK" => 7 * TimeSpan.TicksPerDay,
        _ => TimeSpan.TicksPerDay,
    };

    /// <summary>Whole units from the earlier to the later one, negative where they stand the other way round.</summary>
    private static Value Difference(string unit, Moment? late, Moment? early)
    {
        if (late is not { Value: var to } || early is not { Value: var from })
            return Value.Null;
        var months = unit switch { "MONTH" => 1, "QUARTER" => 3, "YEAR" => 12, _ => 0 };
        return Value.FromInteger(months == 0 ? (to - from).Ticks / TicksOf(unit) : to >= from ? Months(from, to) / months : -(Months(to, from) / months));
    }

    private static long Months(DateTime from, DateTime to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        var isShort = to.Day < from.Day || (to.Day == from.Day && to.TimeOfDay < from.TimeOfDay);
        return isShort ? months - 1 : months;
    }

    private static string Time(long seconds)
    {
        var most = (MostHours * 3600L) + 3599;
        var all = Math.Min(Math.Abs(Math.Clamp(seconds, -most, most)), most);
        return string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? "-" : "")}{all / 3600:00}:{all / 60 % 60:00}:{all % 60:00}");
    }
}
