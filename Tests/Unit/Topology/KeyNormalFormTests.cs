using System.Text;
using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class KeyNormalFormTests
{
    private const string Guid = "0F8FAD5B-D9CB-469F-A165-70867728950E";

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-17, "-17")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void An_integer_is_in_decimal(long key, string form) => Assert.Equal(form, Form(KeyKind.Integer, Value.FromInteger(key)));

    [Fact]
    public void Text_is_its_UTF8_however_it_is_kept()
    {
        Assert.Equal("Zoë ☃", Form(KeyKind.Text, Value.FromText("Zoë ☃")));
        Assert.Equal("Zoë ☃", Form(KeyKind.Text, Value.FromUtf8(Encoding.UTF8.GetBytes("Zoë ☃"))));
    }

    [Theory]
    [InlineData("ABC", "abc")]
    [InlineData("ÄÖ-Xyz-ÉA", "ÄÖ-xyz-Éa")]
    [InlineData("[@`{Z", "[@`{z")]
    public void Folded_text_lowers_ASCII_only(string key, string form)
    {
        Assert.Equal(form, Form(KeyKind.FoldedText, Value.FromText(key)));
        Assert.Equal(form, Form(KeyKind.FoldedText, Value.FromUtf8(Encoding.UTF8.GetBytes(key))));
    }

    [Fact]
    public void Folding_leaves_the_callers_bytes_alone()
    {
        var bytes = "ABC"u8.ToArray();
        Form(KeyKind.FoldedText, Value.FromUtf8(bytes));
        Assert.Equal("ABC"u8.ToArray(), bytes);
    }

    [Fact]
    public void Trailing_spaces_are_trimmed_where_they_do_not_count()
    {
        Assert.Equal(" a", Form(KeyKind.Text, Value.FromText(" a  "), trims: true));
        Assert.Equal(" a  ", Form(KeyKind.Text, Value.FromText(" a  ")));
    }

    [Fact]
    public void A_long_text_is_rented_and_whole() =>
        Assert.Equal(new string('x', 5000), Form(KeyKind.FoldedText, Value.FromText(new string('X', 5000))));

    [Fact]
    public void A_GUID_is_folded_text_or_sixteen_bytes()
    {
        var lower = Guid.ToLowerInvariant();
        Assert.Equal(lower, Form(KeyKind.Guid, Value.FromText(Guid)));
        Assert.Equal(lower, Form(KeyKind.Guid, Value.FromText(lower)));
        var bytes = System.Guid.Parse(Guid).ToByteArray();
        using var form = KeyNormalForm.Of(new KeyType(KeyKind.Guid), Value.FromBlob(bytes), stackalloc byte[KeyNormalForm.ScratchLength]);
        Assert.Equal(bytes, form.Bytes.ToArray());
    }

    [Theory]
    [InlineData(nameof(KeyKind.Date), "2024-02-29")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29 23:59")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29T23:59:58")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29 23:59:58.1234567")]
    public void Dates_are_ISO_text(string kind, string key) => Assert.Equal(key, Form(Enum.Parse<KeyKind>(kind), Value.FromText(key)));

    [Theory]
    [InlineData(nameof(KeyKind.Date), "2023-02-29")]
    [InlineData(nameof(KeyKind.Date), "2023-2-9")]
    [InlineData(nameof(KeyKind.Date), "2023-01-01 00:00:00")]
    [InlineData(nameof(KeyKind.Date), "20230101")]
    [InlineData(nameof(KeyKind.Date), "")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29 24:00")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29 12:00:")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29 12:00:01.")]
    [InlineData(nameof(KeyKind.DateTime), "2024-02-29 12:00Z")]
    [InlineData(nameof(KeyKind.DateTime), "now")]
    [InlineData(nameof(KeyKind.Guid), "0F8FAD5BD9CB469FA16570867728950E")]
    [InlineData(nameof(KeyKind.Guid), "{0F8FAD5B-D9CB-469F-A165-70867728950E}")]
    [InlineData(nameof(KeyKind.Guid), "0F8FAD5B-D9CB-469F-A165-70867728950G")]
    [InlineData(nameof(KeyKind.Integer), "5")]
    [InlineData(nameof(KeyKind.Bytes), "5")]
    public void A_text_that_is_not_exactly_of_the_type_has_no_form(string kind, string key) => Assert.Null(Form(Enum.Parse<KeyKind>(kind), Value.FromText(key)));

    [Fact]
    public void Half_a_surrogate_pair_has_no_form() => Assert.Null(Form(KeyKind.Text, Value.FromText("half: " + (char)0xD800)));

    [Fact]
    public void A_value_of_another_class_has_no_form()
    {
        Assert.Null(Form(KeyKind.Integer, Value.FromReal(5.0)));
        Assert.Null(Form(KeyKind.Text, Value.FromInteger(5)));
        Assert.Null(Form(KeyKind.Text, Value.FromBlob("a"u8.ToArray())));
        Assert.Null(Form(KeyKind.Bytes, Value.FromText("a")));
        Assert.Null(Form(KeyKind.Guid, Value.FromBlob(new byte[15])));
        Assert.Null(Form(KeyKind.Integer, Value.Null));
    }

    private static string? Form(KeyKind kind, Value key, bool trims = false)
    {
        using var form = KeyNormalForm.Of(new KeyType(kind, trims), key, stackalloc byte[KeyNormalForm.ScratchLength]);
        return form.IsExact ? Encoding.UTF8.GetString(form.Bytes) : null;
    }
}
