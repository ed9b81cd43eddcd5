using Dapper;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

public sealed class WriteTests
{
    [Fact]
    public void Affected_rows_of_all_shards_are_added()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 30);
        using var connection = cluster.Open();
        Assert.Equal(30, connection.Execute("UPDATE orders SET amount = amount + 1"));
        Assert.Equal(12, connection.Execute("DELETE FROM orders WHERE user_id IN @users", new { users = Enumerable.Range(1, 12) }));
        Assert.Equal(18, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void A_reference_table_is_written_everywhere_and_counted_once()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop();
        using var connection = cluster.Open();
        Assert.Equal(2, connection.Execute("INSERT INTO countries VALUES ('eg', 'Egypt'), ('ke', 'Kenya')"));
        for (var shard = 0; shard < 4; shard++)
            Assert.Equal(2, connection.ExecuteScalar<long>($"/*+ shard(s{shard}) */ SELECT count(*) FROM countries"));
        Assert.Equal(2, connection.ExecuteScalar<long>("SELECT count(*) FROM countries"));
    }

    [Fact]
    public void Generated_keys_are_unique_over_shards_and_told_back()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        var ids = new HashSet<long>();
        for (var user = 1; user <= 40; user++)
        {
            connection.Execute("INSERT INTO tickets (user_id, title) VALUES (@user, @title)", new { user, title = $"t{user}" });
            var id = connection.ExecuteScalar<long>("SELECT last_insert_rowid()");
            Assert.Equal(user, connection.ExecuteScalar<long>("SELECT user_id FROM tickets WHERE id = @id", new { id }));
            Assert.True(ids.Add(id));
        }
    }

    [Fact]
    public void RETURNING_gives_generated_keys_in_the_order_of_the_rows()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop();
        using var connection = cluster.Open();
        var rows = connection.Query<(long Id, string Title)>(
            "INSERT INTO tickets (user_id, title) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e') RETURNING id, title").ToList();
        Assert.Equal(["a", "b", "c", "d", "e"], rows.Select(static row => row.Title));
        Assert.Equal(rows.Select(static row => row.Id).Order(), rows.Select(static row => row.Id));
        Assert.Equal(rows[^1].Id, connection.ExecuteScalar<long>("SELECT last_insert_rowid()"));
    }

    [Fact]
    public void An_insert_that_inserts_nothing_leaves_the_last_key_and_never_shows_another_connections()
    {
        using var cluster = new TestCluster().WithShop();
        using var mine = cluster.Open();
        using var other = cluster.Open();
        mine.Execute("INSERT INTO notes (id, text) VALUES (7, 'mine')");
        other.Execute("INSERT INTO notes (id, text) VALUES (8, 'theirs')");
        Assert.Equal(0, mine.Execute("INSERT OR IGNORE INTO notes (id, text) VALUES (7, 'again')"));
        Assert.Equal(7, mine.ExecuteScalar<long>("SELECT last_insert_rowid()"));
        Assert.Equal(0, mine.ExecuteScalar<long>("SELECT changes()"));
        Assert.Equal(1, mine.ExecuteScalar<long>("SELECT total_changes()"));
    }

    [Fact]
    public void A_key_of_the_wrong_type_is_refused_before_anything_is_written()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop();
        using var connection = cluster.Open();
        var error = Assert.Throws<ShardException>(() => connection.Execute("INSERT INTO orders (user_id, id) VALUES (1, 1), ('one', 2)"));
        Assert.Equal(ShardErrorCode.InvalidKeyValue, error.ErrorCode);
        Assert.Contains("user_id", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void Upserts_update_the_row_on_its_shard()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 5);
        using var connection = cluster.Open();
        connection.Execute(
            "INSERT INTO orders (user_id, id, amount) VALUES (1, 1, 5), (2, 1, 5), (9, 1, 5) ON CONFLICT (user_id, id) DO UPDATE SET amount = excluded.amount");
        Assert.Equal(6, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
        Assert.Equal(15, connection.ExecuteScalar<long>("SELECT sum(amount) FROM orders WHERE user_id IN (1, 2, 9)"));
    }
}
