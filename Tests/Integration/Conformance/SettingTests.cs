using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>What the keys of the connection string and the builder say is what happens.</summary>
public sealed class SettingTests
{
    [Fact]
    public void Opening_takes_no_session_once_the_cluster_is_open()
    {
        using var cluster = new TestCluster(shards: 2, "Maximum Pool Size=1;Default Command Timeout=2").WithShop();
        using var busy = cluster.Open();
        using var first = new ShardCommand("/*+ shard(s0) */ SELECT 1 UNION ALL SELECT 2", busy);
        using var second = new ShardCommand("/*+ shard(s1) */ SELECT 1 UNION ALL SELECT 2", busy);
        using var one = first.ExecuteReader();
        using var two = second.ExecuteReader();
        Assert.True(one.Read() && two.Read());
        using var other = cluster.Open();
        var error = Assert.Throws<ShardException>(() => other.ExecuteScalar("SELECT count(*) FROM notes"));
        Assert.Equal((ShardErrorCode.PoolExhausted, true), (error.ErrorCode, error.IsTransient));
        one.Dispose();
        Assert.Equal(0L, other.ExecuteScalar("SELECT count(*) FROM notes"));
    }

    [Theory]
    [InlineData("", 1L)]
    [InlineData("Synchronous=Normal", 1L)]
    [InlineData("Synchronous=Full", 2L)]
    [InlineData("Synchronous=Off", 0L)]
    public void Sessions_wait_for_the_disk_as_the_connection_says(string option, long expected)
    {
        using var cluster = new TestCluster(shards: 2, option);
        using var connection = cluster.Open();
        Assert.Equal(expected, connection.ExecuteScalar("PRAGMA synchronous"));
        Assert.Equal(expected, connection.ExecuteScalar("/*+ shard(s1) */ PRAGMA synchronous"));
    }

    [Fact]
    public void Rows_that_a_write_returns_are_held_up_to_the_reader_buffer_limit()
    {
        using var cluster = new TestCluster(shards: 3, "Reader Buffer Limit=1 KiB;Transaction Mode=BestEffort").WithShop(users: 30);
        using var connection = cluster.Open();
        var error = Assert.Throws<ShardException>(() => connection.Query("UPDATE orders SET amount = 0 RETURNING user_id, id, hex(randomblob(100))"));
        Assert.Equal(ShardErrorCode.LimitExceeded, error.ErrorCode);
        Assert.Contains("Reader Buffer Limit", error.Message, StringComparison.Ordinal);
        Assert.Equal(4650L, connection.ExecuteScalar("SELECT sum(amount) FROM orders"));
    }

    [Fact]
    public void A_session_keeps_no_statements_when_none_are_to_be_kept()
    {
        using var cluster = new TestCluster(shards: 2, "Statement Cache Size=0;Plan Cache Size=1 KiB").WithShop(users: 4);
        using var connection = cluster.Open();
        for (var round = 0; round < 3; round++)
            Assert.Equal([10L, 20L, 30L, 40L], connection.Query<long>("SELECT amount FROM orders WHERE user_id IN (1, 2, 3, 4) ORDER BY amount"));
    }

    [Fact]
    public void Functions_and_collations_of_the_application_are_those_of_every_shard()
    {
        using var source = new ShardDataSourceBuilder("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort").ConfigureSqliteSession(static session =>
        {
            session.CreateFunction("backwards", static (string text) => new string(text.Reverse().ToArray()), isDeterministic: true);
            session.CreateCollation("LENGTH", static (left, right) => left.Length.CompareTo(right.Length));
        }).Build();
        using var connection = source.OpenConnection();
        connection.Execute("CREATE TABLE words (k INTEGER, word TEXT, SHARD KEY (k)); INSERT INTO words VALUES (1, 'abc'), (2, 'de'), (3, 'fghi'), (4, 'j')");
        Assert.Equal([2L, 4L], connection.Query<long>("SELECT k FROM words WHERE backwards(word) IN ('ed', 'j')").Order());
        Assert.Equal("cba", connection.ExecuteScalar("SELECT backwards(word) FROM words WHERE k = 1"));
        Assert.Equal([3L], connection.Query<long>("SELECT k FROM words WHERE word = 'WXYZ' COLLATE LENGTH"));
    }

    [Fact]
    public void Logs_go_to_the_builders_factory_and_hold_no_values()
    {
        using var logs = new Logs();
        using var source = new ShardDataSourceBuilder("Data Source=:memory:;Shards=2;Cluster Name=logged").UseLoggerFactory(logs).Build();
        using (var connection = source.OpenConnection())
        {
            connection.Execute("CREATE TABLE secrets (id INTEGER PRIMARY KEY, text TEXT)");
            connection.Execute("INSERT INTO secrets VALUES (1, 'do-not-log'); CREATE TEMP TABLE t (x)");
            Assert.Throws<ShardException>(() => connection.Execute("INSERT INTO secrets VALUES (1, 'do-not-log')"));
        }

        Assert.Contains(logs.Lines, static line => line.StartsWith("ShardClient: Cluster logged opened: 2 shards", StringComparison.Ordinal));
        Assert.Contains(logs.Lines, static line => line.Contains("keeps a session for 1 temporary objects", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, static line => line.Contains("do-not-log", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT 1/2", 0L)]
    [InlineData("SELECT 'a' LIKE 'A'", 1L)]
    [InlineData("SELECT 'a' || 'b'", "ab")]
    [InlineData("SELECT TRUE + FALSE", 1L)]
    [InlineData("SELECT length('\\n')", 2L)]
    [InlineData("SELECT 'B' < 'a'", 1L)]
    [InlineData("SELECT 'B' < 'a' COLLATE NOCASE", 0L)]
    [InlineData("SELECT CONCAT('a', NULL)", "a")]
    public void The_readmes_table_of_what_SQL_means_is_true(string text, object expected)
    {
        using var source = new ShardDataSource("Data Source=:memory:;Shards=2");
        using var connection = source.OpenConnection();
        Assert.Equal(expected, connection.ExecuteScalar(text));
    }

    [Fact]
    public void A_double_quoted_word_is_a_name()
    {
        using var source = new ShardDataSource("Data Source=:memory:;Shards=2");
        using var connection = source.OpenConnection();
        Assert.Equal(1L, connection.ExecuteScalar("SELECT \"a b\" FROM (SELECT 1 AS \"a b\")"));
        Assert.Throws<ShardException>(() => connection.ExecuteScalar("SELECT \"nobody\""));
    }

    private sealed class Logs : ILoggerFactory
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Lined(categoryName, Lines);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose() => Lines.Enqueue("disposed");

        private sealed class Lined(string category, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category}: {formatter(state, exception)}");
        }
    }
}
