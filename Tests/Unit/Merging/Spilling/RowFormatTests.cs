using ShardClient.Merging.Spilling;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Merging.Spilling;

public sealed class RowFormatTests
{
    [Fact]
    public void Any_value_comes_back_bit_for_bit()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        Span<byte> buffer = new byte[1024];
        for (var round = 0; round < 20_000; round++)
        {
            var value = Any(random);
            var view = ValueView.Of(value);
            var written = RowFormat.Write(buffer, view);
            var offset = 0;
            var cell = RowFormat.Read(buffer[..written], ref offset);

            Assert.InRange(written, 1, RowFormat.LargestHead + view.Bytes.Length);
            Assert.True(
                offset == written && cell.Kind == view.Kind && (view.Bytes.IsEmpty ? cell.Kind is ValueKind.Text or ValueKind.Blob || cell.Bits == view.Integer : buffer.Slice((int)cell.Bits, cell.Length).SequenceEqual(view.Bytes)),
                $"Seed {seed}, round {round}: {Merge.Show(value)}");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 2)]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(long.MinValue, 9)]
    [InlineData(long.MaxValue, 9)]
    public void Small_integers_are_short(long value, int length) => Assert.Equal(length, RowFormat.Write(new byte[16], ValueView.FromInteger(value)));

    [Fact]
    public void Round_reals_are_short() => Assert.Equal(3, RowFormat.Write(new byte[16], ValueView.FromReal(-2.5)));

    private static Value Any(Random random) => random.Next(6) switch
    {
        0 => Value.Null,
        1 => Value.FromInteger(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)),
        2 => Value.FromReal(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
        3 => Value.FromReal(random.Next(-10, 10) * 0.5),
        4 => Value.FromBlob(new byte[random.Next(400)]),
        _ => Merge.ToValue(new string('é', random.Next(200))),
    };
}
