using System.Threading.Channels;
using ShardClient.Values;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Unit.Backends;

/// <summary>A peer that a test speaks for, byte by byte, while the client waits without a thread.</summary>
internal sealed class LiveChannel : ByteChannel
{
    private readonly Channel<byte[]> _incoming = Channel.CreateUnbounded<byte[]>();
    private readonly Lock _gate = new();
    private readonly List<byte[]> _sends = [];
    private TaskCompletionSource? _hold;
    private ReadOnlyMemory<byte> _rest;

    public override bool IsPrivate => true;

    public bool IsAborted { get; private set; }

    /// <summary>What was sent so far, each send by itself.</summary>
    public byte[][] Sends
    {
        get
        {
            lock (_gate)
                return [.. _sends];
        }
    }

    /// <summary>Sends wait from now on, as they do when the peer reads nothing; what is returned lets them go.</summary>
    public TaskCompletionSource Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Say(byte[] bytes) => _incoming.Writer.TryWrite(bytes);

    public void HangUp() => _incoming.Writer.TryComplete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior)
    {
        while (_rest.IsEmpty)
        {
            if (!await _incoming.Reader.WaitToReadAsync())
                return 0;
            if (_incoming.Reader.TryRead(out var next))
                _rest = next;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior)
    {
        ObjectDisposedException.ThrowIf(IsAborted, this);
        lock (_gate)
            _sends.Add(bytes.ToArray());
        if (_hold is { } hold)
            await hold.Task;
    }

    public override void Abort()
    {
        IsAborted = true;
        HangUp();
    }
}
