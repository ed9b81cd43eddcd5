using System.Buffers.Binary;

namespace ShardClient.Wire.Packets;

/// <summary>
/// Dates and times of prepared statements (MySQL Internals, "ProtocolBinary: DATE, DATETIME, TIME"), written as the text protocol writes them. Zero
/// dates and times beyond a day have no .NET type, so text is what both protocols have in common.
/// </summary>
internal static class BinaryMoment
{
    /// <summary>The longest text: <c>-838:59:59.000000</c> and <c>9999-12-31 23:59:59.999999</c>, with some room for what a liar sends.</summary>
    public const int LongestText = 48;

    /// <param name="value">Nothing for a zero date; else year, month, day.</param>
    /// <returns>The length of the text.</returns>
    public static int WriteDate(ReadOnlySpan<byte> value, Span<byte> text)
    {
        if (value.Length is not (0 or 4 or 7 or 11))
            throw WireErrors.Malformed($"a date of {value.Length} bytes");
        var (year, month, day) = value.Length == 0 ? (0, 0, 0) : (BinaryPrimitives.ReadUInt16LittleEndian(value), value[2], value[3]);
        var length = Digits(text, 0, year, 4);
        text[length++] = (byte)'-';
        length = Digits(text, length, month, 2);
        text[length++] = (byte)'-';
        return Digits(text, length, day, 2);
    }

    /// <param name="value">A date, with a time if that is not midnight, with microseconds if those are not 0.</param>
    /// <param name="decimals">Digits of the second that the column has.</param>
    public static int WriteDateTime(ReadOnlySpan<byte> value, int decimals, Span<byte> text)
    {
        var length = WriteDate(value, text);
        text[length++] = (byte)' ';
        var time = value.Length >= 7 ? value[4..] : default;
        length = time.IsEmpty ? Clock(text, length, 0, 0, 0) : Clock(text, length, time[0], time[1], time[2]);
        return Fraction(text, length, time.Length >= 7 ? BinaryPrimitives.ReadUInt32LittleEndian(time[3..]) : 0, decimals);
    }

    /// <summary>A moment that .NET's type can hold; false for zero dates and what is none.</summary>
    /// <param name="value">As for <see cref="WriteDateTime"/>, or a date alone.</param>
    public static bool TryReadDateTime(ReadOnlySpan<byte> value, int decimals, out DateTime moment)
    {
        moment = default;
        if (value.Length is not (4 or 7 or 11))
            return false;
        int year = BinaryPrimitives.ReadUInt16LittleEndian(value), month = value[2], day = value[3];
        if (year is 0 or > 9999 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (value.Length == 4)
        {
            moment = new DateTime(year, month, day);
            return true;
        }

        int hour = value[4], minute = value[5], second = value[6];
        var microseconds = value.Length == 11 ? Shown(BinaryPrimitives.ReadUInt32LittleEndian(value[7..]), decimals) : 0;
        if (hour > 23 || minute > 59 || second > 59 || microseconds > 999_999)
            return false;
        moment = new DateTime(year, month, day, hour, minute, second).AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    /// <param name="value">Nothing for zero; else sign, days, hours, minutes, seconds, and microseconds if those are not 0.</param>
    public static int WriteTime(ReadOnlySpan<byte> value, int decimals, Span<byte> text)
    {
        if (value.Length is not (0 or 8 or 12))
            throw WireErrors.Malformed($"a time of {value.Length} bytes");
        if (value.IsEmpty)
            return Fraction(text, Clock(text, 0, 0, 0, 0), 0, decimals);
        var length = 0;
        if (value[0] != 0)
            text[length++] = (byte)'-';
        var hours = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(value[1..]) * 24) + value[5];
        length = Clock(text, length, hours, value[6], value[7]);
        return Fraction(text, length, value.Length == 12 ? BinaryPrimitives.ReadUInt32LittleEndian(value[8..]) : 0, decimals);
    }

    private static int Clock(Span<byte> text, int length, ulong hours, int minutes, int seconds)
    {
        length = Digits(text, length, hours, 2);
        text[length++] = (byte)':';
        length = Digits(text, length, (ulong)minutes, 2);
        text[length++] = (byte)':';
        return Digits(text, length, (ulong)seconds, 2);
    }

    private static int Fraction(Span<byte> text, int length, uint microseconds, int decimals)
    {
        // 31 is "not fixed": an expression's. Then what there is.
        if (decimals > 6)
            decimals = microseconds == 0 ? 0 : 6;
        if (decimals == 0)
            return length;
        text[length++] = (byte)'.';
        var end = Digits(text, length, microseconds, 6);
        return end - (6 - decimals);
    }

    private static long Shown(uint microseconds, int decimals) => decimals switch
    {
        0 => 0,
        1 => microseconds / 100_000 * 100_000,
        2 => microseconds / 10_000 * 10_000,
        3 => microseconds / 1_000 * 1_000,
        4 => microseconds / 100 * 100,
        5 => microseconds / 10 * 10,
        _ => microseconds,
    };

    private static int Digits(Span<byte> text, int length, int value, int least) => Digits(text, length, (ulong)value, least);

    private static int Digits(Span<byte> text, int length, ulong value, int least)
    {
        if (least == 2 && value < 100)
        {
            text[length] = (byte)('0' + (value / 10));
            text[length + 1] = (byte)('0' + (value % 10));
            return length + 2;
        }

        value.TryFormat(text[length..], out var written, least switch { 2 => "D2", 4 => "D4", _ => "D6" }, System.Globalization.CultureInfo.InvariantCulture);
        return length + written;
    }
}
