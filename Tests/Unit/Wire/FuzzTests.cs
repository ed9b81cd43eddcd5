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
    private static readonly int Mutations = int.TryParse(Environment.GetEnvironmentVariable("TEST_WIRE_MUTATIONS"), out var asked) ? asked : 4_000;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var asked) ? asked : 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60 + (Mutations / 100));

    public static TheoryData<string> Servers => new("MariaDB", "MySQL");

    public static TheoryData<string> Names => [.. Conversations.All.Select(static conversation => conversation.Name)];

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_recorded_conversation_is_read_as_it_was(string server)
    {
        var recording = Recordings.Of(server);
        var channel = new MemoryChannel(recording.FromServer, 1_000);
        Assert.Equal(recording.Seen, Script.Run(channel));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void The_serving_end_reads_what_the_client_said(string server)
    {
        var commands = ReadAsServer(Recordings.Of(server).FromClient);
        Assert.Equal(
            "Query Query Prepare Execute Query Query Prepare Execute Execute Query Query Prepare Execute", string.Join(' ', commands));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_damaged_answer_gives_an_error_or_an_answer_and_never_anything_else(string server) => Fuzz(
        Recordings.Of(server).FromServer, static bytes => Script.Run(new MemoryChannel(bytes, 5_000)));

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_damaged_command_gives_an_error_or_a_command_and_never_anything_else(string server) => Fuzz(
        Recordings.Of(server).FromClient, static bytes => ReadAsServer(bytes));

    [Theory]
    [MemberData(nameof(Servers))]
    public void Packets_that_are_lost_doubled_exchanged_or_lie_of_their_length_give_an_error_or_an_answer(string server) => Fuzz(
        Recordings.Of(server).FromServer, static bytes => Script.Run(new MemoryChannel(bytes, 5_000)), PacketDamage.Of);

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_damaged_compressed_answer_gives_an_error_or_an_answer(string server) => Fuzz(
        Compressed(Recordings.Of(server).FromServer),
        static bytes =>
        {
            using var reader = new PacketReader(new CompressedChannel(new MemoryChannel(bytes, 700)), 1 << 20) { ChecksSequence = false };
            while (true)
                reader.Next();
        },
        Damage);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_conversation_of_any_form_is_read_as_it_was(string name)
    {
        var recording = Recorded(name);
        Assert.Equal(recording.Seen, Replay(name, recording.FromServer));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_answer_of_any_form_gives_an_error_or_an_answer(string name) => Fuzz(
        Recorded(name).FromServer, bytes => Replay(name, bytes), static (bytes, random) => random.Next(2) == 0 ? Damage(bytes, random) : PacketDamage.Of(bytes, random));

    /// <summary>Behind the login, where all that is damaged is what comes after it: the login would not get that far otherwise.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_answer_behind_a_whole_login_gives_an_error_or_an_answer(string name)
    {
        var recording = Recorded(name).FromServer;
        var login = PacketDamage.Split(recording).TakeWhile(static packet => packet is not [_, _, _, > 1, 0 or 0xFF, ..]).Sum(static packet => packet.Length);
        Fuzz(recording[login..], bytes => Replay(name, [.. recording[..login], .. bytes]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_client_said_is_read_by_the_serving_end_whole_and_damaged(string name)
    {
        var said = Recorded(name).FromClient;
        var isCompressed = Conversations.Of(name).Compresses;
        Assert.Equal(Conversations.Of(name).User == "pam" ? 0 : 1, Math.Min(1, ServingEnd.Read(said, isCompressed)));
        Fuzz(said, bytes => ServingEnd.Read(bytes, isCompressed), static (bytes, random) => random.Next(2) == 0 ? Damage(bytes, random) : PacketDamage.Of(bytes, random));
    }

    /// <summary>Whatever a server asks for, and whenever: nothing but what the client says anyway, and an empty packet, is sent.</summary>
    [Theory]
    [MemberData(nameof(Servers))]
    public void A_request_for_a_file_is_never_answered_with_bytes(string server)
    {
        var recording = Recordings.Of(server);
        var packets = PacketDamage.Split(recording.FromServer);
        var said = recording.FromClient.Length;
        for (var at = 1; at < packets.Count; at++)
        {
            var asking = packets.ToList();
            asking[at] = [12, 0, 0, asking[at][3], ResultHeader.LocalInfile, .. "/etc/passwd"u8];
            var channel = new MemoryChannel(asking.SelectMany(static packet => packet).ToArray());
            var failure = Record.Exception(() => Script.Run(channel));
            Assert.True(failure is null or ShardException or OverflowException, $"packet {at}: {failure}");
            Assert.InRange(channel.Written.Length, 0, said + (PacketReader.HeaderLength * packets.Count));
        }
    }

    private static Recording Recorded(string name) => Recording.Read(Path.Combine(Repository.Root, "Tests", "Unit", "Wire", "Recordings"), name);

    private static string Replay(string name, byte[] bytes)
    {
        var conversation = Conversations.Of(name);
        return conversation.Run(new MemoryChannel(bytes, 5_000, conversation.IsPrivate));
    }

    private static byte[] Compressed(byte[] plain)
    {
        var written = new MemoryChannel(default);
        var channel = new CompressedChannel(written);
        for (var start = 0; start < plain.Length; start += 4_000)
            channel.WriteAsync(plain.AsMemory(start, Math.Min(4_000, plain.Length - start)), IOBehavior.Synchronous).AsTask().GetAwaiter().GetResult();
        return written.Written;
    }

    private static void Fuzz(byte[] recording, Action<byte[]> read) => Fuzz(recording, read, Damage);

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

    /// <summary>Reads a login and the commands after it, as a proxy would.</summary>
    private static List<CommandCode> ReadAsServer(byte[] bytes)
    {
        using var reader = new PacketReader(new MemoryChannel(bytes, 3_000), 1 << 20) { Sequence = 1 };
        LoginRequest.Read(reader.Next());
        var codes = new List<CommandCode>();
        var parameters = 0;
        for (var count = 0; count < 1_000 && (reader.Buffered > 0 || count == 0); count++)
        {
            reader.Sequence = 0;
            var command = ClientCommand.Read(reader.Next());
            codes.Add(command.Code);
            switch (command.Code)
            {
                case CommandCode.Query:
                    Assert.NotNull(command.Text);
                    break;
                case CommandCode.Prepare:
                    parameters = command.Text.Count(static letter => letter == '?');
                    break;
                case CommandCode.Execute:
                    ReadExecution(command, parameters);
                    break;
            }
        }

        return codes;
    }

    private static void ReadExecution(ClientCommand command, int parameters)
    {
        var reader = new ExecutionReader(command.Body, new ParameterType[parameters]);
        while (reader.Next())
            Assert.True(reader.IsNull || reader.Value.Length >= 0);
    }
}
