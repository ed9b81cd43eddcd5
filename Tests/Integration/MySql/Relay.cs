using System.Net;
using System.Net.Sockets;
using System.Text;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>What becomes of a connection after a piece of it was passed on.</summary>
internal enum Fate
{
    GoesOn,

    /// <summary>Both ends see it closed.</summary>
    IsCut,

    /// <summary>It stays open, and nothing is passed on any more.</summary>
    FallsSilent,
}

/// <summary>What is passed on instead of a piece, and what happens then.</summary>
internal readonly record struct Passed(byte[] Bytes, Fate Then = Fate.GoesOn);

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

    /// <summary>What becomes of each piece of the server's words; null passes it on.</summary>
    public Func<byte[], Passed>? Answers { get; set; }

    /// <summary>What becomes of each piece of the clients' words.</summary>
    public Func<byte[], Passed>? Commands { get; set; }

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
                var silence = new CancellationTokenSource();
                _ = PassAsync(client, server, silence, isAnswer: false);
                _ = PassAsync(server, client, silence, isAnswer: true);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The test is over.
            _isSilent = true;
        }
    }

    private async Task PassAsync(Socket from, Socket to, CancellationTokenSource silence, bool isAnswer)
    {
        var buffer = new byte[64 << 10];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
            {
                var piece = buffer.AsSpan(0, count).ToArray();
                if (!isAnswer && IsSilentAfter is { } last && piece.AsSpan().IndexOf(Encoding.UTF8.GetBytes(last)) >= 0)
                    _isSilent = true;
                var passed = (isAnswer ? Answers : Commands)?.Invoke(piece) ?? new Passed(piece);
                if (!silence.IsCancellationRequested && (!isAnswer || !_isSilent))
                    await to.SendAsync(passed.Bytes);
                if (passed.Then == Fate.FallsSilent)
                    await silence.CancelAsync();
                if (passed.Then == Fate.IsCut)
                    break;
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
