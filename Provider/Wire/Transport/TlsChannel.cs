using System.Net.Security;
using ShardClient.Values;

namespace ShardClient.Wire.Transport;

/// <summary>TLS over a socket.</summary>
internal sealed class TlsChannel(SslStream stream, SocketChannel inner) : ByteChannel
{
    public override bool IsPrivate => true;

    public override bool IsStale => inner.IsStale;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior) => ioBehavior == IOBehavior.Synchronous
        ? new(stream.Read(buffer.Span))
        : stream.ReadAsync(buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior)
    {
        if (ioBehavior == IOBehavior.Asynchronous)
            return stream.WriteAsync(bytes);
        stream.Write(bytes.Span);
        return default;
    }

    // The socket first: it wakes whoever waits in the stream, which must not be disposed under them otherwise.
    public override void Abort()
    {
        inner.Abort();
        stream.Dispose();
    }
}
