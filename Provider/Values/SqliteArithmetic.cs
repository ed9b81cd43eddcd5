namespace ShardClient.Values;

/// <summary>SQLite's conversions and arithmetic. Text is UTF-8 (<see cref="Value.ToUtf8"/>) throughout.</summary>
internal static class SqliteArithmetic
{
    /// <summary>The value as a REAL: a text's leading number, 0 for NULL.</summary>
    public static double ToReal(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real => value.Real,
        ValueKind.Null => 0,
        _ => SqliteNumber.RealPrefix(value.ToUtf8().Bytes.Span),
    };

    /// <summary>The value as an INTEGER: truncated, clamped, a text's leading integer, 0 for NULL.</summary>
    public static long ToInteger(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real => SqliteNumber.Truncate(value.Real),
        ValueKind.Null => 0,
        _ => SqliteNumber.IntegerPrefix(value.ToUtf8().Bytes.Span),
    };

    /// <summary>The value as text, as || and CAST see it; NULL stays NULL, a blob's bytes are taken for text.</summary>
    public static Value ToText(in Value value) => value.Kind switch
    {
        ValueKind.Integer => Value.FromUtf8(SqliteNumber.Format(value.Integer)),
        ValueKind.Real => Value.FromText(SqliteNumber.Format(value.Real)).ToUtf8(),
        ValueKind.Blob => Value.FromUtf8(value.Bytes.ToArray()),
        _ => value.ToUtf8(),
    };

    /// <summary>Whether a condition holds; null for NULL.</summary>
    public static bool? ToTruth(in Value value) => value.Kind switch
    {
        ValueKind.Null => null,
        ValueKind.Integer => value.Integer != 0,
        _ => ToReal(value) != 0,
    };

    public static Value Add(in Value left, in Value right)
    {
        if (!Operands(left, right, out var a, out var b))
            return Value.Null;
        if (AreIntegers(a, b) && unchecked(a.Integer + b.Integer) is var sum && ((a.Integer ^ sum) & (b.Integer ^ sum)) >= 0)
            return Value.FromInteger(sum);
        return FromReal(ToReal(a) + ToReal(b));
    }

    public static Value Subtract(in Value left, in Value right)
    {
        if (!Operands(left, right, out var a, out var b))
            return Value.Null;
        if (AreIntegers(a, b) && unchecked(a.Integer - b.Integer) is var difference && ((a.Integer ^ b.Integer) & (a.Integer ^ difference)) >= 0)
            return Value.FromInteger(difference);
        return FromReal(ToReal(a) - ToReal(b));
    }

    public static Value Multiply(in Value left, in Value right)
    {
        if (!Operands(left, right, out var a, out var b))
            return Value.Null;
        if (AreIntegers(a, b) && (Int128)a.Integer * b.Integer is var product && product >= long.MinValue && product <= long.MaxValue)
            return Value.FromInteger((long)product);
        return FromReal(ToReal(a) * ToReal(b));
    }

    public static Value Divide(in Value left, in Value right)
    {
        if (!Operands(left, right, out var a, out var b))
            return Value.Null;
        if (AreIntegers(a, b) && !(b.Integer == -1 && a.Integer == long.MinValue))
            return b.Integer == 0 ? Value.Null : Value.FromInteger(a.Integer / b.Integer);
        var divisor = ToReal(b);
        return divisor == 0 ? Value.Null : FromReal(ToReal(a) / divisor);
    }

    /// <summary>Over the operands as integers, so that a text counts by its leading digits only; REAL when one of them is a real number.</summary>
    public static Value Modulo(in Value left, in Value right)
    {
        if (!Operands(left, right, out var a, out var b))
            return Value.Null;
        var divisor = ToInteger(right);
        if (divisor == 0)
            return Value.Null;
        var remainder = divisor == -1 ? 0 : ToInteger(left) % divisor;
        return AreIntegers(a, b) ? Value.FromInteger(remainder) : FromReal(remainder);
    }

    public static Value Concat(in Value left, in Value right)
    {
        if (left.IsNull || right.IsNull)
            return Value.Null;
        var first = ToText(left).Bytes.Span;
        var second = ToText(right).Bytes.Span;
        var bytes = new byte[first.Length + second.Length];
        first.CopyTo(bytes);
        second.CopyTo(bytes.AsSpan(first.Length));
        return Value.FromUtf8(bytes);
    }

    /// <summary>What SQLite makes of a computed REAL: not-a-number is NULL.</summary>
    public static Value FromReal(double real) => double.IsNaN(real) ? Value.Null : Value.FromReal(real);

    private static bool Operands(in Value left, in Value right, out Value a, out Value b)
    {
        a = ToNumber(left);
        b = ToNumber(right);
        return !left.IsNull && !right.IsNull;
    }

    private static Value ToNumber(in Value value) => value.Kind is ValueKind.Text or ValueKind.Blob
        ? SqliteNumber.NumericPrefix(value.ToUtf8().Bytes.Span)
        : value;

    private static bool AreIntegers(in Value left, in Value right) => left.Kind == ValueKind.Integer && right.Kind == ValueKind.Integer;
}
