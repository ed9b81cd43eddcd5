using System.Data;
using System.Text;
using Dapper;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What belongs to one session of one server: accepted where it holds anyway, else refused by name and never silently dropped.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerSessionTests(MySqlFixture fixture) : IDisposable
{
    private readonly ServerDatabases _databases = new(fixture);

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData("SET NAMES utf8mb4")]
    [InlineData("SET autocommit = 1")]
    [InlineData("SET SESSION foreign_key_checks = ON")]
    public void ASettingThatHoldsAnywayIsAccepted(string text) => ServerDatabases.Run(_databases.Cluster, text);

    [Theory]
    [InlineData("SET NAMES latin1")]
    [InlineData("SET autocommit = 0")]
    [InlineData("SET time_zone = '+00:00'")]
    [InlineData("SET GLOBAL sql_mode = ''")]
    [InlineData("SET sql_mode = (SELECT 'ANSI')")]
    [InlineData("SET sql_mode = CONCAT('ANSI', (SELECT ',STRICT_ALL_TABLES'))")]
    [InlineData("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")]
    [InlineData("SET GLOBAL autocommit = 1")]
    [InlineData("SET @a = 1")]
    [InlineData("CREATE TEMPORARY TABLE t (id INT)")]
    [InlineData("SELECT GET_LOCK('x', 1)")]
    [InlineData("LOCK TABLES t WRITE")]
    public void WhatOneSessionWouldKeepIsRefused(string text) =>
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, text)).ErrorCode);

    [Theory]
    [InlineData(IsolationLevel.ReadCommitted, IsolationLevel.ReadCommitted, 2)]
    [InlineData(IsolationLevel.RepeatableRead, IsolationLevel.RepeatableRead, 1)]
    [InlineData(IsolationLevel.Unspecified, IsolationLevel.RepeatableRead, 1)]
    [InlineData(IsolationLevel.Snapshot, IsolationLevel.Snapshot, 1)]
    public void ATransactionSeesWhatItsIsolationLevelSays(IsolationLevel asked, IsolationLevel said, int seen)
    {
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO items VALUES (1, 1)");
        using var connection = _databases.Cluster.OpenConnection();
        using var transaction = connection.BeginTransaction(asked);
        Assert.Equal(1, Read(connection, transaction));

        ServerDatabases.Run(_databases.Cluster, "UPDATE items SET n = 2 WHERE id = 1");

        Assert.Equal(seen, Read(connection, transaction));
        Assert.Equal(said, transaction.IsolationLevel);
    }

    [Fact]
    public void ASerializableTransactionKeepsWhatItHasReadFromBeingWritten()
    {
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        ServerDatabases.Run(_databases.Cluster, "INSERT INTO items VALUES (1, 1)");
        using var connection = _databases.Cluster.OpenConnection();
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        Assert.Equal(1, Read(connection, transaction));
        using var other = _databases.Cluster.OpenConnection();
        using var writing = other.CreateCommand();
        writing.CommandText = "UPDATE items SET n = 2 WHERE id = 1";
        writing.CommandTimeout = 1;

        Assert.Equal(ShardErrorCode.Timeout, Assert.Throws<ShardException>(() => writing.ExecuteNonQuery()).ErrorCode);
    }

    private static int Read(ShardConnection connection, ShardTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT n FROM items WHERE id = 1";
        return (int)command.ExecuteScalar()!;
    }

    [Theory]
    [InlineData("START TRANSACTION")]
    [InlineData("COMMIT;")]
    [InlineData("LOCK TABLES x READ")]
    [InlineData("XA START 'x'")]
    public void ATransactionThatOneShardWouldLoseIsRefused(string text)
    {
        var error = Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, $"/*+ shard(s1) */ {text}"));
        Assert.Equal(ShardErrorCode.NotSupported, error.ErrorCode);
        Assert.Contains("on shard s1 would stay in a session that others use next", error.Message, StringComparison.Ordinal);
        ServerDatabases.Run(_databases.Cluster, "/*+ shard(s1) */ START TRANSACTION; DO 1; COMMIT");
    }

    /// <summary>How an operator finds and ends what a lost session has prepared.</summary>
    [Fact]
    public async Task WhatALostSessionHasPreparedIsFoundAndEndedOnItsShard()
    {
        ServerDatabases.Run(_databases.Cluster, "CREATE TABLE left_over (id BIGINT PRIMARY KEY, SHARD KEY (id))");
        using (var session = new MySqlSessionUser(fixture.Endpoint with { Database = _databases.Databases[1] }))
        {
            session.Do("XA START 'left'");
            session.Do("INSERT INTO left_over VALUES (1)");
            session.Do("XA END 'left'");
            session.Do("XA PREPARE 'left'");
        }

        await using var shard = await _databases.Cluster.OpenShardAsync("s1", TestContext.Current.CancellationToken);
        try
        {
            // MariaDB says it as bytes, MySQL as a text.
            Assert.Contains("left", shard.Query("XA RECOVER").Select(static branch => branch.data is byte[] bytes ? Encoding.UTF8.GetString(bytes) : (string)branch.data));
        }
        finally
        {
            // The server may not have noticed yet that the session is gone. What stays prepared would hold up everything that comes after.
            Assert.True(SpinWait.SpinUntil(() => IsCommitted(shard, "left"), TimeSpan.FromSeconds(20)));
        }

        Assert.Equal(1, shard.QuerySingle<int>("SELECT COUNT(*) FROM left_over"));

        static bool IsCommitted(ShardConnection shard, string branch)
        {
            try
            {
                shard.Execute($"XA COMMIT '{branch}'");
                return true;
            }
            catch (ShardException error) when (error.EngineErrorCode == 1397)
            {
                return false;
            }
        }
    }

}
