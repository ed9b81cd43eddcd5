using System.Net;
using System.Net.Sockets;
using ShardClient.Values;

namespace ShardClient.Wire.Transport;

/// <summary>Connects to a server: each address of its name in turn, until one answers or time is up.</summary>
internal static class SocketConnector
{
    // Seconds of silence before the system asks whether the peer still lives, between two questions, and how many may stay unanswered.
    private const int KeepAliveTime = 60;
    private const int KeepAliveInterval = 10;
    private const int KeepAliveRetries = 3;

    /// <param name="abort">Told of each socket before it connects, so that a deadline can end the waiting.</param>
    /// <param name="ended">Done when nobody waits any more.</param>
    /// <exception cref="ShardException">ShardUnavailable: the name is unknown, or nobody listens.</exception>
    public static async ValueTask<SocketChannel> ConnectAsync(ServerAddress server, Action<ByteChannel> abort, Task ended, IOBehavior ioBehavior)
    {
        Exception? last = null;
        foreach (var address in await ResolveAsync(server, ended, ioBehavior).ConfigureAwait(false))
        {
            var socket = ServerAddress.CreateSocket(address);
            var channel = new SocketChannel(socket);
            abort(channel);
            try
            {
                if (ioBehavior == IOBehavior.Synchronous)
                    socket.Connect(address);
                else
                    await socket.ConnectAsync(address).ConfigureAwait(false);
                KeepAlive(socket);
                return channel;
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                channel.Dispose();
                last = failure;
            }
        }

        throw WireErrors.Unreachable(
            $"No server answers at {server}: {last?.Message ?? "the name has no address."}",
            "Check host and port, whether the server runs, and whether a firewall is in between.",
            last);
    }

    private static async ValueTask<EndPoint[]> ResolveAsync(ServerAddress server, Task ended, IOBehavior ioBehavior)
    {
        if (server.IsUnixSocket)
            return [new UnixDomainSocketEndPoint(server.Host.StartsWith('@') ? '\0' + server.Host[1..] : server.Host)];
        if (IPAddress.TryParse(server.Name, out var literal))
            return [new IPEndPoint(literal, server.Port)];
        try
        {
            var found = await LookUpAsync(server.Name, ended, ioBehavior).ConfigureAwait(false);
            return [.. found.Select(address => new IPEndPoint(address, server.Port))];
        }
        catch (SocketException unknown)
        {
            throw WireErrors.Unreachable($"The host name of {server} cannot be resolved: {unknown.Message}", "Check the name, and the name server.", unknown);
        }
    }

    /// <summary>The system's resolver has a patience of its own and cannot be interrupted: it is left alone when the time is up.</summary>
    private static async ValueTask<IPAddress[]> LookUpAsync(string name, Task ended, IOBehavior ioBehavior)
    {
        Task<IPAddress[]> asking;
        if (ioBehavior == IOBehavior.Synchronous)
        {
            // On a thread of its own, so that who waits on a thread of the pool needs no other one of it.
            asking = Task.Factory.StartNew(() => Dns.GetHostAddresses(name), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Task.WaitAny(asking, ended);
        }
        else
        {
            asking = Dns.GetHostAddressesAsync(name);
            await Task.WhenAny(asking, ended).ConfigureAwait(false);
        }

        return asking.IsCompleted ? await asking.ConfigureAwait(false) : throw WireErrors.Lost();
    }

    private static void KeepAlive(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.Unix)
            return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveTime);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveInterval);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
    }
}
