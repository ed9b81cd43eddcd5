using ShardClient.Catalog.Metadata;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Definitions on MySQL shards: on every shard that has the table, declared once, taken back where they fail.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerDefinitionTests(MySqlFixture fixture) : IDisposable
{
    private readonly ServerDatabases _databases = new(fixture);

    public void Dispose() => _databases.Dispose();

    [Fact]
    public void ADeclarationIsKnownToWhoOpensTheClusterNext()
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        Run("INSERT INTO items VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)");

        using var other = new ShardDataSource(_databases.ConnectionString);
        using var connection = other.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN ROUTE SELECT * FROM items WHERE id = 3";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal(Assert.Single(ShardsOf("items", "id = 3")), reader.GetString(2));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("ALTER TABLE items ADD COLUMN a INT NOT NULL DEFAULT 4, ADD INDEX by_a (a)")]
    [InlineData("ALTER TABLE items MODIFY COLUMN t VARCHAR(60) NOT NULL DEFAULT 'x'")]
    [InlineData("ALTER TABLE items CHANGE COLUMN t text2 VARCHAR(40)")]
    [InlineData("ALTER TABLE items DROP COLUMN t")]
    [InlineData("ALTER TABLE items RENAME TO things")]
    [InlineData("CREATE INDEX by_t ON items (t(5))")]
    [InlineData("CREATE UNIQUE INDEX u ON items (id, t)")]
    [InlineData("TRUNCATE TABLE items")]
    [InlineData("DROP TABLE items")]
    [InlineData("CREATE TABLE more LIKE items")]
    [InlineData("CREATE VIEW v AS SELECT id, t FROM items WHERE id > 1")]
    public void ADefinitionRunsOnEveryShardAlike(string text)
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, t VARCHAR(20), SHARD KEY (id))");
        Run("INSERT INTO items VALUES (1, 'a'), (2, 'b'), (3, 'c')");

        Run(text);

        Assert.Equal(Definitions(0), Definitions(1));
        Assert.Equal(Definitions(0), Definitions(3));
        Assert.Empty(Findings());
    }

    [Theory]
    [InlineData("CREATE TABLE t (id BIGINT PRIMARY KEY, user_id BIGINT, SHARD KEY (user_id))", ShardErrorCode.InvalidDeclaration)]
    [InlineData("CREATE TABLE t (id DOUBLE PRIMARY KEY, SHARD KEY (id))", ShardErrorCode.InvalidDeclaration)]
    [InlineData("CREATE TABLE t (id BIGINT, SHARD KEY (nothing))", ShardErrorCode.UnknownColumn)]
    [InlineData("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, u BIGINT, SHARD KEY (u))", ShardErrorCode.InvalidDeclaration)]
    [InlineData("CREATE TABLE t (w VARCHAR(20) COLLATE utf8mb4_czech_ci PRIMARY KEY, SHARD KEY (w))", ShardErrorCode.InvalidDeclaration)]
    [InlineData("CREATE TABLE t (at DATETIME PRIMARY KEY, SHARD KEY (at))", ShardErrorCode.InvalidDeclaration)]
    [InlineData("ALTER TABLE items DROP COLUMN id", ShardErrorCode.InvalidDeclaration)]
    [InlineData("ALTER TABLE items MODIFY COLUMN id VARCHAR(20)", ShardErrorCode.InvalidDeclaration)]
    [InlineData("CREATE TABLE items (id INT)", ShardErrorCode.AlreadyExists)]
    [InlineData("DROP TABLE nothing", ShardErrorCode.UnknownTable)]
    [InlineData("CREATE TABLE t AS SELECT * FROM items", ShardErrorCode.NotSupported)]
    public void ADefinitionThatCannotHoldIsRefusedBeforeAShardIsTouched(string text, ShardErrorCode code)
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, SHARD KEY (id))");
        var before = Definitions(0);

        Assert.Equal(code, Assert.Throws<ShardException>(() => Run(text)).ErrorCode);

        Assert.Equal(before, Definitions(0));
    }

    [Fact]
    public void ADefinitionThatOneShardRefusesIsTakenBackOnTheOthers()
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        using var session = new MySqlSessionUser(fixture.Endpoint);
        session.Do($"ALTER TABLE {_databases.Databases[2]}.items ADD COLUMN extra INT");

        Assert.Throws<ShardException>(() => Run("ALTER TABLE items ADD COLUMN extra INT"));

        Assert.DoesNotContain("extra", Definitions(0), StringComparison.Ordinal);
        Assert.DoesNotContain("extra", Definitions(1), StringComparison.Ordinal);
        session.Do($"ALTER TABLE {_databases.Databases[2]}.items DROP COLUMN extra");
        Run("ALTER TABLE items ADD COLUMN extra INT");
        Assert.Empty(Findings());
    }

    [Fact]
    public void ADefinitionThatWasInterruptedIsFinishedByWhoOpensTheClusterNext()
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, SHARD KEY (id))");
        using var session = new MySqlSessionUser(fixture.Endpoint);
        const string text = "ALTER TABLE items ADD COLUMN extra INT";
        var home = _databases.Databases[0];
        var topology = TopologyChanges.Parse(session.Scalar($"SELECT value FROM {home}.shardclient_meta WHERE name = 'topology'")["Text ".Length..]);
        var texts = Enumerable.Range(0, ServerDatabases.Shards).ToDictionary(static shard => shard, static _ => (IReadOnlyList<string>)[text]);
        var change = ClusterChange.To(topology with { Version = topology.Version + 1 }, "ALTER TABLE items", texts);

        // As far as its author came: the record, and the definition on two of the shards.
        session.Do($"INSERT INTO {home}.shardclient_meta VALUES ('pending', '{change.ToJson().Replace("\\", "\\\\", StringComparison.Ordinal)}')");
        foreach (var database in _databases.Databases[..2])
            session.Do($"ALTER TABLE {database}.items ADD COLUMN extra INT");
        using var next = new ShardDataSource(_databases.ConnectionString);
        using var connection = next.OpenConnection();

        Assert.Equal(0L, Execute(connection, "SELECT COUNT(extra) FROM items"));
        Assert.Equal(Definitions(0), Definitions(3));
        Assert.Equal("Integer 0", session.Scalar($"SELECT COUNT(*) FROM {home}.shardclient_meta WHERE name = 'pending'"));
        Assert.Empty(Findings());
    }

    [Fact]
    public void AnInterruptedDefinitionThatAShardRefusesIsTakenBackWhereItHasRun()
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, SHARD KEY (id))");
        using var session = new MySqlSessionUser(fixture.Endpoint);
        var (home, refusing) = (_databases.Databases[0], _databases.Databases[2]);
        var topology = TopologyChanges.Parse(session.Scalar($"SELECT value FROM {home}.shardclient_meta WHERE name = 'topology'")["Text ".Length..]);
        var texts = Enumerable.Range(0, ServerDatabases.Shards).ToDictionary(static shard => shard, static _ => (IReadOnlyList<string>)["ALTER TABLE items ADD CONSTRAINT c CHECK (id < 100)"]);
        var change = ClusterChange.To(topology with { Version = topology.Version + 1 }, "ALTER TABLE items", texts, ["ALTER TABLE items DROP CONSTRAINT c"]);
        session.Do($"INSERT INTO {refusing}.items VALUES (1000)");
        session.Do($"INSERT INTO {home}.shardclient_meta VALUES ('pending', '{change.ToJson().Replace("\\", "\\\\", StringComparison.Ordinal)}')");

        using var next = new ShardDataSource(_databases.ConnectionString);
        using var connection = next.OpenConnection();

        Assert.Equal(1L, Execute(connection, "SELECT COUNT(*) FROM items"));
        session.Do($"INSERT INTO {home}.items VALUES (2000)");
        Assert.Equal("Integer 0", session.Scalar($"SELECT COUNT(*) FROM {home}.shardclient_meta WHERE name = 'pending'"));
    }

    [Fact]
    public void ADefinitionInsideATransactionIsRefusedAndTheTransactionGoesOn()
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, SHARD KEY (id))");
        using var connection = _databases.Cluster.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Execute(connection, "INSERT INTO items VALUES (1)", transaction);

        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => Execute(connection, "CREATE TABLE more (id INT)", transaction)).ErrorCode);

        transaction.Rollback();
        Assert.Equal(0L, Execute(connection, "SELECT COUNT(*) FROM items"));
    }

    [Fact]
    public void ADatabaseThatHoldsTablesIsNotAdopted()
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        session.Do($"CREATE TABLE {_databases.Databases[0]}.own (id INT)");

        var refused = Assert.Throws<ShardException>(() => _databases.Cluster.OpenConnection());

        Assert.Equal(ShardErrorCode.EndpointMismatch, refused.ErrorCode);
    }

    [Fact]
    public void ManyWhoOpenANewClusterAtOnceMakeOne()
    {
        Parallel.For(0, 6, _ =>
        {
            using var source = new ShardDataSource(_databases.ConnectionString);
            using var connection = source.OpenConnection();
            Assert.Equal("1", $"{Execute(connection, "SELECT 1")}");
        });

        using var session = new MySqlSessionUser(fixture.Endpoint);
        var clusters = _databases.Databases[..ServerDatabases.Shards].Select(database => session.Scalar($"SELECT value FROM {database}.shardclient_meta WHERE name = 'cluster'"));
        Assert.Single(clusters.Distinct());
    }

    [Fact]
    public void WhatIsShownLeavesOutWhatIsTheClustersOwn()
    {
        Run("CREATE TABLE items (id BIGINT PRIMARY KEY, SHARD KEY (id))");

        using var connection = _databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "SHOW TABLES";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        Assert.Equal(["items"], names);
    }

    private void Run(string text) => ServerDatabases.Run(_databases.Cluster, text);

    private static object? Execute(ShardConnection connection, string text, ShardTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        return command.ExecuteScalar();
    }

    private List<string> Findings()
    {
        using var connection = _databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "CHECK CLUSTER";
        using var reader = command.ExecuteReader();
        var findings = new List<string>();
        while (reader.Read())
            findings.Add(reader.GetString(2));
        return findings;
    }

    /// <summary>The tables and columns of a shard as its server tells them.</summary>
    private string Definitions(int shard)
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        var columns = session.Rows(
            "SELECT table_name, column_name, column_type, is_nullable, column_default, column_key FROM information_schema.columns "
            + $"WHERE table_schema = '{_databases.Databases[shard]}' AND table_name NOT LIKE 'shardclient%' ORDER BY table_name, ordinal_position");
        return string.Join("\n", columns.Select(static row => string.Join(" ", row)));
    }

    private List<string> ShardsOf(string table, string condition)
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        var found = new List<string>();
        for (var shard = 0; shard < ServerDatabases.Shards; shard++)
        {
            if (session.Scalar($"SELECT COUNT(*) FROM {_databases.Databases[shard]}.{table} WHERE {condition}") != "Integer 0")
                found.Add($"s{shard}");
        }

        return found;
    }
}
