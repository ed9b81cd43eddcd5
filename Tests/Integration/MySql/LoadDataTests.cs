using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

[Collection(MySqlFixture.Name)]
public sealed class LoadDataTests(MySqlFixture fixture)
{
    private static readonly Value[][] Rows =
    [
        [Value.FromInteger(1), Value.FromText("plain"), Value.FromBlob(new byte[] { 1, 2, 3 }), Value.FromReal(0.1)],
        [Value.FromInteger(2), Value.FromText("tab\tline\nback\\slash \\N zero\0 return\r quote'\" end\\"), Value.FromBlob("\t\n\\\0\\N"u8.ToArray()), Value.FromReal(-1.7976931348623157E+308)],
        [Value.FromInteger(long.MinValue), Value.FromText("größe 😀"), Value.FromBlob([0xFF, 0xC3, 0x28]), Value.FromReal(5E-324)],
        [Value.FromInteger(4), Value.Null, Value.Null, Value.Null],
        [Value.FromInteger(5), Value.FromText(""), Value.FromBlob(Array.Empty<byte>()), Value.FromReal(0)],
        [Value.FromInteger(6), Value.FromText("\\N"), Value.FromText("text as bytes ä"), Value.FromReal(123456789.12345679)],
        [Value.FromInteger(7), Value.FromUtf8("utf8\tä"u8.ToArray()), Value.FromInteger(12), Value.FromInteger(3)],
    ];

    [Theory]
    [InlineData("utf8mb4", "", false)]
    [InlineData("utf8mb4", "NO_BACKSLASH_ESCAPES", true)]
    [InlineData("utf16", "ANSI_QUOTES", false)]
    public async Task Rows_that_are_loaded_are_those_that_parameters_insert(string set, string mode, bool isAsync)
    {
        using var session = new MySqlSessionUser(fixture.Server.Root, isAsync);
        session.Do($"SET sql_mode='{mode}'");
        foreach (var table in new[] { "loaded", "inserted" })
            session.Do($"CREATE TEMPORARY TABLE {table} (id BIGINT, `t``x` TEXT CHARACTER SET {set}, b BLOB, r DOUBLE)");
        foreach (var row in Rows)
            session.Do("INSERT INTO inserted VALUES (?, ?, ?, ?)", true, row);
        var encoder = new LoadDataEncoder(Table("loaded", ("id", "bigint"), ("t`x", "text"), ("b", "blob"), ("r", "double")));
        foreach (var row in Rows)
            Assert.True(encoder.TryAdd(row));
        await session.ResultsAsync(encoder.Text, new MemoryStream(encoder.Written.ToArray()));
        var expected = session.Rows("SELECT * FROM inserted ORDER BY id");
        Assert.Equal(Rows.Length, expected.Count);
        Assert.Equal(expected, session.Rows("SELECT * FROM loaded ORDER BY id"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_are_encoded_while_they_are_loaded(bool isAsync)
    {
        using var session = new MySqlSessionUser(fixture.Server.Root, isAsync);
        session.Do("CREATE TEMPORARY TABLE t (id INT PRIMARY KEY, name VARCHAR(100))");
        var encoder = new LoadDataEncoder(Table("t", ("id", "int(11)"), ("name", "varchar(100)")));
        var next = 0;
        var most = 0;
        await session.ResultsAsync(encoder.Text, new LoadDataStream(encoder, (into, _, _) =>
        {
            for (var count = 0; count < 100 && next < 20_000; count++)
                Assert.True(into.TryAdd([Value.FromInteger(next), Value.FromText($"name\t{next++}")]));
            most = Math.Max(most, into.Written.Length);
            return new ValueTask<bool>(next < 20_000);
        }));
        Assert.InRange(most, 1_000, 4_000);
        Assert.Equal(["Integer 20000", "Integer 199990000", "Text name\t9999"], session.Rows("SELECT COUNT(*), CAST(SUM(id) AS SIGNED), MAX(name) FROM t")[0]);
    }

    private static LoadTable Table(string name, params (string Name, string Type)[] columns) =>
        new(name, [.. columns.Select(static column => new LoadColumn(column.Name, column.Type, NotNull: false))]);
}
