using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using ShardClient.Values;
using ShardClient.Wire.Transport;

namespace ShardClient.Wire.Framing;

/// <summary>
/// The compressed protocol (MySQL Internals, "Compression"): ordinary packets, cut anywhere, in packets of their own that are deflated when that
/// makes them shorter. A header is three bytes of length, one of number, three of the length before compression, 0 when it was not compressed.
/// </summary>
internal sealed class CompressedChannel(ByteChannel inner) : ByteChannel
{
    private const int HeaderLength = 7;
    private const int LargestPart = 0xFFFFFF;

    // Shorter ones rarely get shorter; the server draws the line at 50 bytes.
    private const int WorthCompressing = 128;

    // A buffer begins with so much, and grows with what has come, not with what a header promises; a larger one is not kept for longer than it is needed.
    private const int FirstBuffer = 64 << 10;

    // Deflate makes of one byte 1032 at most (RFC 1951: 258 bytes by two bits).
    private const int LargestRatio = 1032;

    private readonly byte[] _header = new byte[HeaderLength];
    private byte[] _plain = [];
    private int _position;
    private int _end;
    private byte _readSequence;
    private byte _writeSequence;

    public override bool IsPrivate => inner.IsPrivate;

    public override bool IsStale => inner.IsStale;

    public override void StartCommand() => _writeSequence = 0;

    public override void ExpectAnswer(byte sequence) => _readSequence = sequence;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior)
    {
        while (_position == _end)
        {
            if (!await ReadPacketAsync(ioBehavior).ConfigureAwait(false))
                return 0;
        }

        var count = Math.Min(buffer.Length, _end - _position);
        _plain.AsSpan(_position, count).CopyTo(buffer.Span);
        _position += count;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, LargestPart)];
            bytes = bytes[part.Length..];
            await WritePacketAsync(part, ioBehavior).ConfigureAwait(false);
        }

        _readSequence = _writeSequence;
    }

    public override void Abort() => inner.Abort();

    private async ValueTask WritePacketAsync(ReadOnlyMemory<byte> part, IOBehavior ioBehavior)
    {
        var packet = ArrayPool<byte>.Shared.Rent(HeaderLength + part.Length);
        try
        {
            var compressed = part.Length < WorthCompressing ? 0 : Deflate(part.Span, packet.AsMemory(HeaderLength, part.Length - 1));
            if (compressed == 0)
                part.Span.CopyTo(packet.AsSpan(HeaderLength));
            var length = compressed == 0 ? part.Length : compressed;
            BinaryPrimitives.WriteUInt32LittleEndian(packet, (uint)length | ((uint)_writeSequence++ << 24));
            WriteUInt24(packet.AsSpan(4), compressed == 0 ? 0 : part.Length);
            await inner.WriteAsync(packet.AsMemory(0, HeaderLength + length), ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packet);
        }
    }

    /// <summary>The length of the deflated bytes; 0 when they do not fit, that is, when nothing is won.</summary>
    private static int Deflate(ReadOnlySpan<byte> plain, Memory<byte> target)
    {
        using var output = new BoundedStream(target);
        using (var deflater = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
            deflater.Write(plain);
        return output.HasOverflowed ? 0 : output.Count;
    }

    private async ValueTask<bool> ReadPacketAsync(IOBehavior ioBehavior)
    {
        if (!await FillAsync(_header, ioBehavior, mayEnd: true).ConfigureAwait(false))
            return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_header) | (_header[2] << 16);
        var plain = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(4)) | (_header[6] << 16);
        if (_header[3] != _readSequence)
            throw WireErrors.OutOfOrder(_readSequence, _header[3]);
        _writeSequence = ++_readSequence;
        if (plain > (long)length * LargestRatio)
            throw WireErrors.Malformed("a packet whose compressed bytes are damaged");
        var body = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (var filled = 0; filled < length;)
            {
                if (filled == body.Length)
                    body = Larger(body, length);
                var part = Math.Min(body.Length, length) - filled;
                await FillAsync(body.AsMemory(filled, part), ioBehavior, mayEnd: false).ConfigureAwait(false);
                filled += part;
            }

            Keep(body.AsSpan(0, length), plain, body);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }

        return true;
    }

    private void Keep(ReadOnlySpan<byte> body, int plainLength, byte[] array)
    {
        var length = plainLength == 0 ? body.Length : plainLength;
        if (_plain.Length < length || (_plain.Length > 2 * FirstBuffer && length <= FirstBuffer))
        {
            if (_plain.Length > 0)
                ArrayPool<byte>.Shared.Return(_plain);
            _plain = ArrayPool<byte>.Shared.Rent(Math.Max(length, HeaderLength));
        }

        if (plainLength == 0)
            body.CopyTo(_plain);
        else
            Inflate(array, body.Length, plainLength);
        _position = 0;
        _end = length;
    }

    private static byte[] Larger(byte[] full, int wanted)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(full.Length * 2, wanted));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private void Inflate(byte[] body, int length, int plainLength)
    {
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(body, 0, length, writable: false), CompressionMode.Decompress);
            inflater.ReadExactly(_plain.AsSpan(0, plainLength));
            if (inflater.ReadByte() >= 0)
                throw WireErrors.Malformed("a compressed packet that holds more than it announced");
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            throw WireErrors.Malformed("a packet whose compressed bytes are damaged");
        }
    }

    private async ValueTask<bool> FillAsync(Memory<byte> target, IOBehavior ioBehavior, bool mayEnd)
    {
        for (var filled = 0; filled < target.Length;)
        {
            var count = await inner.ReadAsync(target[filled..], ioBehavior).ConfigureAwait(false);
            if (count == 0)
                return mayEnd && filled == 0 ? false : throw WireErrors.Lost();
            filled += count;
        }

        return true;
    }

    private static void WriteUInt24(Span<byte> target, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)value);
        target[2] = (byte)(value >> 16);
    }
}
