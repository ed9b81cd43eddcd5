using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>A kept value whose memory is used again for the next one: a group's key, the least value so far.</summary>
internal struct ValueBuffer
{
    private ValueKind _kind;

    private int _length;

    private long _bits;

    private byte[]? _bytes;

    public readonly ValueView View => ValueView.FromParts(_kind, _bits, _bytes.AsSpan(0, _length));

    public readonly bool IsNull => _kind == ValueKind.Null;

    /// <summary>The bytes held beside the struct itself.</summary>
    public readonly int HeldBytes => _bytes?.Length ?? 0;

    public void Clear() => Set(default);

    public void Set(in ValueView value)
    {
        _kind = value.Kind;
        _bits = value.Integer;
        _length = value.Bytes.Length;
        if (_length == 0)
            return;
        if (_bytes is null || _bytes.Length < _length)
            _bytes = new byte[Math.Max(_length, 2 * (_bytes?.Length ?? 0))];
        value.Bytes.CopyTo(_bytes);
    }
}
