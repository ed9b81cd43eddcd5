using System.Data;
using System.Transactions;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

[Collection("Data sources of connection strings")]
public sealed class ConnectionTests : ConformanceCluster
{
    [Fact]
    public void Opening_and_closing_is_told()
    {
        using var connection = new ShardConnection(ConnectionString);
        var changes = new List<(ConnectionState, ConnectionState)>();
        connection.StateChange += (_, change) => changes.Add((change.OriginalState, change.CurrentState));
        connection.Open();
        Assert.Throws<InvalidOperationException>(connection.Open);
        connection.Close();
        connection.Close();
        Assert.Equal([(ConnectionState.Closed, ConnectionState.Open), (ConnectionState.Open, ConnectionState.Closed)], changes);
        ShardConnection.ClearPool(connection);
    }

    [Fact]
    public void An_open_connection_says_what_it_is_connected_to()
    {
        Assert.NotEmpty(Connection.Database);
        Assert.NotEmpty(Connection.DataSource);
        Assert.StartsWith("3.", Connection.ServerVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_of_one_text_share_a_cluster_until_it_is_cleared()
    {
        const string text = "Data Source=:memory:;Shards=2;Cluster Name=shared";
        await using (var first = new ShardConnection(text))
        await using (var second = new ShardConnection(text))
        {
            await first.OpenAsync(TestContext.Current.CancellationToken);
            await second.OpenAsync(TestContext.Current.CancellationToken);
            using var create = new ShardCommand("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)", first);
            create.ExecuteNonQuery();
            using var count = new ShardCommand("SELECT COUNT(*) FROM t", second);
            Assert.Equal(1L, count.ExecuteScalar());
        }

        Clear(text);
        using var third = new ShardConnection(text);
        third.Open();
        using var lost = new ShardCommand("SELECT COUNT(*) FROM t", third);
        Assert.Equal(ShardErrorCode.UnknownTable, Assert.Throws<ShardException>(() => lost.ExecuteScalar()).ErrorCode);
        Clear(text);
    }

    /// <summary>This text's alone: other tests have connections of their own open meanwhile.</summary>
    private static void Clear(string text)
    {
        using var connection = new ShardConnection(text);
        ShardConnection.ClearPool(connection);
    }

    [Fact]
    public void An_ambient_transaction_is_refused_unless_it_is_to_be_ignored()
    {
        using var scope = new TransactionScope();
        using var connection = new ShardConnection(ConnectionString);
        Assert.Throws<NotSupportedException>(connection.Open);
        Assert.Throws<NotSupportedException>(() => connection.EnlistTransaction(Transaction.Current));
        using var ignoring = new ShardConnection(ConnectionString + ";Enlist=false");
        ignoring.Open();
        Assert.Equal(ConnectionState.Open, ignoring.State);
        ShardConnection.ClearPool(ignoring);
    }

    [Fact]
    public void Closing_ends_readers_and_rolls_back()
    {
        using (var connection = Open())
        {
            using var transaction = connection.BeginTransaction();
            using var insert = new ShardCommand("INSERT INTO notes (text) VALUES ('x')", connection, transaction);
            insert.ExecuteNonQuery();
            using var select = new ShardCommand("SELECT text FROM notes", connection, transaction);
            using var reader = select.ExecuteReader();
            connection.Close();
            Assert.True(reader.IsClosed);
            Assert.Null(transaction.Connection);
        }

        using var count = Command("SELECT COUNT(*) FROM notes");
        Assert.Equal(0L, count.ExecuteScalar());
    }

    [Fact]
    public void Schema_collections_tell_the_logical_tables()
    {
        Run("CREATE INDEX people_by_name ON people (name)");
        Assert.Contains("Columns", Names("MetaDataCollections", "CollectionName"));
        Assert.Equal(["notes", "people"], Names("Tables", "TABLE_NAME"));
        Assert.Equal(["id", "name", "born", "paid", "active", "picture"], Names("Columns", "COLUMN_NAME", "people"));
        Assert.Equal(["name"], Names("Columns", "COLUMN_NAME", "people", "name"));
        Assert.Contains("people_by_name", Names("Indexes", "INDEX_NAME", "people"));
        Assert.Contains("name", Names("IndexColumns", "COLUMN_NAME", "people", "people_by_name"));
        Assert.Empty(Names("ForeignKeys", "TABLE_NAME"));
        Assert.Contains("BIGINT", Names("DataTypes", "TypeName"));
        Assert.Contains("SELECT", Names("ReservedWords", "ReservedWord"));
        Assert.Single(Connection.GetSchema("DataSourceInformation").Rows);
        Assert.Throws<ArgumentException>(() => Connection.GetSchema("Nothing"));
    }

    private string[] Names(string collection, string column, params string[] restrictions)
    {
        using var table = Connection.GetSchema(collection, restrictions);
        return table.Rows.Cast<DataRow>().Select(row => (string)row[column]).ToArray();
    }
}
