using System.IO.Compression;
using ShardClient.Tests.Unit.Topology;
using ShardClient.Values;
using ShardClient.Wire.Framing;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

public sealed class CompressedChannelTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(127, false)]
    [InlineData(128, true)]
    [InlineData(70_000, true)]
    [InlineData(20_000_000, true)]
    public void What_compresses_is_sent_shorter_and_read_as_it_was(int length, bool isShorter)
    {
        var plain = new byte[length];
        var sent = Sent(plain);
        Assert.Equal(isShorter, sent.Length < length);
        Assert.True(plain.AsSpan().SequenceEqual(Received(sent, length)));
    }

    [Fact]
    public void What_does_not_compress_is_sent_as_it_is()
    {
        var plain = new byte[50_000];
        Seeds.Random().NextBytes(plain);
        var sent = Sent(plain);
        Assert.Equal(plain.Length + 7, sent.Length);
        Assert.Equal(plain, Received(sent, plain.Length));
    }

    [Fact]
    public void Packets_are_numbered_by_command()
    {
        var inner = new MemoryChannel(default);
        var channel = new CompressedChannel(inner);
        channel.StartCommand();
        channel.WriteAsync(new byte[] { 1 }, IOBehavior.Synchronous).Completed();
        channel.WriteAsync(new byte[] { 2 }, IOBehavior.Synchronous).Completed();
        channel.StartCommand();
        channel.WriteAsync(new byte[] { 3 }, IOBehavior.Synchronous).Completed();
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 3], inner.Written);
    }

    /// <summary>A header promises 16 MB, or bytes that expand to as many: memory is taken for what comes.</summary>
    [Theory]
    [InlineData("FFFFFF 00 000000 616263")]
    [InlineData("030000 00 FFFFFF 616263")]
    public void A_promise_takes_no_memory(string bytes)
    {
        var sent = Packet.Hex(bytes);
        Assert.Throws<ShardException>(() => Received(sent, 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ShardException>(() => Received(sent, 1));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("010000 05 000000 61", "number 5")]
    [InlineData("030000 00 050000 616263", "damaged")]
    [InlineData("030000 00 000000 61", "lost")]
    [InlineData("0300", "lost")]
    public void Damage_is_an_error(string bytes, string expected)
    {
        var error = Assert.Throws<ShardException>(() => Received(Packet.Hex(bytes), 1));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void More_or_less_than_announced_is_an_error(int difference)
    {
        using var body = new MemoryStream();
        using (var deflater = new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true))
            deflater.Write(new byte[1000]);
        var announced = 1000 + difference;
        byte[] packet = [(byte)body.Length, (byte)(body.Length >> 8), 0, 0, (byte)announced, (byte)(announced >> 8), 0, .. body.ToArray()];
        Assert.Throws<ShardException>(() => Received(packet, 1));
    }

    [Fact]
    public void Damaged_packets_give_an_error_or_bytes_and_never_anything_else()
    {
        var random = Seeds.Random();
        var sent = Sent([.. Enumerable.Range(0, 3_000).Select(static number => (byte)(number / 50))]);
        for (var mutation = 0; mutation < 2_000; mutation++)
        {
            var bytes = sent.ToArray();
            for (var times = random.Next(1, 4); times > 0; times--)
                bytes[random.Next(random.Next(2) == 0 ? 9 : bytes.Length)] = (byte)random.Next(256);
            var failure = Record.Exception(() => Received(bytes, 3_000));
            Assert.True(failure is null or ShardException, failure?.ToString());
        }
    }

    private static byte[] Sent(byte[] plain)
    {
        var inner = new MemoryChannel(default);
        var channel = new CompressedChannel(inner);
        channel.StartCommand();
        channel.WriteAsync(plain, IOBehavior.Synchronous).Completed();
        return inner.Written;
    }

    private static byte[] Received(byte[] sent, int length)
    {
        var channel = new CompressedChannel(new MemoryChannel(sent, 10_000));
        var received = new byte[length];
        for (var filled = 0; filled < length;)
        {
            var count = channel.ReadAsync(received.AsMemory(filled), IOBehavior.Synchronous).Completed();
            Assert.NotEqual(0, count);
            filled += count;
        }

        return received;
    }
}
