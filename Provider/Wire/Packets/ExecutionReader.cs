namespace ShardClient.Wire.Packets;

/// <summary>The type of a parameter as a client declares it.</summary>
internal readonly record struct ParameterType(WireType Type, bool IsUnsigned);

/// <summary>Reads COM_STMT_EXECUTE at the serving end: one parameter after the other, each a view of the packet.</summary>
internal ref struct ExecutionReader
{
    private readonly ReadOnlySpan<byte> _map;
    private readonly ReadOnlySpan<ParameterType> _types;
    private PayloadReader _reader;
    private int _index = -1;

    /// <param name="body">What follows the command's first byte.</param>
    /// <param name="types">As many as the statement has parameters: what the client declared last, and from here on what it declares now.</param>
    public ExecutionReader(ReadOnlySpan<byte> body, Span<ParameterType> types)
    {
        _reader = new PayloadReader(body);
        Statement = _reader.ReadUInt32();
        Flags = _reader.ReadByte();
        _reader.Skip(sizeof(uint));
        _types = types;
        if (types.IsEmpty)
            return;
        _map = _reader.ReadBytes((types.Length + 7) >> 3);
        if (_reader.ReadByte() == 0)
            return;
        foreach (ref var type in types)
        {
            var declared = _reader.ReadUInt16();
            type = new ParameterType((WireType)(declared & 0xFF), (declared & 0x8000) != 0);
        }
    }

    public uint Statement { get; }

    /// <summary>Which cursor the client wants; 0 for none.</summary>
    public byte Flags { get; }

    public readonly ParameterType Type => _types[_index];

    public bool IsNull { get; private set; }

    /// <summary>The value without its length; for <see cref="BinaryValue"/> and <see cref="BinaryMoment"/>.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Moves to the next parameter.</summary>
    /// <param name="isSentAhead">True when SendLongData has brought its value already.</param>
    public bool Next(bool isSentAhead = false)
    {
        if (++_index >= _types.Length)
            return false;
        IsNull = (_map[_index >> 3] & (1 << (_index & 7))) != 0 || Type.Type == WireType.Null;
        if (IsNull || isSentAhead)
        {
            Value = default;
            return true;
        }

        var size = BinaryValue.FixedSize(Type.Type);
        Value = size > 0 ? _reader.ReadBytes(size) : _reader.ReadLengthEncodedBytes();
        return true;
    }
}
