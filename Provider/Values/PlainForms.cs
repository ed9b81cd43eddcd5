namespace ShardClient.Values;

/// <summary>
/// Moments and decimals in the one form that servers print and most applications store, read from their bytes. What is written otherwise is
/// left to the slower reading of any form (<see cref="TextForms"/>), which gives the same for these.
/// </summary>
internal static class PlainForms
{
    // As many digits as always fit 64 bits.
    private const int MostDigits = 18;
    private const int DateLength = 10;
    private const int SecondsLength = 19;
    private const int MostFraction = 7;

    /// <summary><c>yyyy-MM-dd</c>, and after a blank or a T <c>HH:mm:ss</c> with up to seven decimals.</summary>
    public static bool TryDateTime(ReadOnlySpan<byte> utf8, out DateTime value)
    {
        value = default;
        if (utf8.Length < DateLength || utf8[4] != '-' || utf8[7] != '-')
            return false;
        int century = Two(utf8, 0), ofCentury = Two(utf8, 2), month = Two(utf8, 5), day = Two(utf8, 8);
        if ((century | ofCentury | month | day) < 0)
            return false;
        var year = (century * 100) + ofCentury;
        if (year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        long ticks = 0;
        if (utf8.Length > DateLength && !TryTime(utf8[DateLength..], out ticks))
            return false;
        value = new DateTime(new DateTime(year, month, day).Ticks + ticks);
        return true;
    }

    /// <summary>Digits with a sign and a point, as a DECIMAL is printed; the number of decimals is kept.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> utf8, out decimal value)
    {
        value = 0;
        var isNegative = utf8 is [(byte)'-', ..];
        var digits = isNegative ? utf8[1..] : utf8;
        if (digits.Length is 0 or > MostDigits)
            return false;
        long number = 0;
        var point = -1;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[index] - '0';
            if ((uint)digit <= 9)
                number = (number * 10) + digit;
            else if (digits[index] == '.' && point < 0)
                point = index;
            else
                return false;
        }

        var scale = point < 0 ? 0 : digits.Length - point - 1;
        if (digits.Length == 1 && point == 0)
            return false;
        value = new decimal(unchecked((int)number), (int)(number >> 32), 0, isNegative, (byte)scale);
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> utf8, out long ticks)
    {
        ticks = 0;
        if (utf8.Length < SecondsLength - DateLength || utf8[0] is not ((byte)' ' or (byte)'T') || utf8[3] != ':' || utf8[6] != ':')
            return false;
        int hour = Two(utf8, 1), minute = Two(utf8, 4), second = Two(utf8, 7);
        if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59)
            return false;
        ticks = ((((hour * 60) + minute) * 60L) + second) * TimeSpan.TicksPerSecond;
        var fraction = utf8[(SecondsLength - DateLength)..];
        return fraction.IsEmpty || TryFraction(fraction, ref ticks);
    }

    private static bool TryFraction(ReadOnlySpan<byte> utf8, ref long ticks)
    {
        if (utf8[0] != '.' || utf8.Length is 1 or > MostFraction + 1)
            return false;
        var part = TimeSpan.TicksPerSecond;
        foreach (var letter in utf8[1..])
        {
            var digit = letter - '0';
            if ((uint)digit > 9)
                return false;
            part /= 10;
            ticks += digit * part;
        }

        return true;
    }

    // Two digits; -1 when they are none.
    private static int Two(ReadOnlySpan<byte> utf8, int at)
    {
        int tens = utf8[at] - '0', ones = utf8[at + 1] - '0';
        return (uint)tens <= 9 && (uint)ones <= 9 ? (tens * 10) + ones : -1;
    }
}
