using System.Data;
using System.Globalization;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What is written to a cluster of MySQL shards is what one database would hold, and each row lies on the shard of its key.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerWriteTests(MySqlFixture fixture) : IDisposable
{
    private readonly ServerDatabases _databases = new(fixture);

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData("UPDATE items SET n = n + 1 WHERE id = 3")]
    [InlineData("UPDATE items SET n = n + 1")]
    [InlineData("UPDATE items SET n = 7 WHERE id IN (1, 2, 3, 4) AND n > 1")]
    [InlineData("UPDATE items SET n = n WHERE id < 4")]
    [InlineData("DELETE FROM items WHERE id = 2")]
    [InlineData("DELETE FROM items WHERE n >= 3")]
    [InlineData("INSERT INTO items (id, n, t) VALUES (1, 10, 'x'), (50, 11, 'y'), (51, 12, 'z') ON DUPLICATE KEY UPDATE n = VALUES(n), t = CONCAT(t, 'd')")]
    [InlineData("INSERT IGNORE INTO items (id, n) VALUES (1, 10), (60, 11), (61, 12)")]
    [InlineData("REPLACE INTO items (id, n) VALUES (1, 10), (2, 11), (70, 12)")]
    [InlineData("INSERT INTO items SET id = 80, n = 5, t = 'a\\'b\\\\c'")]
    [InlineData("INSERT INTO items (id) VALUES (90), (91), (92)")]
    [InlineData("UPDATE items SET t = 'q' WHERE id = 1 LIMIT 1")]
    [InlineData("DELETE FROM items")]
    public async Task AWriteChangesTheRowsThatItChangesInOneDatabase(string text)
    {
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT DEFAULT 5, t VARCHAR(20) DEFAULT 'd', SHARD KEY (id))");
        _databases.Define("INSERT INTO items VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c'), (4, 4, NULL), (5, 5, 'e')");

        await _databases.AskAsync(text, isAsync: true);

        await _databases.AskAsync("SELECT * FROM items ORDER BY id", isAsync: false);
    }

    [Fact]
    public void RowsOfATextKeyThatDifferInCaseOrTrailingSpacesLieTogether()
    {
        _databases.Define("CREATE TABLE words (w VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, n INT, SHARD KEY (w))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO words VALUES ('Hello', 1)");

        var twice = Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, "INSERT INTO words VALUES ('hELLO ', 2)"));

        Assert.Equal(ShardErrorCode.ConstraintViolation, twice.ErrorCode);
        Assert.Equal(1, Scalar<int>("SELECT n FROM words WHERE w = 'HELLO'"));
    }

    [Theory]
    [InlineData("INSERT INTO counted (a) VALUES (1)", "1")]
    [InlineData("INSERT INTO counted (a) VALUES (1), (2), (3)", "3")]
    [InlineData("INSERT INTO counted VALUES (7, 1)", "1")]
    [InlineData("UPDATE counted SET a = 5", "2")]
    [InlineData("SELECT a FROM counted", "-1")]
    public void TheRowsOfTheLastStatementAreCountedForItsConnection(string text, string count)
    {
        _databases.Define("CREATE TABLE counted (id BIGINT AUTO_INCREMENT PRIMARY KEY, a INT, SHARD KEY (id))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO counted VALUES (1, 1), (2, 2)");
        using var connection = _databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteScalar();

        command.CommandText = "SELECT ROW_COUNT()";

        Assert.Equal(count, Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task ABinaryKeyIsWrittenAsBytes()
    {
        _databases.Define("CREATE TABLE hashes (h VARBINARY(20) PRIMARY KEY, n INT, SHARD KEY (h))");

        await _databases.AskAsync("INSERT INTO hashes VALUES (x'00', 1), (x'', 2), (0x6162, 3), (X'fF01', 4)", isAsync: true);

        await _databases.AskAsync("SELECT h, n FROM hashes ORDER BY h", isAsync: false);
        await _databases.AskAsync("SELECT n FROM hashes WHERE h = ?", isAsync: false, new byte[] { 0x61, 0x62 });
    }

    [Fact]
    public async Task SumsOverAllKeysAreNotMadeByEachShardForItself()
    {
        _databases.Define("CREATE TABLE sales (id INT PRIMARY KEY, n INT, SHARD KEY (id))");
        _databases.Define("INSERT INTO sales VALUES (1, 1), (2, 2), (3, 3), (4, 4)");

        await _databases.AskAsync("SELECT id, SUM(n) FROM sales GROUP BY id WITH ROLLUP", isAsync: false);
    }

    [Theory]
    [InlineData("DECIMAL(20,5)")]
    [InlineData("DECIMAL(20,2)")]
    [InlineData("DECIMAL(20,6)")]
    [InlineData("BIGINT")]
    public async Task AnAverageHasTheServersDigits(string type)
    {
        _databases.Define($"CREATE TABLE sums (id INT PRIMARY KEY, d {type}, SHARD KEY (id))");
        _databases.Define("INSERT INTO sums VALUES (1, 1), (2, 2), (3, 2), (4, 7), (5, -7), (6, 3)");

        await _databases.AskAsync("SELECT AVG(d) FROM sums WHERE id < 4", isAsync: false);
        await _databases.AskAsync("SELECT AVG(d), AVG(ROUND(d / 7, 3)), SUM(d * 1.23456789) FROM sums", isAsync: false);
    }

    [Fact]
    public async Task DigitsThatAServerAddsAndDoesNotShowAreNotAddedWithoutThem()
    {
        _databases.Define("CREATE TABLE parts (id INT PRIMARY KEY, d DECIMAL(10,2), f DOUBLE, SHARD KEY (id))");
        _databases.Define("INSERT INTO parts VALUES (1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 1, 1), (5, 1, 1), (6, 1, 1)");

        await _databases.AskAsync("SELECT SUM(f / 4) FROM parts", isAsync: false);
        await _databases.AskAsync("SELECT SUM(d / 7) FROM parts", isAsync: false);
        await _databases.AskAsync("SELECT AVG(q) FROM (SELECT id, 1 + d / 7 AS q FROM parts) t", isAsync: false);
    }

    [Fact]
    public void ACharKeyIsFoundWithoutTheSpacesThatItLoses()
    {
        var countsSpaces = Scalar<string>("SELECT @@version").Contains("MariaDB", StringComparison.Ordinal) ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
        _databases.Define($"CREATE TABLE codes (c CHAR(8) COLLATE {countsSpaces} PRIMARY KEY, n INT, SHARD KEY (c))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO codes VALUES ('a ', 1), ('b  ', 2), ('cc', 3), ('d   ', 4)");

        foreach (var (code, n) in new[] { ("a", 1), ("b", 2), ("cc", 3), ("d", 4) })
            Assert.Equal(n, Scalar<int>($"SELECT n FROM codes WHERE c = '{code}'"));
    }

    [Fact]
    public void AKeyWhoseEqualsOnlyTheServerKnowsIsRefused()
    {
        _databases.Define("CREATE TABLE words (w VARCHAR(20) PRIMARY KEY, SHARD KEY (w))");

        var refused = Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, "INSERT INTO words VALUES ('é')"));

        Assert.Equal(ShardErrorCode.InvalidKeyValue, refused.ErrorCode);
    }

    [Fact]
    public void AGeneratedKeyIsUniqueOverTheShardsAndKnownToTheConnection()
    {
        _databases.Define("CREATE TABLE logs (id BIGINT AUTO_INCREMENT PRIMARY KEY, user_id BIGINT NOT NULL, SHARD KEY (user_id))");
        using var connection = _databases.Cluster.OpenConnection();
        for (var user = 0; user < 40; user++)
            Execute(connection, $"INSERT INTO logs (user_id) VALUES ({user})");
        Execute(connection, "INSERT INTO logs VALUES (NULL, 41), (0, 42), (DEFAULT, 43), (FALSE, 44)");

        Assert.Equal(44L, Scalar<long>("SELECT COUNT(*) FROM logs"));
        Assert.Equal(44, Keys(connection).Distinct().Count());
        Execute(connection, "INSERT INTO logs (user_id) VALUES (501), (502), (503), (504)");
        Assert.Equal(501L, Ask(connection, "SELECT user_id FROM logs WHERE user_id > 500 AND id = LAST_INSERT_ID()"));
        Execute(connection, "INSERT INTO logs (user_id) VALUES (77)");
        Assert.Equal(1L, Convert.ToInt64(Ask(connection, "SELECT COUNT(*) FROM logs WHERE user_id = 77 AND id = LAST_INSERT_ID()"), CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("INSERT INTO logs VALUES (5, 1)")]
    [InlineData("INSERT INTO logs VALUES (5, 1), (6, 2), (7, 3)")]
    [InlineData("REPLACE INTO logs VALUES (5, 1), (6, 2)")]
    [InlineData("INSERT INTO logs SELECT CAST(5 AS SIGNED), CAST(6 AS SIGNED)")]
    public void KeysThatAreGivenLeaveTheLastGeneratedOne(string text)
    {
        _databases.Define("CREATE TABLE logs (id BIGINT AUTO_INCREMENT PRIMARY KEY, user_id BIGINT NOT NULL, SHARD KEY (user_id))");
        using var connection = _databases.Cluster.OpenConnection();
        Execute(connection, "INSERT INTO logs (user_id) VALUES (77)");
        Execute(connection, text);
        Assert.Equal(77L, Ask(connection, "SELECT user_id FROM logs WHERE id = LAST_INSERT_ID()"));

        Execute(connection, "INSERT INTO logs VALUES (8, 80), (NULL, 81), (0, 82)");
        Assert.Equal(81L, Ask(connection, "SELECT user_id FROM logs WHERE id = LAST_INSERT_ID()"));
        Execute(connection, $"INSERT INTO logs VALUES {string.Join(", ", Enumerable.Range(100, 40).Select(static id => $"({id}, {id + 1000000000000})"))}");
        Assert.Equal(81L, Ask(connection, "SELECT user_id FROM logs WHERE id = LAST_INSERT_ID()"));
    }

    [Fact]
    public void AReferenceTableIsWrittenOnEveryShard()
    {
        _databases.Define("CREATE REFERENCE TABLE codes (code CHAR(2) PRIMARY KEY, name VARCHAR(20))");

        ServerDatabases.Run(_databases.Cluster, "INSERT INTO codes VALUES ('de', 'Germany'), ('fr', 'France')");

        using var session = new MySqlSessionUser(fixture.Endpoint);
        foreach (var database in _databases.Databases[..ServerDatabases.Shards])
            Assert.Equal("Integer 2", session.Scalar($"SELECT COUNT(*) FROM {database}.codes"));
    }

    [Theory]
    [InlineData("INSERT INTO codes (code, at) VALUES ('de', CURRENT_TIMESTAMP)")]
    [InlineData("INSERT INTO codes (code, at) VALUES ('de', NOW())")]
    [InlineData("INSERT INTO codes (code) VALUES ('de')")]
    [InlineData("INSERT INTO codes (code, at) VALUES ('de', '2026-01-01'), ('fr', DEFAULT)")]
    [InlineData("INSERT INTO codes (code, at) VALUES ('xx', '2026-01-01') ON DUPLICATE KEY UPDATE at = DEFAULT, changed = NULL")]
    [InlineData("UPDATE codes SET at = DEFAULT, changed = NULL WHERE code = 'xx'")]
    [InlineData("UPDATE codes SET code = 'fr' WHERE code = 'xx'")]
    [InlineData("UPDATE codes SET at = CURRENT_TIMESTAMP, changed = '2026-01-01' WHERE code = 'xx'")]
    public void AMomentThatEachCopyWouldTakeForItselfIsRefused(string text)
    {
        _databases.Define("CREATE REFERENCE TABLE codes (code CHAR(2) PRIMARY KEY, at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), changed DATETIME(6) NULL ON UPDATE CURRENT_TIMESTAMP(6))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO codes VALUES ('xx', '2026-01-01', NULL)");

        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, text)).ErrorCode);
    }

    [Theory]
    [InlineData("INSERT INTO marks (id) VALUES (1)")]
    [InlineData("INSERT INTO marks VALUES (1, DEFAULT)")]
    [InlineData("REPLACE INTO marks VALUES (1, 'a'), (2, DEFAULT)")]
    [InlineData("UPDATE marks SET mark = DEFAULT")]
    public void ADefaultThatEachCopyWouldWorkOutForItselfIsRefused(string text)
    {
        _databases.Define("CREATE REFERENCE TABLE marks (id INT PRIMARY KEY, mark CHAR(36) DEFAULT (UUID()))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO marks VALUES (9, 'given')");

        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, text)).ErrorCode);
    }

    [Fact]
    public void ADefaultAmongManyRowsIsSeenToo()
    {
        _databases.Define("CREATE REFERENCE TABLE codes (code INT PRIMARY KEY, at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), name VARCHAR(200))");
        var rows = string.Join(", ", Enumerable.Range(1, 40).Select(static code => $"({code}, {(code == 33 ? "DEFAULT" : "'2026-01-01'")}, 'a name of some length')"));

        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, $"INSERT INTO codes VALUES {rows}")).ErrorCode);
        ServerDatabases.Run(_databases.Cluster, $"INSERT INTO codes VALUES {rows.Replace("DEFAULT", "NULL", StringComparison.Ordinal)}");
    }

    [Fact]
    public void AMomentByDefaultIsTheServersOwnForEveryRow()
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        var zone = session.Scalar("SELECT @@global.time_zone")["Text ".Length..];
        session.Do("SET GLOBAL time_zone = '+05:30'");
        try
        {
            _databases.Define("CREATE TABLE logs (id BIGINT PRIMARY KEY, at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), SHARD KEY (id))");

            ServerDatabases.Run(_databases.Cluster, "INSERT INTO logs (id) VALUES (1), (2), (3), (4), (5), (6)");

            Assert.Equal(6L, Scalar<long>("SELECT COUNT(*) FROM logs WHERE ABS(TIMESTAMPDIFF(SECOND, at, NOW())) < 60"));
        }
        finally
        {
            session.Do($"SET GLOBAL time_zone = '{zone}'");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ATransactionOverShardsIsCommittedOrRolledBack(bool commits)
    {
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        using var connection = _databases.Cluster.OpenConnection();
        using (var transaction = connection.BeginTransaction())
        {
            for (var id = 1; id <= 8; id++)
                Ask(connection, $"INSERT INTO items VALUES ({id}, {id})", transaction);
            Assert.Equal(8L, Ask(connection, "SELECT COUNT(*) FROM items", transaction));
            if (commits)
                transaction.Commit();
        }

        Assert.Equal(commits ? 8L : 0L, Scalar<long>("SELECT COUNT(*) FROM items"));
    }

    [Fact]
    public void ASavepointTakesBackWhatCameAfterItOnAllShards()
    {
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, SHARD KEY (id))");
        using var connection = _databases.Cluster.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Ask(connection, "INSERT INTO items VALUES (1), (2), (3)", transaction);
        transaction.Save("p");
        Ask(connection, "INSERT INTO items VALUES (4), (5), (6), (7)", transaction);
        transaction.Rollback("p");
        transaction.Commit();

        Assert.Equal(3L, Scalar<long>("SELECT COUNT(*) FROM items"));
    }

    [Fact]
    public void ARowOfAnInsertThatIsRefusedLeavesNoneOnOtherShards()
    {
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT NOT NULL, SHARD KEY (id))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO items VALUES (5, 5)");

        Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, "INSERT INTO items VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)"));

        Assert.Equal(1L, Scalar<long>("SELECT COUNT(*) FROM items"));
    }

    [Fact]
    public void ValuesOfEveryTypeComeBackAsTheyWereGiven()
    {
        _databases.Define("CREATE TABLE t (id BIGINT PRIMARY KEY, d DECIMAL(30,10), f DOUBLE, s VARCHAR(100), b VARBINARY(100), at DATETIME(6), day DATE, span TIME(6), u BIGINT UNSIGNED, j JSON, SHARD KEY (id))");
        using var connection = _databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO t VALUES (@id, @d, @f, @s, @b, @at, @day, @span, @u, @j)";
        object[] values =
        [
            7L, 12345678901234567.0123456789m, 1.25e-7, "a'b\\c\n\0é💡", new byte[] { 0, 39, 92, 255 }, new DateTime(2026, 11, 26, 1, 2, 3, 456), new DateOnly(2026, 2, 28),
            TimeSpan.FromHours(-101.5), 18446744073709551615UL, "{\"a\": 1}",
        ];
        foreach (var (name, value) in new[] { "@id", "@d", "@f", "@s", "@b", "@at", "@day", "@span", "@u", "@j" }.Zip(values))
            command.Parameters.Add(new ShardParameter { ParameterName = name, Value = value });
        command.ExecuteNonQuery();

        using var read = connection.CreateCommand();
        read.CommandText = "SELECT * FROM t WHERE id = @id";
        read.Parameters.Add(new ShardParameter { ParameterName = "@id", Value = 7L });
        using var reader = read.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal(values[0], reader.GetInt64(0));
        Assert.Equal(values[1], reader.GetDecimal(1));
        Assert.Equal(values[2], reader.GetDouble(2));
        Assert.Equal(values[3], reader.GetString(3));
        Assert.Equal(values[4], reader.GetFieldValue<byte[]>(4));
        Assert.Equal(values[5], reader.GetDateTime(5));
        Assert.Equal(values[6], reader.GetFieldValue<DateOnly>(6));
        Assert.Equal(values[7], reader.GetFieldValue<TimeSpan>(7));
        Assert.Equal(values[8], reader.GetFieldValue<ulong>(8));
        Assert.Equal(values[9], reader.GetString(9));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task AStatementThatOneShardRefusesLeavesTheOthersSessionsInOrder(bool isAsync, bool inTransaction)
    {
        _databases.Define("CREATE TABLE items (id BIGINT, n INT, PRIMARY KEY (id, n), SHARD KEY (id))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO items VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (5, 2)");
        await using var connection = _databases.Cluster.OpenConnection();
        await using var transaction = inTransaction ? connection.BeginTransaction() : null;
        for (var round = 0; round < 3; round++)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "SELECT id, (SELECT b.n FROM items b WHERE b.id = a.id) FROM items a";
            var failure = await Assert.ThrowsAsync<ShardException>(() => isAsync ? ReadAllAsync(command) : Task.Run(() => ReadAll(command), TestContext.Current.CancellationToken));
            Assert.Equal(1242, failure.EngineErrorCode);
            Assert.Equal(6L, Ask(connection, "SELECT COUNT(*) FROM items", transaction));
        }
    }

    private static void ReadAll(ShardCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
            Assert.Equal(2, reader.FieldCount);
    }

    private static async Task ReadAllAsync(ShardCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            Assert.Equal(2, reader.FieldCount);
    }

    private static List<long> Keys(ShardConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM logs";
        using var reader = command.ExecuteReader();
        var keys = new List<long>();
        while (reader.Read())
            keys.Add(reader.GetInt64(0));
        return keys;
    }

    private static void Execute(ShardConnection connection, string text) => Ask(connection, text);

    private static object? Ask(ShardConnection connection, string text, ShardTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        return command.ExecuteScalar();
    }

    private T Scalar<T>(string text)
    {
        using var command = _databases.Cluster.CreateCommand(text);
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }
}
