using System.Data;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>GetSchema over a cluster on servers tells what one database would: each logical object once, nothing of the cluster's own.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerSchemaCollectionTests(MySqlFixture fixture) : IAsyncLifetime
{
    private readonly ServerDatabases _databases = new(fixture);

    public ValueTask InitializeAsync()
    {
        ServerDatabases.Run(_databases.Cluster, "CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(20) NOT NULL, SHARD KEY (id))");
        ServerDatabases.Run(
            _databases.Cluster,
            "CREATE TABLE orders (id BIGINT, user_id BIGINT, note VARCHAR(30), PRIMARY KEY (user_id, id), KEY by_note (note, id), "
            + "CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id), SHARD KEY (user_id))");
        ServerDatabases.Run(_databases.Cluster, "CREATE VIEW named AS SELECT id, name FROM users");
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _databases.Dispose();
        return default;
    }

    [Theory]
    [InlineData("Tables", "named VIEW,orders TABLE,users TABLE")]
    [InlineData("Tables", "users TABLE", "users")]
    [InlineData("Tables", "named VIEW", null, "VIEW")]
    [InlineData("Columns", "users id 0  False bigint(20) True,users name 1  False varchar(20) False", "users")]
    [InlineData("Columns", "orders note 2 NULL True varchar(30) False", "orders", "note")]
    [InlineData("Indexes", "orders by_note False,orders PRIMARY True", "orders")]
    [InlineData("IndexColumns", "orders by_note note 0,orders by_note id 1", "orders", "by_note")]
    [InlineData("ForeignKeys", "orders user_id users id")]
    public async Task ACollectionTellsOfTheLogicalTables(string collection, string expected, params string?[] restrictions)
    {
        await using var connection = await _databases.Cluster.OpenConnectionAsync(TestContext.Current.CancellationToken);

        // MySQL 8 and later tell no width of integers, and no DEFAULT that nobody gave.
        if (!connection.ServerVersion.Contains("MariaDB", StringComparison.Ordinal))
            expected = expected.Replace("bigint(20)", "bigint", StringComparison.Ordinal).Replace(" NULL ", "  ", StringComparison.Ordinal);
        Assert.Equal(expected, Told(connection.GetSchema(collection, restrictions)));
        Assert.Equal(expected, Told(await connection.GetSchemaAsync(collection, restrictions, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void TheSourceSaysHowItQuotesNames()
    {
        using var connection = _databases.Cluster.OpenConnection();
        var source = connection.GetSchema("DataSourceInformation").Rows[0];
        Assert.Equal("MySQL", source["DataSourceProductName"]);
        Assert.Matches((string)source["QuotedIdentifierPattern"], "`a``b`");
    }

    private static string Told(DataTable table) => string.Join(',', table.Rows.Cast<DataRow>().Select(row => string.Join(' ', row.ItemArray)));
}
