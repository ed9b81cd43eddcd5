using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Net.Sockets;
using ShardClient.Values;
using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;

namespace ShardClient.Wire.Framing;

/// <summary>
/// Cuts the bytes of a peer into packets: a header of three bytes of length and one of number, then the payload; what fills a packet to the
/// last byte goes on in the next (MySQL Internals, "MySQL Packets"). A payload is a view of the buffer it arrived in, valid until the next call.
/// The buffer grows with the bytes that have come, never by what a header promises.
/// </summary>
internal sealed class PacketReader(ByteChannel channel, int maximumPayload) : IDisposable
{
    public const int HeaderLength = 4;
    public const int LargestPart = 0xFFFFFF;

    private const int KeptBuffer = 16 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(KeptBuffer);

    // What is not yet given out lies in [_position, _end). Of a packet in several parts the first _joined bytes are the payload so far.
    private int _position;
    private int _end;
    private int _joined;

    public ByteChannel Channel { get; set; } = channel;

    /// <summary>The number that the next packet must have.</summary>
    public byte Sequence { get; set; }

    /// <summary>False under compression, whose own packets are numbered and checked instead.</summary>
    public bool ChecksSequence { get; set; } = true;

    /// <summary>Bytes that have come and that nobody has asked for yet.</summary>
    public int Buffered => _end - _position;

    /// <summary>The next payload if all of it has come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out ArraySegment<byte> payload)
    {
        // Nearly always: one part, all of it here.
        var position = _position;
        if (_end - position > HeaderLength && _joined == 0)
        {
            var header = Unsafe.ReadUnaligned<uint>(ref _buffer[position]);
            var length = (int)(header & LargestPart);
            if (BitConverter.IsLittleEndian && length < LargestPart && length <= maximumPayload
                && length <= _end - position - HeaderLength && (header >> 24 == Sequence || !ChecksSequence))
            {
                Sequence++;
                _position = position + HeaderLength + length;
                payload = new ArraySegment<byte>(_buffer, position + HeaderLength, length);
                return true;
            }
        }

        return TryReadParts(out payload);
    }

    /// <summary>The next payload.</summary>
    /// <exception cref="ShardException">ShardUnavailable: the connection is lost or out of step; LimitExceeded: the packet is too large.</exception>
    public ValueTask<ArraySegment<byte>> ReadAsync(IOBehavior ioBehavior) =>
        TryRead(out var payload) ? new(payload) : FillAndReadAsync(ioBehavior);

    /// <summary>Waits until more bytes have come.</summary>
    /// <exception cref="ShardException">ShardUnavailable: the connection is lost or out of step.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FillAsync(IOBehavior ioBehavior)
    {
        MakeRoom();
        try
        {
            Filled(await Channel.ReadAsync(_buffer.AsMemory(_end), ioBehavior).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            throw WireErrors.Lost(failure);
        }
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        _position = _end = _joined = 0;
    }

    private bool TryReadParts(out ArraySegment<byte> payload)
    {
        payload = default;
        while (true)
        {
            var head = _position + _joined;
            if (_end - head < HeaderLength)
                return false;
            var length = CheckedLength(head);
            if (_end - head - HeaderLength < length)
                return false;
            if (_joined == 0)
                _position += HeaderLength;
            else
                RemoveHeader(head);
            Sequence++;
            _joined += length;
            if (length < LargestPart)
                break;
        }

        payload = new ArraySegment<byte>(_buffer, _position, _joined);
        _position += _joined;
        _joined = 0;
        return true;
    }

    private int CheckedLength(int head)
    {
        var header = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(head));
        var number = (byte)(header >> 24);
        if (ChecksSequence && number != Sequence)
            throw Farewell(head, number) ?? WireErrors.OutOfOrder(Sequence, number);
        var length = (int)(header & LargestPart);
        return length <= maximumPayload - _joined ? length : throw WireErrors.TooLarge(maximumPayload);
    }

    /// <summary>A server that hangs up may say why before it was asked anything, in a packet with number 0; it is found when the next answer is due.</summary>
    private ShardException? Farewell(int head, byte number)
    {
        var payload = _buffer.AsSpan(head + HeaderLength, _end - head - HeaderLength);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(head)) | (_buffer[head + 2] << 16);
        if (number != 0 || Sequence != 1 || length < 3 || length > payload.Length || payload[0] != ErrPacket.Header)
            return null;
        var error = ErrPacket.Read(payload[..length]);
        return ErrPacket.EndsConnection(error.Code) ? WireErrors.HungUp(error) : null;
    }

    private void RemoveHeader(int head)
    {
        _buffer.AsSpan(head + HeaderLength, _end - head - HeaderLength).CopyTo(_buffer.AsSpan(head));
        _end -= HeaderLength;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ArraySegment<byte>> FillAndReadAsync(IOBehavior ioBehavior)
    {
        while (true)
        {
            MakeRoom();
            int count;
            try
            {
                count = await Channel.ReadAsync(_buffer.AsMemory(_end), ioBehavior).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
            {
                throw WireErrors.Lost(failure);
            }

            Filled(count);
            if (TryRead(out var payload))
                return payload;
        }
    }

    private void Filled(int count) => _end += count > 0 ? count : throw WireErrors.Lost();

    private void MakeRoom()
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var used = _end - _position;
        var wanted = used + 1;
        if (used - _joined >= HeaderLength)
            wanted = Math.Max(wanted, _joined + HeaderLength + CheckedLength(_position + _joined));
        if (used == 0 && _buffer.Length > KeptBuffer * 2)
            Exchange(KeptBuffer, 0);
        if (wanted <= _buffer.Length - _position)
            return;
        if (wanted <= _buffer.Length)
        {
            _buffer.AsSpan(_position, used).CopyTo(_buffer);
            _position = 0;
            _end = used;
            return;
        }

        Exchange(used < _buffer.Length / 2 ? _buffer.Length : (int)Math.Min(Array.MaxLength, Math.Min((long)wanted + KeptBuffer, _buffer.Length * 2L)), used);
    }

    private void Exchange(int size, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_position, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _position = 0;
        _end = used;
    }
}
