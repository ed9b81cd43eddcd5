using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>What a change is of (MySQL Internals, "SESSION_TRACK").</summary>
internal enum SessionChangeKind : byte
{
    SystemVariable = 0,
    Schema = 1,
    StateChanged = 2,
    Gtids = 3,
    TransactionCharacteristics = 4,
    TransactionState = 5,
}

/// <summary>Walks through the changes of a session that came with an answer.</summary>
internal ref struct SessionChanges(ReadOnlySpan<byte> changes)
{
    private PayloadReader _reader = new(changes);

    /// <summary>What changed; kinds that are not known are passed over by whoever reads.</summary>
    public SessionChangeKind Kind { get; private set; }

    /// <summary>A variable's name; otherwise empty.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The new value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Moves to the next change.</summary>
    public bool Next()
    {
        if (_reader.IsAtEnd)
            return false;
        Kind = (SessionChangeKind)_reader.ReadByte();
        var data = new PayloadReader(_reader.ReadLengthEncodedBytes());
        Name = Kind == SessionChangeKind.SystemVariable ? data.ReadLengthEncodedBytes() : default;
        if (Kind == SessionChangeKind.Gtids)
            data.Skip(1);

        // MariaDB puts no length before the one letter of this.
        Value = Kind == SessionChangeKind.StateChanged && data.Remaining == 1 || data.IsAtEnd ? data.ReadRest() : data.ReadLengthEncodedBytes();
        return true;
    }

    /// <summary>Appends one change in the form that <see cref="Next"/> reads; for the serving end.</summary>
    public static void Write(PacketWriter writer, SessionChangeKind kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var hasName = kind == SessionChangeKind.SystemVariable;
        var hasEncoding = kind == SessionChangeKind.Gtids;
        var length = LengthOf(value.Length) + (hasName ? LengthOf(name.Length) : 0) + (hasEncoding ? 1 : 0);
        writer.WriteByte((byte)kind);
        writer.WriteLengthEncoded((ulong)length);
        if (hasName)
            writer.WriteLengthEncoded(name);
        if (hasEncoding)
            writer.WriteByte(0);
        writer.WriteLengthEncoded(value);
    }

    private static int LengthOf(int bytes) => bytes + (bytes < 251 ? 1 : bytes <= ushort.MaxValue ? 3 : bytes <= 0xFFFFFF ? 4 : 9);
}
