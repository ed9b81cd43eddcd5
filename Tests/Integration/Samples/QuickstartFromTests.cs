using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Samples;

/// <summary>The sample with a database of one's own.</summary>
public sealed class QuickstartFromTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardclient-quickstart-from-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_value_arrives_in_its_storage_class_and_the_source_stays_as_it_is()
    {
        var file = OwnDatabases.Make(_folder, OwnDatabases.Odd);
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var run = Run("--from", file);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(["artifacts", "own.db"], _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order());
        await using var source = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await using var cluster = await OpenClusterAsync();
        foreach (var table in new[] { "the people", "order", "order lines", "comments", "places", "tags", "log", "totals of people", "big totals" })
            Assert.Equal(await RowsAsync(source, table), await RowsAsync(cluster, table));
        Assert.Equal(7, await cluster.ExecuteScalarAsync<long>("PRAGMA user_version"));
        Assert.Contains("by size", await cluster.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'index'"));
    }

    [Fact]
    public async Task The_cluster_goes_on_where_the_source_was()
    {
        Assert.Equal(0, Run("--from", OwnDatabases.Make(_folder, OwnDatabases.Odd)).ExitCode);
        await using var cluster = await OpenClusterAsync();

        Assert.Equal(61, await cluster.ExecuteScalarAsync<long>("INSERT INTO log (message) VALUES ('sixty were deleted') RETURNING id"));
        Assert.True(await cluster.ExecuteScalarAsync<long>("""INSERT INTO "the people" ("full name") VALUES ('new') RETURNING id""") > 60);
        Assert.Equal("it's", await cluster.ExecuteScalarAsync<string>("""SELECT "select" FROM "the people" WHERE "full name" = 'NEW'"""));
        await cluster.ExecuteAsync("UPDATE [order] SET cents = 1 WHERE [person id] = 14");
        Assert.Equal(3, await cluster.ExecuteScalarAsync<double>("""SELECT score FROM "the people" WHERE id = 14"""));
        await Assert.ThrowsAsync<ShardException>(() => cluster.ExecuteAsync("INSERT INTO [order] ([person id], no) VALUES (99, 1)"));
        await Assert.ThrowsAsync<ShardException>(() => cluster.ExecuteAsync("""INSERT INTO "the people" ("full name", age) VALUES ('x', 'x')"""));
    }

    [Fact]
    public void Each_table_is_given_a_place_by_its_foreign_keys()
    {
        var run = Run("--from", OwnDatabases.Make(_folder, OwnDatabases.Shop), "--dry-run");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
        [
            "clients | 90 | sharded by id | client kinds, orders have its key",
            "staff | 5 | reference | a list that orders refers to",
            "goods | 70 | reference | a list that order lines refers to",
            "client kinds | 0 | sharded by client | beside clients: foreign key client",
            "orders | 900 | sharded by client | beside clients: foreign key client",
            "order lines | 1,800 | sharded by order_id | follows orders by order_id; it has no client",
            "settings | 1 | single | small; nothing refers to it, and it refers to nothing",
        ], run.Rows().Skip(1).Take(7));
        Assert.Empty(_folder.EnumerateDirectories());
    }

    [Fact]
    public void A_large_table_is_sharded_by_a_key_that_spreads_or_stays_on_one_shard()
    {
        var run = Run("--from", OwnDatabases.Make(_folder, """
            CREATE TABLE users (id INTEGER PRIMARY KEY);
            CREATE TABLE visits (id INTEGER PRIMARY KEY, user INTEGER REFERENCES users (id));
            CREATE TABLE pages (url TEXT PRIMARY KEY);
            CREATE TABLE log (at TEXT, message TEXT);
            CREATE TABLE measured (kind INTEGER, at REAL, PRIMARY KEY (kind, at));
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) INSERT INTO visits SELECT i, i % 500 FROM n;
            INSERT INTO users SELECT DISTINCT user FROM visits;
            INSERT INTO pages SELECT id || '.html' FROM visits;
            INSERT INTO log SELECT id, 'm' FROM visits;
            INSERT INTO measured SELECT id % 3, id FROM visits;
            """), "--dry-run");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
        [
            "users | 500 | sharded by id | visits has its key",
            "visits | 10,001 | sharded by user | beside users: foreign key user",
            "pages | 10,001 | sharded by url | its own key",
            "log | 10,001 | single | too large for a copy on each shard, and not to be sharded: it has no primary key",
            "measured | 10,001 | single | too large for a copy on each shard, and not to be sharded: kind has too few values, "
                + "or one of them too often; at is REAL; a key is INTEGER, TEXT, BLOB, BOOLEAN, GUID or DATE",
        ], run.Rows().Skip(1).Take(5));
    }

    [Fact]
    public void What_cannot_be_kept_is_listed_with_the_reason()
    {
        var run = Run("--from", OwnDatabases.Make(_folder, OwnDatabases.Odd), "--dry-run");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var rows = run.Rows();
        AssertBegins("tags | 2 | single | not reference: CREATE TABLE tags: ON CONFLICT FAIL keeps the rows before the one that fails, and over several shards nobody knows which came before.", rows);
        string[] losses =
        [
            "foreign key | order lines (tag) to tags | dropped: tags is on one shard only",
            "foreign key | comments (reply_to) to comments | dropped: the row of comments may be on another shard",
            "unique key | the people: UNIQUE (email) | each shard checks its own rows: it does not contain the sharding key id",
            "unique key | the people: UNIQUE INDEX unique name (full name) | each shard checks its own rows",
            "unique key | comments: PRIMARY KEY (id) | each shard checks its own rows: it does not contain the sharding key person",
            "AUTOINCREMENT | the people | a new row without one gets a key that is unique in the cluster",
            "INTEGER PRIMARY KEY | comments | a new row without one gets a key that is unique in the cluster",
            "virtual table | search | not loaded",
            "trigger | logged | CREATE TRIGGER logged: A trigger on the people cannot write log: its rows may be on another shard.",
        ];
        foreach (var loss in losses)
            AssertBegins(loss, rows);
        Assert.Equal(losses.Length, rows.Count(row => losses.Any(loss => row.StartsWith(loss.Split(" | ")[0] + " | ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Another_place_can_be_asked_for_and_the_rest_is_proposed_around_it()
    {
        var run = Run("--from", OwnDatabases.Make(_folder, OwnDatabases.Shop), "--shard", "ORDERS=id", "--single", "staff", "--reference", "settings", "--shards", "3");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var rows = run.Rows();
        Assert.Contains("orders | 900 | sharded by id | as asked", rows);
        Assert.Contains("order lines | 1,800 | sharded by order_id | beside orders: foreign key order_id", rows);
        Assert.Contains("clients | 90 | reference | a list that client kinds, orders refer to", rows);
        Assert.Contains("staff | 5 | single | as asked", rows);
        Assert.Contains("settings | 1 | reference | as asked", rows);
        Assert.Contains("foreign key | orders (seller) to staff | dropped: staff is on one shard only", rows);
        Assert.Contains("settings | reference | 1 | 1 | 1", rows);
        await using var cluster = await OpenClusterAsync();
        Assert.Equal(1800, await cluster.ExecuteScalarAsync<long>("""SELECT COUNT(*) FROM orders JOIN "order lines" ON order_id = id"""));
    }

    [Fact]
    public void Both_sides_are_compared_and_queried()
    {
        var run = Run("--from", OwnDatabases.Make(_folder, OwnDatabases.Shop + """
            CREATE VIEW dear AS SELECT name, price FROM goods WHERE price > (SELECT AVG(price) FROM goods);
            CREATE VIEW "clients' orders" AS SELECT c.name, o.id FROM clients AS c JOIN orders AS o ON o.client = c.id;
            CREATE VIEW "sums of lines" AS SELECT order_id, SUM(pieces * (1 - discount)) AS total FROM "order lines" GROUP BY order_id;
            CREATE VIEW broken AS SELECT * FROM gone;
            """));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var rows = run.Rows();
        Assert.Contains("order lines | 1,800 | 1,800 | 3 | 1 | equal", rows);
        Assert.Contains("goods | 70 | 70 | 1 | 1 | equal", rows);
        Assert.Contains("dear | 35 | equal", rows);
        Assert.Contains("clients' orders | 900 | equal", rows);
        Assert.Contains("sums of lines | 900 | equal", rows);
        AssertBegins("broken | 0 | the source cannot answer it either", rows);
        foreach (var query in new[] { "Point read by the key | s", "Join on the key, one shard | s", "Groups over all shards | all 4 shards", "A view | " })
            AssertBegins(query, rows);
    }

    /// <summary>The number of a row is another one on each shard, so this view will never be answered.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1, "--strict")]
    public void A_view_that_is_refused_is_shown_and_fails_only_when_strict(int exitCode, params string[] options)
    {
        var file = OwnDatabases.Make(_folder, OwnDatabases.Shop + "CREATE VIEW numbered AS SELECT rowid AS number, name FROM clients;");
        var run = Run(["--from", file, .. options]);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Errors));
        AssertBegins("numbered | 90 | refused: ", run.Rows());
    }

    [Fact]
    public void A_table_that_cannot_be_loaded_is_a_failure()
    {
        var run = Run("--from", OwnDatabases.Make(_folder, "CREATE TABLE shardclient_notes (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);"));

        Assert.Equal((1, ""), (run.ExitCode, run.Errors));
        AssertBegins("shardclient_notes | 0 | 0 | 0 | 0 | not loaded", run.Rows());
        Assert.Contains("t | 1 | 1 | 1 | 0 | equal", run.Rows());
    }

    [Theory]
    [InlineData("PRAGMA journal_mode = WAL; ")]
    [InlineData("PRAGMA encoding = 'UTF-16le'; ")]
    [InlineData("PRAGMA encoding = 'UTF-16be'; ")]
    public async Task The_kind_of_file_does_not_matter_and_nothing_is_left_beside_it(string pragma)
    {
        var file = OwnDatabases.Make(_folder, pragma + "CREATE TABLE \"tä\" (id INTEGER PRIMARY KEY, t TEXT, b BLOB); INSERT INTO \"tä\" VALUES (1, 'ä€' || char(0, 119070), x'00ff');");
        var run = Run("--from", file);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["artifacts", "own.db"], _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order());
        await using var cluster = await OpenClusterAsync();
        Assert.Equal(["long:1,string:ä€\0\U0001D11E,byte[]:00FF"], await RowsAsync(cluster, "tä"));
    }

    private QuickstartRun Run(params string[] arguments) => QuickstartRun.In(_folder, arguments);

    private async Task<ShardConnection> OpenClusterAsync()
    {
        var connection = new ShardConnection($"Cluster File={Path.Combine(_folder.FullName, "artifacts", "quickstart-from", "cluster.json")};Sqlite Types=Storage");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<List<string>> RowsAsync(System.Data.Common.DbConnection connection, string table)
    {
        var rows = new List<string>();
        await using var reader = await connection.ExecuteReaderAsync($"SELECT * FROM \"{table}\"");
        while (await reader.ReadAsync())
            rows.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)))));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Text(object value) => value switch
    {
        long number => $"long:{number}",
        double number => $"double:{number:R}",
        string text => $"string:{text}",
        byte[] bytes => $"byte[]:{Convert.ToHexString(bytes)}",
        _ => value.GetType().Name,
    };

    private static void AssertBegins(string expected, IReadOnlyList<string> rows) =>
        Assert.True(rows.Any(row => row.StartsWith(expected, StringComparison.Ordinal)), $"No row begins with '{expected}':\n{string.Join('\n', rows)}");
}
