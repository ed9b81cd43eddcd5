using System.Diagnostics;
using ShardClient.Tests.Unit.Architecture;
using ShardClient.Values;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>
/// Conversations with real servers, as they were and damaged: an error or an answer, and never anything else. TEST_SEED asks for other damage, and
/// TEST_WIRE_MUTATIONS for more of it.
/// </summary>
public sealed class FuzzTests
{
    private static readonly int Mutations = int.TryParse(Environment.GetEnvironmentVariable("TEST_WIRE_MUTATIONS"), out var asked) ? asked : 1_000;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var asked) ? asked : 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60 + (Mutations / 100));

    public static TheoryData<string> Names => [.. Conversations.All.Select(static conversation => conversation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_conversation_is_read_as_it_was(string name)
    {
        var recording = Recorded(name);
        Assert.Equal(recording.Seen, Replay(name, recording.FromServer));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_answer_gives_an_error_or_an_answer_and_never_anything_else(string name) =>
        Fuzz(Recorded(name).FromServer, bytes => Replay(name, bytes), AnyDamage);

    /// <summary>Where the login would be hit first, it is left whole, so that what comes after it is reached.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_answer_behind_a_whole_login_gives_an_error_or_an_answer(string name)
    {
        var recording = Recorded(name).FromServer;
        var login = recording[..LoginLength(recording)];
        if (login.Length == recording.Length)
            login = [];
        Fuzz(recording[login.Length..], bytes => Replay(name, [.. login, .. bytes]), AnyDamage);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_client_said_is_read_by_the_serving_end_whole_and_damaged(string name)
    {
        var said = Recorded(name).FromClient;
        var conversation = Conversations.Of(name);
        Assert.True(ServingEnd.Read(said, conversation.Compresses) >= (conversation.User == "pam" ? 0 : conversation.Steps.Length));
        Fuzz(said, bytes => ServingEnd.Read(bytes, conversation.Compresses), AnyDamage);
    }

    /// <summary>What is inside is whole, and its wrapping is damaged; then the other way round.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_compressed_bytes_give_an_error_or_packets(string name)
    {
        var plain = Recorded(name).FromServer;
        Fuzz(Compressed(plain), ReadCompressed, Damage);
        Fuzz(plain, static bytes => ReadCompressed(Compressed(bytes)), Damage);
    }

    /// <summary>Whatever a server asks for, and whenever: nothing but what the client says anyway, and an empty packet, is sent.</summary>
    [Theory]
    [InlineData("mariadb-native")]
    [InlineData("mysql-sha2-private")]
    public void A_request_for_a_file_is_never_answered_with_bytes(string name)
    {
        var recording = Recorded(name);
        var conversation = Conversations.Of(name);
        var packets = PacketDamage.Split(recording.FromServer);
        for (var at = 1; at < packets.Count; at++)
        {
            var asking = packets.ToList();
            asking[at] = [12, 0, 0, asking[at][3], ResultHeader.LocalInfile, .. "/etc/passwd"u8];
            var channel = new MemoryChannel(asking.SelectMany(static packet => packet).ToArray(), isPrivate: conversation.IsPrivate);
            var failure = Record.Exception(() => conversation.Run(channel));
            Assert.True(failure is null or ShardException or OverflowException, $"packet {at}: {failure}");
            Assert.InRange(channel.Written.Length, 0, recording.FromClient.Length + (PacketReader.HeaderLength * packets.Count));
        }
    }

    private static Recording Recorded(string name) => Recording.Read(Path.Combine(Repository.Root, "Tests", "Unit", "Wire", "Recordings"), name);

    private static string Replay(string name, byte[] bytes)
    {
        var conversation = Conversations.Of(name);
        var turn = conversation.Compresses ? LoginLength(bytes) : 0;
        return conversation.Run(new MemoryChannel(bytes, 5_000, conversation.IsPrivate, turn));
    }

    /// <summary>The bytes up to the OK that ends the login; all of them where there is none.</summary>
    private static int LoginLength(byte[] fromServer)
    {
        var length = 0;
        foreach (var packet in PacketDamage.Split(fromServer))
        {
            length += packet.Length;
            if (packet is [_, _, _, > 1, OkPacket.Header, ..])
                break;
        }

        return length;
    }

    private static byte[] Compressed(byte[] plain)
    {
        var written = new MemoryChannel(default);
        var channel = new CompressedChannel(written);
        for (var start = 0; start < plain.Length; start += 4_000)
            channel.WriteAsync(plain.AsMemory(start, Math.Min(4_000, plain.Length - start)), IOBehavior.Synchronous).AsTask().GetAwaiter().GetResult();
        return written.Written;
    }

    private static void ReadCompressed(byte[] bytes)
    {
        using var reader = new PacketReader(new CompressedChannel(new MemoryChannel(bytes, 700)), 1 << 20) { ChecksSequence = false };
        while (true)
            reader.Next();
    }

    private static void Fuzz(byte[] recording, Action<byte[]> read, Func<byte[], Random, byte[]> damage)
    {
        var seed = Seed;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        for (var mutation = 0; mutation < Mutations && clock.Elapsed < Patience / 4; mutation++)
        {
            var bytes = damage(recording, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var failure = Record.Exception(() => read(bytes));
            Assert.True(failure is null or ShardException or OverflowException, $"seed {seed}, mutation {mutation}: {failure}");
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 20_000_000, $"seed {seed}, mutation {mutation}: {allocated} bytes allocated");
        }

        Assert.True(clock.Elapsed < Patience, $"seed {seed}: {clock.Elapsed}");
    }

    private static byte[] AnyDamage(byte[] recording, Random random) => random.Next(2) == 0 ? Damage(recording, random) : PacketDamage.Of(recording, random);

    private static byte[] Damage(byte[] recording, Random random)
    {
        var bytes = recording.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 8; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), Math.Min(20, bytes.Count - at) / 2));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
