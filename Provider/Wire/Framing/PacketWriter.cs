using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using ShardClient.Values;
using ShardClient.Wire.Transport;

namespace ShardClient.Wire.Framing;

/// <summary>
/// Builds packets one after the other in one pooled buffer and sends them in one flight. Between <see cref="Begin"/> and <see cref="End"/>
/// the other half of this class appends to the payload.
/// </summary>
internal sealed partial class PacketWriter(ByteChannel channel) : IDisposable
{
    private const int KeptBuffer = 16 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(KeptBuffer);
    private int _length;
    private int _packet;
    private int _ended;

    public ByteChannel Channel { get; set; } = channel;

    /// <summary>The number of the next packet.</summary>
    public byte Sequence { get; set; }

    /// <summary>The largest payload that the peer takes.</summary>
    public int MaximumPayload { get; set; } = 1 << 30;

    /// <summary>The payload so far.</summary>
    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(_packet + PacketReader.HeaderLength, _length - _packet - PacketReader.HeaderLength);

    /// <summary>Bytes of packets that were built and not sent yet.</summary>
    public int Built => _ended;

    /// <summary>Begins a packet; one that was begun and not ended is forgotten.</summary>
    public void Begin()
    {
        _length = _packet = _ended;
        Skip(PacketReader.HeaderLength);
    }

    /// <summary>Puts the headers: one for each 16 MB of payload, and an empty part after one that is full.</summary>
    /// <exception cref="ShardException">LimitExceeded: the packet is too large for the peer; it is not sent.</exception>
    public void End()
    {
        var payload = _length - _packet - PacketReader.HeaderLength;
        if (payload > MaximumPayload)
            throw WireErrors.TooLargeToSend(payload, MaximumPayload);

        if (payload >= PacketReader.LargestPart)
            MakeGaps(payload);
        for (var start = _packet; ; start += PacketReader.HeaderLength + PacketReader.LargestPart)
        {
            var part = Math.Min(PacketReader.LargestPart, payload);
            BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(start), (uint)part | ((uint)Sequence++ << 24));
            payload -= part;
            if (part < PacketReader.LargestPart)
                break;
        }

        _ended = _length;
    }

    /// <summary>Sends what was built.</summary>
    /// <exception cref="ShardException">ShardUnavailable: the connection is lost.</exception>
    public ValueTask FlushAsync(IOBehavior ioBehavior)
    {
        var bytes = _buffer.AsMemory(0, _ended);
        _length = _packet = _ended = 0;
        try
        {
            var writing = Channel.WriteAsync(bytes, ioBehavior);
            if (!writing.IsCompletedSuccessfully)
                return FinishAsync(writing);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            throw WireErrors.Lost(failure);
        }

        ShrinkBuffer();
        return default;
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        _length = _packet = _ended = 0;
    }

    private async ValueTask FinishAsync(ValueTask writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            throw WireErrors.Lost(failure);
        }

        ShrinkBuffer();
    }

    /// <summary>Moves the parts apart, the last one first, so that each has room for its header.</summary>
    private void MakeGaps(int payload)
    {
        var parts = payload / PacketReader.LargestPart;
        var first = _packet + PacketReader.HeaderLength;
        Skip(parts * PacketReader.HeaderLength);
        for (var part = parts; part > 0; part--)
        {
            var from = part * PacketReader.LargestPart;
            var length = Math.Min(PacketReader.LargestPart, payload - from);
            _buffer.AsSpan(first + from, length).CopyTo(_buffer.AsSpan(first + from + (part * PacketReader.HeaderLength)));
        }
    }

    private void Skip(int count)
    {
        Reserve(count);
        _length += count;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
            return;
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var size = Math.Max((long)_length + count, Math.Min(_buffer.Length * 2L, Array.MaxLength));
        if (size > Array.MaxLength)
            throw WireErrors.TooLargeToSend((long)_length + count, MaximumPayload);
        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void ShrinkBuffer()
    {
        if (_buffer.Length <= KeptBuffer * 4)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(KeptBuffer);
    }
}
