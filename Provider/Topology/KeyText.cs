using System.Buffers;
using System.Globalization;
using System.Text;

namespace ShardClient.Topology;

/// <summary>The texts that are values of a key type: any for text, one shape each for GUIDs, dates and date-times.</summary>
internal static class KeyText
{
    private const int GuidLength = 36;
    private const int DateLength = 10;

    private static readonly SearchValues<byte> GuidBytes = SearchValues.Create("0123456789abcdef-"u8);

    public static bool IsOf(KeyKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        KeyKind.Text or KeyKind.FoldedText => true,
        KeyKind.Guid => IsGuid(text),
        KeyKind.Date => IsDate(text),
        KeyKind.DateTime => IsDateTime(text),
        _ => false,
    };

    /// <summary>8-4-4-4-12 hexadecimal digits, already folded. The other spellings of a GUID are other texts to the engine.</summary>
    private static bool IsGuid(ReadOnlySpan<byte> text) =>
        text.Length == GuidLength
        && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' && text.Count((byte)'-') == 4
        && !text.ContainsAnyExcept(GuidBytes);

    /// <summary>yyyy-MM-dd of a day that exists.</summary>
    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-')
            return false;
        var (year, month, day) = (Digits(text[..4]), Digits(text[5..7]), Digits(text[8..]));
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>A date, and after it nothing or a time of day: HH:mm, HH:mm:ss or with a fraction, after a space or a T.</summary>
    private static bool IsDateTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < DateLength || !IsDate(text[..DateLength]))
            return false;
        var time = text[DateLength..];
        if (time.IsEmpty)
            return true;
        if (time[0] is not ((byte)' ' or (byte)'T') || time.Length < 6 || time[3] != ':')
            return false;
        if (Digits(time[1..3]) is < 0 or > 23 || Digits(time[4..6]) is < 0 or > 59)
            return false;
        return time.Length == 6 || IsSeconds(time[6..]);
    }

    private static bool IsSeconds(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] != ':' || Digits(text[1..3]) is < 0 or > 59)
            return false;
        var fraction = text[3..];
        return fraction.IsEmpty || (fraction.Length > 1 && fraction[0] == '.' && !fraction[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
    }

    /// <summary>The number of up to four digits; -1 when one of them is none.</summary>
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return -1;
            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    /// <summary>Whether a text is an integer as its normal form writes it: no plus, no leading zero.</summary>
    public static bool IsCanonicalInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text;

    /// <summary>A text as key bytes, folded or not.</summary>
    public static byte[] Encode(string text, bool folded) => Encoding.UTF8.GetBytes(folded ? FoldAscii(text) : text);

    private static string FoldAscii(string text) =>
        string.Create(text.Length, text, static (folded, source) =>
        {
            for (var index = 0; index < folded.Length; index++)
                folded[index] = char.IsAsciiLetterUpper(source[index]) ? (char)(source[index] | 0x20) : source[index];
        });
}
