using System.Globalization;
using System.Text;

namespace ShardClient.Values.MySql;

/// <summary>The formats of DATE_FORMAT, with English names.</summary>
internal static class MomentFormat
{
    public static string Write(DateTime moment, string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
                text.Append(format[at]);
            else
                text.Append(Part(moment, format[++at]));
        }

        return text.ToString();
    }

    private static string Part(DateTime moment, char letter) => letter switch
    {
        'a' => In(moment, "ddd"),
        'b' => In(moment, "MMM"),
        'c' => Number(moment.Month, 1),
        'D' => Number(moment.Day, 1) + Ending(moment.Day),
        'd' => Number(moment.Day, 2),
        'e' => Number(moment.Day, 1),
        'f' => In(moment, "ffffff"),
        'j' => Number(moment.DayOfYear, 3),
        'M' => In(moment, "MMMM"),
        'm' => Number(moment.Month, 2),
        'W' => In(moment, "dddd"),
        'w' => Number((int)moment.DayOfWeek, 1),
        'Y' => Number(moment.Year, 4),
        'y' => Number(moment.Year % 100, 2),
        _ => TimePart(moment, letter) ?? WeekPart(moment, letter) ?? letter.ToString(),
    };

    private static string? TimePart(DateTime moment, char letter) => letter switch
    {
        'H' => Number(moment.Hour, 2),
        'h' or 'I' => Number(Half(moment.Hour), 2),
        'i' => Number(moment.Minute, 2),
        'k' => Number(moment.Hour, 1),
        'l' => Number(Half(moment.Hour), 1),
        'p' => moment.Hour < 12 ? "AM" : "PM",
        'r' => In(moment, "hh:mm:ss ") + (moment.Hour < 12 ? "AM" : "PM"),
        'S' or 's' => Number(moment.Second, 2),
        'T' => In(moment, "HH:mm:ss"),
        _ => null,
    };

    private static string? WeekPart(DateTime moment, char letter) => letter switch
    {
        'U' => Number(Weeks.Of(moment, 0).Week, 2),
        'u' => Number(Weeks.Of(moment, 1).Week, 2),
        'V' => Number(Weeks.Of(moment, 2).Week, 2),
        'v' => Number(Weeks.Of(moment, 3).Week, 2),
        'X' => Number(Weeks.Of(moment, 2).Year, 4),
        'x' => Number(Weeks.Of(moment, 3).Year, 4),
        _ => null,
    };

    private static int Half(int hour) => ((hour + 11) % 12) + 1;

    private static string Number(int number, int digits) => number.ToString($"D{digits}", CultureInfo.InvariantCulture);

    private static string In(DateTime moment, string form) => moment.ToString(form, CultureInfo.InvariantCulture);

    private static string Ending(int day) => day is 1 or 21 or 31 ? "st" : day is 2 or 22 ? "nd" : day is 3 or 23 ? "rd" : "th";
}
