using ShardClient.Planning.Writing;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Planning;

public class ServerValueFitTests
{
    [Theory]
    [InlineData("INT", "bigint(20) unsigned")]
    [InlineData("BIGINT UNSIGNED", "decimal(20,0)")]
    [InlineData("DECIMAL", "decimal(12,2)")]
    [InlineData("VARCHAR", "text")]
    [InlineData("ENUM", "enum('a','b')")]
    [InlineData("ENUM", "varchar(10)")]
    [InlineData("DATE", "datetime(3)")]
    [InlineData("TIMESTAMP", "datetime")]
    [InlineData("LONGBLOB", "varbinary(10)")]
    [InlineData("YEAR", "smallint(6)")]
    [InlineData(null, "int(11)")]
    public void A_value_that_stays_what_it_is_is_taken(string? from, string to) => Assert.True(ServerValueFit.Fits(Column(from), to));

    [Theory]
    [InlineData("TIME", "datetime")]
    [InlineData("ENUM", "int(11)")]
    [InlineData("INT", "varchar(10)")]
    [InlineData("DECIMAL", "int(11)")]
    [InlineData("VARCHAR", "enum('a')")]
    [InlineData("TIMESTAMP", "timestamp")]
    [InlineData("FLOAT4", "float")]
    [InlineData("DOUBLE", "double")]
    [InlineData("BIT(9)", "bit(9)")]
    [InlineData("JSON", "json")]
    public void A_value_that_a_server_would_convert_by_its_column_is_not(string from, string to) => Assert.False(ServerValueFit.Fits(Column(from), to));

    [Fact]
    public void A_double_of_a_column_comes_with_all_its_digits() => Assert.True(ServerValueFit.Fits(Column("DOUBLE") with { BaseColumn = "x" }, "double"));

    private static ColumnMetadata Column(string? type) => new("c") { DeclaredType = type };
}
