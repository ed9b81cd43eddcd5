using System.Globalization;

namespace ShardClient.Values.MySql;

/// <summary>A date, or a date with a time, as SQLite keeps it: <c>yyyy-MM-dd</c>, or <c>yyyy-MM-dd HH:mm:ss</c> with a fraction or without.</summary>
/// <param name="HasTime">False for a date alone.</param>
internal readonly record struct Moment(DateTime Value, bool HasTime)
{
    private const int DateLength = 10;

    private static readonly string[] Forms =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    /// <summary>The days from MySQL's day 0 to the first of .NET.</summary>
    private const int DaysBefore = 366;

    /// <summary>TO_DAYS.</summary>
    public long DayNumber => (Value.Date.Ticks / TimeSpan.TicksPerDay) + DaysBefore;

    /// <summary>Null for a day that does not exist, and for a text without any digit: MySQL makes NULL of them.</summary>
    /// <exception cref="MySqlFunctionException">MySQL may read it as a moment, and we cannot tell which.</exception>
    public static Moment? Read(Values.Value value, string function)
    {
        if (value.IsNull)
            return null;
        if (value.Kind != ValueKind.Text)
            throw new MySqlFunctionException($"{function}: a number or bytes stand where a date is wanted; write it as yyyy-MM-dd or yyyy-MM-dd HH:mm:ss");
        var text = value.GetText();
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return new Moment(date, HasTime: false);
        if (DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return new Moment(moment, HasTime: true);
        return IsNone(text) ? null : throw new MySqlFunctionException($"{function}: a text is no date written as yyyy-MM-dd or yyyy-MM-dd HH:mm:ss");
    }

    public static Moment? OfDayNumber(long number) =>
        number is > DaysBefore - 1 and < 3652425 ? new Moment(new DateTime((number - DaysBefore) * TimeSpan.TicksPerDay), HasTime: false) : null;

    public Values.Value ToDate() => Values.Value.FromText(Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public Values.Value ToValue() => !HasTime ? ToDate() : Values.Value.FromText(Value.ToString(Form(Value), CultureInfo.InvariantCulture));

    private static string Form(DateTime value) => (value.Ticks % TimeSpan.TicksPerSecond) switch
    {
        0 => "yyyy-MM-dd HH:mm:ss",
        var fraction when fraction % 10 == 0 => "yyyy-MM-dd HH:mm:ss.ffffff",
        _ => "yyyy-MM-dd HH:mm:ss.fffffff",
    };

    /// <summary>Written as a day, but of no month: 2025-02-29. Years, months and days of 0 are something to MySQL.</summary>
    private static bool IsNone(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('0', '9'))
            return true;
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-')
            return false;
        return int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0
            && int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month > 0
            && int.TryParse(text.AsSpan(8, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day > 0;
    }
}
