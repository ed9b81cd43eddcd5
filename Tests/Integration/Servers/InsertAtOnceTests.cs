using System.Globalization;
using Dapper;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>The parts of an INSERT go to all servers at once. Whoever meets another's lock there is none the worse for it: it waits, and writes its rows once.</summary>
[Collection(MySqlFixture.Name)]
public sealed class InsertAtOnceTests : IDisposable
{
    private const int Rows = 64;

    private readonly MySqlFixture _fixture;
    private readonly ServerDatabases _databases;
    private readonly long[][] _keys;

    public InsertAtOnceTests(MySqlFixture fixture)
    {
        _fixture = fixture;
        _databases = new ServerDatabases(fixture, "Maximum Pool Size=3;");
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        Insert(_databases.Cluster, 0);
        _keys = [.. Enumerable.Range(0, ServerDatabases.Shards).Select(KeysOf)];
        ServerDatabases.Run(_databases.Cluster, "DELETE FROM items");
    }

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ALockIsWaitedFor(bool isParsed)
    {
        using var other = Lock(_keys[1][0]);
        var inserting = Task.Run(() => Insert(_databases.Cluster, 7, isParsed));
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.False(inserting.IsCompleted);
        Assert.Equal(0, Count(""));
        other.Do("ROLLBACK");
        Assert.Equal(Rows, await inserting);
        Assert.Equal(Rows, Count("WHERE n = 7"));
    }

    [Fact]
    public async Task ARowThatComesFirstIsADuplicateAndNothingStands()
    {
        using var other = Lock(_keys[2][0]);
        var inserting = Task.Run(() => Insert(_databases.Cluster, 7));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        other.Do("COMMIT");
        var error = await Assert.ThrowsAsync<ShardException>(() => inserting);
        Assert.Equal((ShardErrorCode.ConstraintViolation, "s2"), (error.ErrorCode, error.Shard));
        Assert.Equal(1, Count(""));
    }

    /// <summary>As if one part ran after the other.</summary>
    [Fact]
    public void OfSeveralFailuresTheFirstShardsIsTold()
    {
        foreach (var shard in new[] { 3, 1, 2 })
            ServerDatabases.Run(_databases.Cluster, $"INSERT INTO items VALUES ({_keys[shard][0]}, 1)");
        var error = Assert.Throws<ShardException>(() => { Insert(_databases.Cluster, 7); });
        Assert.Equal((ShardErrorCode.ConstraintViolation, "s1"), (error.ErrorCode, error.Shard));
        Assert.Equal(3, Count(""));
    }

    /// <summary>What an INSERT waits for is not what the session's next statement waits for.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheSessionsWaitAsLongAsBefore(bool meetsALock)
    {
        using var single = Single();
        using (var other = meetsALock ? Lock(_keys[1][0]) : null)
        {
            var inserting = Task.Run(() => Insert(single, 7));
            await Task.Delay(meetsALock ? 1300 : 0, TestContext.Current.CancellationToken);
            other?.Do("ROLLBACK");
            Assert.Equal(Rows, await inserting);
        }

        for (var shard = 0; shard < ServerDatabases.Shards; shard++)
        {
            using var connection = Shard(single, shard);
            var (server, session) = connection.QuerySingle<(long, long)>("SELECT @@GLOBAL.innodb_lock_wait_timeout, @@SESSION.innodb_lock_wait_timeout");
            Assert.Equal(server, session);
        }
    }

    /// <summary>A reset would take the prepared statements away, and with them a round trip of the next reader.</summary>
    [Fact]
    public void TheSessionsKeepWhatTheyHavePrepared()
    {
        using var single = Single();
        using var watch = new MySqlSessionUser(_fixture.Endpoint);
        Use(from: 0);
        var before = Prepared();
        Use(from: 1000);
        Assert.Equal(before, Prepared());

        void Use(int from)
        {
            Read();
            Assert.Equal(Rows, Insert(single, 7, from: from));
            Read();
        }

        void Read()
        {
            using var connection = single.OpenConnection();
            foreach (var keys in _keys)
                connection.Query("SELECT n FROM items WHERE id = @id", new { id = keys[0] });
        }

        string Prepared() => watch.Rows("SHOW GLOBAL STATUS LIKE 'Com_stmt_prepare'")[0][1];
    }

    /// <summary>
    /// Rows of engines without transactions stay when the others are taken back: to write again would write them twice. On MariaDB: MySQL under GTID refuses
    /// such a trigger by itself.
    /// </summary>
    [Fact]
    public async Task WhatCannotBeTakenBackIsNotWrittenAgain()
    {
        using var databases = new ServerDatabases(_fixture.Server.Root, "");
        databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        using var first = new MySqlSessionUser(_fixture.Server.Root with { Database = databases.Databases[0] });
        first.Do("CREATE TABLE log (id BIGINT) ENGINE=MyISAM");
        first.Do("CREATE TRIGGER logged AFTER INSERT ON items FOR EACH ROW INSERT INTO log VALUES (NEW.id)");
        using var other = new MySqlSessionUser(_fixture.Server.Root with { Database = databases.Databases[1] });
        other.Do("START TRANSACTION");
        other.Do(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO items VALUES ({_keys[1][0]}, 1)"));
        var error = await Assert.ThrowsAsync<ShardException>(() => Task.Run(() => Insert(databases.Cluster, 7), TestContext.Current.CancellationToken));
        Assert.Equal((ShardErrorCode.LockTimeout, "s1"), (error.ErrorCode, error.Shard));
        Assert.Equal("Integer 0", first.Scalar("SELECT COUNT(*) FROM items"));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"Integer {_keys[0].Length}"), first.Scalar("SELECT COUNT(*) FROM log"));
    }

    /// <summary>On one server it would see the circle and end one of the two; nobody sees that of two servers.</summary>
    [Fact]
    public async Task TwoInsertsNeverWaitForEachOtherInACircleOverTwoServers()
    {
        using var first = new MariaDbServer();
        using var second = new MariaDbServer(first);
        for (var round = 0; round < 10; round++)
        {
            // A cluster that has met no lock yet: after the first it writes in order for a while.
            using var cluster = TwoServers.Open(first, second);
            ServerDatabases.Run(cluster, "CREATE TABLE IF NOT EXISTS items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
            var from = round * 1000;
            var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => TryInsert(cluster, from, writer))));
            Assert.Equal([0, 0, 0, Rows], written.Order());
            using var connection = cluster.OpenConnection();
            Assert.Equal((round + 1) * Rows, connection.QuerySingle<int>("SELECT COUNT(*) FROM items"));
        }
    }

    /// <returns>0 when another has written the rows.</returns>
    private static int TryInsert(ShardDataSource cluster, int from, int writer)
    {
        try
        {
            // Half of them in the other order, so that each holds what the other one wants.
            return Insert(cluster, writer, isParsed: false, from, isBackward: writer % 2 == 1);
        }
        catch (ShardException failure) when (failure.ErrorCode is ShardErrorCode.ConstraintViolation or ShardErrorCode.Deadlock)
        {
            return 0;
        }
    }

    private static int Insert(ShardDataSource cluster, int n, bool isParsed = false, int from = 0, bool isBackward = false)
    {
        var ids = Enumerable.Range(from, Rows);
        using var command = cluster.CreateCommand();
        if (isParsed)
            command.Parameters.Add(new ShardParameter("@n", n));
        var values = (isBackward ? ids.Reverse() : ids).Select(id => string.Create(CultureInfo.InvariantCulture, $"({id}, {(isParsed ? "@n" : n)})"));
        command.CommandText = $"INSERT INTO items (id, n) VALUES {string.Join(", ", values)}";
        return command.ExecuteNonQuery();
    }

    private long[] KeysOf(int shard)
    {
        using var connection = Shard(_databases.Cluster, shard);
        return [.. connection.Query<long>("SELECT id FROM items ORDER BY id")];
    }

    /// <summary>Another session, whose open transaction has written the key.</summary>
    private MySqlSessionUser Lock(long key)
    {
        var shard = Array.FindIndex(_keys, keys => keys.Contains(key));
        var other = new MySqlSessionUser(_fixture.Endpoint with { Database = _databases.Databases[shard] });
        other.Do("START TRANSACTION");
        other.Do(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO items VALUES ({key}, 1)"));
        return other;
    }

    private int Count(string condition)
    {
        using var connection = _databases.Cluster.OpenConnection();
        return connection.QuerySingle<int>($"SELECT COUNT(*) FROM items {condition}");
    }

    /// <summary>The cluster with one session for each shard, so that the next statement has the one before's.</summary>
    private ShardDataSource Single() => new(_databases.ConnectionString.Replace("Pool Size=3", "Pool Size=1", StringComparison.Ordinal));

    private static ShardConnection Shard(ShardDataSource cluster, int shard) =>
        cluster.OpenShardAsync(string.Create(CultureInfo.InvariantCulture, $"s{shard}")).AsTask().GetAwaiter().GetResult();
}
