using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ShardClient.Backends.MySql;
using ShardClient.Tests.Unit.Architecture;
using ShardClient.Tests.Unit.Wire;
using ShardClient.Values;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>
/// The conversations that the fuzzer damages, had with a real server: MariaDB's, or with TEST_MYSQL MySQL's. What is read is what was read when they were recorded;
/// TEST_RECORDINGS names a folder to record them anew in (Tests/Unit/Wire/Recordings is theirs).
/// </summary>
[Collection(MySqlFixture.Name)]
public sealed class ConversationTests
{
    private readonly MySqlEndpoint _root;
    private readonly int _port;
    private readonly string _socket;

    public ConversationTests(MySqlFixture fixture)
    {
        _root = fixture.Endpoint with { Database = "" };
        using var root = new MySqlSessionUser(_root);
        var place = root.Rows("SELECT @@port, @@socket")[0];
        (_port, _socket) = (int.Parse(place[0].Split(' ')[1], CultureInfo.InvariantCulture), place[1].Split(' ')[1]);
        root.Do($"CREATE DATABASE IF NOT EXISTS {Conversations.Database}");
        root.Do("SET GLOBAL local_infile=ON");
        foreach (var (user, identified) in root.Session.Link.Greeting.IsMariaDb ? MariaDbUsers : MySqlUsers)
        {
            root.Do($"DROP USER IF EXISTS {user}");
            root.Do($"CREATE USER {user} IDENTIFIED {identified}");
            root.Do($"GRANT ALL ON {Conversations.Database}.* TO {user}");
        }
    }

    private static readonly (string, string)[] MariaDbUsers =
    [
        ("native", $"VIA mysql_native_password USING PASSWORD('{Conversations.Password}')"),
        ("ed25519", $"VIA ed25519 USING PASSWORD('{Conversations.Password}')"),
        ("pam", "VIA pam USING 'other'"),
    ];

    private static readonly (string, string)[] MySqlUsers =
    [
        ("sha2", $"WITH caching_sha2_password BY '{Conversations.Password}'"),
        ("sha2key", $"WITH caching_sha2_password BY '{Conversations.Password}'"),
    ];

    public static TheoryData<string> Names =>
        [.. (Environment.GetEnvironmentVariable("TEST_MYSQL") is { Length: > 0 } ? Conversations.MySql : Conversations.MariaDb).Select(static conversation => conversation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_conversation_goes_as_it_was_recorded(string name)
    {
        var conversation = Conversations.Of(name);
        if (name == "mysql-sha2-cached")
            Have(Conversations.Of("mysql-sha2-private"));
        var recording = Have(conversation);
        if (Environment.GetEnvironmentVariable("TEST_RECORDINGS") is { Length: > 0 } folder)
            recording.Write(folder, name);
        else
            Assert.Equal(Recording.Read(Path.Combine(Repository.Root, "Tests", "Unit", "Wire", "Recordings"), name).Seen, recording.Seen);
        Assert.NotEmpty(recording.Seen);
    }

    private Recording Have(Conversation conversation)
    {
        EndPoint address = conversation.IsPrivate ? new UnixDomainSocketEndPoint(_socket) : new IPEndPoint(IPAddress.Loopback, _port);
        using var socket = ServerAddress.CreateSocket(address);
        socket.Connect(address);
        var channel = new RecordingChannel(new SocketChannel(socket));
        var seen = conversation.Run(channel);
        return new Recording(channel.Read, channel.Written, seen);
    }

    /// <summary>Keeps what goes over another channel.</summary>
    private sealed class RecordingChannel(SocketChannel inner) : ByteChannel
    {
        private readonly MemoryStream _read = new();
        private readonly MemoryStream _written = new();

        public byte[] Read => _read.ToArray();

        public byte[] Written => _written.ToArray();

        public override bool IsPrivate => inner.IsPrivate;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior)
        {
            var count = await inner.ReadAsync(buffer, ioBehavior);
            _read.Write(buffer.Span[..count]);
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior)
        {
            _written.Write(bytes.Span);
            return inner.WriteAsync(bytes, ioBehavior);
        }

        public override void Abort() => inner.Abort();
    }
}
