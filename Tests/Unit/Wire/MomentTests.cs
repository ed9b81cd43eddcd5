using System.Text;
using ShardClient.Values;
using ShardClient.Wire.Packets;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

public sealed class MomentTests
{
    [Theory]
    [InlineData("", 0, "0000-00-00 00:00:00")]
    [InlineData("", 6, "0000-00-00 00:00:00.000000")]
    [InlineData("EA070B1A", 0, "2026-11-26 00:00:00")]
    [InlineData("EA070B1A0E2337", 0, "2026-11-26 14:35:55")]
    [InlineData("EA070B1A0E233740420F00", 0, "2026-11-26 14:35:55")]
    [InlineData("EA070B1A0E233701000000", 6, "2026-11-26 14:35:55.000001")]
    [InlineData("EA070B1A0E233770460300", 3, "2026-11-26 14:35:55.214")]
    [InlineData("EA070B1A0E233770460300", 31, "2026-11-26 14:35:55.214640")]
    [InlineData("EA070B1A0E2337", 31, "2026-11-26 14:35:55")]
    public void A_date_and_time_is_written_as_the_text_protocol_writes_it(string value, int decimals, string text) =>
        Assert.Equal(text, Text(made => BinaryMoment.WriteDateTime(Packet.Hex(value), decimals, made)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("EA070B1A", 0)]
    [InlineData("EA070B1A0E2337", 0)]
    [InlineData("EA070B1A0E233740420F00", 0)]
    [InlineData("EA070B1A0E233701000000", 6)]
    [InlineData("EA070B1A0E233770460300", 3)]
    [InlineData("EA070B1A0E233770460300", 31)]
    [InlineData("EA070B1A0E233B3F420F00", 6)]
    [InlineData("EA070B1A180000", 0)]
    [InlineData("EA07021D", 0)]
    [InlineData("EA070D01", 0)]
    [InlineData("00000101", 0)]
    [InlineData("10270101", 0)]
    public void A_moment_is_the_one_that_its_text_is(string value, int decimals)
    {
        var isMoment = TextForms.TryDateTime(Encoding.ASCII.GetBytes(Text(made => BinaryMoment.WriteDateTime(Packet.Hex(value), decimals, made))), out var expected);
        Assert.Equal((isMoment, expected), (BinaryMoment.TryReadDateTime(Packet.Hex(value), decimals, out var moment), moment));
    }

    [Theory]
    [InlineData("", "0000-00-00")]
    [InlineData("E8030101", "1000-01-01")]
    [InlineData("EA070B1A000000", "2026-11-26")]
    public void A_date_is_written_without_a_time(string value, string text) =>
        Assert.Equal(text, Text(made => BinaryMoment.WriteDate(Packet.Hex(value), made)));

    [Theory]
    [InlineData("", 0, "00:00:00")]
    [InlineData("00 00000000 010203", 0, "01:02:03")]
    [InlineData("01 22000000 163B3B", 0, "-838:59:59")]
    [InlineData("01 00000000 000000 07000000", 6, "-00:00:00.000007")]
    public void A_time_may_be_longer_than_a_day_or_negative(string value, int decimals, string text) =>
        Assert.Equal(text, Text(made => BinaryMoment.WriteTime(Packet.Hex(value), decimals, made)));

    [Theory]
    [InlineData("01FFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0102")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFF")]
    public void What_is_no_moment_gives_an_error_or_a_text_that_fits(string value)
    {
        foreach (var write in new Func<byte[], int>[]
        {
            made => BinaryMoment.WriteTime(Packet.Hex(value), 6, made),
            made => BinaryMoment.WriteDateTime(Packet.Hex(value), 6, made),
            made => BinaryMoment.WriteDate(Packet.Hex(value), made),
        })
            Assert.True(Record.Exception(() => Text(write)) is null or ShardException);
    }

    [Fact]
    public void Bits_are_big_endian() => Assert.Equal(0x0102UL, BinaryValue.ReadBits([1, 2]));

    private static string Text(Func<byte[], int> write)
    {
        var made = new byte[BinaryMoment.LongestText];
        return Encoding.ASCII.GetString(made, 0, write(made));
    }
}
