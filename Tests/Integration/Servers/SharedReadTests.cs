using System.Collections.Concurrent;
using System.Globalization;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Reads by key of many callers on few sessions: each caller gets its own answer, and nothing of another's.</summary>
[Collection(MySqlFixture.Name)]
public sealed class SharedReadTests : IDisposable
{
    private const int Rows = 500;
    private const string ById = "SELECT id, name, n FROM items WHERE id = ?";

    private readonly ServerDatabases _databases;
    private readonly MySqlFixture _fixture;

    public SharedReadTests(MySqlFixture fixture)
    {
        _fixture = fixture;
        _databases = new ServerDatabases(fixture, SharedReading.Options);
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL, n INT, note TEXT, UNIQUE KEY (id, name), SHARD KEY (id))");
        _databases.Define("CREATE TABLE notes (id BIGINT PRIMARY KEY, note TEXT, b MEDIUMTEXT, c TEXT, d TEXT)");
        _databases.Define("CREATE REFERENCE TABLE codes (code VARCHAR(10) PRIMARY KEY, title VARCHAR(40))");
        var values = string.Join(',', Enumerable.Range(1, Rows).Select(static id => string.Create(CultureInfo.InvariantCulture, $"({id}, 'name {id}', {id * 7}, 'note {id}')")));
        foreach (var source in new[] { _databases.Cluster, _databases.Plain })
        {
            ServerDatabases.Run(source, $"INSERT INTO items VALUES {values}");
            ServerDatabases.Run(source, "INSERT INTO codes VALUES ('a', 'first'), ('b', 'second')");
        }
    }

    public static TheoryData<string, string> PlainStatements => new()
    {
        { "SELECT * FROM items WHERE n = 1", "no primary or unique key" },
        { "SELECT * FROM items WHERE id > 1", "no primary or unique key" },
        { "SELECT * FROM items WHERE id = 1 OR n = 2", "no primary or unique key" },
        { "SELECT * FROM items WHERE id IN (1)", "no primary or unique key" },
        { "SELECT * FROM items WHERE id + 0 = 1", "no primary or unique key" },
        { "SELECT * FROM items", "no primary or unique key" },
        { "SELECT COUNT(*) FROM items WHERE id = 1", "COUNT is not one of the functions" },
        { "SELECT n FROM items WHERE id = 1 GROUP BY n", "it groups rows" },
        { "SELECT * FROM items WHERE id = 1 FOR UPDATE", "it locks rows" },
        { "SELECT * FROM items WHERE id = 1 LOCK IN SHARE MODE", "it locks rows" },
        { "SELECT LAST_INSERT_ID(n) FROM items WHERE id = 1", "" },
        { "SELECT SLEEP(0) FROM items WHERE id = 1", "SLEEP is not one" },
        { "SELECT RAND() FROM items WHERE id = 1", "RAND is not one" },
        { "SELECT own(n) FROM items WHERE id = 1", "own is not one" },
        { "SELECT BENCHMARK(1, 1) FROM items WHERE id = 1", "BENCHMARK is not one" },
        { "SELECT REPEAT(name, 1000000) FROM items WHERE id = 1", "REPEAT is not one" },
        { "SELECT SUBSTR(name, 1) FROM items WHERE id = 1", "SUBSTR is not one" },
        { "SELECT @@warning_count FROM items WHERE id = 1", "is not one of the functions" },
        { "SELECT ROW_NUMBER() OVER () FROM items WHERE id = 1", "is not one of the functions" },
        { "SELECT /*+ MAX_EXECUTION_TIME(1) */ * FROM items WHERE id = 1", "" },
        { "SELECT (SELECT 1) FROM items WHERE id = 1", "it has a subquery" },
        { "SELECT * FROM items WHERE id = 1 AND n IN (SELECT 7)", "it has a subquery" },
        { "SELECT name REGEXP 'a' FROM items WHERE id = 1", "can take long" },
        { "SELECT * FROM items FORCE INDEX (PRIMARY) WHERE id = 1", "indexes" },
        { "SELECT * FROM items i JOIN codes c WHERE i.id = 1 AND c.code = 'a'", "more than one" },
        { "SELECT * FROM (SELECT * FROM items WHERE id = 1) x", "it reads no table" },
        { "SELECT * FROM items WHERE id = 1 UNION ALL SELECT * FROM items WHERE id = 1", "not one plain SELECT" },
        { "WITH x AS (SELECT 1) SELECT * FROM items WHERE id = 1", "not one plain SELECT" },
        { "SELECT b FROM notes WHERE id = 1", "values can be large (mediumtext)" },
        { "SELECT * FROM notes WHERE id = 1", "values can be large (mediumtext)" },
    };

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData(ById)]
    [InlineData("SELECT id FROM items WHERE id = 7 AND n > 3")]
    [InlineData("SELECT i.* FROM items AS i WHERE 7 = i.id LIMIT 1")]
    [InlineData("SELECT UPPER(name), n + 1, CASE WHEN n > 3 THEN 'x' ELSE 'y' END FROM items WHERE id = ? AND name LIKE 'n%'")]
    [InlineData("SELECT title FROM codes WHERE code = 'a'")]
    [InlineData("SELECT note FROM notes WHERE id = ?")]
    public async Task AReadByKeyOfHarmlessPartsMayShare(string text) => Assert.Null(await SharedReading.PlainReasonAsync(_databases.Cluster, text));

    [Theory]
    [MemberData(nameof(PlainStatements))]
    public async Task WhatIsNotKnownToBeHarmlessGoesThePlainWay(string text, string reason)
    {
        ShardException? refused = null;
        try
        {
            Assert.Contains(reason, await SharedReading.PlainReasonAsync(_databases.Cluster, text), StringComparison.OrdinalIgnoreCase);
        }
        catch (Xunit.Sdk.IsTypeException) when (reason.Length == 0)
        {
            refused = await Assert.ThrowsAsync<ShardException>(() => SharedReading.ScalarAsync(_databases.Cluster, text));
        }

        Assert.True(refused is null || refused.ErrorCode == ShardErrorCode.NotSupported);
    }

    [Fact]
    public async Task ThousandsOfCallsOfManyCallersGetTheirOwnAnswers()
    {
        await SharedReading.WarmAsync(_databases.Cluster, ById);
        var before = SharedReading.Answered(_databases.Cluster);
        await Task.WhenAll(Enumerable.Range(0, 72).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 100; call++)
            {
                var id = (((caller * 131) + (call * 17)) % Rows) + 1;
                var isOwnText = call % 10 == 0;
                await using var connection = _databases.Cluster.OpenConnection();
                await using var command = isOwnText
                    ? SharedReading.Command(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT id, name, n FROM items WHERE id = {id} AND n < {1000 * caller * (call + 1) + 10_000}"))
                    : SharedReading.Command(connection, call % 3 == 0 ? ById : "SELECT id, name, n, note FROM items WHERE id = ?", (long)id);
                if (caller % 9 == 0)
                    Check(command, id);
                else
                    await CheckAsync(command, id);
            }
        })));
        Assert.True(SharedReading.Answered(_databases.Cluster) - before > 5000, "Most of the reads were to share sessions.");
    }

    [Theory]
    [InlineData("SELECT * FROM items WHERE id = ?", 7L)]
    [InlineData("SELECT * FROM items WHERE id = ?", 70000L)]
    [InlineData("SELECT * FROM items WHERE id = ?", "7")]
    [InlineData("SELECT * FROM items WHERE id = ?", 7.0)]
    [InlineData("SELECT name FROM items WHERE id = ? AND n / 0 IS NULL", 9L)]
    [InlineData("SELECT title FROM codes WHERE code = ?", "b")]
    [InlineData("SELECT title FROM codes WHERE code = ?", "B ")]
    [InlineData("SELECT title FROM codes WHERE code = ?", 0L)]
    public async Task TheAnswerIsThatOfOneDatabase(string text, object parameter)
    {
        await SharedReading.WarmAsync(_databases.Cluster, ById);
        for (var round = 0; round < 4; round++)
            await _databases.AskAsync(text, isAsync: true, parameter);
    }

    [Fact]
    public async Task AMistakeIsItsOwnCallersAlone()
    {
        await SharedReading.WarmAsync(_databases.Cluster, ById);
        var errors = new ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 20; call++)
            {
                var id = ((caller + call) % Rows) + 1;
                if (caller % 4 == 0)
                    errors.Add((await Assert.ThrowsAsync<ShardException>(() => SharedReading.ScalarAsync(_databases.Cluster, "SELECT POW(n, 9999) FROM items WHERE id = ?", (long)id))).EngineErrorCode);
                else
                    Assert.Equal($"name {id}", await SharedReading.ScalarAsync(_databases.Cluster, "SELECT name FROM items WHERE id = ?", (long)id));
            }
        })));
        Assert.All(errors, static error => Assert.Equal(1690, error));
        Assert.Equal(160, errors.Count);
    }

    [Fact]
    public async Task ALongValueAndALongAnswerComeWhole()
    {
        const string Text = "SELECT note, c, d FROM notes WHERE id = ?";
        foreach (var source in new[] { _databases.Cluster, _databases.Plain })
            ServerDatabases.Run(source, "INSERT INTO notes VALUES (1, REPEAT('ä', 30000), NULL, REPEAT('c', 60000), REPEAT('d', 60000)), (2, 'short', NULL, 'c', 'd')");
        await SharedReading.WarmAsync(_databases.Cluster, ById);
        for (var round = 0; round < 4; round++)
        {
            await _databases.AskAsync(Text, isAsync: true, 1L);
            await _databases.AskAsync(Text, isAsync: true, 2L);
            await _databases.AskAsync("SELECT id FROM items WHERE id = ? AND name <> ?", isAsync: true, 7L, new string('x', 20_000));
        }
    }

    [Fact]
    public async Task WhatASessionKeepsIsNobodyElses()
    {
        ServerDatabases.Run(_databases.Cluster, "CREATE TABLE made (id BIGINT AUTO_INCREMENT PRIMARY KEY, n INT, SHARD KEY (id))");
        await SharedReading.WarmAsync(_databases.Cluster, ById);
        await Task.WhenAll(Enumerable.Range(1, 24).Select(caller => Task.Run(async () =>
        {
            await using var connection = _databases.Cluster.OpenConnection();
            for (var call = 0; call < 20; call++)
            {
                await using var write = SharedReading.Command(connection, "INSERT INTO made (n) VALUES (?)", caller);
                Assert.Equal(1, await write.ExecuteNonQueryAsync());
                await using var read = SharedReading.Command(connection, "SELECT n FROM items WHERE id = ?", (long)caller);
                Assert.Equal(caller * 7, await read.ExecuteScalarAsync());
                await using var own = SharedReading.Command(connection, "SELECT n FROM made WHERE id = LAST_INSERT_ID()");
                Assert.Equal(caller, await own.ExecuteScalarAsync());
            }
        })));
    }

    [Fact]
    public async Task ATransactionReadsWhatItHasWrittenAndNobodyElseDoes()
    {
        await SharedReading.WarmAsync(_databases.Cluster, ById);
        await using var connection = _databases.Cluster.OpenConnection();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var write = SharedReading.Command(connection, "UPDATE items SET n = -1 WHERE id = ?", 5L))
        {
            write.Transaction = (ShardTransaction)transaction;
            await write.ExecuteNonQueryAsync();
            write.CommandText = "SELECT n FROM items WHERE id = ?";
            Assert.Equal(-1, await write.ExecuteScalarAsync());
        }

        Assert.Equal(35, await SharedReading.ScalarAsync(_databases.Cluster, "SELECT n FROM items WHERE id = ?", 5L));
        await transaction.CommitAsync();
        Assert.Equal(-1, await SharedReading.ScalarAsync(_databases.Cluster, "SELECT n FROM items WHERE id = ?", 5L));
    }

    [Fact]
    public async Task AColumnThatSomebodyElseAddedIsSeen()
    {
        const string Text = "SELECT * FROM codes WHERE code = 'a'";
        await SharedReading.WarmAsync(_databases.Cluster, ById);
        for (var round = 0; round < 8; round++)
            Assert.Equal(2, await Width());
        using (var other = new MySqlSessionUser(_fixture.Endpoint))
        {
            foreach (var database in _databases.Databases[..ServerDatabases.Shards])
                other.Do($"ALTER TABLE {database}.codes ADD COLUMN added INT");
        }

        for (var round = 0; round < 8; round++)
            Assert.Equal(3, await Width());

        async Task<int> Width()
        {
            await using var connection = _databases.Cluster.OpenConnection();
            await using var command = SharedReading.Command(connection, Text);
            await using var reader = await command.ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
            return reader.FieldCount;
        }
    }

    private static void Check(ShardCommand command, int id)
    {
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal((id, $"name {id}", id * 7), (reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2)));
        Assert.False(reader.Read());
    }

    private static async Task CheckAsync(ShardCommand command, int id)
    {
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal((id, $"name {id}", id * 7), (reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2)));
        Assert.False(await reader.ReadAsync());
    }
}
