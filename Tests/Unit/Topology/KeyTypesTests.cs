using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class KeyTypesTests
{
    [Theory]
    [InlineData("INTEGER", "BINARY", nameof(KeyKind.Integer))]
    [InlineData("bigint unsigned", "BINARY", nameof(KeyKind.Integer))]
    [InlineData("BOOLEAN", "BINARY", nameof(KeyKind.Integer))]
    [InlineData("VARCHAR(20)", "BINARY", nameof(KeyKind.Text))]
    [InlineData("text", "nocase", nameof(KeyKind.FoldedText))]
    [InlineData("BLOB", "BINARY", nameof(KeyKind.Bytes))]
    [InlineData("uniqueidentifier", "BINARY", nameof(KeyKind.Guid))]
    [InlineData("UUID", "NOCASE", nameof(KeyKind.Guid))]
    [InlineData("DATE", "BINARY", nameof(KeyKind.Date))]
    [InlineData("DATETIME", "BINARY", nameof(KeyKind.DateTime))]
    [InlineData("TIMESTAMP(6)", "BINARY", nameof(KeyKind.DateTime))]
    public void A_declared_type_makes_a_kind_of_key(string declared, string collation, string kind)
    {
        Assert.True(KeyTypes.TryFromDeclared(declared, collation, out var type, out _));
        Assert.Equal(new KeyType(Enum.Parse<KeyKind>(kind)), type);
    }

    [Fact]
    public void Under_RTRIM_trailing_spaces_do_not_count()
    {
        Assert.True(KeyTypes.TryFromDeclared("TEXT", "RTRIM", out var type, out _));
        Assert.True(type.TrimsSpaces);
    }

    [Theory]
    [InlineData("REAL", "BINARY", "Floating-point")]
    [InlineData("DOUBLE PRECISION", "BINARY", "Floating-point")]
    [InlineData("DECIMAL(10,2)", "BINARY", "Decimal")]
    [InlineData("", "BINARY", "without a type")]
    [InlineData("JSON", "BINARY", "The type JSON")]
    [InlineData("TEXT", "german", "collation german")]
    public void What_cannot_be_a_key_is_refused_with_the_reason(string declared, string collation, string reason)
    {
        Assert.False(KeyTypes.TryFromDeclared(declared, collation, out _, out var refusal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }
}
