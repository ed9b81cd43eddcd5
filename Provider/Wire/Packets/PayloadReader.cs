using System.Buffers.Binary;
using System.Text;

namespace ShardClient.Wire.Packets;

/// <summary>Reads a payload from its front to its back. What is missing is an error of the peer's, never a read past the end.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    /// <summary>The first byte of a length-encoded integer that is not one: SQL NULL in a row.</summary>
    public const byte NullMarker = 0xFB;

    private ReadOnlySpan<byte> _rest = payload;

    public readonly int Remaining => _rest.Length;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte ReadByte() => Take(1)[0];

    public readonly byte PeekByte() => _rest.IsEmpty ? throw Short() : _rest[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public uint ReadUInt24()
    {
        var bytes = Take(3);
        return bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);
    }

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    public ReadOnlySpan<byte> ReadRest() => Take(_rest.Length);

    /// <summary>An integer of one, three, four or nine bytes.</summary>
    public ulong ReadLengthEncoded() => ReadByte() switch
    {
        < NullMarker and var small => small,
        0xFC => ReadUInt16(),
        0xFD => ReadUInt24(),
        0xFE => ReadUInt64(),
        var other => throw WireErrors.Malformed($"a length that begins with 0x{other:X2}"),
    };

    /// <summary>Bytes after their length.</summary>
    public ReadOnlySpan<byte> ReadLengthEncodedBytes()
    {
        var length = ReadLengthEncoded();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Short();
    }

    /// <summary>UTF-8 after its length.</summary>
    public string ReadLengthEncodedText() => Encoding.UTF8.GetString(ReadLengthEncodedBytes());

    /// <summary>Bytes up to a zero, which is skipped.</summary>
    public ReadOnlySpan<byte> ReadNulTerminated()
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0)
            throw Short();
        var bytes = Take(end);
        Take(1);
        return bytes;
    }

    public string ReadNulTerminatedText() => Encoding.UTF8.GetString(ReadNulTerminated());

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
            throw Short();
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static ShardException Short() => WireErrors.Malformed("a packet that ends in the middle of a value");
}
