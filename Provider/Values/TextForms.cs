using System.Globalization;
using System.Text;

namespace ShardClient.Values;

/// <summary>Reads dates, times, GUIDs and decimals from the text that SQLite keeps them as; never guesses.</summary>
internal static class TextForms
{
    /// <summary>Longer text is none of these.</summary>
    private const int MaxLength = 64;

    /// <summary>Milliseconds from the Julian epoch to 0001-01-01, as SQLite's date functions count.</summary>
    private const double JulianEpochDays = 1721425.5;

    /// <summary>ISO 8601, with a blank or a T, the time optional. With an offset the moment is given in UTC.</summary>
    public static bool TryDateTime(ReadOnlySpan<byte> utf8, out DateTime value) => PlainForms.TryDateTime(utf8, out value) || TryAnyDateTime(utf8, out value);

    private static bool TryAnyDateTime(ReadOnlySpan<byte> utf8, out DateTime value)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        value = default;
        return TryChars(utf8, buffer, out var text) && LooksLikeDate(text)
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value);
    }

    /// <summary>As <see cref="TryDateTime"/>; without an offset it is UTC.</summary>
    public static bool TryDateTimeOffset(ReadOnlySpan<byte> utf8, out DateTimeOffset value)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        value = default;
        return TryChars(utf8, buffer, out var text) && LooksLikeDate(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }

    /// <summary>A span as .NET writes it (<c>1.02:03:04.5</c>) or as MySQL does (<c>-838:59:59</c>).</summary>
    public static bool TryTimeSpan(ReadOnlySpan<byte> utf8, out TimeSpan value)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        value = default;
        if (!TryChars(utf8, buffer, out var text) || !text.Contains(':'))
            return false;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) || TryManyHours(text, out value);
    }

    public static bool TryGuid(ReadOnlySpan<byte> utf8, out Guid value)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        value = default;
        return TryChars(utf8, buffer, out var text) && Guid.TryParse(text, out value);
    }

    public static bool TryDecimal(ReadOnlySpan<byte> utf8, out decimal value) =>
        PlainForms.TryDecimal(utf8, out value) || decimal.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>A Julian day number, which SQLite's date functions take and give.</summary>
    public static bool TryJulianDay(double day, out DateTime value)
    {
        value = default;
        var milliseconds = Math.Round((day - JulianEpochDays) * 86_400_000);
        if (!(milliseconds >= 0 && milliseconds <= DateTime.MaxValue.Ticks / TimeSpan.TicksPerMillisecond))
            return false;
        value = new DateTime((long)milliseconds * TimeSpan.TicksPerMillisecond);
        return true;
    }

    private static bool LooksLikeDate(ReadOnlySpan<char> text) =>
        text.Length >= 8 && text[4] == '-' && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1] == 'Z' ? text[^2] : text[^1]);

    private static bool TryChars(ReadOnlySpan<byte> utf8, Span<char> buffer, out ReadOnlySpan<char> text)
    {
        text = default;
        if (utf8.IsEmpty || utf8.Length > buffer.Length)
            return false;
        text = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        return true;
    }

    private static bool TryManyHours(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        var colon = digits.IndexOf(':');
        if (!int.TryParse(digits[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !TimeSpan.TryParse(string.Concat("0", digits[colon..]), CultureInfo.InvariantCulture, out var rest))
        {
            return false;
        }

        var ticks = (hours * TimeSpan.TicksPerHour) + rest.Ticks;
        value = new TimeSpan(negative ? -ticks : ticks);
        return true;
    }
}
