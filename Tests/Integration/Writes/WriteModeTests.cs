using Dapper;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>Writes by rows keep the promises of the transaction modes: one written shard under Single, and a failed statement leaves what was before it.</summary>
public sealed class WriteModeTests
{
    [Theory]
    [InlineData("INSERT INTO orders (user_id, id) SELECT user_id, id + 100 FROM orders LIMIT 30")]
    [InlineData("INSERT INTO orders (user_id, id) VALUES (abs(1), 100), (abs(2), 100), (abs(3), 100), (abs(4), 100), (abs(5), 100), (abs(6), 100)")]
    [InlineData("INSERT INTO countries (code, name) SELECT 'c' || user_id, amount FROM orders")]
    public void Single_refuses_the_second_shard_and_nothing_is_written(string text)
    {
        using var cluster = new TestCluster().WithShop(users: 30);
        using var connection = cluster.Open();
        var error = Assert.Throws<ShardException>(() => connection.Execute(text));
        Assert.Equal(ShardErrorCode.SecondShardWritten, error.ErrorCode);
        Assert.Equal(30, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM countries"));
    }

    [Theory]
    [InlineData("INSERT INTO notes (text) SELECT amount FROM orders ORDER BY amount", 30)]
    [InlineData("INSERT INTO orders (user_id, id) SELECT 7, user_id + 100 FROM orders", 30)]
    [InlineData("INSERT INTO orders (user_id, id) VALUES (abs(-3), 100), (abs(3), 101)", 2)]
    public void Single_lets_one_shard_be_written_with_rows_of_all(string text, int rows)
    {
        using var cluster = new TestCluster().WithShop(users: 30);
        using var connection = cluster.Open();
        Assert.Equal(rows, connection.Execute(text));
    }

    [Fact]
    public void A_failed_write_leaves_the_earlier_ones_of_its_transaction()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 30);
        using var connection = cluster.Open();
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("INSERT INTO orders (user_id, id) SELECT user_id, 2 FROM orders WHERE amount <= 100", transaction: transaction);
            Assert.Throws<ShardException>(() => connection.Execute("INSERT INTO orders (user_id, id) SELECT user_id, 3 - id FROM orders ORDER BY user_id DESC", transaction: transaction));
            Assert.Equal(10, connection.Execute("INSERT INTO orders (user_id, id) SELECT user_id, 4 FROM orders WHERE id = 2", transaction: transaction));
            transaction.Commit();
        }

        Assert.Equal(50, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void A_rolled_back_transaction_takes_back_rows_on_every_shard()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 30);
        using var connection = cluster.Open();
        using (var transaction = connection.BeginTransaction())
        {
            Assert.Equal(30, connection.Execute("INSERT INTO orders (user_id, id) SELECT user_id + 1, 2 FROM orders", transaction: transaction));
            Assert.Equal(60, connection.ExecuteScalar<long>("SELECT count(*) FROM orders", transaction: transaction));
            transaction.Rollback();
        }

        Assert.Equal(30, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void Generated_keys_of_a_query_are_unique_over_shards()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 40);
        using var connection = cluster.Open();
        var ids = connection.Query<long>("INSERT INTO tickets (user_id, title) SELECT user_id, 't' || user_id FROM orders ORDER BY user_id RETURNING id").ToList();
        Assert.Equal(40, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids[^1], connection.ExecuteScalar<long>("SELECT last_insert_rowid()"));
        var more = connection.Query<long>("INSERT INTO tickets (id, user_id) SELECT CASE WHEN user_id < 3 THEN user_id END, user_id FROM orders RETURNING id").ToList();
        Assert.Equal(40, more.Distinct().Except(ids).Count());
        Assert.Contains(2, more);
    }

    [Fact]
    public void More_rows_than_memory_is_given_are_read_before_the_first_is_written()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 4);
        using var connection = cluster.Open();
        connection.Execute("WITH RECURSIVE c(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 20000) INSERT INTO tickets (id, user_id, title) SELECT n, n % 100, hex(zeroblob(150)) || n FROM c");
        Assert.Equal(20_000, connection.Execute("INSERT INTO tickets (id, user_id, title) SELECT id + 20000, user_id + 1, title || 'x' FROM tickets"));
        Assert.Equal((40_000, 40_000), connection.QuerySingle<(long, long)>("SELECT count(*), count(DISTINCT title) FROM tickets"));
    }

    [Fact]
    public async Task Two_writers_that_read_each_others_shards_wait_for_each_other_in_one_order()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 20);
        async Task WriteAsync(int writer)
        {
            await using var connection = cluster.Open();
            for (var round = 0; round < 10; round++)
                await connection.ExecuteAsync("INSERT INTO orders (user_id, id) SELECT max(user_id) + 1, @writer FROM orders", new { writer });
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(writer))));
        await using var reader = cluster.Open();
        Assert.Equal((60, 60), await reader.QuerySingleAsync<(long, long)>("SELECT count(*), max(user_id) FROM orders"));
    }
}
