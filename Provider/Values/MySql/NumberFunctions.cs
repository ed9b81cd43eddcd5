using System.Globalization;
using System.Numerics;
using static ShardClient.Values.MySql.Arguments;

namespace ShardClient.Values.MySql;

/// <summary>
/// Numbers. What MySQL computes with exact decimals SQLite keeps as floating-point numbers: those that a decimal holds are taken by the digits that
/// they are written with.
/// </summary>
internal static class NumberFunctions
{
    // Numbers that decimal holds with digits to spare.
    private const double MostExact = 1e15;

    public static IReadOnlyList<MySqlFunction> All { get; } =
    [
        MySqlFunction.OfValues("bin", 1, 1, static a => Value.FromText(Convert.ToString(Integer(a[0], "BIN"), 2))),
        MySqlFunction.OfValues("bit_count", 1, 1, static a => Value.FromInteger(BitOperations.PopCount((ulong)Integer(a[0], "BIT_COUNT")))),
        MySqlFunction.OfValues("oct", 1, 1, static a => Value.FromText(Convert.ToString(Integer(a[0], "OCT"), 8))),
        MySqlFunction.OfValues("truncate", 2, 2, static a => Truncate(a[0], Count(a[1], "TRUNCATE"))),
        MySqlFunction.OfValues("shardclient_div", 2, 2, static a => Divide(a[0], a[1])),
        MySqlFunction.OfValues("shardclient_mod", 2, 2, static a => Modulo(a[0], a[1])),
        MySqlFunction.OfValues("shardclient_signed", 1, 1, static a => Value.FromInteger(Signed(a[0], "CAST ... AS SIGNED"))),
        MySqlFunction.OfValues("shardclient_unsigned", 1, 1, static a => Value.FromInteger(Unsigned(a[0]))),
    ];

    private static Value Truncate(Value value, int digits)
    {
        if (value.Kind == ValueKind.Integer && digits >= 0)
            return value;
        if (digits < -18)
            return value.Kind == ValueKind.Integer ? Value.FromInteger(0) : Value.FromReal(0);
        if (value.Kind == ValueKind.Integer)
        {
            var unit = (long)BigInteger.Pow(10, -digits);
            return Value.FromInteger(value.Integer / unit * unit);
        }

        var number = Exact(value, "TRUNCATE");
        if (digits >= 15)
            return Value.FromReal((double)number);
        var scale = (decimal)Math.Pow(10, Math.Abs(digits));
        return Value.FromReal((double)(digits >= 0 ? decimal.Truncate(number * scale) / scale : decimal.Truncate(number / scale) * scale));
    }

    private static Value Divide(Value left, Value right)
    {
        if (left.Kind == ValueKind.Integer && right.Kind == ValueKind.Integer)
            return right.Integer == 0 ? Value.Null : Value.FromInteger(checked(left.Integer / right.Integer));
        var divisor = Exact(right, "DIV");
        return divisor == 0 ? Value.Null : Value.FromInteger(checked((long)decimal.Truncate(Exact(left, "DIV") / divisor)));
    }

    private static Value Modulo(Value left, Value right)
    {
        if (left.Kind == ValueKind.Integer && right.Kind == ValueKind.Integer)
            return right.Integer == 0 ? Value.Null : Value.FromInteger(right.Integer == -1 ? 0 : left.Integer % right.Integer);
        var divisor = Exact(right, "MOD");
        return divisor == 0 ? Value.Null : Value.FromReal((double)decimal.Remainder(Exact(left, "MOD"), divisor));
    }

    private static decimal Exact(Value value, string function) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real when Math.Abs(value.Real) < MostExact => decimal.Parse(value.Real.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => throw new MySqlFunctionException($"{function}: an argument is no number that is computed exactly"),
    };

    /// <summary>Numbers are rounded; of a text the digits that it begins with count.</summary>
    private static long Signed(Value value, string function) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real => (long)decimal.Round(Exact(value, function), MidpointRounding.AwayFromZero),
        ValueKind.Text => Leading(value.GetText(), function),
        _ => throw new MySqlFunctionException($"{function}: bytes are no number"),
    };

    private static long Unsigned(Value value) => Signed(value, "CAST ... AS UNSIGNED") is var number and >= 0
        ? number
        : throw new MySqlFunctionException("CAST ... AS UNSIGNED: a negative number becomes one that 64 bits with a sign do not hold");

    private static long Leading(string text, string function)
    {
        var trimmed = text.AsSpan().TrimStart(" \t\n\v\f\r");
        var end = trimmed.Length > 0 && trimmed[0] is '-' or '+' ? 1 : 0;
        var first = end;
        while (end < trimmed.Length && char.IsAsciiDigit(trimmed[end]))
            end++;
        if (end == first)
            return 0;
        if (end < trimmed.Length && trimmed[end] is 'e' or 'E')
            throw new MySqlFunctionException($"{function}: servers differ in what a text with an exponent is");
        return long.TryParse(trimmed[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new MySqlFunctionException($"{function}: the number does not fit 64 bits with a sign");
    }
}
