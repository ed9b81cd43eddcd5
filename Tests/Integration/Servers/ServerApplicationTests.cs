using System.Data;
using Dapper;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Programs on a cluster of MySQL shards: Dapper, batches of rows, many callers at once.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerApplicationTests : IDisposable
{
    private readonly ServerDatabases _databases;

    public ServerApplicationTests(MySqlFixture fixture)
    {
        _databases = new ServerDatabases(fixture);
        _databases.Define("CREATE TABLE orders (id BIGINT NOT NULL AUTO_INCREMENT, user_id BIGINT NOT NULL, item VARCHAR(40), total DECIMAL(10,2), at DATETIME(6), PRIMARY KEY (user_id, id), KEY (id), SHARD KEY (user_id))");
    }

    public void Dispose() => _databases.Dispose();

    [Fact]
    public async Task DapperWritesAndReadsObjects()
    {
        await using var connection = _databases.Cluster.OpenConnection();
        var at = new DateTime(2026, 11, 26, 12, 30, 0, DateTimeKind.Unspecified);

        var written = await connection.ExecuteAsync(
            "INSERT INTO orders (user_id, item, total, at) VALUES (@UserId, @Item, @Total, @At)",
            Enumerable.Range(1, 30).Select(user => new { UserId = (long)user, Item = $"item {user}", Total = user * 1.25m, At = at.AddMinutes(user) }));
        var mine = await connection.QuerySingleAsync<Order>("SELECT id, user_id AS UserId, item, total, at FROM orders WHERE user_id = @user", new { user = 7L });
        var some = (await connection.QueryAsync<Order>("SELECT id, user_id AS UserId, item, total, at FROM orders WHERE user_id IN @users AND total > @least ORDER BY at DESC", new { users = new[] { 3L, 5, 9, 11 }, least = 6.25m })).AsList();

        Assert.Equal(30, written);
        Assert.Equal((7L, "item 7", 8.75m, at.AddMinutes(7)), (mine.UserId, mine.Item, mine.Total, mine.At));
        Assert.Equal([11L, 9L], some.Select(static order => order.UserId));
        Assert.Equal(581.25m, await connection.ExecuteScalarAsync<decimal>("SELECT SUM(total) FROM orders"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABulkCopySplitsItsRowsByShard(bool isAsync)
    {
        using var rows = new DataTable();
        foreach (var (name, type) in new[] { ("user_id", typeof(long)), ("item", typeof(string)), ("total", typeof(decimal)), ("at", typeof(DateTime)) })
            rows.Columns.Add(name, type);
        for (var row = 0; row < 5000; row++)
            rows.Rows.Add((long)(row % 500), row % 7 == 0 ? DBNull.Value : $"it's \\ {row}", row / 4m, new DateTime(2026, 1, 1).AddSeconds(row));
        await using var connection = _databases.Cluster.OpenConnection();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders" };
        foreach (DataColumn column in rows.Columns)
            copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(column.ColumnName, column.ColumnName));

        var result = isAsync ? await copy.WriteToServerAsync(rows, TestContext.Current.CancellationToken) : copy.WriteToServer(rows);

        Assert.Equal(5000, result.Shards.Sum(static shard => shard.RowsCommitted));
        Assert.Equal((5000L, 500L, 4285L), await connection.QuerySingleAsync<(long, long, long)>("SELECT COUNT(*), COUNT(DISTINCT user_id), COUNT(item) FROM orders"));
        Assert.Equal("it's \\ 41", await connection.ExecuteScalarAsync<string>("SELECT item FROM orders WHERE user_id = 41 AND total = 10.25"));
    }

    [Fact]
    public async Task ManyCallersShareBoundedSessions()
    {
        await using var source = new ShardDataSource($"{_databases.ConnectionString};Maximum Pool Size=3");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async caller =>
        {
            for (var round = 0; round < 10; round++)
            {
                await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
                await connection.ExecuteAsync("INSERT INTO orders (user_id, item) VALUES (@caller, 'x')", new { caller });
                Assert.Equal(round + 1, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM orders WHERE user_id = @caller", new { caller }));
            }
        }));

        await using var all = source.OpenConnection();
        Assert.Equal(400, await all.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM orders"));
    }

    private sealed record Order
    {
        public long Id { get; init; }

        public long UserId { get; init; }

        public string? Item { get; init; }

        public decimal Total { get; init; }

        public DateTime At { get; init; }
    }
}
