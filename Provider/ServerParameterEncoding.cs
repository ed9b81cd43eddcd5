using System.Data;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient;

/// <summary>
/// How .NET values are sent to MySQL and MariaDB, as MySqlConnector sends them with its defaults, so that both write the same rows, and a parameter
/// that a statement gives back (<c>SELECT @p</c>) has the type it had.
/// </summary>
internal static class ServerParameterEncoding
{
    private const string Moment = "yyyy-MM-dd HH:mm:ss.FFFFFF";

    /// <exception cref="InvalidOperationException">No value was set, or its type has no mapping.</exception>
    public static Value Encode(object? value, DbType? type, int size, string name) => value switch
    {
        int number => Values.Value.FromInt32(number),
        // A text would be compared with a DECIMAL as a floating-point number is.
        decimal number => Values.Value.FromNumber(number.ToString(CultureInfo.InvariantCulture)),
        ulong number when number > long.MaxValue => Values.Value.FromNumber(number.ToString(CultureInfo.InvariantCulture)),
        DateTime moment when type == DbType.Date => Date(DateOnly.FromDateTime(moment)),
        DateTime moment => DateTime(moment),
        DateTimeOffset moment => DateTime(moment.UtcDateTime),
        DateOnly date => Date(date),
        TimeSpan span => Values.Value.FromMoment(ValueForm.Time, Hours(span)),
        TimeOnly time => Values.Value.FromMoment(ValueForm.Time, time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)),
        Guid guid when type != DbType.Binary => Values.Value.FromText(guid.ToString("D", CultureInfo.InvariantCulture)),
        bool or byte or sbyte or short or ushort => Values.Value.FromInt32(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        Enum member => Encode(Convert.ChangeType(member, member.GetTypeCode(), CultureInfo.InvariantCulture), type, size, name),
        _ => ParameterEncoding.Encode(value, type, size, name),
    };

    private static Value DateTime(DateTime moment) => Values.Value.FromMoment(ValueForm.DateTime, moment.ToString(Moment, CultureInfo.InvariantCulture));

    private static Value Date(DateOnly date) => Values.Value.FromMoment(ValueForm.Date, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>A TIME counts hours beyond a day.</summary>
    private static string Hours(TimeSpan span)
    {
        var size = span.Duration();
        var microseconds = size.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        return string.Create(
            CultureInfo.InvariantCulture, $"{(span < TimeSpan.Zero ? "-" : "")}{(long)size.TotalHours:00}:{size.Minutes:00}:{size.Seconds:00}{(microseconds == 0 ? "" : $".{microseconds:000000}")}");
    }
}
