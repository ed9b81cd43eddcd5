using ShardClient.Values;

namespace ShardClient.Wire.Transport;

/// <summary>
/// Bytes to and from a peer, whatever carries them. One reader and one writer at a time. Waiting knows no token and no deadline:
/// whoever wants it to end calls <see cref="Abort"/>, which serves blocking and awaiting callers alike and costs a command nothing.
/// </summary>
internal abstract class ByteChannel : IDisposable
{
    /// <summary>True when nobody between the two ends can read along: TLS, or a socket that never leaves the machine.</summary>
    public abstract bool IsPrivate { get; }

    /// <summary>At least one byte; 0 when the peer has closed.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior);

    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior);

    /// <summary>A new command begins: what numbers its packets begins anew.</summary>
    public virtual void StartCommand()
    {
    }

    /// <summary>The answer to a command of so many packets is read next.</summary>
    public virtual void ExpectAnswer(byte sequence)
    {
    }

    /// <summary>True when the peer has closed or sent what nobody asked for: the channel is of no more use to who is idle.</summary>
    public virtual bool IsStale => false;

    /// <summary>Ends the connection at once and wakes whoever waits in it. Called from any thread, never throws.</summary>
    public abstract void Abort();

    public void Dispose() => Abort();
}
