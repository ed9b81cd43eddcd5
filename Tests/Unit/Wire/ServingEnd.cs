using ShardClient.Values;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>Reads what a client says from its login on, as a server would that answers nothing.</summary>
internal static class ServingEnd
{
    private const int CompressedHeader = 7;

    /// <returns>How many commands there were.</returns>
    public static int Read(byte[] said, bool isCompressed)
    {
        var bytes = new MemoryChannel(said, 3_000);
        using var channel = new PacketChannel(bytes, 1 << 20);
        channel.Reader.Sequence = 1;
        LoginRequest.Read(channel.Reader.Next());
        var rest = said.AsMemory(Math.Min(said.Length, isCompressed ? LoginLength(said) : Length(said, 0)));

        // Nobody answers here, so the numbers of what the client says after an answer are not followed.
        using var commands = isCompressed
            ? new PacketReader(new Restarting(new MemoryChannel(WithoutNumbers(rest), 3_000)), 1 << 20) { ChecksSequence = false }
            : new PacketReader(new MemoryChannel(rest, 3_000), 1 << 20) { ChecksSequence = false };
        var (count, parameters) = (0, 0);
        for (var packets = 0; packets < 10_000; packets++)
        {
            try
            {
                var payload = commands.Next();
                if (payload.Length == 0 || !Enum.IsDefined((CommandCode)payload[0]))
                    continue;
                count++;
                Take(ClientCommand.Read(payload), ref parameters);
            }
            catch (ShardException lost) when (lost.Message.StartsWith("The connection", StringComparison.Ordinal))
            {
                return count;
            }
        }

        return count;
    }

    /// <param name="parameters">Those of the text that was prepared last, which is the one that is executed.</param>
    private static void Take(ClientCommand command, ref int parameters)
    {
        if (command.Code == CommandCode.Prepare)
            parameters = command.Text.Count(static letter => letter == '?');
        if (command.Code != CommandCode.Execute)
            return;
        var reader = new ExecutionReader(command.Body, new ParameterType[parameters]);
        for (var read = 0; reader.Next(); read++)
            Assert.True(read < parameters && (reader.IsNull || reader.Value.Length >= 0));
    }

    private static int Length(byte[] bytes, int at) => PacketReader.HeaderLength + (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16));

    /// <summary>What is said before compression begins, at the first packet with the number 0.</summary>
    private static int LoginLength(byte[] said)
    {
        var length = Length(said, 0);
        while (length + PacketReader.HeaderLength <= said.Length && said[length + 3] != 0)
            length += Length(said, length);
        return length;
    }

    private static byte[] WithoutNumbers(ReadOnlyMemory<byte> compressed)
    {
        var bytes = compressed.ToArray();
        for (var at = 0; at + CompressedHeader <= bytes.Length; at += Length(bytes, at) + CompressedHeader - PacketReader.HeaderLength)
            bytes[at + 3] = 0;
        return bytes;
    }

    /// <summary>Compressed packets that all have the number 0.</summary>
    private sealed class Restarting(ByteChannel inner) : ByteChannel
    {
        private readonly CompressedChannel _plain = new(inner);

        public override bool IsPrivate => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior)
        {
            _plain.ExpectAnswer(0);
            return _plain.ReadAsync(buffer, ioBehavior);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior) => default;

        public override void Abort() => inner.Abort();
    }
}
