using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>What a user gets for each usual mistake: the code, what is wrong and what to do; and nothing half written.</summary>
public sealed class BadInputTests
{
    private static ShardException Fails(Action action) => Assert.Throws<ShardException>(action);

    private static ShardException FailsToOpen(string connectionString) => Fails(() =>
    {
        using var source = new ShardDataSource(connectionString);
        using var connection = source.OpenConnection();
    });

    [Fact]
    public void An_unknown_key_names_the_nearest_known_one()
    {
        var error = FailsToOpen("Data Source=/tmp/x;Shrads=4");
        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
        Assert.Contains("Shards", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoints_key_is_refused_without_showing_its_value()
    {
        var error = FailsToOpen("Data Source=/tmp/x;Shards=4;Password=topsecret");
        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
        Assert.DoesNotContain("topsecret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_cluster_is_not_made_unless_the_number_of_shards_is_said()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"shardclient-none-{Guid.NewGuid():N}");
        var error = FailsToOpen($"Data Source={folder}");
        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Another_number_of_shards_than_the_folders_is_refused()
    {
        using var cluster = new TestCluster().WithShop();
        var error = FailsToOpen($"Data Source={cluster.Folder};Shards=8");
        Assert.Equal(ShardErrorCode.TopologyMismatch, error.ErrorCode);
        Assert.Equal(4, Directory.GetFiles(cluster.Folder, "*.db").Length);
    }

    [Fact]
    public void A_missing_shard_is_named_and_not_made_anew()
    {
        using var cluster = Closed();
        File.Delete(cluster.FileOf(2));
        var error = FailsToOpen($"Data Source={cluster.Folder}");
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.Contains("s2", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(cluster.FileOf(2)));
    }

    [Fact]
    public void A_shard_that_is_no_database_is_named()
    {
        using var cluster = Closed();
        File.WriteAllText(cluster.FileOf(1), new string('x', 8192));
        var error = FailsToOpen($"Data Source={cluster.Folder}");
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.Contains("s1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_files_are_refused_before_a_row_is_touched()
    {
        using var cluster = Closed();
        File.Move(cluster.FileOf(1), cluster.FileOf(1) + ".away");
        File.Move(cluster.FileOf(3), cluster.FileOf(1));
        File.Move(cluster.FileOf(1) + ".away", cluster.FileOf(3));
        var error = FailsToOpen($"Data Source={cluster.Folder}");
        Assert.Equal(ShardErrorCode.EndpointMismatch, error.ErrorCode);
    }

    [Fact]
    public void A_locked_shard_fails_a_write_at_the_commands_deadline()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        using var plain = new SqliteConnection($"Data Source={cluster.FileOf(0)};Pooling=False");
        plain.Open();
        plain.Execute("BEGIN IMMEDIATE");
        var error = Fails(() => connection.Execute("INSERT INTO notes (text) VALUES ('x')", commandTimeout: 1));
        Assert.Equal(ShardErrorCode.LockTimeout, error.ErrorCode);
        Assert.True(error.IsTransient);
        plain.Execute("ROLLBACK");
        Assert.Equal(1, connection.Execute("INSERT INTO notes (text) VALUES ('x')"));
    }

    [Fact]
    public void A_sharding_key_that_is_no_column_is_refused_with_its_place()
    {
        using var cluster = new TestCluster();
        using var connection = cluster.Open();
        var error = Fails(() => connection.Execute("CREATE TABLE t (a INTEGER,\n SHARD KEY (b))"));
        Assert.Equal(2, error.Position?.Line);
        Assert.Contains("b", error.Message, StringComparison.Ordinal);
        Assert.Equal(ShardErrorCode.UnknownTable, Fails(() => connection.Execute("SELECT * FROM t")).ErrorCode);
    }

    [Fact]
    public void An_unknown_table_is_an_error_and_never_a_guess()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        foreach (var sql in new[] { "SELECT * FROM ordrs", "INSERT INTO ordrs VALUES (1)", "UPDATE ordrs SET a = 1", "DELETE FROM ordrs" })
        {
            var error = Fails(() => connection.Execute(sql));
            Assert.Equal(ShardErrorCode.UnknownTable, error.ErrorCode);
            Assert.NotNull(error.Position);
            Assert.Contains("orders", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Declarations_that_contradict_each_other_are_refused()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        Fails(() => connection.Execute("CREATE REFERENCE TABLE x (a INTEGER, SHARD KEY (a))"));
        Fails(() => connection.Execute("CREATE TABLE x (a INTEGER, email TEXT UNIQUE, SHARD KEY (a))"));
        Fails(() => connection.Execute("CREATE TABLE x (a REAL, SHARD KEY (a))"));
        Fails(() => connection.Execute("CREATE TABLE x (a INTEGER, SHARD KEY (a) USING nowhere)"));
        Assert.Equal(ShardErrorCode.AlreadyExists, Fails(() => connection.Execute("CREATE TABLE orders (a INTEGER)")).ErrorCode);
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'x'"));
    }

    [Fact]
    public void A_syntax_error_says_where_and_what_was_expected()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        var error = Fails(() => connection.Execute("SELECT *\nFROM orders WERE id = 1"));
        Assert.Equal(ShardErrorCode.SyntaxError, error.ErrorCode);
        Assert.Equal(2, error.Position?.Line);
    }

    [Fact]
    public void A_cluster_file_tells_all_its_mistakes_at_once()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{ "name": "shop", "engine": "oracle", "shards": { "s0": {} }, "tables": { "t": { "placement": "none" } } }""");
            var error = FailsToOpen($"Cluster File={file}");
            Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
            Assert.Contains("engine", error.Message, StringComparison.Ordinal);
            Assert.Contains("tables", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A cluster whose files nobody holds open.</summary>
    private static TestCluster Closed()
    {
        var cluster = new TestCluster().WithShop(users: 3);
        cluster.Source.Dispose();
        return cluster;
    }
}
