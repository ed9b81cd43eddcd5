using Dapper;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

public sealed class TransactionTests
{
    private const string Insert = "INSERT INTO orders (user_id, id, amount) VALUES (@user, @id, 1)";
    private const string Count = "SELECT count(*) FROM orders";

    [Fact]
    public void A_committed_row_is_seen_by_others_and_not_before()
    {
        using var cluster = new TestCluster().WithShop();
        using var writer = cluster.Open();
        using var reader = cluster.Open();
        using var transaction = writer.BeginTransaction();
        writer.Execute(Insert, new { user = 1, id = 1 }, transaction);
        Assert.Equal(0, reader.ExecuteScalar<long>(Count));
        transaction.Commit();
        Assert.Equal(1, reader.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void A_transaction_reads_its_own_rows_in_a_scatter()
    {
        using var cluster = new TestCluster().WithShop(users: 20);
        using var connection = cluster.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute(Insert, new { user = 1, id = 2 }, transaction);
        Assert.Equal(21, connection.ExecuteScalar<long>(Count, transaction: transaction));
    }

    [Fact]
    public void Disposing_without_commit_rolls_back()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        using (var transaction = connection.BeginTransaction())
            connection.Execute(Insert, new { user = 1, id = 1 }, transaction);
        Assert.Equal(0, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void A_second_written_shard_is_refused_by_name_and_the_first_can_still_commit()
    {
        using var cluster = new TestCluster().WithShop();
        var users = cluster.Users();
        using var connection = cluster.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute(Insert, new { user = users.First, id = 1 }, transaction);
        var error = Assert.Throws<ShardException>(() => connection.Execute(Insert, new { user = users.Second, id = 1 }, transaction));
        Assert.Equal(ShardErrorCode.SecondShardWritten, error.ErrorCode);
        Assert.Contains("Transaction Mode=BestEffort", error.Message, StringComparison.Ordinal);
        connection.Execute(Insert, new { user = users.SameAsFirst, id = 1 }, transaction);
        transaction.Commit();
        Assert.Equal(2, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void Under_Single_a_statement_over_two_shards_is_refused_and_nothing_is_written()
    {
        using var cluster = new TestCluster().WithShop();
        var users = cluster.Users();
        using var connection = cluster.Open();
        var error = Assert.Throws<ShardException>(() => connection.Execute(
            $"INSERT INTO orders (user_id, id, amount) VALUES ({users.First}, 1, 1), ({users.Second}, 1, 1)"));
        Assert.Equal(ShardErrorCode.SecondShardWritten, error.ErrorCode);
        Assert.Equal(0, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void Under_Single_a_condition_without_the_key_may_find_its_rows_on_one_shard()
    {
        using var cluster = new TestCluster().WithShop(users: 20);
        using var connection = cluster.Open();
        Assert.Equal(1, connection.Execute("UPDATE orders SET amount = -1 WHERE amount = 70"));
        Assert.Equal(0, connection.Execute("DELETE FROM orders WHERE 0 = 1"));
        Assert.Equal(1, connection.Execute("DELETE FROM orders WHERE amount = -1"));
        Assert.Equal(19, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void Under_Single_a_condition_that_finds_rows_on_two_shards_is_undone_and_refused()
    {
        using var cluster = new TestCluster().WithShop(users: 20);
        using var connection = cluster.Open();
        var error = Assert.Throws<ShardException>(() => connection.Execute("UPDATE orders SET amount = 0"));
        Assert.Equal(ShardErrorCode.SecondShardWritten, error.ErrorCode);
        Assert.Equal(2100, connection.ExecuteScalar<long>("SELECT sum(amount) FROM orders"));

        using var transaction = connection.BeginTransaction();
        connection.Execute("UPDATE orders SET amount = 1 WHERE user_id = 1", transaction: transaction);
        Assert.Throws<ShardException>(() => connection.Execute("UPDATE orders SET amount = 0", transaction: transaction));
        transaction.Commit();
        Assert.Equal(2091, connection.ExecuteScalar<long>("SELECT sum(amount) FROM orders"));
    }

    [Fact]
    public void What_a_savepoint_took_back_does_not_count_as_written()
    {
        using var cluster = new TestCluster().WithShop();
        var users = cluster.Users();
        using var connection = cluster.Open();
        using var transaction = connection.BeginTransaction();
        transaction.Save("start");
        connection.Execute(Insert, new { user = users.First, id = 1 }, transaction);
        transaction.Rollback("start");
        connection.Execute(Insert, new { user = users.Second, id = 1 }, transaction);
        transaction.Commit();
        Assert.Equal([(long)users.Second], connection.Query<long>("SELECT user_id FROM orders"));
    }

    [Fact]
    public void Under_Single_writing_a_reference_table_is_refused_with_the_way_that_works()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        var error = Assert.Throws<ShardException>(() => connection.Execute("INSERT INTO countries VALUES ('eg', 'Egypt')"));
        Assert.Equal(ShardErrorCode.SecondShardWritten, error.ErrorCode);
        Assert.Contains("reference table", error.Message, StringComparison.Ordinal);
        Assert.Contains("BestEffort", error.Message, StringComparison.Ordinal);
        using var source = new ShardDataSource(cluster.ConnectionString + ";Transaction Mode=BestEffort");
        using var loader = source.OpenConnection();
        Assert.Equal(1, loader.Execute("INSERT INTO countries VALUES ('eg', 'Egypt')"));
        Assert.Equal(1, connection.ExecuteScalar<long>("SELECT count(*) FROM countries"));
    }

    [Fact]
    public void Under_BestEffort_a_transaction_commits_all_its_shards()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop();
        var users = cluster.Users();
        using var connection = cluster.Open();
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute(Insert, new { user = users.First, id = 1 }, transaction);
            connection.Execute(Insert, new { user = users.Second, id = 1 }, transaction);
            transaction.Commit();
        }

        Assert.Equal(2, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void Under_BestEffort_a_rollback_undoes_all_its_shards()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 10);
        using var connection = cluster.Open();
        using (var transaction = connection.BeginTransaction())
        {
            Assert.Equal(10, connection.Execute("UPDATE orders SET amount = 0", transaction: transaction));
            transaction.Rollback();
        }

        Assert.Equal(550, connection.ExecuteScalar<long>("SELECT sum(amount) FROM orders"));
    }

    [Fact]
    public void A_statement_that_fails_on_one_shard_leaves_nothing_on_the_others()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 20);
        using var connection = cluster.Open();
        var rows = string.Join(", ", Enumerable.Range(21, 20).Append(20).Select(static user => $"({user}, 1, 1)"));
        var error = Assert.Throws<ShardException>(() => connection.Execute($"INSERT INTO orders (user_id, id, amount) VALUES {rows}"));
        Assert.Equal(ShardErrorCode.ConstraintViolation, error.ErrorCode);
        Assert.Equal(20, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void Inside_a_transaction_a_failed_scattered_statement_is_undone_alone()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop(users: 20);
        using var connection = cluster.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute(Insert, new { user = 100, id = 1 }, transaction);
        var rows = string.Join(", ", Enumerable.Range(21, 20).Append(20).Select(static user => $"({user}, 1, 1)"));
        Assert.Throws<ShardException>(() => connection.Execute($"INSERT INTO orders (user_id, id, amount) VALUES {rows}", transaction: transaction));
        transaction.Commit();
        Assert.Equal(21, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void Savepoints_reach_every_shard_also_those_touched_later()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop();
        var users = cluster.Users();
        using var connection = cluster.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute(Insert, new { user = users.First, id = 1 }, transaction);
        transaction.Save("here");
        connection.Execute(Insert, new { user = users.First, id = 2 }, transaction);
        connection.Execute(Insert, new { user = users.Second, id = 2 }, transaction);
        transaction.Rollback("here");
        transaction.Commit();
        Assert.Equal([1L], connection.Query<long>("SELECT id FROM orders"));
    }

    [Fact]
    public void Transactions_and_savepoints_work_as_text()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        connection.Execute("BEGIN; INSERT INTO orders (user_id, id) VALUES (1, 1); SAVEPOINT a; INSERT INTO orders (user_id, id) VALUES (1, 2); ROLLBACK TO a; COMMIT");
        Assert.Equal([1L], connection.Query<long>("SELECT id FROM orders"));
        connection.Execute("SAVEPOINT outermost; INSERT INTO orders (user_id, id) VALUES (1, 3); RELEASE outermost");
        Assert.Equal(2, connection.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void A_commit_under_an_open_reader_is_refused_and_can_be_repeated()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        using var transaction = connection.BeginTransaction();
        for (var id = 1; id <= 50; id++)
            connection.Execute(Insert, new { user = 1, id }, transaction);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id FROM orders WHERE user_id = 1 ORDER BY id";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        reader.Close();
        transaction.Commit();
        using var other = cluster.Open();
        Assert.Equal(50, other.ExecuteScalar<long>(Count));
    }

    [Fact]
    public async Task Two_transactions_that_wait_for_each_other_are_told_apart_and_one_may_try_again()
    {
        using var cluster = new TestCluster(options: "Transaction Mode=BestEffort").WithShop();
        var users = cluster.Users();
        using var bothWrote = new Barrier(2);

        ShardException? Run(int mine, int theirs)
        {
            using var connection = cluster.Open();
            using var transaction = connection.BeginTransaction();
            connection.Execute(Insert, new { user = mine, id = mine }, transaction);
            bothWrote.SignalAndWait();
            try
            {
                connection.Execute(Insert, new { user = theirs, id = mine }, transaction);
                transaction.Commit();
                return null;
            }
            catch (ShardException error)
            {
                return error;
            }
        }

        var one = Task.Run(() => Run(users.First, users.Second));
        var two = Run(users.Second, users.First);
        var victim = Assert.Single(new[] { await one, two }, static error => error is not null)!;
        Assert.Equal(ShardErrorCode.Deadlock, victim.ErrorCode);
        Assert.True(victim.IsTransient);
        using var after = cluster.Open();
        Assert.Equal(2, after.ExecuteScalar<long>(Count));
    }

    [Fact]
    public void When_the_engine_rolled_back_the_transaction_says_so_until_it_is_ended()
    {
        using var cluster = new TestCluster().WithShop();
        using var connection = cluster.Open();
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute(Insert, new { user = 1, id = 1 }, transaction);
            Assert.Throws<ShardException>(() => connection.Execute("INSERT OR ROLLBACK INTO orders (user_id, id) VALUES (1, 1)", transaction: transaction));
            var error = Assert.Throws<ShardException>(() => connection.Execute(Insert, new { user = 1, id = 2 }, transaction));
            Assert.Equal(ShardErrorCode.TransactionAborted, error.ErrorCode);
        }

        Assert.Equal(0, connection.ExecuteScalar<long>(Count));
        connection.Execute(Insert, new { user = 1, id = 3 });
    }

    [Fact]
    public void A_snapshot_transaction_reads_what_was_there_and_cannot_write()
    {
        using var cluster = new TestCluster().WithShop(users: 8);
        using var connection = cluster.Open();
        using var other = cluster.Open();
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.Snapshot);
        Assert.Equal(8, connection.ExecuteScalar<long>(Count, transaction: transaction));
        other.Execute(Insert, new { user = 1, id = 99 });
        Assert.Equal(8, connection.ExecuteScalar<long>(Count, transaction: transaction));
        Assert.Throws<ShardException>(() => connection.Execute(Insert, new { user = 1, id = 100 }, transaction));
    }
}
