using System.Diagnostics;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>Conversations with real servers, as they were and damaged: an error or an answer, and never anything else.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 4_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Servers => new("MariaDB", "MySQL");

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

    private static void Fuzz(byte[] recording, Action<byte[]> read)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        for (var mutation = 0; mutation < Mutations && clock.Elapsed < Patience / 4; mutation++)
        {
            var bytes = Damage(recording, random);
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
