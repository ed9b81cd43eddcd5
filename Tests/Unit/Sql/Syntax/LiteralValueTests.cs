using Microsoft.Data.Sqlite;
using ShardClient.Sql.Syntax;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Syntax;

public sealed class LiteralValueTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("007")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("18446744073709551616")]
    [InlineData("0x0")]
    [InlineData("0xff")]
    [InlineData("0x7fffffffffffffff")]
    [InlineData("0xffffffffffffffff")]
    [InlineData("0x00000000000000000001")]
    [InlineData("-0x10")]
    [InlineData("1_000_000")]
    [InlineData("1.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-1e3")]
    [InlineData("1e400")]
    [InlineData("'it''s'")]
    [InlineData("x'00Ff'")]
    [InlineData("x''")]
    [InlineData("NULL")]
    [InlineData("TRUE")]
    [InlineData("false")]
    public void A_literal_has_the_value_that_SQLite_gives_it(string text)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {text}";
        var expected = command.ExecuteScalar();
        Assert.True(LiteralValues.TryGet(Parse.Expression(text), out var value));
        object actual = value.Kind switch
        {
            ValueKind.Integer => value.Integer,
            ValueKind.Real => value.Real,
            ValueKind.Text => value.GetText(),
            ValueKind.Blob => value.Bytes.ToArray(),
            _ => DBNull.Value,
        };
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("CURRENT_TIMESTAMP")]
    [InlineData("0x10000000000000000")]
    [InlineData("a")]
    [InlineData("-'1'")]
    [InlineData("1 + 1")]
    [InlineData("?")]
    public void Everything_else_has_none(string text) => Assert.False(LiteralValues.TryGet(Parse.Expression(text), out _));
}
