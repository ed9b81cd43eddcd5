using System.Text;
using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("MySQL", 3259397556u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Is_the_value_of_the_published_checks(string text, uint crc) => Assert.Equal(crc, Crc32.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Many_bytes_a_step_are_the_same_as_bit_by_bit()
    {
        var random = Seeds.Random();
        for (var length = 0; length < 700; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Equal(BitByBit(bytes), Crc32.Of(bytes));
        }
    }

    private static uint BitByBit(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
