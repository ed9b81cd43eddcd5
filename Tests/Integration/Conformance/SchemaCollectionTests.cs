using System.Data;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>GetSchema over a cluster tells what one database would: each logical object once, nothing of the cluster's own.</summary>
public sealed class SchemaCollectionTests : IDisposable
{
    private readonly TestCluster _cluster = new(shards: 3, "Transaction Mode=BestEffort");
    private readonly ShardConnection _connection;

    public SchemaCollectionTests()
    {
        _connection = _cluster.Open();
        Run("CREATE REFERENCE TABLE countries (code TEXT PRIMARY KEY, name TEXT)");
        Run("CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'x', country TEXT REFERENCES countries (code), SHARD KEY (id))");
        Run("CREATE TABLE orders (user_id BIGINT, id BIGINT, note TEXT, PRIMARY KEY (user_id, id), FOREIGN KEY (user_id) REFERENCES users (id), SHARD KEY (user_id))");
        Run("CREATE TABLE tickets (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, SHARD KEY (user_id))");
        Run("CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)");
        Run("CREATE VIRTUAL TABLE texts USING fts5 (body)");
        Run("CREATE INDEX orders_by_note ON orders (note, id)");
        Run("CREATE UNIQUE INDEX users_by_id_name ON users (id, name)");
        Run("CREATE VIEW named AS SELECT u.id, u.name, c.name AS country FROM users u JOIN countries c ON c.code = u.country");
        Run("INSERT INTO tickets (user_id) VALUES (1)");
    }

    [Fact]
    public void Tables_and_views_are_there_once_and_internals_not_at_all()
    {
        string[] tables = ["countries", "notes", "orders", "texts", "tickets", "users"];
        Assert.Equal([.. tables, "named"], Told("Tables", "TABLE_NAME").OrderBy(static name => name == "named"));
        Assert.Equal(tables, Told("Tables", "TABLE_NAME", null, "TABLE"));
        Assert.Equal(["named"], Told("Tables", "TABLE_NAME", null, "VIEW"));
        Assert.Equal(["named"], Told("Views", "TABLE_NAME"));
        Assert.StartsWith("CREATE VIEW named", Told("Views", "VIEW_DEFINITION", "named").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_those_of_the_declaration_also_of_views()
    {
        Assert.Equal(["id", "name", "country"], Told("Columns", "COLUMN_NAME", "users"));
        Assert.Equal(["BIGINT", "VARCHAR(20)", "TEXT"], Told("Columns", "DATA_TYPE", "users"));
        Assert.Equal(["id", "name", "country"], Told("Columns", "COLUMN_NAME", "named"));
        Assert.Equal(["body"], Told("Columns", "COLUMN_NAME", "texts"));
        var name = _connection.GetSchema("Columns", ["users", "name"]).Rows[0];
        Assert.Equal((1, "'x'", false, false), ((int)name["ORDINAL_POSITION"], (string)name["COLUMN_DEFAULT"], (bool)name["IS_NULLABLE"], (bool)name["PRIMARY_KEY"]));
        Assert.DoesNotContain(Told("Columns", "TABLE_NAME"), static table => table.StartsWith("shardclient_", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Indexes_and_their_columns_are_there_once()
    {
        Assert.Equal(["orders_by_note"], Told("Indexes", "INDEX_NAME", "orders").Where(static name => !name.StartsWith("sqlite_", StringComparison.Ordinal)));
        Assert.Equal(["note", "id"], Told("IndexColumns", "COLUMN_NAME", "orders", "orders_by_note"));
        Assert.Equal(["id", "name"], Told("IndexColumns", "COLUMN_NAME", "users", "users_by_id_name"));
        var all = Told("Indexes", "INDEX_NAME");
        Assert.Equal(all.Distinct(), all);
        Assert.DoesNotContain(all, static name => name.Contains("shardclient_", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Foreign_keys_tell_both_ends()
    {
        Assert.Equal(["orders", "users"], Told("ForeignKeys", "TABLE_NAME"));
        Assert.Equal(["user_id", "country"], Told("ForeignKeys", "COLUMN_NAME"));
        Assert.Equal(["users", "countries"], Told("ForeignKeys", "REFERENCED_TABLE_NAME"));
        Assert.Equal(["id", "code"], Told("ForeignKeys", "REFERENCED_COLUMN_NAME"));
    }

    [Fact]
    public async Task The_collections_are_the_same_asynchronously_and_every_one_that_is_named_is_there()
    {
        foreach (var collection in Told("MetaDataCollections", "CollectionName"))
        {
            using var sync = _connection.GetSchema(collection);
            using var async = await _connection.GetSchemaAsync(collection, TestContext.Current.CancellationToken);
            Assert.Equal(sync.Rows.Count, async.Rows.Count);
            Assert.NotEmpty(sync.Columns);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _cluster.Dispose();
    }

    private string[] Told(string collection, string column, params string?[] restrictions)
    {
        using var table = _connection.GetSchema(collection, restrictions);
        return [.. table.Rows.Cast<DataRow>().Select(row => (string)row[column])];
    }

    private void Run(string text)
    {
        using var command = new ShardCommand(text, _connection);
        command.ExecuteNonQuery();
    }
}
