using System.Buffers.Binary;
using System.Text;

namespace ShardClient.Wire.Framing;

/// <summary>What payloads are made of (MySQL Internals, "Protocol::Integer" and "Protocol::String").</summary>
internal sealed partial class PacketWriter
{
    public void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Append(sizeof(ushort)), value);

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Append(sizeof(uint)), value);

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Append(sizeof(ulong)), value);

    public void WriteZeros(int count) => Append(count).Clear();

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    /// <summary>An integer in as few bytes as it needs.</summary>
    public void WriteLengthEncoded(ulong value)
    {
        switch (value)
        {
            case < 251:
                WriteByte((byte)value);
                break;
            case <= ushort.MaxValue:
                WriteByte(0xFC);
                WriteUInt16((ushort)value);
                break;
            case <= 0xFFFFFF:
                WriteUInt32(0xFD | ((uint)value << 8));
                break;
            default:
                WriteByte(0xFE);
                WriteUInt64(value);
                break;
        }
    }

    /// <summary>Bytes after their length.</summary>
    public void WriteLengthEncoded(ReadOnlySpan<byte> bytes)
    {
        WriteLengthEncoded((ulong)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>UTF-8 after its length.</summary>
    public void WriteLengthEncoded(string text)
    {
        if (text.Length < 84)
        {
            // At most 250 bytes: the length is one byte, put when it is known.
            Reserve(1 + (text.Length * 3));
            var length = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length + 1));
            _buffer[_length] = (byte)length;
            _length += 1 + length;
            return;
        }

        WriteLengthEncoded((ulong)Encoding.UTF8.GetByteCount(text));
        WriteText(text);
    }

    public void WriteText(ReadOnlySpan<char> text)
    {
        if (text.Length <= 1 << 20)
        {
            Reserve(text.Length * 3);
            _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
            return;
        }

        var count = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Append(count));
    }

    public void WriteNulTerminated(string text)
    {
        WriteText(text);
        WriteByte(0);
    }

    public void WriteNulTerminated(ReadOnlySpan<byte> bytes)
    {
        WriteBytes(bytes);
        WriteByte(0);
    }

    /// <summary>Room for so many bytes, to be filled before the next call.</summary>
    public Span<byte> Append(int count)
    {
        Reserve(count);
        var room = _buffer.AsSpan(_length, count);
        _length += count;
        return room;
    }

    /// <summary>Where the next byte will stand in the payload; for <see cref="At"/>.</summary>
    public int Offset => _length - _packet - PacketReader.HeaderLength;

    /// <summary>A part of the payload that was written before.</summary>
    public Span<byte> At(int offset, int count) => _buffer.AsSpan(_packet + PacketReader.HeaderLength + offset, count);

    /// <summary>Takes the last bytes back.</summary>
    public void Shorten(int count) => _length -= count;
}
