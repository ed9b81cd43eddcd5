using System.Globalization;
using System.Text.Unicode;

namespace ShardClient.Values;

/// <summary>Decimals as Microsoft.Data.Sqlite keeps them: texts with a point and at least one digit behind it.</summary>
internal static class DecimalText
{
    /// <summary>A sign, 29 digits and a point, with room for zeros around them.</summary>
    public const int MaxLength = 40;

    /// <exception cref="ShardException">EngineError: the value is no decimal.</exception>
    public static decimal Read(in ValueView value)
    {
        var number = value.Kind switch
        {
            ValueKind.Integer => value.Integer,
            ValueKind.Text when decimal.TryParse(value.Bytes, NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var parsed) => parsed,
            ValueKind.Real => (decimal)value.Real,
            _ => default(decimal?),
        };
        return number ?? throw new ShardException(ShardErrorCode.EngineError, "A value that is no decimal cannot be added to others.", "Look for such values in the column.");
    }

    /// <exception cref="ShardException">EngineError: the sum has more than 28 digits.</exception>
    public static decimal Add(decimal left, decimal right)
    {
        try
        {
            return left + right;
        }
        catch (OverflowException overflow)
        {
            throw new ShardException(ShardErrorCode.EngineError, "The sum of decimals is too large.", "", overflow);
        }
    }

    /// <param name="value">The number.</param>
    /// <param name="scratch">Room for <see cref="MaxLength"/> bytes, where the text lies afterwards.</param>
    public static ValueView Write(decimal value, Span<byte> scratch)
    {
        Utf8.TryWrite(scratch, CultureInfo.InvariantCulture, $"{value:0.0###########################}", out var length);
        return ValueView.FromBytes(ValueKind.Text, scratch[..length]);
    }
}
