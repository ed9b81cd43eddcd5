using System.Globalization;
using System.Text;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Values;

/// <summary>What is read quickly is what the framework reads from the same text.</summary>
public sealed class PlainFormsTests
{
    [Theory]
    [InlineData("2026-11-26")]
    [InlineData("2026-11-26 19:20:21")]
    [InlineData("2026-11-26T19:20:21.5")]
    [InlineData("0001-01-01 00:00:00.0000000")]
    [InlineData("9999-12-31 23:59:59.9999999")]
    [InlineData("2024-02-29 00:00:00.123456")]
    public void A_moment_as_servers_print_it_is_read(string text)
    {
        Assert.True(PlainForms.TryDateTime(Encoding.ASCII.GetBytes(text), out var moment));
        var expected = DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        Assert.Equal((expected.Ticks, expected.Kind), (moment.Ticks, moment.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-2")]
    [InlineData("0000-00-00")]
    [InlineData("2026-13-01")]
    [InlineData("2025-02-29")]
    [InlineData("2026-11-26 24:00:00")]
    [InlineData("2026-11-26 19:60:00")]
    [InlineData("2026-11-26 19:20")]
    [InlineData("2026-11-26 19:20:21.")]
    [InlineData("2026-11-26 19:20:21.12345678")]
    [InlineData("2026-11-26 19:20:21Z")]
    [InlineData("2026-11-26 19:20:21.5+01:00")]
    [InlineData("2026-11-26 19:20:21 ")]
    [InlineData("2o26-11-26")]
    public void Any_other_moment_is_left_to_the_slower_reading(string text) => Assert.False(PlainForms.TryDateTime(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("0")]
    [InlineData("-0.00")]
    [InlineData("1.50")]
    [InlineData("-1.50")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("000.10")]
    [InlineData("4294967296")]
    [InlineData("-2147483648.2147483")]
    [InlineData("999999999999999999")]
    [InlineData("0.0000000000000001")]
    public void A_decimal_is_the_frameworks_with_its_scale(string text)
    {
        Assert.True(PlainForms.TryDecimal(Encoding.ASCII.GetBytes(text), out var number));
        Assert.Equal(decimal.GetBits(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)), decimal.GetBits(number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("9999999999999999999")]
    [InlineData("0.123456789012345678")]
    public void Any_other_number_is_left_to_the_slower_reading(string text) => Assert.False(PlainForms.TryDecimal(Encoding.ASCII.GetBytes(text), out _));
}
