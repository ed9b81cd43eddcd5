using System.Data;
using System.Globalization;
using Dapper;
using ShardClient.Tests.Integration.MySql;
using ShardClient.Tests.Integration.Writes;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>
/// Many rows at once on MySQL shards. Where they are loaded (LOAD DATA LOCAL INFILE) and where they are inserted must not show: the oracle is one plain
/// database that is given the same rows one by one.
/// </summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerBulkCopyTests : IDisposable
{
    private const int Many = 12_000;

    private readonly MySqlFixture _fixture;
    private readonly ServerDatabases _databases;

    public ServerBulkCopyTests(MySqlFixture fixture)
    {
        _fixture = fixture;
        _databases = new ServerDatabases(fixture);
        Set("local_infile", "ON");
    }

    public void Dispose() => _databases.Dispose();

    public static TheoryData<string> Sources => ["reader", "table", "rows", "reader async", "table async", "rows async", "stream"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task RowsOfEveryKindOfSourceAreLoadedToTheirShards(string kind)
    {
        DefineOrders();
        using var connection = _databases.Cluster.OpenConnection();
        var before = Loads();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders" };
        var result = await BulkSources.CopyAsync(copy, kind, Orders(Many));

        Assert.True(Loads() - before >= ServerDatabases.Shards, "no load");
        Assert.Equal(Many, result.RowsRead);
        Assert.Equal((Many, Many), (result.Shards.Sum(static shard => shard.RowsSent), result.Shards.Sum(static shard => shard.RowsCommitted)));
        await AssertAccountAsync(result, "orders");
        Assert.Equal((Many, 97, Total(Many)), connection.QuerySingle<(long, long, decimal)>("SELECT COUNT(*), COUNT(DISTINCT user_id), SUM(amount) FROM orders"));
        Assert.Equal(1, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM orders WHERE user_id = 5 AND id = 5"));
    }

    [Theory]
    [InlineData("STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION", true)]
    [InlineData("", true)]
    [InlineData("STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES,ANSI_QUOTES", false)]
    public async Task EveryTypeHoldsWhatAnInsertWouldHaveStored(string mode, bool isAsync)
    {
        using var restored = new ServerMode(this, mode);
        const string Columns = "u BIGINT UNSIGNED, d DECIMAL(65,30), f FLOAT, r DOUBLE, bits BIT(40), b TINYINT(1), y YEAR, t TIME(6), dt DATETIME(6), ts TIMESTAMP NULL, da DATE, "
            + "j JSON, g GEOMETRY, e ENUM('a','b'), s SET('a','b','c'), gu CHAR(36), gb BINARY(16), v VARCHAR(80), l LONGTEXT, la VARCHAR(40) CHARACTER SET latin1, vb VARBINARY(300), lb LONGBLOB";
        _databases.Define($"CREATE TABLE wide (id BIGINT PRIMARY KEY, {Columns}, SHARD KEY (id))");
        var rows = Enumerable.Range(0, 3_000).Select(static row => Wide(row)).ToList();
        Insert(_databases.Plain, "wide", rows);
        using var connection = _databases.Cluster.OpenConnection();
        var before = Loads();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "wide" };
        if (isAsync)
            await copy.WriteToServerAsync(rows, TestContext.Current.CancellationToken);
        else
            copy.WriteToServer(rows);
        Assert.True(Loads() > before, "no load");
        foreach (var part in new[] { "*", "id, HEX(bits), HEX(g), HEX(la), HEX(vb), e + 0, s + 0, y + 0" })
            await _databases.AskAsync($"SELECT {part} FROM wide ORDER BY id", isAsync);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(6_000, 6_000, false)]
    public async Task ARowThatIsThereAlreadyIsAnErrorAndTakesItsBatchBack(int batchSize, int expected, bool isAsync)
    {
        DefineOrders();
        using var connection = _databases.Cluster.OpenConnection();
        var rows = Orders(Many);
        rows.Insert(7_000, rows[6_500]);
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BatchSize = batchSize };
        var before = Loads();
        var error = isAsync
            ? await Assert.ThrowsAsync<ShardException>(async () => await copy.WriteToServerAsync(rows))
            : Assert.Throws<ShardException>(() => copy.WriteToServer(rows));
        Assert.Equal((ShardErrorCode.ConstraintViolation, 1062), (error.ErrorCode, error.EngineErrorCode));
        Assert.True(Loads() > before, "no load");
        Assert.Equal((expected, 0), (copy.Result!.Shards.Sum(static shard => shard.RowsCommitted), copy.Result.Shards.Sum(static shard => shard.RowsInDoubt)));
        await AssertAccountAsync(copy.Result, "orders");
    }

    public static TheoryData<string, string, int> Misfits => new()
    {
        { "v VARCHAR(5)", "too long for it", 1406 },
        { "v INT", "12 trees", 1366 },
        { "v TINYINT UNSIGNED", "256", 1264 },
        { "v DATE", "2026-02-30", 1292 },
        { "v ENUM('a','b')", "c", 1265 },
        { "v INT NOT NULL", "NULL", 1048 },
        { "v INT CHECK (v < 100)", "100", 4025 },
        { "v INT, CONSTRAINT once UNIQUE (id, v)", "1", 0 },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void AValueThatDoesNotFitIsTheErrorOfAnInsert(string column, string value, int number)
    {
        _databases.Define($"CREATE TABLE misfits (id BIGINT PRIMARY KEY, {column}, SHARD KEY (id))");
        using var connection = _databases.Cluster.OpenConnection();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "misfits" };
        var rows = Enumerable.Range(0, 20_000).Select(row => new object?[] { row, row == 15_000 ? value == "NULL" ? null : value : column.Contains("DATE", StringComparison.Ordinal) ? "2026-01-01" : column.Contains("ENUM", StringComparison.Ordinal) ? "a" : "1" });
        if (number == 0)
        {
            copy.WriteToServer(rows);
            Assert.Equal(20_000, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM misfits"));
            return;
        }

        var error = Assert.Throws<ShardException>(() => copy.WriteToServer(rows));
        var direct = Assert.Throws<ShardException>(() => connection.Execute("INSERT INTO misfits VALUES (15000, @v)", new { v = value == "NULL" ? null : value }));
        Assert.Equal((direct.EngineErrorCode, direct.ErrorCode), (error.EngineErrorCode, error.ErrorCode));
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM misfits"));
    }

    [Fact]
    public async Task WithoutStrictnessValuesAreCutAsByAnInsert()
    {
        using var restored = new ServerMode(this, "");
        _databases.Define("CREATE TABLE cut (id BIGINT PRIMARY KEY, v VARCHAR(5), n TINYINT, SHARD KEY (id))");
        var rows = Enumerable.Range(0, Many).Select(static row => new object?[] { row, row % 3 == 0 ? "too long" : "short", row }).ToList();
        Insert(_databases.Plain, "cut", rows);
        using var connection = _databases.Cluster.OpenConnection();
        await new ShardBulkCopy(connection) { DestinationTableName = "cut" }.WriteToServerAsync(rows, TestContext.Current.CancellationToken);
        await _databases.AskAsync("SELECT * FROM cut ORDER BY id", isAsync: true);
    }

    [Fact]
    public async Task WhatIsLeftOutHasItsDefault()
    {
        _databases.Define("CREATE TABLE made (id BIGINT PRIMARY KEY, a VARCHAR(10), d VARCHAR(10) DEFAULT 'none', n INT NOT NULL DEFAULT 7, e INT DEFAULT (3 + 4), at DATETIME DEFAULT CURRENT_TIMESTAMP, twice INT AS (n * 2) STORED, SHARD KEY (id))");
        using var connection = _databases.Cluster.OpenConnection();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "made" };
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(0, "id"));
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(1, "a"));
        await copy.WriteToServerAsync(Enumerable.Range(0, 20_000).Select(static row => new object?[] { row, "x" }), TestContext.Current.CancellationToken);
        Assert.Equal(20_000, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM made WHERE a = 'x' AND d = 'none' AND n = 7 AND e = 7 AND twice = 14 AND at > '2020-01-01'"));
    }

    [Fact]
    public async Task AServerThatTakesNoLoadsIsGivenInserts()
    {
        DefineOrders();
        Set("local_infile", "OFF");
        try
        {
            using var connection = _databases.Cluster.OpenConnection();
            var before = Loads();
            var result = await new ShardBulkCopy(connection) { DestinationTableName = "orders" }.WriteToServerAsync(Orders(Many), TestContext.Current.CancellationToken);
            Assert.Equal(before, Loads());
            await AssertAccountAsync(result, "orders");
            Assert.Equal(Many, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM orders"));
        }
        finally
        {
            Set("local_infile", "ON");
        }
    }

    [Theory]
    [InlineData("ALTER TABLE orders ENGINE=MyISAM")]
    [InlineData("CREATE TRIGGER adds BEFORE INSERT ON orders FOR EACH ROW SET NEW.amount = NEW.amount + 1")]
    public void WhereALoadCouldNotBeTakenBackOrTriggersRunRowsAreInserted(string text)
    {
        DefineOrders();
        using (var session = new MySqlSessionUser(_fixture.Endpoint))
        {
            foreach (var database in _databases.Databases[..ServerDatabases.Shards])
            {
                session.Do($"USE {database}");
                session.Do(text);
            }
        }

        using var connection = _databases.Cluster.OpenConnection();
        var before = Loads();
        new ShardBulkCopy(connection) { DestinationTableName = "orders" }.WriteToServer(Orders(Many));
        Assert.Equal(before, Loads());
        Assert.Equal(Many, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM orders"));
    }

    [Fact]
    public async Task AReferenceTableIsLoadedOnEveryShard()
    {
        _databases.Define("CREATE REFERENCE TABLE countries (code VARCHAR(10) PRIMARY KEY, name VARCHAR(40))");
        using var connection = _databases.Cluster.OpenConnection();
        var before = Loads();
        var result = new ShardBulkCopy(connection) { DestinationTableName = "countries" }.WriteToServer(Enumerable.Range(0, 4_000).Select(static row => new object?[] { $"c{row}", $"name\t{row}" }));
        Assert.Equal(ServerDatabases.Shards, Loads() - before);
        Assert.Equal([4_000, 4_000, 4_000, 4_000], result.Shards.Select(static shard => shard.RowsCommitted));
        await AssertAccountAsync(result, "countries");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void InsideATransactionAFailureTakesBackTheCopysRowsAlone(bool fails)
    {
        DefineOrders();
        using var connection = _databases.Cluster.OpenConnection();
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO orders VALUES (1, 1000000, 1)", transaction: transaction);
        var rows = Orders(Many);
        if (fails)
            rows.Add(rows[10]);
        var copy = new ShardBulkCopy(connection, transaction) { DestinationTableName = "orders" };
        if (fails)
            Assert.Equal(ShardErrorCode.ConstraintViolation, Assert.Throws<ShardException>(() => copy.WriteToServer(rows)).ErrorCode);
        else
            copy.WriteToServer(rows);
        Assert.Equal(fails ? 1 : Many + 1, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM orders", transaction: transaction));
        transaction.Commit();
        Assert.Equal(fails ? 1 : Many + 1, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM orders"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhenAShardIsLostAmongTheRowsNothingOfItsBatchStands(bool isAsync)
    {
        DefineOrders();
        using var connection = _databases.Cluster.OpenConnection();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BatchSize = 10_000 };
        var rows = Killing(Orders(30_000), 15_000, _databases.Databases[2]);
        var error = isAsync
            ? await Assert.ThrowsAsync<ShardException>(async () => await copy.WriteToServerAsync(rows))
            : Assert.Throws<ShardException>(() => copy.WriteToServer(rows));
        Assert.Equal((ShardErrorCode.ShardUnavailable, "s2"), (error.ErrorCode, error.Shard));
        Assert.Equal((10_000, 0), (copy.Result!.Shards.Sum(static shard => shard.RowsCommitted), copy.Result.Shards.Sum(static shard => shard.RowsInDoubt)));
        await AssertAccountAsync(copy.Result, "orders");
        copy.WriteToServer(Orders(100).Select(static row => new object?[] { row[0], (int)row[1]! + 100_000, row[2] }));
    }

    [Fact]
    public async Task ACancelledTokenAndAPassedTimeStopTheCopyAndNothingStands()
    {
        DefineOrders();
        using var connection = _databases.Cluster.OpenConnection();
        using var source = new CancellationTokenSource();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BulkCopyTimeout = 2, NotifyAfter = 5_000 };
        var told = new List<long>();
        copy.RowsCopied += (_, progress) => told.Add(progress.RowsCopied);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await copy.WriteToServerAsync(Acting(Orders(Many), 6_000, source.Cancel), source.Token));
        Assert.Equal([5_000], told);
        var error = Assert.Throws<ShardException>(() => copy.WriteToServer(Acting(Orders(Many), 6_000, static () => Thread.Sleep(2_100))));
        Assert.Equal(ShardErrorCode.Timeout, error.ErrorCode);
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM orders"));
    }

    [Fact]
    public async Task ALoadThatWaitsForALockEndsInTime()
    {
        DefineOrders();
        using var connection = _databases.Cluster.OpenConnection();
        using var locker = new MySqlSessionUser(_fixture.Endpoint);
        locker.Do($"USE {_databases.Databases[1]}");
        locker.Do("BEGIN");
locker.Do($"INSERT INTO orders VALUES {string.Join(", ", Orders(97).Select(static row => $"({row[0]}, {row[1]}, 0)"))}");
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BulkCopyTimeout = 2 };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<ShardException>(async () => await copy.WriteToServerAsync(Orders(30_000)));
        Assert.Equal(ShardErrorCode.Timeout, error.ErrorCode);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 15);
        locker.Do("ROLLBACK");
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM orders"));
    }

    /// <summary>A commit that was sent and not answered is in doubt; those before it stand, those after it do not.</summary>
    [Theory]
    [InlineData("s0", 0)]
    [InlineData("s2", 2)]
    public async Task WhenAShardFallsSilentAtItsCommitTheAccountTellsWhatIsSure(string silent, int before)
    {
        DefineOrders();
        using var relay = new Relay(_fixture.Endpoint.Address) { IsSilentAfter = "COMMIT" };
        using var source = _databases.ClusterThrough(relay, silent);
        using var connection = source.OpenConnection();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BulkCopyTimeout = 3 };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<ShardException>(async () => await copy.WriteToServerAsync(Orders(2_000)));
        Assert.Equal((ShardErrorCode.OutcomeUnknown, silent), (error.ErrorCode, error.Shard));
        Assert.InRange(clock.Elapsed.TotalSeconds, 2, 20);
        Assert.Equal(["s0", "s1", "s2", "s3"], copy.Result!.Shards.Select(static shard => shard.Shard));
        foreach (var (shard, place) in copy.Result.Shards.Select(static (shard, place) => (shard, place)))
        {
            Assert.Equal(place < before ? shard.RowsSent : 0, shard.RowsCommitted);
            Assert.Equal(place == before ? shard.RowsSent : 0, shard.RowsInDoubt);
            await using var one = await _databases.Cluster.OpenShardAsync(shard.Shard);
            var found = await one.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM orders");
            Assert.True(found == shard.RowsCommitted || (place == before && found == shard.RowsInDoubt), $"{shard.Shard} holds {found}");
        }
    }

    private void DefineOrders() => _databases.Define("CREATE TABLE orders (user_id BIGINT NOT NULL, id BIGINT NOT NULL, amount INT, PRIMARY KEY (user_id, id), SHARD KEY (user_id))");

    private static List<object?[]> Orders(int count) =>
        [.. Enumerable.Range(0, count).Select(static row => new object?[] { row % 97, row, row % 10 == 0 ? null : row * 3 })];

    private static decimal Total(int count) => Enumerable.Range(0, count).Where(static row => row % 10 != 0).Sum(static row => row * 3m);

    private static object?[] Wide(int row) => row % 50 == 7 ? [row, .. new object?[22]] :
    [
        row,
        ulong.MaxValue - (ulong)row,
        row % 2 == 0 ? (object)(row + 0.0000000001m) : "99999999999999999999999999999999999.999999999999999999999999999999",
        row / 3f,
        row % 3 == 0 ? 5E-324 : row / 7.0,
        row * 1_000_003L,
        row % 2 == 0,
        row % 4 == 0 ? 0 : 1901 + (row % 200),
        TimeSpan.FromTicks((row % 2 == 0 ? -1 : 1) * row * 10_012_345_670L),
        new DateTime(2026, 1, 1).AddTicks(row * 12_345_670L),
        new DateTime(2026, 1, 1).AddSeconds(row),
        row % 5 == 0 ? "2025-01-01" : new DateOnly(2026, 1, 1).AddDays(row % 300),
        $"{{\"row\": {row.ToString(CultureInfo.InvariantCulture)}, \"text\": \"ä\\n\\\\\"}}",
        Convert.FromHexString("000000000101000000000000000000F03F000000000000F0BF"),
        row % 2 == 0 ? "a" : "b",
        row % 2 == 0 ? "a,c" : "",
        new Guid(row, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        new Guid(row, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).ToByteArray(),
        $"it's \\ \"{row.ToString(CultureInfo.InvariantCulture)}\" \t\n\r\0 😀 größe \\N",
        row % 100 == 0 ? new string('ß', 3_000) : "",
        "größe",
        Enumerable.Range(0, row % 256).Select(static value => (byte)value).ToArray(),
        row % 2 == 0 ? Array.Empty<byte>() : new byte[] { 9, 10, 92, 0, 255 },
    ];

    private static void Insert(ShardDataSource source, string table, IEnumerable<object?[]> rows)
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        foreach (var row in rows)
        {
            command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", row.Select(static _ => "?"))})";
            command.Parameters.Clear();
            foreach (var value in row)
                command.Parameters.Add(new ShardParameter { Value = value ?? DBNull.Value });
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static IEnumerable<object?[]> Acting(IEnumerable<object?[]> rows, int after, Action act)
    {
        var count = 0;
        foreach (var row in rows)
        {
            if (count++ == after)
                act();
            yield return row;
        }
    }

    private IEnumerable<object?[]> Killing(IEnumerable<object?[]> rows, int after, string database) => Acting(rows, after, () =>
    {
        using var killer = new MySqlSessionUser(_fixture.Endpoint);
        foreach (var thread in killer.Rows($"SELECT id FROM information_schema.processlist WHERE db = '{database}'"))
            killer.Kill(uint.Parse(thread[0].Split(' ')[1], CultureInfo.InvariantCulture));
    });

    /// <summary>Each shard holds as many rows as the account says.</summary>
    private async Task AssertAccountAsync(ShardBulkCopyResult result, string table)
    {
        foreach (var shard in result.Shards)
        {
            await using var one = await _databases.Cluster.OpenShardAsync(shard.Shard);
            Assert.Equal(shard.RowsCommitted, await one.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}"));
        }
    }

    private long Loads()
    {
        using var session = new MySqlSessionUser(_fixture.Endpoint);
        return long.Parse(session.Rows("SHOW GLOBAL STATUS LIKE 'Com_load'")[0][1].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private string Set(string variable, string value)
    {
        using var session = new MySqlSessionUser(_fixture.Endpoint);
        var before = session.Scalar($"SELECT @@GLOBAL.{variable}")["Text ".Length..];
        session.Do($"SET GLOBAL {variable} = {(variable == "sql_mode" ? $"'{value}'" : value)}");
        return before;
    }

    /// <summary>The server's sql_mode while a test runs: sessions that are opened meanwhile have it.</summary>
    private sealed class ServerMode(ServerBulkCopyTests tests, string mode) : IDisposable
    {
        private readonly string _before = tests.Set("sql_mode", mode);

        public void Dispose() => tests.Set("sql_mode", _before);
    }
}
