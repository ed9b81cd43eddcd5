using System.Security.Cryptography;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>The serving end of a login, made of the same codec: a script of what it says and of what it checks.</summary>
internal sealed class FakeServer
{
    public const string Password = "gehe1m";

    private readonly PacketChannel _channel;

    private FakeServer(PacketChannel channel) => _channel = channel;

    public static byte[] Nonce { get; } = [.. Enumerable.Range(30, 20).Select(static number => (byte)number)];

    public Capabilities Capabilities { get; init; } = Capabilities.IsMySql | Capabilities.Protocol41 | Capabilities.SecureConnection
        | Capabilities.PluginAuthentication | Capabilities.LengthEncodedAuthentication | Capabilities.DeprecateEof | Capabilities.SessionTrack;

    public LoginRequest Login { get; private set; } = null!;

    /// <summary>Logs a client in against a script; what either side throws comes out.</summary>
    public static ServerLogin Run(LoginSettings settings, string method, Action<FakeServer> script, bool isPrivate = false)
    {
        var (clientEnd, serverEnd) = DuplexChannel.Pair(isPrivate);
        using var client = new PacketChannel(clientEnd, 1 << 20);
        using var channel = new PacketChannel(serverEnd, 1 << 20);
        var server = new FakeServer(channel);
        var serving = Task.Run(() =>
        {
            server.Greet(method);
            script(server);
        });
        try
        {
            return ClientLogin.RunAsync(client, settings, IOBehavior.Synchronous).Completed();
        }
        finally
        {
            clientEnd.Abort();
            serving.GetAwaiter().GetResult();
        }
    }

    public byte[] Read() => _channel.Reader.Next();

    public void Write(Action<PacketWriter> write)
    {
        write(_channel.StartReply());
        _channel.Writer.End();
        _channel.SendAsync(IOBehavior.Synchronous).Completed();
    }

    public void Accept() => Write(writer => new OkPacket { Status = ServerStatus.AutoCommit }.Write(writer, Capabilities));

    public void Refuse() => Write(new ErrPacket(1045, "28000", "Access denied").Write);

    /// <summary>As servers do it: a nonce is closed by a zero, but for Ed25519's.</summary>
    public void Switch(string method, byte[] nonce)
    {
        byte[] data = method == "client_ed25519" ? nonce : [.. nonce, 0];
        Write(writer => new AuthenticationSwitch { Method = method, Data = data }.Write(writer));
    }

    public void More(params byte[] data) => Write(writer => new AuthenticationData { Data = data }.Write(writer));

    public static byte[] Twice(string password) => SHA256.HashData(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(password)));

    private void Greet(string method)
    {
        Write(new Greeting
        {
            ServerVersion = "9.7.4",
            ThreadId = 1,
            Capabilities = Capabilities,
            Status = ServerStatus.AutoCommit,
            Nonce = Nonce,
            AuthenticationMethod = method,
        }.Write);
        Login = LoginRequest.Read(Read());
    }
}
