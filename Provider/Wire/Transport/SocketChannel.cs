using System.Net.Sockets;
using ShardClient.Values;

namespace ShardClient.Wire.Transport;

/// <summary>A connected socket as it is. A socket that was only used synchronously stays a blocking one, which is what makes it fast.</summary>
internal sealed class SocketChannel(Socket socket) : ByteChannel
{
    public Socket Socket => socket;

    public override bool IsPrivate => socket.AddressFamily == AddressFamily.Unix;

    public override bool IsStale
    {
        get
        {
            try
            {
                return socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior) => ioBehavior == IOBehavior.Synchronous
        ? new(socket.Receive(buffer.Span))
        : socket.ReceiveAsync(buffer, SocketFlags.None);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior)
    {
        if (ioBehavior == IOBehavior.Asynchronous)
        {
            var sending = socket.SendAsync(bytes, SocketFlags.None);
            if (!sending.IsCompletedSuccessfully)
                return SendRestAsync(sending, bytes);
            bytes = bytes[sending.Result..];
            return bytes.IsEmpty ? default : SendRestAsync(new(0), bytes);
        }

        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes.Span)..];
        return default;
    }

    public override void Abort() => socket.Dispose();

    private async ValueTask SendRestAsync(ValueTask<int> sending, ReadOnlyMemory<byte> bytes)
    {
        bytes = bytes[await sending.ConfigureAwait(false)..];
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
    }
}
