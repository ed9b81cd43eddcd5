namespace ShardClient.Values.MySql;

/// <summary>Numbers of weeks, by the eight modes of WEEK().</summary>
internal static class Weeks
{
    /// <summary>The number of a day's week, and the year that the week belongs to.</summary>
    public static (int Week, int Year) Of(DateTime day, int mode)
    {
        var wraps = (mode & 2) != 0;
        var year = day.Year;
        var first = FirstDay(year, mode);
        if (day.Date < first)
        {
            if (!wraps)
                return (0, year);
            first = FirstDay(--year, mode);
        }
        else if (wraps && year < DateTime.MaxValue.Year && day.Date >= FirstDay(year + 1, mode))
        {
            return (1, year + 1);
        }

        return (((int)(day.Date - first).TotalDays / 7) + 1, year);
    }

    /// <summary>The first day of a year's first week: the one with most of its days in the year, or the first that is whole in it.</summary>
    private static DateTime FirstDay(int year, int mode)
    {
        var isMonday = (mode & 1) != 0;
        var counts = mode is 1 or 3 or 4 or 6;
        var january = new DateTime(year, 1, 1);
        var offset = ((int)january.DayOfWeek + (isMonday ? 6 : 0)) % 7;
        return offset == 0 ? january : counts && offset <= 3 ? january.AddDays(-offset) : january.AddDays(7 - offset);
    }
}
