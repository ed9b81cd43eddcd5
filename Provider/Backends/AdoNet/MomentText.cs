using System.Globalization;

namespace ShardClient.Backends.AdoNet;

/// <summary>Dates and times as MySQL writes them, with as many digits of the second as the column has.</summary>
internal static class MomentText
{
    private const int MostDecimals = 6;

    private static readonly string[] Fractions = ["", "'.'f", "'.'ff", "'.'fff", "'.'ffff", "'.'fffff", "'.'ffffff"];

    public static string OfDate(DateTime value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string OfDateTime(DateTime value, int decimals) =>
        value.ToString($"yyyy-MM-dd HH:mm:ss{Fractions[Known(decimals, value.Ticks)]}", CultureInfo.InvariantCulture);

    /// <summary>A TIME goes beyond a day, and below zero.</summary>
    public static string OfTime(TimeSpan value, int decimals)
    {
        var hours = Math.Abs((value.Days * 24) + value.Hours);
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{(value < TimeSpan.Zero ? "-" : "")}{hours:00}:{Math.Abs(value.Minutes):00}:{Math.Abs(value.Seconds):00}");
        var known = Known(decimals, value.Ticks);
        if (known == 0)
            return text;
        var micros = Math.Abs(value.Ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerMicrosecond;
        return $"{text}.{micros.ToString("D6", CultureInfo.InvariantCulture)[..known]}";
    }

    /// <summary>A date that .NET has none for; its time of day is midnight.</summary>
    public static string OfImpossible((int Year, int Month, int Day) date, bool hasTime, int decimals)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}");
        if (!hasTime)
            return text;
        var known = Known(decimals, 0);
        return known == 0 ? $"{text} 00:00:00" : $"{text} 00:00:00.{new string('0', known)}";
    }

    // More than 6 is "not fixed": an expression's. Then what there is.
    private static int Known(int decimals, long ticks) =>
        decimals <= MostDecimals ? decimals : ticks % TimeSpan.TicksPerSecond == 0 ? 0 : MostDecimals;
}
