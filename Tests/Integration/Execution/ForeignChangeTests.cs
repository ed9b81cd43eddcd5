using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>Somebody else changes the files' schema while plans and statements are cached.</summary>
public sealed class ForeignChangeTests
{
    private static void OnEveryFile(TestCluster cluster, string sql)
    {
        for (var shard = 0; shard < 4; shard++)
        {
            using var plain = new SqliteConnection($"Data Source={cluster.FileOf(shard)};Pooling=False");
            plain.Open();
            plain.Execute(sql);
        }
    }

    [Fact]
    public void A_column_added_elsewhere_is_in_the_next_answer_of_a_kept_command()
    {
        using var cluster = new TestCluster().WithShop(users: 10);
        using var connection = cluster.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM orders ORDER BY user_id";
        using (var reader = command.ExecuteReader())
            Assert.Equal(3, reader.FieldCount);
        OnEveryFile(cluster, "ALTER TABLE orders ADD COLUMN note TEXT DEFAULT 'new'");
        using (var reader = command.ExecuteReader())
        {
            Assert.Equal(4, reader.FieldCount);
            Assert.True(reader.Read());
            Assert.Equal("new", reader["note"]);
        }
    }

    [Fact]
    public void A_table_made_by_another_data_source_is_found()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        Assert.Throws<ShardException>(() => connection.Execute("SELECT * FROM later"));
        using (var other = new ShardDataSourceBuilder(cluster.ConnectionString).Build())
        using (var otherConnection = other.OpenConnection())
            otherConnection.Execute("CREATE TABLE later (k INTEGER PRIMARY KEY, SHARD KEY (k))");
        Assert.Equal(1, connection.Execute("INSERT INTO later (k) VALUES (5)"));
        Assert.Equal(5, connection.ExecuteScalar<long>("SELECT k FROM later"));
    }

    [Fact]
    public void A_kept_insert_into_a_table_made_anew_with_another_key_goes_where_the_new_key_says()
    {
        using var cluster = new TestCluster();
        using var connection = cluster.Open();
        connection.Execute("CREATE TABLE moves (a INTEGER, b INTEGER, SHARD KEY (a))");
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO moves (a, b) VALUES (@a, @b)";
        command.Parameters.Add(new ShardParameter { ParameterName = "@a" });
        command.Parameters.Add(new ShardParameter { ParameterName = "@b" });
        for (var a = 1; a <= 40; a++)
        {
            (command.Parameters["@a"].Value, command.Parameters["@b"].Value) = (a, a);
            command.ExecuteNonQuery();
        }

        using (var other = new ShardDataSourceBuilder(cluster.ConnectionString).Build())
        using (var elsewhere = other.OpenConnection())
        {
            elsewhere.Execute("DROP TABLE moves");
            elsewhere.Execute("CREATE TABLE moves (a INTEGER, b INTEGER, SHARD KEY (b))");
        }

        for (var a = 1; a <= 40; a++)
        {
            (command.Parameters["@a"].Value, command.Parameters["@b"].Value) = (a, 1000 + (7 * a));
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        for (var a = 1; a <= 40; a++)
            Assert.Equal(a, connection.ExecuteScalar<long>("SELECT a FROM moves WHERE b = @b", new { b = 1000 + (7 * a) }));
        Assert.Equal(40, connection.ExecuteScalar<long>("SELECT count(*) FROM moves"));
    }

    [Fact]
    public void A_kept_read_of_a_table_that_was_dropped_elsewhere_says_so()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        const string Read = "SELECT text FROM notes WHERE id = 1";
        Assert.Null(connection.ExecuteScalar<string>(Read));
        using (var other = new ShardDataSourceBuilder(cluster.ConnectionString).Build())
        using (var elsewhere = other.OpenConnection())
            elsewhere.Execute("DROP TABLE notes");
        var error = Assert.Throws<ShardException>(() => connection.ExecuteScalar<string>(Read));
        Assert.Equal(ShardErrorCode.UnknownTable, error.ErrorCode);
        Assert.NotNull(error.Position);
    }

    [Fact]
    public void Writes_go_on_through_definitions_of_the_same_connection()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        for (var round = 0; round < 5; round++)
        {
            for (var user = 0; user < 20; user++)
                Assert.Equal(1, connection.Execute("INSERT INTO orders (user_id, id) VALUES (@user, @round)", new { user, round }));
            connection.Execute($"CREATE INDEX orders_{round} ON orders (amount)");
        }

        Assert.Equal(100, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }
}
