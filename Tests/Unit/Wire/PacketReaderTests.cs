using ShardClient.Tests.Unit.Topology;
using ShardClient.Values;
using ShardClient.Wire.Framing;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

public sealed class PacketReaderTests
{
    private const int LargestPart = 0xFFFFFF;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void Packets_come_out_as_they_went_in_however_the_bytes_arrive(int piece)
    {
        using var reader = Reader(Packet.Conversation(0, [1, 2, 3], [], [4]), piece);
        Assert.Equal([1, 2, 3], reader.Next());
        Assert.Empty(reader.Next());
        Assert.Equal([4], reader.Next());
        Assert.Equal(ShardErrorCode.ShardUnavailable, Failure(reader).ErrorCode);
    }

    [Theory]
    [InlineData(LargestPart - 1)]
    [InlineData(LargestPart)]
    [InlineData(LargestPart + 1)]
    [InlineData(2 * LargestPart)]
    [InlineData((2 * LargestPart) + 5)]
    public void A_payload_over_16_MB_is_joined_from_its_parts(int length)
    {
        var payload = Bytes(length);
        var channel = new MemoryChannel(default);
        using var writer = new PacketWriter(channel);
        writer.Begin();
        writer.WriteBytes(payload);
        writer.End();
        writer.Begin();
        writer.WriteByte(7);
        writer.End();
        writer.FlushAsync(IOBehavior.Synchronous).Completed();

        var parts = (length / LargestPart) + 1;
        Assert.Equal(length + 5 + (parts * 4), channel.Written.Length);
        using var reader = Reader(channel.Written, 1 << 20);
        Assert.True(payload.AsSpan().SequenceEqual(reader.Next()));
        Assert.Equal(parts, reader.Sequence);
        Assert.Equal([7], reader.Next());
    }

    [Fact]
    public void A_packet_out_of_order_is_refused()
    {
        using var reader = Reader([.. Packet.Framed(0, 1), .. Packet.Framed(2, 1)]);
        reader.Next();
        var error = Failure(reader);
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.Contains("number 2 where number 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_is_noticed_before_the_payload_has_come()
    {
        using var reader = Reader([0xFF, 0xFF, 0xFF, 9]);
        Assert.Contains("number 9", Failure(reader).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_over_the_limit_is_refused_before_it_has_come()
    {
        using var reader = Reader([0x01, 0x10, 0x00, 0], limit: 0x1000);
        Assert.Equal(ShardErrorCode.LimitExceeded, Failure(reader).ErrorCode);
    }

    [Fact]
    public void Many_full_parts_are_refused_at_the_limit()
    {
        using var reader = Reader([.. Packet.Framed(0, Bytes(LargestPart)), .. Packet.Framed(1, Bytes(LargestPart))], limit: LargestPart + 10);
        Assert.Equal(ShardErrorCode.LimitExceeded, Failure(reader).ErrorCode);
    }

    [Fact]
    public void A_promise_of_much_does_not_make_it_allocate_much()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = Reader([0xFE, 0xFF, 0xFF, 0, 1, 2, 3]);
        Assert.Equal(ShardErrorCode.ShardUnavailable, Failure(reader).ErrorCode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void An_end_in_the_middle_is_a_lost_connection(int length)
    {
        using var reader = Reader(Packet.Framed(0, 1, 2, 3)[..length]);
        Assert.Contains("lost", Failure(reader).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_sizes_in_random_pieces_come_out_whole()
    {
        var random = Seeds.Random();
        var payloads = Enumerable.Range(0, 300).Select(_ => Bytes(random.Next(random.Next(1, 70_000)))).ToArray();
        using var reader = Reader(Packet.Conversation(0, payloads), random.Next(1, 40_000));
        foreach (var payload in payloads)
            Assert.Equal(payload, reader.Next());
    }

    [Fact]
    public void Small_packets_allocate_nothing()
    {
        using var reader = Reader(Packet.Conversation(0, [.. Enumerable.Repeat(Bytes(100), 2_000)]), 1_000);
        Read(reader, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(reader, 900);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Read(PacketReader reader, int count)
        {
            for (var index = 0; index < count; index++)
                reader.ReadAsync(IOBehavior.Synchronous).Completed();
        }
    }

    private static PacketReader Reader(byte[] bytes, int piece = int.MaxValue, int limit = 1 << 30) => new(new MemoryChannel(bytes, piece), limit);

    private static ShardException Failure(PacketReader reader) => Assert.Throws<ShardException>(() => reader.Next());

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var index = 0; index < length; index++)
            bytes[index] = (byte)(index * 7);
        return bytes;
    }
}
