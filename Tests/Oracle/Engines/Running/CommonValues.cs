using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Engines.Running;

/// <summary>
/// Values of either engine in one form. A number is a number whatever its type: DECIMAL, BIGINT and DOUBLE are one. A moment is the text that SQLite keeps; a
/// date is the moment at its beginning.
/// </summary>
internal static class CommonValues
{
    private const string Midnight = " 00:00:00";

    // Every integer up to here is a double too.
    private const double MostExact = 9007199254740992;

    public static Answer Of(Answer answer) => answer with { Rows = [.. answer.Rows.Select(static row => row.Select(Of).ToArray())] };

    private static object? Of(object? value) => value switch
    {
        null or byte[] => value,
        string text => Day(text),
        bool flag => flag ? 1L : 0L,
        float or double or decimal when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number =>
            Math.Abs(number) < MostExact && number == Math.Truncate(number) ? (object)(long)number : number,
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong large => large <= long.MaxValue ? (object)(long)large : (double)large,
        DateTime moment => Day(moment.ToString(moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
        TimeSpan time => time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture),
        _ => $"{value.GetType().Name} {value}",
    };

    private static string Day(string text) => text.EndsWith(Midnight, StringComparison.Ordinal) && text.Length == 19 ? text[..^Midnight.Length] : text;
}
