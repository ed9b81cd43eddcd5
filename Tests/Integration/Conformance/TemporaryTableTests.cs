using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>Temporary tables are the connection's own: it keeps a session of the default shard for them, and says so.</summary>
public sealed class TemporaryTableTests : IDisposable
{
    private readonly TestCluster _cluster = new TestCluster(shards: 3, "Cluster Name=shop;Transaction Mode=BestEffort;Sqlite Types=Storage;Default Command Timeout=5").WithShop(users: 6);
    private readonly ShardConnection _connection;

    public TemporaryTableTests()
    {
        _connection = _cluster.Open();
        Run("INSERT INTO notes VALUES (1, 'one'), (2, 'two'); INSERT INTO countries VALUES ('eg', 'Egypt'), ('ke', 'Kenya')");
    }

    [Fact]
    public void A_temporary_table_is_seen_by_its_connection_only_and_ends_with_it()
    {
        using (var mine = _cluster.Open())
        {
            Assert.Null(mine.PinReason);
            mine.Execute("CREATE TEMP TABLE picked (id INTEGER PRIMARY KEY, why TEXT)");
            Assert.Equal("temporary table picked on shard s0", mine.PinReason);
            Assert.Equal(2, mine.Execute("INSERT INTO picked VALUES (1, 'a'), (2, @why)", new { why = "b" }));
            Assert.Equal("a,b", mine.ExecuteScalar<string>("SELECT group_concat(why) FROM picked"));
            Assert.Equal(ShardErrorCode.UnknownTable, Refusal("SELECT * FROM picked").ErrorCode);
        }

        for (var index = 0; index < 8; index++)
        {
            using var other = _cluster.Open();
            Assert.Throws<ShardException>(() => other.Query("SELECT * FROM picked"));
            Assert.Throws<ShardException>(() => other.Query("/*+ shard(s0) */ SELECT * FROM picked"));
        }
    }

    [Fact]
    public void The_session_is_given_back_when_the_last_temporary_object_is_dropped()
    {
        Run("CREATE TEMPORARY TABLE a (x); CREATE TEMP VIEW b AS SELECT x FROM a; CREATE TEMP TABLE IF NOT EXISTS a (x)");
        Assert.Equal("temporary table a, temporary view b on shard s0", _connection.PinReason);
        Run("DROP VIEW b; DROP TABLE temp.a");
        Assert.Null(_connection.PinReason);
        Assert.Equal(ShardErrorCode.UnknownTable, Refusal("SELECT * FROM a").ErrorCode);
        Assert.Empty(Rows("SELECT * FROM sqlite_temp_master"));
    }

    [Fact]
    public void It_joins_what_its_shard_has()
    {
        Run("CREATE TEMP TABLE picked (id INTEGER PRIMARY KEY, code TEXT); INSERT INTO picked VALUES (1, 'eg'), (3, 'ke')");
        Assert.Equal(["1|one|Egypt"], Rows("SELECT p.id, n.text, c.name FROM picked p JOIN notes n ON n.id = p.id JOIN countries c ON c.code = p.code"));
        var here = UserOf("s0");
        Run("INSERT INTO orders VALUES (@here, 1, 777)", new { here });
        Assert.Equal(["777"], Rows($"SELECT o.amount FROM orders o JOIN picked p ON p.id = o.id WHERE o.user_id = {here}"));
        var refused = Refusal("SELECT count(*) FROM orders o JOIN picked p ON p.id = o.id");
        Assert.Equal(ShardErrorCode.NotSupported, refused.ErrorCode);
        Assert.Contains("picked", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["7"], Rows("SELECT count(*) FROM orders"));
        Assert.Equal(["1", "2"], Rows("SELECT id FROM notes UNION SELECT id FROM picked WHERE id < 2 ORDER BY id"));
    }

    [Fact]
    public void It_hides_a_table_of_the_cluster_that_has_its_name()
    {
        using var other = _cluster.Open();
        const string text = "SELECT count(*) FROM notes";
        Assert.Equal((2L, 2L), (other.ExecuteScalar<long>(text), _connection.ExecuteScalar<long>(text)));
        Run("CREATE VIEW both AS SELECT text FROM notes");
        Run("CREATE TEMP TABLE notes (id INTEGER, more TEXT)");
        Run("INSERT INTO notes VALUES (7, 'mine')");
        Assert.Equal((2L, 1L), (other.ExecuteScalar<long>(text), _connection.ExecuteScalar<long>(text)));
        Assert.Equal((2L, 1L), (other.ExecuteScalar<long>(text), _connection.ExecuteScalar<long>(text)));
        Assert.Equal(["1|one", "2|two"], Rows("SELECT * FROM main.notes ORDER BY id"));
        Assert.Equal(["7|mine"], Rows("SELECT * FROM temp.notes"));
        Assert.Equal(["one", "two"], Rows("SELECT * FROM both ORDER BY 1"));
        Assert.Equal(["id", "more"], Rows("SELECT name FROM pragma_table_info('notes')"));
        Assert.Equal(["0|id|INTEGER|0|NULL|0", "1|more|TEXT|0|NULL|0"], Rows("PRAGMA table_info(notes)"));
        Run("DROP TABLE notes");
        Assert.Equal((2L, 2L), (other.ExecuteScalar<long>(text), _connection.ExecuteScalar<long>(text)));
    }

    [Theory]
    [InlineData("DELETE FROM notes WHERE id IN (SELECT user_id FROM orders)")]
    [InlineData("UPDATE notes SET text = (SELECT max(amount) FROM orders)")]
    [InlineData("UPDATE orders SET amount = (SELECT count(*) FROM notes)")]
    [InlineData("DELETE FROM orders WHERE user_id IN (SELECT id FROM notes)")]
    public void A_change_beside_rows_of_other_shards_is_refused_and_touches_no_table_of_that_name(string text)
    {
        Run("CREATE TEMP TABLE notes (id INTEGER, text TEXT); INSERT INTO notes VALUES (1, 'mine'), (3, 'mine too')");
        var refusal = Assert.Throws<ShardException>(() => Run(text));
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.Contains("Temporary table notes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["1|mine", "3|mine too"], Rows("SELECT * FROM notes ORDER BY id"));
        Assert.Equal(["1|one", "2|two"], Rows("SELECT * FROM main.notes ORDER BY id"));
        Assert.Equal(["6|210"], Rows("SELECT count(*), sum(amount) FROM orders"));
    }

    [Fact]
    public void Rows_of_all_shards_are_copied_into_it_and_out_of_it()
    {
        Run("CREATE TEMP TABLE notes (id INTEGER, text TEXT)");
        Assert.Equal(6, Run("INSERT INTO notes SELECT user_id, amount FROM orders"));
        Assert.Equal(["6|210"], Rows("SELECT count(*), sum(text) FROM notes"));
        Assert.Equal(6, Run("INSERT INTO orders SELECT id + 100, 1, text FROM notes"));
        Assert.Equal(["12|420"], Rows("SELECT count(*), sum(amount) FROM orders"));
        Assert.Equal(["1|one", "2|two"], Rows("SELECT * FROM main.notes ORDER BY id"));
    }

    [Fact]
    public async Task A_change_by_rows_loses_no_others_while_a_session_is_kept()
    {
        const string text = "UPDATE orders SET amount = amount + (SELECT count(*) > 0 FROM orders)";
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async number =>
        {
            await using var connection = await _cluster.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            if (number > 0)
                await connection.ExecuteAsync("CREATE TEMP TABLE mine (x)");
            for (var round = 0; round < 20; round++)
                Assert.Equal(6, await connection.ExecuteAsync(text));
        }));
        Assert.Equal([$"{210 + (3 * 20 * 6)}"], Rows("SELECT sum(amount) FROM orders"));
    }

    [Fact]
    public void It_takes_part_in_transactions()
    {
        Run("BEGIN; CREATE TEMP TABLE kept (x INTEGER); INSERT INTO kept VALUES (1)");
        Run("INSERT INTO notes SELECT x + 10, 'from temp' FROM kept");
        Run("COMMIT");
        Assert.Equal(["11"], Rows("SELECT id FROM notes WHERE text = 'from temp'"));
        Run("BEGIN; INSERT INTO kept VALUES (2); CREATE TEMP TABLE gone (x); UPDATE notes SET text = 'undone'; UPDATE orders SET amount = 0");
        Assert.Equal(["2"], Rows("SELECT count(*) FROM kept"));
        Run("ROLLBACK");
        Assert.Equal(["1"], Rows("SELECT x FROM kept"));
        Assert.Equal(["0"], Rows("SELECT count(*) FROM notes WHERE text = 'undone'"));
        Assert.Equal(["210"], Rows("SELECT sum(amount) FROM orders"));
        Assert.Equal(ShardErrorCode.UnknownTable, Refusal("SELECT * FROM gone").ErrorCode);
        Assert.Equal("temporary table kept on shard s0", _connection.PinReason);
    }

    [Fact]
    public void A_temporary_table_that_a_rollback_takes_gives_the_session_back()
    {
        Run("BEGIN; CREATE TEMP TABLE gone (x); INSERT INTO gone VALUES (1)");
        Assert.Equal("temporary table gone on shard s0", _connection.PinReason);
        Run("ROLLBACK");
        Assert.Equal(["2"], Rows("SELECT count(*) FROM notes"));
        Assert.Null(_connection.PinReason);
    }

    [Fact]
    public void A_rollback_to_a_savepoint_shows_the_hidden_table_again()
    {
        Run("BEGIN; CREATE TEMP TABLE other (x); SAVEPOINT a; CREATE TEMP TABLE orders (user_id INTEGER); INSERT INTO orders VALUES (1)");
        Assert.Equal(["1"], Rows("SELECT count(*) FROM orders"));
        Run("ROLLBACK TO a");
        Assert.Equal(["6"], Rows("SELECT count(*) FROM orders"));
        Run("COMMIT");
        Assert.Equal("temporary table other on shard s0", _connection.PinReason);
    }

    [Fact]
    public void Its_writes_wait_for_no_writer_and_the_connections_other_writes_wait_in_turn()
    {
        Run("CREATE TEMP TABLE mine (x INTEGER)");
        using var other = _cluster.Open();
        using (var writing = other.BeginTransaction())
        {
            other.Execute("INSERT INTO notes VALUES (9, 'other')", transaction: writing);
            Assert.Equal(3, Run("INSERT INTO mine VALUES (1), (2), (3)"));
            Assert.Equal(["3|2"], Rows("SELECT (SELECT count(*) FROM mine), (SELECT count(*) FROM notes)"));
            using var late = new ShardCommand("INSERT INTO notes SELECT x + 20, 'late' FROM mine", _connection) { CommandTimeout = 1 };
            Assert.True(Assert.Throws<ShardException>(() => late.ExecuteNonQuery()).IsTransient);
            writing.Commit();
        }

        Assert.Equal(3, Run("INSERT INTO notes SELECT x + 20, 'late' FROM mine RETURNING id"));
        Assert.Equal(["6"], Rows("SELECT count(*) FROM notes"));
        other.Execute("DELETE FROM notes WHERE text = 'late'");
        Assert.Equal(["3"], Rows("SELECT count(*) FROM notes"));
    }

    [Fact]
    public void Statements_of_other_shards_work_as_ever()
    {
        Run("CREATE TEMP TABLE mine (x INTEGER)");
        Assert.Equal(6, Run("UPDATE orders SET amount = amount + 1"));
        Assert.Equal(["216"], Rows("SELECT sum(amount) FROM orders"));
        Assert.Equal(2, Run("UPDATE countries SET name = upper(name)"));
        Assert.Throws<ShardException>(() => Run("INSERT INTO orders VALUES (1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 2, 1)"));
        Assert.Equal(["6"], Rows("SELECT count(*) FROM orders"));
        Run("CREATE TABLE later (id INTEGER PRIMARY KEY, SHARD KEY (id)); INSERT INTO later VALUES (1), (2), (3), (4)");
        Assert.Equal(["4"], Rows("SELECT count(*) FROM later"));
        Run("DROP TABLE mine");
        Assert.Equal(["4"], Rows("SELECT count(*) FROM later"));
    }

    [Fact]
    public void It_has_indexes_and_columns_of_its_own()
    {
        Run("CREATE TEMP TABLE t (a INTEGER, b TEXT); CREATE UNIQUE INDEX ta ON t (a); INSERT INTO t VALUES (1, 'x')");
        Assert.Equal(ShardErrorCode.ConstraintViolation, Assert.Throws<ShardException>(() => Run("INSERT INTO t VALUES (1, 'y')")).ErrorCode);
        Run("ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 5; ALTER TABLE t RENAME COLUMN b TO bb; ALTER TABLE t RENAME TO t2");
        Assert.Equal(["1|x|5"], Rows("SELECT a, bb, c FROM t2"));
        Run("DROP INDEX ta; INSERT INTO t2 (a) VALUES (1); CREATE TEMP TRIGGER two AFTER INSERT ON t2 BEGIN UPDATE t2 SET c = c + 1 WHERE a = new.a; END");
        Run("INSERT INTO t2 (a) VALUES (1)");
        Assert.Equal(["18"], Rows("SELECT sum(c) FROM t2"));
        Run("DROP TRIGGER two");
    }

    [Fact]
    public void It_is_filled_by_a_query_that_its_shard_can_answer()
    {
        Run("CREATE TEMP TABLE n AS SELECT id, upper(text) AS word FROM notes WHERE id > @least", new { least = 0 });
        Assert.Equal(["1|ONE", "2|TWO"], Rows("SELECT * FROM n ORDER BY id"));
        var here = UserOf("s0");
        Run("INSERT INTO orders VALUES (@here, 1, 777)", new { here });
        Run("CREATE TEMP TABLE o AS SELECT * FROM orders WHERE user_id = @here", new { here });
        Assert.Equal([$"{here}|1|777"], Rows("SELECT * FROM o"));
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => Run("CREATE TEMP TABLE every AS SELECT * FROM orders")).ErrorCode);
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => Run("CREATE TEMP TABLE there AS SELECT * FROM orders WHERE user_id = @user", new { user = UserOf("s1") })).ErrorCode);
    }

    [Fact]
    public void A_temporary_view_reads_every_shard()
    {
        Run("CREATE TEMP VIEW rich AS SELECT user_id, amount FROM orders WHERE amount >= 30");
        Assert.Equal(["3|30", "4|40", "5|50", "6|60"], Rows("SELECT * FROM rich ORDER BY user_id"));
        Assert.Equal(["180"], Rows("SELECT sum(amount) FROM rich"));
        using var other = _cluster.Open();
        Assert.Throws<ShardException>(() => other.Query("SELECT * FROM rich"));
    }

    [Theory]
    [InlineData("CREATE TEMP TABLE t (k INTEGER, SHARD KEY (k))", "neither sharded nor a reference table")]
    [InlineData("CREATE TEMP TABLE t LIKE notes", "LIKE")]
    [InlineData("CREATE TEMP TRIGGER r AFTER INSERT ON notes BEGIN DELETE FROM orders; END", "temporary tables only")]
    [InlineData("/*+ shard(s0) */ CREATE TEMP TABLE t (k)", "would stay in a session")]
    [InlineData("/*+ shard(s0) */ PRAGMA foreign_keys = 0", "would stay in a session")]
    [InlineData("/*+ shard(s0) */ ATTACH 'x' AS y", "would stay in a session")]
    [InlineData("/*+ shard(s0) */ BEGIN", "BEGIN on shard s0 would stay in a session")]
    [InlineData("/*+ shard(s0) */ savepoint a;", "SAVEPOINT A on shard s0 would stay in a session")]
    public void What_a_session_of_one_shard_cannot_keep_is_refused_by_name(string text, string said)
    {
        var refusal = Refusal(text);
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Null(_connection.PinReason);
    }

    [Fact]
    public void A_transaction_that_works_there_already_gets_no_temporary_table()
    {
        Run("BEGIN; INSERT INTO notes VALUES (5, 'x')");
        Assert.Contains("before the transaction", Refusal("CREATE TEMP TABLE t (x)").Message, StringComparison.Ordinal);
        Assert.Equal(["3"], Rows("SELECT count(*) FROM notes"));
        Run("ROLLBACK");
        Assert.Equal(["2"], Rows("SELECT count(*) FROM notes"));
    }

    [Fact]
    public async Task Many_connections_with_temporary_tables_of_one_name_do_not_meet()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            await using var connection = await _cluster.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            for (var round = 0; round < 5; round++)
            {
                await connection.ExecuteAsync("CREATE TEMP TABLE own (n INTEGER); INSERT INTO own VALUES (@number)", new { number });
                Assert.Equal([number], await connection.QueryAsync<int>("SELECT n FROM own"));
                await connection.ExecuteAsync("DROP TABLE own");
                await Assert.ThrowsAsync<ShardException>(() => connection.QueryAsync<int>("SELECT n FROM own"));
            }
        }));
    }

    [Fact]
    public void The_answers_are_those_of_one_database()
    {
        using var plain = new SqliteConnection("Data Source=:memory:");
        plain.Open();
        plain.Execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes VALUES (1, 'one'), (2, 'two')");
        foreach (var text in new[]
        {
            "CREATE TEMP TABLE t (id INTEGER PRIMARY KEY, v TEXT)", "INSERT INTO t (v) VALUES ('a'), ('b'), ('c')", "SELECT * FROM t ORDER BY id DESC", "SELECT last_insert_rowid(), changes()",
            "UPDATE t SET v = v || id WHERE id IN (SELECT id FROM notes) RETURNING *", "INSERT INTO t SELECT id + 10, text FROM notes", "DELETE FROM t WHERE id = 3", "SELECT count(*), group_concat(v) FROM t",
            "WITH x AS (SELECT * FROM t) SELECT x.id, n.text FROM x LEFT JOIN notes n ON n.id = x.id ORDER BY 1", "SELECT type, name, tbl_name FROM sqlite_temp_master ORDER BY name",
            "CREATE TEMP VIEW tv AS SELECT v FROM t WHERE id > 5", "SELECT * FROM tv ORDER BY 1", "SELECT name FROM pragma_table_info('t')", "DROP VIEW tv", "DROP TABLE t",
        })
        {
            Assert.Equal(Show(plain.Query(text)), Show(_connection.Query(text)));
        }

        Assert.Null(_connection.PinReason);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _cluster.Dispose();
    }

    private int UserOf(string shard)
    {
        using var connection = _cluster.Open();
        return Enumerable.Range(7, 100).First(user => connection.Query<(string, string, string Shards, string)>($"EXPLAIN ROUTE SELECT * FROM orders WHERE user_id = {user}").First().Shards == shard);
    }

    private int Run(string text, object? parameters = null) => _connection.Execute(text, parameters);

    private List<string> Rows(string text) => Show(_connection.Query(text));

    private static List<string> Show(IEnumerable<dynamic> rows) =>
        [.. rows.Select(static row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(static value => Convert.ToString(value ?? "NULL", CultureInfo.InvariantCulture))))];

    private ShardException Refusal(string text) => Assert.Throws<ShardException>(() => Rows(text));
}
