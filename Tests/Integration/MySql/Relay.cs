using System.Net;
using System.Net.Sockets;
using System.Text;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>Stands between clients and a server, passes on what each says, and can be told to do worse.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ServerAddress _server;
    private readonly List<Socket> _sockets = [];
    private volatile bool _isSilent;

    public Relay(ServerAddress server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>After a client has said this, nothing of what the server says is passed on any more, on any connection.</summary>
    public string? IsSilentAfter { get; init; }

    /// <summary>What becomes of a piece of the server's words, by its number and its bytes; null ends the connection.</summary>
    public Func<int, byte[], byte[]?>? Answers { get; set; }

    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    public void Dispose()
    {
        _listener.Stop();
        lock (_sockets)
        {
            foreach (var socket in _sockets)
                socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                client.NoDelay = true;
                var isLocal = _server.Host.StartsWith('/');
                var server = isLocal ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                lock (_sockets)
                    _sockets.AddRange([client, server]);
                await server.ConnectAsync(isLocal ? new UnixDomainSocketEndPoint(_server.Host) : new DnsEndPoint(_server.Host, _server.Port));
                _ = PassAsync(client, server, isAnswer: false);
                _ = PassAsync(server, client, isAnswer: true);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The test is over.
            _isSilent = true;
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[64 << 10];
        try
        {
            int count;
            for (var number = 0; (count = await from.ReceiveAsync(buffer)) > 0; number++)
            {
                var piece = buffer.AsSpan(0, count).ToArray();
                if (!isAnswer && IsSilentAfter is { } last && piece.AsSpan().IndexOf(Encoding.UTF8.GetBytes(last)) >= 0)
                    _isSilent = true;
                if (isAnswer && Answers is { } change)
                    piece = change(number, piece);
                if (piece is null)
                    break;
                if (!isAnswer || !_isSilent)
                    await to.SendAsync(piece);
            }

            to.Shutdown(SocketShutdown.Send);
            if (isAnswer)
                from.Dispose();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // One of them has hung up, so the other one is to notice.
            to.Dispose();
            from.Dispose();
        }
    }
}
