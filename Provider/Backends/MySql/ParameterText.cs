using System.Buffers;
using System.Globalization;
using ShardClient.Values;
using ShardClient.Wire.Framing;

namespace ShardClient.Backends.MySql;

/// <summary>
/// Values as literals of the text protocol (MySQL Reference Manual, "Literal Values"). What a quote or a backslash means depends on the session
/// (NO_BACKSLASH_ESCAPES) and on its character set (in GBK or Shift-JIS a backslash may be half of a letter), so where that is not known for
/// certain a text is written in hexadecimal digits, which mean the same everywhere.
/// </summary>
internal static class ParameterText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("'\\\0");
    private static readonly SearchValues<byte> SpecialBytes = SearchValues.Create("'\\\0"u8);

    /// <param name="escapesBackslash">False under NO_BACKSLASH_ESCAPES; null when it is not known.</param>
    public static void Write(PacketWriter writer, in Value value, bool? escapesBackslash)
    {
        switch (value.Kind)
        {
            case ValueKind.Integer:
                WriteNumber(writer, value.Integer);
                break;
            case ValueKind.Real:
                WriteReal(writer, value.Real);
                break;
            case ValueKind.Blob:
                WriteHex(writer, value.Bytes.Span);
                break;
            case ValueKind.Text when value.IsNumber:
                WriteDigits(writer, value.GetText());
                break;
            case ValueKind.Text when TypeWord(value.Form) is { IsEmpty: false } type:
                writer.WriteBytes(type);
                writer.WriteText(value.GetText());
                writer.WriteByte((byte)'\'');
                break;
            case ValueKind.Text when escapesBackslash is null:
                writer.WriteBytes("_utf8mb4 "u8);
                WriteHex(writer, value.ToUtf8().Bytes.Span);
                break;
            case ValueKind.Text when value.TextString is { } text:
                WriteQuoted(writer, text, escapesBackslash.Value);
                break;
            case ValueKind.Text:
                WriteQuoted(writer, value.Bytes.Span, escapesBackslash.Value);
                break;
            default:
                writer.WriteBytes("NULL"u8);
                break;
        }
    }

    // Nothing in a moment's text wants escaping.
    private static ReadOnlySpan<byte> TypeWord(ValueForm form) => form switch
    {
        ValueForm.DateTime => "TIMESTAMP'"u8,
        ValueForm.Date => "DATE'"u8,
        ValueForm.Time => "TIME'"u8,
        _ => default,
    };

    private static void WriteDigits(PacketWriter writer, string digits)
    {
        if (digits.StartsWith('-'))
            writer.WriteByte((byte)' ');
        writer.WriteText(digits);
    }

    // The blank keeps x-? from becoming a comment; -9223372036854775808 alone would be read as a decimal.
    private static void WriteNumber(PacketWriter writer, long number)
    {
        if (number == long.MinValue)
        {
            writer.WriteBytes(" (-9223372036854775807-1)"u8);
            return;
        }

        Span<char> digits = stackalloc char[24];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        if (number < 0)
            writer.WriteByte((byte)' ');
        writer.WriteText(digits[..length]);
    }

    // With an exponent it is a DOUBLE; without one it would be a DECIMAL.
    private static void WriteReal(PacketWriter writer, double number)
    {
        if (!double.IsFinite(number))
        {
            throw new ShardException(
                ShardErrorCode.InvalidParameter, "A parameter is infinite or not a number, which MySQL cannot keep.", "Send NULL, or text.");
        }

        Span<char> digits = stackalloc char[40];
        number.TryFormat(digits, out var length, "E16", CultureInfo.InvariantCulture);
        writer.WriteByte((byte)' ');
        writer.WriteText(digits[..length]);
    }

    private static void WriteHex(PacketWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.WriteBytes("X'"u8);
        var room = writer.Append(checked(bytes.Length * 2));
        Convert.TryToHexString(bytes, room, out _);
        writer.WriteByte((byte)'\'');
    }

    private static void WriteQuoted(PacketWriter writer, ReadOnlySpan<char> text, bool escapesBackslash)
    {
        writer.WriteByte((byte)'\'');
        for (int next; (next = text.IndexOfAny(Special)) >= 0; text = text[(next + 1)..])
        {
            writer.WriteText(text[..next]);
            WriteSpecial(writer, (byte)text[next], escapesBackslash);
        }

        writer.WriteText(text);
        writer.WriteByte((byte)'\'');
    }

    private static void WriteQuoted(PacketWriter writer, ReadOnlySpan<byte> text, bool escapesBackslash)
    {
        writer.WriteByte((byte)'\'');
        for (int next; (next = text.IndexOfAny(SpecialBytes)) >= 0; text = text[(next + 1)..])
        {
            writer.WriteBytes(text[..next]);
            WriteSpecial(writer, text[next], escapesBackslash);
        }

        writer.WriteBytes(text);
        writer.WriteByte((byte)'\'');
    }

    private static void WriteSpecial(PacketWriter writer, byte letter, bool escapesBackslash)
    {
        switch (letter)
        {
            case (byte)'\'':
                writer.WriteBytes("''"u8);
                break;
            case (byte)'\\' when escapesBackslash:
                writer.WriteBytes("\\\\"u8);
                break;
            case 0 when escapesBackslash:
                writer.WriteBytes("\\0"u8);
                break;
            default:
                writer.WriteByte(letter);
                break;
        }
    }
}
