using ShardClient.Values;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>A peer that has said all it will say, in pieces of a given size; what is written to it is kept.</summary>
/// <param name="turn">So many bytes come first and by themselves, because the peer waits then.</param>
internal sealed class MemoryChannel(ReadOnlyMemory<byte> incoming, int piece = int.MaxValue, bool isPrivate = false, int turn = 0) : ByteChannel
{
    private int _leftOfTurn = turn;
    private readonly MemoryStream _written = new();
    private ReadOnlyMemory<byte> _incoming = incoming;

    public byte[] Written => _written.ToArray();

    public bool IsAborted { get; private set; }

    public override bool IsPrivate => isPrivate;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior)
    {
        var count = Math.Min(Math.Min(piece, buffer.Length), _incoming.Length);
        if (_leftOfTurn > 0)
            count = Math.Min(count, _leftOfTurn);
        _leftOfTurn -= count;
        _incoming[..count].CopyTo(buffer);
        _incoming = _incoming[count..];
        return new(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior)
    {
        _written.Write(bytes.Span);
        return default;
    }

    public override void Abort() => IsAborted = true;
}
