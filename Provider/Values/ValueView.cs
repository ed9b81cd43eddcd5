namespace ShardClient.Values;

/// <summary>A value where it lies: a cursor's current column, a stored row's, a detached <see cref="Value"/>'s. Valid as long as its source stands still.</summary>
internal readonly ref struct ValueView
{
    private readonly long _bits;

    private ValueView(ValueKind kind, long bits, ReadOnlySpan<byte> bytes)
    {
        Kind = kind;
        _bits = bits;
        Bytes = bytes;
    }

    public ValueKind Kind { get; }

    public bool IsNull => Kind == ValueKind.Null;

    public long Integer => _bits;

    public double Real => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Text as UTF-8 or a blob's bytes; empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public static ValueView FromInteger(long value) => new(ValueKind.Integer, value, default);

    public static ValueView FromReal(double value) => new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value), default);

    /// <param name="kind">Text or blob.</param>
    public static ValueView FromBytes(ValueKind kind, ReadOnlySpan<byte> bytes) => new(kind, 0, bytes);

    /// <summary>A number by its bits, text and blobs by their bytes.</summary>
    public static ValueView FromParts(ValueKind kind, long bits, ReadOnlySpan<byte> bytes) => new(kind, bits, bytes);

    public static ValueView Of(RowCursor row, int column)
    {
        var kind = row.GetKind(column);
        return kind switch
        {
            ValueKind.Integer => FromInteger(row.GetInteger(column)),
            ValueKind.Real => FromReal(row.GetReal(column)),
            ValueKind.Text or ValueKind.Blob => FromBytes(kind, row.GetBytes(column)),
            _ => default,
        };
    }

    /// <param name="value">Its text is UTF-8 (<see cref="Value.ToUtf8"/>).</param>
    public static ValueView Of(in Value value) => value.Kind switch
    {
        ValueKind.Integer => FromInteger(value.Integer),
        ValueKind.Real => FromReal(value.Real),
        ValueKind.Text => FromBytes(ValueKind.Text, value.ToUtf8().Bytes.Span),
        ValueKind.Blob => FromBytes(ValueKind.Blob, value.Bytes.Span),
        _ => default,
    };

    /// <summary>As the engine's getter converts: truncated, a text's leading integer, 0 for NULL.</summary>
    public long ToInteger() => Kind switch
    {
        ValueKind.Integer => _bits,
        ValueKind.Real => SqliteNumber.Truncate(Real),
        ValueKind.Null => 0,
        _ => SqliteNumber.IntegerPrefix(Bytes),
    };

    /// <summary>As the engine's getter converts: a text's leading number, 0 for NULL.</summary>
    public double ToReal() => Kind switch
    {
        ValueKind.Real => Real,
        ValueKind.Integer => _bits,
        ValueKind.Null => 0,
        _ => SqliteNumber.RealPrefix(Bytes),
    };

    /// <summary>The same value with bytes of its own.</summary>
    public Value Detach() => Kind switch
    {
        ValueKind.Integer => Value.FromInteger(_bits),
        ValueKind.Real => Value.FromReal(Real),
        ValueKind.Text => Value.FromUtf8(Bytes.ToArray()),
        ValueKind.Blob => Value.FromBlob(Bytes.ToArray()),
        _ => Value.Null,
    };
}
