using System.Data;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient;

/// <summary>How .NET values are sent to MySQL and MariaDB, as MySqlConnector sends them with its defaults, so that both write the same rows.</summary>
internal static class ServerParameterEncoding
{
    /// <exception cref="InvalidOperationException">No value was set, or its type has no mapping.</exception>
    public static Value Encode(object? value, DbType? type, int size, string name) => value switch
    {
        // A text would be compared with a DECIMAL as a floating-point number is.
        decimal number => Values.Value.FromNumber(number.ToString(CultureInfo.InvariantCulture)),
        ulong number when number > long.MaxValue => Values.Value.FromNumber(number.ToString(CultureInfo.InvariantCulture)),
        DateTime moment => Values.Value.FromText(moment.ToString(type == DbType.Date ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)),
        DateTimeOffset moment => Values.Value.FromText(moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)),
        TimeSpan span => Values.Value.FromText(Hours(span)),
        TimeOnly time => Values.Value.FromText(time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)),
        Guid guid when type != DbType.Binary => Values.Value.FromText(guid.ToString("D", CultureInfo.InvariantCulture)),
        Enum member when member.GetTypeCode() == TypeCode.UInt64 => Encode(Convert.ToUInt64(member, CultureInfo.InvariantCulture), type, size, name),
        _ => ParameterEncoding.Encode(value, type, size, name),
    };

    /// <summary>A TIME counts hours beyond a day.</summary>
    private static string Hours(TimeSpan span)
    {
        var size = span.Duration();
        var microseconds = size.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        return string.Create(
            CultureInfo.InvariantCulture, $"{(span < TimeSpan.Zero ? "-" : "")}{(long)size.TotalHours:00}:{size.Minutes:00}:{size.Seconds:00}{(microseconds == 0 ? "" : $".{microseconds:000000}")}");
    }
}
