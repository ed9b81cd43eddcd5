using System.Data.Common;
using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>Writes that several shards cannot do as one database would are refused; the copies of a reference table stay alike.</summary>
public sealed class WrittenAlikeTests : IDisposable
{
    private readonly ShardConnection _cluster = new($"Data Source=:memory:;Shards=4;Cluster Name=alike{Guid.NewGuid():N};Transaction Mode=BestEffort");

    public WrittenAlikeTests()
    {
        _cluster.Open();
        Execute("CREATE TABLE t (k INTEGER NOT NULL, id INTEGER, v INTEGER CHECK (v < 10), PRIMARY KEY (k, id), SHARD KEY (k))");
        Execute("CREATE REFERENCE TABLE r (id INTEGER PRIMARY KEY, v INTEGER CHECK (v < 10), at TEXT DEFAULT CURRENT_TIMESTAMP, day TEXT DEFAULT CURRENT_DATE)");
        Execute("INSERT INTO t VALUES (1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 1, 4), (5, 1, 5)");
    }

    [Fact]
    public void OR_FAIL_on_one_shard_keeps_the_rows_before_the_failure()
    {
        Assert.Throws<ShardException>(() => Execute("INSERT OR FAIL INTO t VALUES (1, 7, 1), (1, 8, 99), (1, 9, 1)"));
        Assert.Equal(1L, Scalar("SELECT count(*) FROM t WHERE k = 1 AND id > 6"));
    }

    [Theory]
    [InlineData("CREATE TABLE f (k INTEGER NOT NULL ON CONFLICT FAIL, SHARD KEY (k))", "ON CONFLICT FAIL")]
    [InlineData("CREATE TABLE f (k INTEGER, v, UNIQUE (k, v) ON CONFLICT FAIL, SHARD KEY (k))", "ON CONFLICT FAIL")]
    [InlineData("CREATE REFERENCE TABLE f (k INTEGER UNIQUE ON CONFLICT FAIL)", "ON CONFLICT FAIL")]
    public void A_definition_that_shards_would_follow_differently_is_refused(string text, string named)
    {
        var error = Assert.Throws<ShardException>(() => Execute(text));
        Assert.Equal(ShardErrorCode.InvalidDeclaration, error.ErrorCode);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INSERT INTO r (id) VALUES (1), (2)", 2L)]
    [InlineData("INSERT INTO r DEFAULT VALUES", 1L)]
    [InlineData("INSERT INTO r (v, at) VALUES (3, 'given')", 1L)]
    public void The_client_fills_in_the_moment_of_a_reference_tables_default(string text, long rows)
    {
        Assert.Contains(".day", "." + Sent("EXPLAIN ROUTE " + text).Replace("`", "", StringComparison.Ordinal).Replace(", ", ".", StringComparison.Ordinal), StringComparison.Ordinal);
        Execute(text);
        Assert.Equal(rows, Scalar("SELECT count(*) FROM r WHERE day = CURRENT_DATE AND (at = 'given' OR at LIKE day || ' __:__:__')"));
    }

    [Fact]
    public void A_query_into_a_reference_table_may_leave_out_the_moment()
    {
        Execute("INSERT INTO r (id) SELECT 4");
        Execute("INSERT INTO r (id, at, day) SELECT 5, CURRENT_TIMESTAMP, CURRENT_DATE");
        Assert.Equal(2L, Scalar("SELECT count(*) FROM r WHERE day = CURRENT_DATE"));
    }

    [Theory]
    [InlineData("DELETE FROM t WHERE v > 0 RETURNING k")]
    [InlineData("UPDATE t SET v = v + 1 RETURNING k")]
    public void Single_sees_the_second_shard_of_a_write_that_returns_rows(string text)
    {
        using var folder = new Execution.TestCluster(shards: 4).WithShop();
        using var connection = folder.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER, SHARD KEY (k))";
        command.ExecuteNonQuery();
        for (var key = 1; key <= 8; key++)
        {
            command.CommandText = $"INSERT INTO t VALUES ({key}, 1)";
            command.ExecuteNonQuery();
        }

        command.CommandText = text;
        Assert.Equal(ShardErrorCode.SecondShardWritten, Assert.Throws<ShardException>(() => command.ExecuteScalar()).ErrorCode);
        command.CommandText = "SELECT sum(v) FROM t";
        Assert.Equal(8L, command.ExecuteScalar());
    }

    [Fact]
    public void DISTINCT_under_NOCASE_finds_its_equals_when_ORDER_BY_is_BINARY()
    {
        Execute("CREATE TABLE w (k INTEGER, word TEXT COLLATE NOCASE, SHARD KEY (k))");
        Execute("INSERT INTO w VALUES (1, 'b'), (2, 'a'), (3, 'B'), (4, 'A'), (5, 'a'), (6, 'b'), (7, 'B'), (8, 'A')");
        Assert.Equal(2, Sent("SELECT DISTINCT word FROM w ORDER BY word COLLATE BINARY").Split('\n').Length);
        Assert.Equal("a", Sent("SELECT DISTINCT word FROM w ORDER BY word COLLATE BINARY LIMIT 1").ToLowerInvariant());
    }

    [Fact]
    public void A_broken_deferred_foreign_key_on_any_shard_commits_nothing()
    {
        Execute("CREATE TABLE parent (k INTEGER PRIMARY KEY, SHARD KEY (k))");
        Execute("CREATE TABLE child (k INTEGER PRIMARY KEY REFERENCES parent (k) DEFERRABLE INITIALLY DEFERRED, SHARD KEY (k))");
        Execute("INSERT INTO parent VALUES (1), (2), (3), (4), (5), (6), (7), (8)");
        for (var without = 1; without <= 8; without++)
        {
            Execute($"DELETE FROM parent WHERE k = {without}");
            Assert.Throws<ShardException>(() => Execute("INSERT INTO child VALUES (1), (2), (3), (4), (5), (6), (7), (8)"));
            Assert.Equal(0L, Scalar("SELECT count(*) FROM child"));
            Execute($"INSERT INTO parent VALUES ({without})");
        }
    }

    [Theory]
    [InlineData("INSERT INTO f (k) VALUES (1), (2)")]
    [InlineData("INSERT INTO f (k) SELECT k FROM t")]
    [InlineData("INSERT INTO f DEFAULT VALUES")]
    [InlineData("INSERT INTO f SELECT k, random(), hex(randomblob(8)), k FROM t")]
    [InlineData("INSERT INTO f (k, v) VALUES (1, random()), (2, abs(random()))")]
    [InlineData("INSERT INTO f (k) VALUES (5); UPDATE f SET v = random()")]
    [InlineData("INSERT INTO f SELECT k, k, k, k FROM t; DELETE FROM f WHERE random() > 0")]
    public void Random_values_are_alike_on_every_copy(string text)
    {
        Execute("CREATE REFERENCE TABLE f (k INTEGER, v DEFAULT (random()), w TEXT DEFAULT (hex(randomblob(8))), at TEXT DEFAULT (strftime('%f', 'now')))");
        Execute(text);
        var copies = Enumerable.Range(0, 4).Select(shard => Sent($"/*+ shard(s{shard}) */ SELECT coalesce(group_concat(quote(k) || quote(v) || quote(w) || quote(at)), 'none') FROM f")).Distinct();
        Assert.Single(copies);
    }

    [Fact]
    public void REPLACE_may_not_give_copies_their_own_random_values()
    {
        Execute("CREATE REFERENCE TABLE f (k INTEGER PRIMARY KEY, v NOT NULL DEFAULT (random()))");
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => Execute("REPLACE INTO f VALUES (1, NULL)")).ErrorCode);
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => Execute("UPDATE OR REPLACE f SET v = NULL")).ErrorCode);
    }

    [Fact]
    public void The_hidden_rowid_of_a_sharded_table_is_not_written()
    {
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => Execute("UPDATE t SET rowid = 1000 WHERE k = 2")).ErrorCode);
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => Execute("INSERT INTO t (_rowid_, k, id) VALUES (1, 2, 3)")).ErrorCode);
    }

    public void Dispose() => _cluster.Dispose();

    private void Execute(string text)
    {
        using var command = _cluster.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string text)
    {
        using var command = _cluster.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    /// <summary>All cells of a result, in lines.</summary>
    private string Sent(string text)
    {
        using DbCommand command = _cluster.CreateCommand();
        command.CommandText = text;
        using var reader = command.ExecuteReader();
        var cells = new List<string>();
        while (reader.Read())
            cells.AddRange(Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column).ToString()!));
        return string.Join("\n", cells);
    }
}
