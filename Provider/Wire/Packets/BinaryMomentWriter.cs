using System.Globalization;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>Writes dates and times of the text form as parameters of prepared statements (MySQL Internals, "ProtocolBinary: DATE, DATETIME, TIME").</summary>
internal static class BinaryMomentWriter
{
    private const int DateLength = 10;
    private const int SecondLength = 19;

    /// <param name="text"><c>yyyy-MM-dd</c>, with <c> HH:mm:ss</c> after it or not, with up to six digits of the second after those or not.</param>
    public static void WriteDateTime(PacketWriter writer, ReadOnlySpan<char> text)
    {
        var hasTime = text.Length > DateLength;
        var hasFraction = text.Length > SecondLength;
        writer.WriteByte((byte)(hasFraction ? 11 : hasTime ? 7 : 4));
        writer.WriteUInt16((ushort)Number(text[..4]));
        writer.WriteByte((byte)Number(text[5..7]));
        writer.WriteByte((byte)Number(text[8..10]));
        if (hasTime)
            WriteClock(writer, Number(text[11..13]), text[14..]);
    }

    /// <param name="text"><c>HH:mm:ss</c>, with a sign, with more hours than a day has, and with up to six digits of the second.</param>
    public static void WriteTime(PacketWriter writer, ReadOnlySpan<char> text)
    {
        var isNegative = text[0] == '-';
        if (isNegative)
            text = text[1..];
        var colon = text.IndexOf(':');
        var hours = Number(text[..colon]);
        var rest = text[(colon + 1)..];
        writer.WriteByte((byte)(rest.Length > 5 ? 12 : 8));
        writer.WriteByte((byte)(isNegative ? 1 : 0));
        writer.WriteUInt32(hours / 24);
        WriteClock(writer, hours % 24, rest);
    }

    /// <param name="rest"><c>mm:ss</c> and perhaps a fraction.</param>
    private static void WriteClock(PacketWriter writer, uint hours, ReadOnlySpan<char> rest)
    {
        writer.WriteByte((byte)hours);
        writer.WriteByte((byte)Number(rest[..2]));
        writer.WriteByte((byte)Number(rest[3..5]));
        if (rest.Length <= 5)
            return;
        var digits = rest[6..];
        var microseconds = Number(digits);
        for (var missing = 6 - digits.Length; missing > 0; missing--)
            microseconds *= 10;
        writer.WriteUInt32(microseconds);
    }

    private static uint Number(ReadOnlySpan<char> digits) => uint.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
