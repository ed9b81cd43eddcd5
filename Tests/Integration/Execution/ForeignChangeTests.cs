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
}
