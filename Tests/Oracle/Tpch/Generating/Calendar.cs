using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>Days as numbers and as texts: 0 is the first day of an order.</summary>
internal static class Calendar
{
    private static readonly DateOnly First = new(1992, 1, 1);

    /// <summary>No line is delivered after this day.</summary>
    private static readonly DateOnly Last = new(1998, 12, 31);

    private static readonly string[] Texts =
    [
        .. Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(day => First.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The latest day of an order: its lines arrive at most 151 days later.</summary>
    public static int LastOrderDay => Texts.Length - 1 - 151;

    /// <summary>The specification's CURRENTDATE.</summary>
    public static int Today { get; } = new DateOnly(1995, 6, 17).DayNumber - First.DayNumber;

    public static string Text(int day) => Texts[day];
}
