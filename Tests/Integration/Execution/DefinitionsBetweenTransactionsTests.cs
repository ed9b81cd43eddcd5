using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>Definitions use the sessions that transactions have used: what these kept prepared is no obstacle.</summary>
public sealed class DefinitionsBetweenTransactionsTests
{
    [Fact]
    public void Each_table_can_be_changed_after_transactions_on_every_shard()
    {
        using var source = new ShardDataSource("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");
        using var connection = source.OpenConnection();
        Run("CREATE TABLE t (id INTEGER PRIMARY KEY, SHARD KEY (id))");
        for (var round = 0; round < 3; round++)
        {
            Run("BEGIN");
            for (var id = 0; id < 20; id++)
                Run($"INSERT INTO t (id) VALUES ({(round * 100) + id})");
            Run("COMMIT");
            Run("CREATE TABLE IF NOT EXISTS s (id INTEGER PRIMARY KEY)");
            Run($"ALTER TABLE t ADD COLUMN c{round} INTEGER");
            Run("DROP TABLE s");
        }

        using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM t WHERE c0 IS NULL AND c1 IS NULL AND c2 IS NULL";
        Assert.Equal(60L, count.ExecuteScalar());

        void Run(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public void Foreign_keys_are_not_looked_at_while_the_connection_says_so()
    {
        using var source = new ShardDataSource("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");
        using var connection = source.OpenConnection();
        Run("CREATE TABLE parents (id INTEGER PRIMARY KEY, SHARD KEY (id))");
        Run("CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) ON DELETE CASCADE, SHARD KEY (parent))");
        Run("INSERT INTO parents VALUES (1), (2), (3), (4)");
        Run("INSERT INTO children (parent) SELECT id FROM parents");
        Run("PRAGMA foreign_keys = OFF");
        Assert.Equal(0L, Ask("PRAGMA foreign_keys"));
        Run("CREATE TABLE new_parents (id INTEGER PRIMARY KEY, name TEXT, SHARD KEY (id))");
        Run("INSERT INTO new_parents (id) SELECT id FROM parents");
        Run("DROP TABLE parents");
        Run("ALTER TABLE new_parents RENAME TO parents");
        Run("INSERT INTO children (parent) VALUES (99)");
        Run("PRAGMA foreign_keys = ON");
        Assert.Equal(5L, Ask("SELECT COUNT(*) FROM children"));
        Assert.Equal(ShardErrorCode.ConstraintViolation, Assert.Throws<ShardException>(() => Run("INSERT INTO children (parent) VALUES (98)")).ErrorCode);

        void Run(string text) => Ask(text);

        object? Ask(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            return command.ExecuteScalar();
        }
    }

    [Theory]
    [InlineData("ALTER TABLE t ADD COLUMN Name TEXT")]
    [InlineData("ALTER TABLE t RENAME COLUMN id TO name")]
    public void A_column_that_is_there_already_is_refused_by_name(string text)
    {
        using var source = new ShardDataSource("Data Source=:memory:;Shards=2");
        using var connection = source.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, SHARD KEY (id))";
        command.ExecuteNonQuery();
        command.CommandText = text;
        Assert.Equal(ShardErrorCode.AlreadyExists, Assert.Throws<ShardException>(() => command.ExecuteNonQuery()).ErrorCode);
        command.CommandText = "ALTER TABLE t RENAME COLUMN name TO Name";
        command.ExecuteNonQuery();
    }

    [Fact]
    public void A_connection_may_have_another_transaction_mode_than_its_data_source()
    {
        using var source = new ShardDataSource("Data Source=:memory:;Shards=4");
        using var connection = source.OpenConnection();
        Run("CREATE REFERENCE TABLE r (id INTEGER PRIMARY KEY)");
        Assert.Equal(ShardTransactionMode.Single, connection.TransactionMode);
        Assert.Throws<ShardException>(() => Run("INSERT INTO r VALUES (1)"));
        connection.TransactionMode = ShardTransactionMode.BestEffort;
        Run("INSERT INTO r VALUES (1)");
        using (connection.BeginTransaction())
            Assert.Throws<InvalidOperationException>(() => connection.TransactionMode = ShardTransactionMode.Single);
        connection.TransactionMode = ShardTransactionMode.Single;
        Assert.Throws<ShardException>(() => Run("INSERT INTO r VALUES (2)"));

        void Run(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }
}
