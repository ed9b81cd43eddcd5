using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Writes that take rows from several shards leave what they leave in one database.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerGatherWriteTests : IDisposable
{
    private readonly ServerDatabases _databases;

    public ServerGatherWriteTests(MySqlFixture fixture)
    {
        _databases = new ServerDatabases(fixture);
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, t VARCHAR(30) COLLATE utf8mb4_general_ci, d DECIMAL(10,2), at DATETIME(3), k ENUM('x','y'), raw VARBINARY(8), SHARD KEY (id))");
        _databases.Define("CREATE TABLE parts (item BIGINT NOT NULL, no INT NOT NULL, owner BIGINT, price DECIMAL(10,3), w VARCHAR(30) COLLATE utf8mb4_bin, PRIMARY KEY (item, no), SHARD KEY (item))");
        _databases.Define("CREATE TABLE single (id INT PRIMARY KEY, item BIGINT, t VARCHAR(30))");
        _databases.Define("CREATE REFERENCE TABLE codes (code INT PRIMARY KEY, title VARCHAR(30), n BIGINT)");
        _databases.Define($"INSERT INTO items VALUES {string.Join(",", Enumerable.Range(1, 24).Select(static id => $"({id},{id % 5},'{(id % 3 == 0 ? "A" : "é ")}{id % 4}',{id}.25,'2026-01-{id:00} 10:00:00.5','{(id % 2 == 0 ? "x" : "y")}',x'0{id % 10}ff')"))}");
        _databases.Define($"INSERT INTO parts VALUES {string.Join(",", Enumerable.Range(1, 40).Select(static no => $"({(no * 7) % 20 + 1},{no},{(no * 5) % 24 + 1},{no}.125,'{(no % 2 == 0 ? "a1" : "É 2")}')"))}");
        _databases.Define("INSERT INTO single VALUES (1, 3, 'a'), (2, 9, 'b'), (3, 14, 'c'), (4, NULL, 'd')");
        _databases.Define("INSERT INTO codes VALUES (0, 'zero', 0), (1, 'one', 10), (2, 'two', 20)");
    }

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData("UPDATE items SET n = n + 1 WHERE id IN (SELECT owner FROM parts WHERE price > 20)")]
    [InlineData("UPDATE items SET n = (SELECT COUNT(*) FROM parts p WHERE p.owner = items.id)")]
    [InlineData("UPDATE items i SET t = CONCAT(t, '!'), n = n * 2 WHERE EXISTS (SELECT 1 FROM parts p WHERE p.w = i.t COLLATE utf8mb4_bin OR p.owner = i.id)")]
    [InlineData("DELETE FROM items WHERE id NOT IN (SELECT owner FROM parts)")]
    [InlineData("DELETE FROM parts WHERE owner IN (SELECT id FROM items WHERE n = 3) AND no > 5")]
    [InlineData("DELETE FROM items WHERE d > (SELECT AVG(price) FROM parts)")]
    [InlineData("UPDATE single SET t = 'none' WHERE item IN (SELECT item FROM parts)")]
    [InlineData("UPDATE items SET n = 0 WHERE id IN (SELECT item FROM single)")]
    [InlineData("UPDATE items i JOIN parts p ON p.owner = i.id SET i.n = 100")]
    [InlineData("UPDATE items i JOIN parts p ON p.item = i.id SET i.n = 100, p.price = 0 WHERE i.n > 1")]
    [InlineData("UPDATE items i LEFT JOIN parts p ON p.owner = i.id SET i.t = 'free' WHERE p.no IS NULL")]
    [InlineData("UPDATE items i JOIN codes c ON c.code = i.n SET i.t = c.title")]
    [InlineData("DELETE i FROM items i JOIN parts p ON p.owner = i.id WHERE p.price > 30")]
    [InlineData("DELETE p FROM parts p LEFT JOIN items i ON i.id = p.owner AND i.k = 'x' WHERE i.id IS NULL")]
    [InlineData("DELETE i, p FROM items i JOIN parts p ON p.item = i.id WHERE p.price < 10")]
    [InlineData("DELETE FROM i USING items i, single s WHERE s.item = i.id")]
    [InlineData("INSERT INTO items (id, n, t) SELECT no + 100, owner, w FROM parts")]
    [InlineData("INSERT INTO items SELECT id + 1000, n, t, d, at, k, raw FROM items")]
    [InlineData("INSERT INTO parts SELECT owner, MAX(no) + 100, MIN(item), SUM(price), 'sum' FROM parts GROUP BY owner")]
    [InlineData("INSERT INTO parts (item, no, price) SELECT i.id, p.no + 500, p.price FROM items i JOIN parts p ON p.owner = i.id WHERE i.n < 3")]
    [InlineData("INSERT INTO single SELECT id + 50, n, t FROM items")]
    [InlineData("INSERT INTO codes SELECT n + 10, 'made', COUNT(*) FROM items GROUP BY n")]
    [InlineData("REPLACE INTO items (id, n) SELECT owner, no FROM parts WHERE no > 36")]
    [InlineData("INSERT IGNORE INTO items (id, n) SELECT owner, 7 FROM parts")]
    [InlineData("INSERT INTO items (id, n) SELECT DISTINCT owner, 9 FROM parts ON DUPLICATE KEY UPDATE n = n + VALUES(n)")]
    [InlineData("INSERT INTO items (id, n) SELECT owner, 9 FROM parts WHERE no > 1000")]
    [InlineData("UPDATE items SET n = 5 WHERE id IN (SELECT owner FROM parts WHERE no > 1000)")]
    public async Task AWriteLeavesWhatItLeavesInOneDatabase(string text)
    {
        await _databases.AskAsync(text, isAsync: text.Length % 2 == 0);

        foreach (var table in new[] { "items ORDER BY id", "parts ORDER BY item, no", "single ORDER BY id", "codes ORDER BY code" })
            await _databases.AskAsync($"SELECT * FROM {table}", isAsync: false);
    }

    [Theory]
    [InlineData("UPDATE items SET n = 1 WHERE id IN (SELECT owner FROM parts) ORDER BY id LIMIT 3")]
    [InlineData("UPDATE items i JOIN parts p ON p.owner = i.id SET i.n = 1, p.price = 2")]
    [InlineData("UPDATE items i JOIN codes c ON c.code = i.n SET c.title = i.t")]
    [InlineData("UPDATE items i JOIN parts p ON p.owner = i.id SET i.id = 7")]
    [InlineData("INSERT INTO items (id, at) SELECT no + 100, TIMEDIFF('10:00:00', '09:00:00') FROM parts")]
    [InlineData("INSERT INTO items (id, n) SELECT no + 100, k FROM parts JOIN items ON items.id = parts.owner")]
    public void AWriteThatCannotBeDoneExactlyIsRefusedAndLeavesNothing(string text)
    {
        var refused = Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, text));

        Assert.Equal(ShardErrorCode.NotSupported, refused.ErrorCode);
    }

    [Fact]
    public async Task AStatementInATransactionSeesTheTransactionsOwnWritesAndTheTransactionGoesOn()
    {
        await using var connection = _databases.Cluster.OpenConnection();
        await using var transaction = connection.BeginTransaction();
        Execute(connection, "UPDATE items SET n = 77 WHERE id < 5", transaction);
        Execute(connection, "INSERT INTO parts (item, no, owner) VALUES (9, 900, 9)", transaction);

        Assert.Equal(4L, Execute(connection, "SELECT COUNT(DISTINCT a.id) FROM items a JOIN items b ON a.n = b.n AND a.n = 77", transaction));
        Assert.Equal(1L, Execute(connection, "SELECT COUNT(*) FROM parts p JOIN items i ON i.id = p.owner WHERE p.no = 900", transaction));
        Execute(connection, "UPDATE items SET n = 78 WHERE id IN (SELECT owner FROM parts WHERE no = 900)", transaction);
        Execute(connection, "UPDATE items SET t = '0000-00-00' WHERE id IN (SELECT owner FROM parts WHERE no = 900)", transaction);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        await _databases.AskAsync("SELECT * FROM items ORDER BY id", isAsync: false);
        await _databases.AskAsync("SELECT * FROM parts ORDER BY item, no", isAsync: false);
    }

    [Fact]
    public void ASessionIsAfterwardsAsItWasBefore()
    {
        using var source = new ShardDataSource($"{_databases.ConnectionString};Maximum Pool Size=2");
        using var connection = source.OpenConnection();
        var before = Execute(connection, "SELECT CONCAT(@@sql_mode, @@time_zone)");
        for (var round = 0; round < 9; round++)
        {
            Execute(connection, "SELECT COUNT(DISTINCT a.t) FROM items a JOIN parts b ON a.id = b.owner");
            Execute(connection, "UPDATE items SET n = n WHERE id IN (SELECT owner FROM parts)");
        }

        for (var shard = 0; shard < ServerDatabases.Shards; shard++)
        {
            Assert.Equal(before, Execute(connection, $"/*+ shard(s{shard}) */ SELECT CONCAT(@@sql_mode, @@time_zone)"));
            Assert.Equal(ShardErrorCode.UnknownTable, Assert.Throws<ShardException>(() => Execute(connection, $"/*+ shard(s{shard}) */ SELECT * FROM `~g1`")).ErrorCode);
        }
    }

    [Fact]
    public void MoreRowsThanTheGatherLimitAreAnErrorAndTheConnectionGoesOn()
    {
        using var source = new ShardDataSource($"{_databases.ConnectionString};Gather Limit=1KiB");
        using var connection = source.OpenConnection();

        foreach (var text in new[] { "SELECT * FROM items a JOIN parts b ON a.n = b.no", "UPDATE items SET n = 1 WHERE EXISTS (SELECT 1 FROM parts p JOIN parts q ON p.no = q.no WHERE CONCAT(p.w, p.price, q.w, q.price) = t)" })
            Assert.Equal(ShardErrorCode.LimitExceeded, Assert.Throws<ShardException>(() => Execute(connection, text)).ErrorCode);

        Assert.Equal(24L, Execute(connection, "SELECT COUNT(*) FROM items"));
    }

    [Fact]
    public async Task ACancelledStatementLeavesTheConnectionUsable()
    {
        await using var connection = _databases.Cluster.OpenConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM items a, parts b, items c, parts d, items e, parts f, items g WHERE a.n + b.no + c.n + d.no + e.n + f.no + g.n = -1";
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(cancel.Token));

        Assert.Equal(24L, Execute(connection, "SELECT COUNT(DISTINCT a.id) FROM items a LEFT JOIN parts b ON b.no = a.n"));
    }

    [Fact]
    public void TheKeyThatTheClusterMakesForARowOfAQueryIsTheConnectionsLast()
    {
        _databases.Define("CREATE TABLE logs (id BIGINT AUTO_INCREMENT PRIMARY KEY, user_id BIGINT NOT NULL, SHARD KEY (user_id))");
        using var connection = _databases.Cluster.OpenConnection();

        Execute(connection, "INSERT INTO logs (user_id) SELECT owner FROM parts ORDER BY no");

        Assert.Equal(40L, Execute(connection, "SELECT COUNT(DISTINCT id) FROM logs"));
        Assert.Equal(1L, Execute(connection, "SELECT COUNT(*) FROM logs WHERE user_id = 6 AND id = LAST_INSERT_ID()"));
    }

    [Fact]
    public void ExplainRouteTellsOfTheCopies()
    {
        using var connection = _databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN ROUTE UPDATE items SET n = 1 WHERE id IN (SELECT owner FROM parts WHERE price > 3)";
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(1));

        Assert.Equal(["Scan parts", "Gather into ~g1", "Write beside copies of the gathered rows"], steps);
    }

    private static object? Execute(ShardConnection connection, string text, ShardTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        return command.ExecuteScalar();
    }
}
