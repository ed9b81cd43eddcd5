using System.Globalization;
using System.Text;

namespace ShardClient.Values.MySql;

/// <summary>Arguments as functions want them.</summary>
internal static class Arguments
{
    /// <summary>The longest text that a function makes: MySQL's own limit is max_allowed_packet, whose default this is.</summary>
    public const int MostCharacters = 16 * 1024 * 1024;

    /// <summary>The value as a text: numbers are written as MySQL writes them.</summary>
    public static string Text(Value value, string function) => value.Kind switch
    {
        ValueKind.Text => value.GetText(),
        ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => Text(value.Real, function),
        _ => throw new MySqlFunctionException($"{function}: bytes are no text; CAST them AS CHAR"),
    };

    /// <summary>Texts as UTF-8, bytes as they are.</summary>
    public static byte[] Bytes(Value value, string function) =>
        value.Kind == ValueKind.Blob ? value.Bytes.ToArray() : Encoding.UTF8.GetBytes(Text(value, function));

    /// <summary>A count or place: an integer, or a number or text that is one.</summary>
    public static long Integer(Value value, string function) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real when Math.Abs(value.Real) < 9e18 && value.Real == Math.Truncate(value.Real) => (long)value.Real,
        ValueKind.Text when long.TryParse(value.GetText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new MySqlFunctionException($"{function}: an argument is no whole number"),
    };

    /// <summary>An integer as one of 32 bits; what is beyond is as far as one goes.</summary>
    public static int Count(Value value, string function) => (int)Math.Clamp(Integer(value, function), int.MinValue, int.MaxValue);

    private static string Text(double number, string function) => Math.Abs(number) < 1e15 && number == Math.Truncate(number)
        ? number.ToString("F0", CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture) is var digits && !digits.Contains('E', StringComparison.Ordinal) && double.IsFinite(number)
            ? digits
            : throw new MySqlFunctionException($"{function}: a number this large or small is not written as MySQL writes it");
}
