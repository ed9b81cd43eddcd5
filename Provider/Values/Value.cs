using System.Text;

namespace ShardClient.Values;

/// <summary>
/// One value of an engine, detached from the buffer it came in: a parameter, a constant, a group key. Text is kept as it came
/// (a string from the caller, UTF-8 bytes from an engine) so that nothing is lost or copied on the way.
/// </summary>
internal readonly struct Value
{
    private static readonly object Narrow = new();

    private readonly long _bits;
    private readonly object? _reference;

    private Value(ValueKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>SQL NULL; also <c>default</c>.</summary>
    public static Value Null => default;

    public ValueKind Kind { get; }

    public bool IsNull => Kind == ValueKind.Null;

    /// <summary>The integer; only for <see cref="ValueKind.Integer"/>.</summary>
    public long Integer => _bits;

    /// <summary>The number; only for <see cref="ValueKind.Real"/>.</summary>
    public double Real => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>What a server is told of the value beyond its kind.</summary>
    public ValueForm Form => Kind switch
    {
        ValueKind.Text => (ValueForm)_bits,
        ValueKind.Integer when _reference is not null => ValueForm.Int32,
        _ => ValueForm.Plain,
    };

    /// <summary>True for a number that is kept as text because neither kind of number holds it: a decimal, or an integer of 64 bits without a sign.</summary>
    public bool IsNumber => Form == ValueForm.Number;

    /// <summary>The string when text came from the caller as one, else null.</summary>
    public string? TextString => _reference as string;

    /// <summary>The bytes of a blob, or of text that came as UTF-8; empty for a string.</summary>
    public ReadOnlyMemory<byte> Bytes => _reference switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemoryBox box => box.Memory,
        _ => default,
    };

    public static Value FromInteger(long value) => new(ValueKind.Integer, value, null);

    /// <summary>An integer of at most 32 bits, as which a server gives it back.</summary>
    public static Value FromInt32(int value) => new(ValueKind.Integer, value, Narrow);

    public static Value FromBoolean(bool value) => new(ValueKind.Integer, value ? 1 : 0, null);

    public static Value FromReal(double value) => new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value), null);

    public static Value FromText(string value) => new(ValueKind.Text, 0, value);

    /// <param name="digits">In the invariant culture.</param>
    public static Value FromNumber(string digits) => new(ValueKind.Text, (long)ValueForm.Number, digits);

    /// <param name="text">As the engine writes a value of that form: <c>yyyy-MM-dd HH:mm:ss.ffffff</c>, <c>yyyy-MM-dd</c>, <c>HH:mm:ss.ffffff</c>.</param>
    public static Value FromMoment(ValueForm form, string text) => new(ValueKind.Text, (long)form, text);

    /// <summary>Text as UTF-8; the array is owned by the value from now on.</summary>
    public static Value FromUtf8(byte[] value) => new(ValueKind.Text, 0, value);

    /// <summary>A blob; the array is owned by the value from now on.</summary>
    public static Value FromBlob(byte[] value) => new(ValueKind.Blob, 0, value);

    /// <summary>A part of a caller's array as a blob, without copying.</summary>
    public static Value FromBlob(ReadOnlyMemory<byte> value) => new(ValueKind.Blob, 0, new ReadOnlyMemoryBox(value));

    /// <summary>Text as a string whichever way it is kept; only for <see cref="ValueKind.Text"/>.</summary>
    public string GetText() => TextString ?? Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The same value; text that was a string becomes UTF-8, so that <see cref="Bytes"/> holds it.</summary>
    public Value ToUtf8() => TextString is { } text ? new Value(ValueKind.Text, _bits, Encoding.UTF8.GetBytes(text)) : this;

    private sealed class ReadOnlyMemoryBox(ReadOnlyMemory<byte> memory)
    {
        public ReadOnlyMemory<byte> Memory { get; } = memory;
    }
}
