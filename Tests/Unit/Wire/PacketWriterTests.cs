using ShardClient.Values;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

public sealed class PacketWriterTests
{
    [Fact]
    public void Packets_are_numbered_and_sent_in_one_flight()
    {
        var channel = new MemoryChannel(default);
        using var writer = new PacketWriter(channel) { Sequence = 254 };
        foreach (var value in new byte[] { 1, 2, 3 })
        {
            writer.Begin();
            writer.WriteByte(value);
            writer.End();
        }

        writer.FlushAsync(IOBehavior.Synchronous).Completed();
        Assert.Equal([1, 0, 0, 254, 1, 1, 0, 0, 255, 2, 1, 0, 0, 0, 3], channel.Written);
    }

    [Fact]
    public void A_packet_over_the_peers_limit_is_not_sent_and_the_next_one_goes()
    {
        var channel = new MemoryChannel(default);
        using var writer = new PacketWriter(channel) { MaximumPayload = 10 };
        writer.Begin();
        writer.WriteZeros(11);
        Assert.Equal(ShardErrorCode.LimitExceeded, Assert.Throws<ShardException>(writer.End).ErrorCode);
        writer.Begin();
        writer.WriteZeros(1);
        writer.End();
        writer.FlushAsync(IOBehavior.Synchronous).Completed();
        Assert.Equal([1, 0, 0, 0, 0], channel.Written);
    }

    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(250UL, "FA")]
    [InlineData(251UL, "FCFB00")]
    [InlineData(0xFFFFUL, "FCFFFF")]
    [InlineData(0x10000UL, "FD000001")]
    [InlineData(0xFFFFFFUL, "FDFFFFFF")]
    [InlineData(0x1000000UL, "FE0000000100000000")]
    [InlineData(ulong.MaxValue, "FEFFFFFFFFFFFFFFFF")]
    public void An_integer_takes_as_few_bytes_as_the_protocol_has_for_it(ulong value, string hex)
    {
        var bytes = Packet.Payload(writer => writer.WriteLengthEncoded(value));
        Assert.Equal(hex, Convert.ToHexString(bytes));
        var reader = new PayloadReader(bytes);
        Assert.Equal(value, reader.ReadLengthEncoded());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(83)]
    [InlineData(84)]
    [InlineData(300)]
    [InlineData(70_000)]
    [InlineData(2_000_000)]
    public void A_text_of_any_length_is_read_as_it_was_written(int length)
    {
        var text = string.Concat(Enumerable.Repeat("aé😀", (length / 4) + 1))[..length];
        if (length > 0 && char.IsHighSurrogate(text[^1]))
            text = text[..^1] + "x";
        var bytes = Packet.Payload(writer => writer.WriteLengthEncoded(text));
        var reader = new PayloadReader(bytes);
        Assert.Equal(text, reader.ReadLengthEncodedText());
        Assert.True(reader.IsAtEnd);
    }
}
