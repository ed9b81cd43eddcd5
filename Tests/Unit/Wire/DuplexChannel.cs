using System.Collections.Concurrent;
using ShardClient.Values;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>Two ends in one process: what one writes, the other reads.</summary>
internal sealed class DuplexChannel : ByteChannel
{
    private readonly BlockingCollection<byte[]> _incoming;
    private readonly BlockingCollection<byte[]> _outgoing;
    private readonly bool _isPrivate;
    private ReadOnlyMemory<byte> _rest;

    private DuplexChannel(BlockingCollection<byte[]> incoming, BlockingCollection<byte[]> outgoing, bool isPrivate) =>
        (_incoming, _outgoing, _isPrivate) = (incoming, outgoing, isPrivate);

    public override bool IsPrivate => _isPrivate;

    public static (DuplexChannel Client, DuplexChannel Server) Pair(bool isPrivate)
    {
        BlockingCollection<byte[]> up = [], down = [];
        return (new(down, up, isPrivate), new(up, down, isPrivate));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior)
    {
        if (_rest.IsEmpty && !_incoming.IsCompleted && _incoming.TryTake(out var next, TimeSpan.FromSeconds(10)))
            _rest = next;
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior)
    {
        if (!_outgoing.IsAddingCompleted)
            _outgoing.Add(bytes.ToArray());
        return default;
    }

    public override void Abort()
    {
        _outgoing.CompleteAdding();
        _incoming.CompleteAdding();
    }
}
