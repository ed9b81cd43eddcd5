using Microsoft.Data.Sqlite;
using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public class KeyStorageTests
{
    private static readonly Value[] Given =
    [
        Value.Null, Value.FromInteger(0), Value.FromInteger(-7), Value.FromInteger(long.MaxValue), Value.FromInteger(long.MinValue),
        Value.FromReal(4), Value.FromReal(-4), Value.FromReal(4.5), Value.FromReal(-0.0), Value.FromReal(9007199254740993), Value.FromReal(9.2e18), Value.FromReal(9223372036854774784),
        Value.FromReal(-9223372036854774784), Value.FromReal(-9223372036854775808), Value.FromReal(9223372036854775808), Value.FromReal(1e300), Value.FromReal(0.1), Value.FromReal(double.PositiveInfinity),
        Value.FromText("4"), Value.FromText("4.0"), Value.FromText(" 7 "), Value.FromText("+5"), Value.FromText("-5"), Value.FromText("- 5"), Value.FromText("0x10"), Value.FromText("1e3"), Value.FromText("1e-3"),
        Value.FromText("9223372036854775807"), Value.FromText("9223372036854775808"), Value.FromText("-9223372036854775808"), Value.FromText("9007199254740993.0"), Value.FromText("4503599627370497.0"),
        Value.FromText(""), Value.FromText(" "), Value.FromText("abc"), Value.FromText("4abc"), Value.FromText("."), Value.FromText("5."), Value.FromText(".5e1"), Value.FromText("00012"),
        Value.FromUtf8("8.0"u8.ToArray()), Value.FromBlob("4"u8.ToArray()),
    ];

    [Theory]
    [InlineData("INTEGER")]
    [InlineData("BIGINT")]
    [InlineData("BOOLEAN")]
    [InlineData("TEXT")]
    [InlineData("VARCHAR(20)")]
    [InlineData("BLOB")]
    public void A_key_is_what_its_column_stores(string declared)
    {
        Assert.True(KeyTypes.TryFromDeclared(declared, "BINARY", out var type, out _));
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, $"CREATE TABLE t (k {declared})");
        foreach (var given in Given)
        {
            Run(connection, "DELETE FROM t");
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO t VALUES (@k)";
            insert.Parameters.AddWithValue("@k", Of(given));
            insert.ExecuteNonQuery();
            using var select = connection.CreateCommand();
            select.CommandText = "SELECT k FROM t";
            Assert.Equal(select.ExecuteScalar(), Of(KeyStorage.Of(type, given)));
        }
    }

    private static object Of(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real => value.Real,
        ValueKind.Text => value.GetText(),
        ValueKind.Blob => value.Bytes.ToArray(),
        _ => DBNull.Value,
    };

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
