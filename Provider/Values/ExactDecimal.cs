using System.Globalization;
using System.Numerics;
using System.Text;

namespace ShardClient.Values;

/// <summary>A decimal of any size, as servers send them (up to 65 digits), with the digits behind its point.</summary>
/// <param name="Unscaled">The number without its point.</param>
internal readonly record struct ExactDecimal(BigInteger Unscaled, int Scale)
{
    /// <summary>So many digits more than the dividend's has a quotient: the servers' <c>div_precision_increment</c> as it comes.</summary>
    public const int DivisionDigits = 4;

    private const int DigitsOfWord = 9;

    /// <exception cref="ShardException">EngineError: the value is no number.</exception>
    public static ExactDecimal Read(in ValueView value)
    {
        if (value.Kind == ValueKind.Integer)
            return new ExactDecimal(value.Integer, 0);
        var text = Encoding.ASCII.GetString(value.Bytes);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        return BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new ExactDecimal(number, point < 0 ? 0 : text.Length - point - 1)
            : throw new ShardException(ShardErrorCode.EngineError, "A shard answered a sum that is no decimal number.");
    }

    public static ExactDecimal operator +(ExactDecimal left, ExactDecimal right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new ExactDecimal(left.At(scale) + right.At(scale), scale);
    }

    /// <summary>
    /// Rounded as the servers do: halves away from zero. They divide to whole words of nine digits and round those, so that where the quotient's digits
    /// fill their words there is nothing left to round by (MySQL's strings/decimal.c, do_div_mod).
    /// </summary>
    public ExactDecimal DivideBy(long count)
    {
        var scale = Scale + DivisionDigits;
        var dividend = At(scale);
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), count, out var rest);
        if (rest * 2 >= count && scale % DigitsOfWord != 0)
            quotient++;
        return new ExactDecimal(dividend.Sign < 0 ? -quotient : quotient, scale);
    }

    public byte[] ToUtf8()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var text = Scale == 0 ? digits : $"{digits[..^Scale]}.{digits[^Scale..]}";
        return Encoding.ASCII.GetBytes(Unscaled.Sign < 0 ? $"-{text}" : text);
    }

    private BigInteger At(int scale) => Unscaled * BigInteger.Pow(10, scale - Scale);
}
