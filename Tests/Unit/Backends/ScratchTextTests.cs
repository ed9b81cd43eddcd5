using ShardClient.Backends;
using ShardClient.Execution;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public class ScratchTextTests
{
    [Theory]
    [InlineData("it's", @"INSERT INTO t VALUES ('it\'s')")]
    [InlineData(@"a\b", @"INSERT INTO t VALUES ('a\\b')")]
    [InlineData("\0é😀", @"INSERT INTO t VALUES ('\0é😀')")]
    [InlineData("", "INSERT INTO t VALUES ('')")]
    public void A_text_is_quoted(string value, string expected) => Assert.Equal(expected, Written(ScratchForm.Text, Value.FromText(value)));

    [Theory]
    [InlineData(0.1, "1.0000000000000001E-001")]
    [InlineData(-0.0, "-0.0000000000000000E+000")]
    [InlineData(5e-324, "4.9406564584124654E-324")]
    public void A_double_has_all_its_digits_and_an_exponent(double value, string expected) =>
        Assert.Equal($"INSERT INTO t VALUES ({expected})", Written(ScratchForm.Real, Value.FromReal(value)));

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("-99999999999999999999.990")]
    public void A_number_beyond_64_bits_is_its_digits(string digits) => Assert.Equal($"INSERT INTO t VALUES ({digits})", Written(ScratchForm.Number, Value.FromText(digits)));

    [Theory]
    [InlineData("0.000000", "'0000-00-00 00:00:00'")]
    [InlineData("0", "'0000-00-00 00:00:00'")]
    [InlineData("1445742000.25", "FROM_UNIXTIME(1445742000.25)")]
    [InlineData("10", "FROM_UNIXTIME(10)")]
    public void An_instant_is_its_seconds_and_none_is_the_zero_date(string seconds, string expected) =>
        Assert.Equal($"INSERT INTO t VALUES ({expected})", Written(ScratchForm.Instant, Value.FromText(seconds)));

    [Fact]
    public void Bytes_are_hexadecimal() => Assert.Equal("INSERT INTO t VALUES (x'00FF')", Written(ScratchForm.Bytes, Value.FromBlob(new byte[] { 0, 255 })));

    [Fact]
    public void Rows_follow_each_other_until_they_are_taken()
    {
        var text = new ScratchText("INSERT INTO t VALUES ", [ScratchForm.Number, ScratchForm.Text]);
        var rows = new BufferedRows("a", "b");
        rows.Add(Value.FromInteger(-1), Value.Null);
        rows.Add(Value.Null, Value.FromText("x"));
        while (rows.ReadAsync(IOBehavior.Synchronous, CancellationToken.None).Completed())
            text.Add(rows);

        Assert.Equal("INSERT INTO t VALUES (-1,NULL),(NULL,'x')", text.Take());
        Assert.False(text.HasRows);
    }

    private static string Written(ScratchForm form, Value value)
    {
        var text = new ScratchText("INSERT INTO t VALUES ", [form]);
        var rows = new BufferedRows("a");
        rows.Add(value);
        rows.ReadAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();
        text.Add(rows);
        return text.Take();
    }
}
