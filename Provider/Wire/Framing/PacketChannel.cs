using ShardClient.Values;
using ShardClient.Wire.Transport;

namespace ShardClient.Wire.Framing;

/// <summary>One end of a connection: packets in, packets out, and the numbers that keep both in step.</summary>
internal sealed class PacketChannel : IDisposable
{
    public PacketChannel(ByteChannel channel, int maximumPayload)
    {
        Bytes = channel;
        Reader = new PacketReader(channel, maximumPayload);
        Writer = new PacketWriter(channel);
    }

    public ByteChannel Bytes { get; private set; }

    public PacketReader Reader { get; }

    public PacketWriter Writer { get; }

    /// <summary>A command begins: its first packet has number 0, and so have those of a flight of several, each.</summary>
    public PacketWriter StartCommand()
    {
        Bytes.StartCommand();
        Writer.Sequence = 0;
        Writer.Begin();
        return Writer;
    }

    /// <summary>The next packet of the same exchange, after what was read last.</summary>
    public PacketWriter StartReply()
    {
        Writer.Sequence = Reader.Sequence;
        Writer.Begin();
        return Writer;
    }

    /// <summary>Sends what was written; the answer's first packet follows in number.</summary>
    public ValueTask SendAsync(IOBehavior ioBehavior)
    {
        Reader.Sequence = Writer.Sequence;
        return Writer.FlushAsync(ioBehavior);
    }

    /// <summary>Reads on with the answer to the second of several commands that were sent without waiting, each of them a single packet.</summary>
    public void ExpectNextAnswer()
    {
        Reader.Sequence = 1;
        Bytes.ExpectAnswer(1);
    }

    public ValueTask<ArraySegment<byte>> ReadAsync(IOBehavior ioBehavior) => Reader.ReadAsync(ioBehavior);

    /// <summary>From here on all bytes go through another channel, which is made over the present one.</summary>
    /// <exception cref="ShardException">Bytes came before the change that belong after it: somebody put them in.</exception>
    public void Replace(ByteChannel channel)
    {
        if (Reader.Buffered > 0)
            throw WireErrors.Malformed("bytes before the connection was changed over");
        Bytes = Reader.Channel = Writer.Channel = channel;
        Reader.ChecksSequence = channel is not CompressedChannel;
    }

    /// <summary>Wakes whoever waits; for any thread.</summary>
    public void Abort() => Bytes.Abort();

    /// <summary>For the one who uses the channel, when no read or write is under way.</summary>
    public void Dispose()
    {
        Bytes.Dispose();
        Reader.Dispose();
        Writer.Dispose();
    }
}
