using System.Text;
using ShardClient.Planning.Scalars;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>SQLite's core functions as far as <see cref="ScalarFunctions"/> names them; arguments are known, text is UTF-8.</summary>
internal static class ScalarFunction
{
    public static Value Call(string name, Value[] arguments, Collation collation) => name.ToUpperInvariant() switch
    {
        "ABS" => Abs(arguments[0]),
        "LENGTH" => Length(arguments[0]),
        "LOWER" => ChangeCase(arguments[0], 'A', 'Z'),
        "LTRIM" => TrimFunction.Call(arguments, left: true, right: false),
        "MAX" => Extreme(arguments, collation, static order => order < 0),
        "MIN" => Extreme(arguments, collation, static order => order >= 0),
        "NULLIF" => ValueComparer.AreEqual(ValueView.Of(arguments[0]), ValueView.Of(arguments[1]), collation) ? Value.Null : arguments[0],
        "ROUND" => Round(arguments[0], arguments.Length > 1 ? arguments[1] : Value.FromInteger(0)),
        "RTRIM" => TrimFunction.Call(arguments, left: false, right: true),
        "SIGN" => Sign(arguments[0]),
        "SUBSTR" or "SUBSTRING" => SubstringFunction.Call(arguments),
        "TRIM" => TrimFunction.Call(arguments, left: true, right: true),
        "TYPEOF" => Value.FromUtf8(Encoding.UTF8.GetBytes(TypeName(arguments[0].Kind))),
        "UPPER" => ChangeCase(arguments[0], 'a', 'z'),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Merging does not know this function."),
    };

    private static Value Abs(in Value value) => value.Kind switch
    {
        ValueKind.Null => value,
        ValueKind.Integer when value.Integer == long.MinValue => throw new ShardException(
            ShardErrorCode.EngineError, "integer overflow: abs() of the least 64-bit integer.", "CAST the value to REAL."),
        ValueKind.Integer => Value.FromInteger(Math.Abs(value.Integer)),
        _ => Value.FromReal(Math.Abs(SqliteArithmetic.ToReal(value))),
    };

    /// <summary>Characters of text up to a NUL, bytes of a blob.</summary>
    private static Value Length(in Value value)
    {
        if (value.IsNull)
            return value;
        if (value.Kind == ValueKind.Blob)
            return Value.FromInteger(value.Bytes.Length);
        return Value.FromInteger(Utf8Text.CountCharacters(Utf8Text.UpToNul(SqliteArithmetic.ToText(value).Bytes.Span)));
    }

    private static Value ChangeCase(in Value value, char first, char last)
    {
        if (value.IsNull)
            return value;
        var text = SqliteArithmetic.ToText(value).Bytes.ToArray();
        foreach (ref var character in text.AsSpan())
        {
            if (character >= first && character <= last)
                character ^= 0x20;
        }

        return Value.FromUtf8(text);
    }

    /// <param name="isBetter">Whether an argument takes the best one's place, by the order of the best and it.</param>
    private static Value Extreme(Value[] arguments, Collation collation, Func<int, bool> isBetter)
    {
        var best = arguments[0];
        foreach (var argument in arguments)
        {
            if (argument.IsNull)
                return argument;
        }

        foreach (var argument in arguments.AsSpan(1))
        {
            if (isBetter(ValueComparer.Compare(ValueView.Of(best), ValueView.Of(argument), collation)))
                best = argument;
        }

        return best;
    }

    /// <summary>Half away from zero, always REAL; what has no fraction by its size stays.</summary>
    private static Value Round(in Value value, in Value digits)
    {
        if (value.IsNull || digits.IsNull)
            return Value.Null;
        var places = (int)Math.Clamp(SqliteArithmetic.ToInteger(digits), 0, 30);
        var real = SqliteArithmetic.ToReal(value);
        if (Math.Abs(real) > 4503599627370496.0)
            return SqliteArithmetic.FromReal(real);
        if (places == 0)
            return Value.FromReal((long)(real + (real < 0 ? -0.5 : 0.5)));
        return Value.FromReal(SqliteNumber.Round(real, places));
    }

    private static Value Sign(in Value value)
    {
        var number = value.Kind == ValueKind.Text && SqliteNumber.TryWhole(value.Bytes.Span, out var parsed) ? parsed : value;
        return number.Kind is ValueKind.Integer or ValueKind.Real
            ? Value.FromInteger(ValueComparer.Compare(ValueView.Of(number), ValueView.FromInteger(0), Collation.Binary))
            : Value.Null;
    }

    private static string TypeName(ValueKind kind) => kind switch
    {
        ValueKind.Integer => "integer",
        ValueKind.Real => "real",
        ValueKind.Text => "text",
        ValueKind.Blob => "blob",
        _ => "null",
    };
}
