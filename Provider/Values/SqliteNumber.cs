using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace ShardClient.Values;

/// <summary>Numbers in text by SQLite's rules: what a text is worth as a number, and how a number is written.</summary>
internal static class SqliteNumber
{
    private const long LargestIntegral = 1L << 51;

    /// <summary>The integer that a text begins with, clamped to 64 bits; 0 when there is none.</summary>
    public static long IntegerPrefix(ReadOnlySpan<byte> text)
    {
        LeadingInteger(text, out var value);
        return value;
    }

    /// <summary>The number that a text begins with; 0 when there is none.</summary>
    public static double RealPrefix(ReadOnlySpan<byte> text) => NumberShape.Of(text).Real(text);

    /// <summary>What arithmetic makes of a text: the number it begins with, as an integer when it is written as one and fits.</summary>
    public static Value NumericPrefix(ReadOnlySpan<byte> text)
    {
        var shape = NumberShape.Of(text);
        if (shape.IsInteger || shape.IsNothing)
        {
            if (LeadingInteger(text, out var integer))
                return Value.FromInteger(integer);
        }

        return Value.FromReal(shape.Real(text));
    }

    /// <summary>The number that the whole text is (NUMERIC affinity); false for a text that is more or less than a number.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> text, out Value number)
    {
        number = default;
        var shape = NumberShape.Of(text);
        if (!shape.IsWhole)
            return false;
        if (shape.IsInteger && LeadingInteger(text, out var integer))
        {
            number = Value.FromInteger(integer);
            return true;
        }

        number = Integral(shape.Real(text));
        return true;
    }

    /// <summary>A real as an integer when it is one; large ones stay real, as the engine has it.</summary>
    public static Value Integral(double real) =>
        ValueComparer.IsInteger(real, out var integer) && integer is >= -LargestIntegral and < LargestIntegral
            ? Value.FromInteger(integer)
            : Value.FromReal(real);

    /// <summary>Towards zero, clamped.</summary>
    public static long Truncate(double real) =>
        real <= -9223372036854774784.0 ? long.MinValue : real >= 9223372036854774784.0 ? long.MaxValue : double.IsNaN(real) ? 0 : (long)real;

    public static byte[] Format(long integer)
    {
        Span<byte> buffer = stackalloc byte[20];
        Utf8Formatter.TryFormat(integer, buffer, out var length);
        return buffer[..length].ToArray();
    }

    /// <summary>Fifteen significant digits, always with a point, as CAST AS TEXT and || write a REAL.</summary>
    public static string Format(double real)
    {
        if (double.IsInfinity(real))
            return real > 0 ? "Inf" : "-Inf";
        if (real == 0)
            return "0.0";
        Span<char> buffer = stackalloc char[20];
        var digits = buffer[..RealDigits.Of(Math.Abs(real), buffer, out var exponent)].ToString();
        var sign = real < 0 ? "-" : "";
        return sign + (exponent is < -4 or > 14 ? Exponential(digits, exponent) : Positional(digits, exponent));
    }

    /// <summary>Half away from zero at a decimal place, as round(X, Y) does.</summary>
    public static double Round(double real, int places)
    {
        var text = Math.Abs(real).ToString("F40", CultureInfo.InvariantCulture);
        var cut = text.IndexOf('.', StringComparison.Ordinal) + 1 + places;
        var digits = BigInteger.Parse(text.AsSpan(0, cut).ToString().Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (text[cut] >= '5')
            digits++;
        return Math.CopySign(double.Parse($"{digits}e-{places}", CultureInfo.InvariantCulture), real);
    }

    private static string Exponential(string digits, int exponent) =>
        $"{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";

    private static string Positional(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        var whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        var rest = digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0";
        return whole + "." + rest;
    }

    /// <summary>False when the digits do not fit; the value is then clamped.</summary>
    private static bool LeadingInteger(ReadOnlySpan<byte> text, out long value)
    {
        var index = NumberShape.SkipSpaces(text, 0);
        var negative = index < text.Length && text[index] == '-';
        if (index < text.Length && text[index] is (byte)'-' or (byte)'+')
            index++;
        UInt128 magnitude = 0;
        for (; index < text.Length && text[index] is >= (byte)'0' and <= (byte)'9'; index++)
            magnitude = magnitude > ulong.MaxValue ? magnitude : (magnitude * 10) + (UInt128)(text[index] - '0');
        var limit = negative ? 1UL << 63 : long.MaxValue;
        var fits = magnitude <= limit;
        value = fits ? unchecked(negative ? -(long)(ulong)magnitude : (long)(ulong)magnitude) : negative ? long.MinValue : long.MaxValue;
        return fits;
    }
}
