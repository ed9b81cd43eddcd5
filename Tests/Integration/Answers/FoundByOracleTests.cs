using System.Data.Common;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>What random statements (Tests/Oracle) found answered otherwise than by one plain database.</summary>
public sealed class FoundByOracleTests : IDisposable
{
    private readonly ShardConnection _cluster = new($"Data Source=:memory:;Shards=4;Cluster Name=found{Guid.NewGuid():N};Transaction Mode=BestEffort;Unique Keys=Local;Sqlite Types=Storage");
    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    public FoundByOracleTests()
    {
        _cluster.Open();
        _plain.Open();
        Define("CREATE TABLE t (k INTEGER, n INTEGER, price REAL, name TEXT COLLATE NOCASE", ")", "SHARD KEY (k)");
        Define("CREATE TABLE u (k TEXT, id INTEGER, n INTEGER, name TEXT COLLATE RTRIM", ")", "SHARD KEY (k)");
        Define("CREATE TABLE v (k TEXT, id INTEGER", ")", "SHARD KEY (k)");
        Define("CREATE TABLE s (id INTEGER PRIMARY KEY, n INTEGER, name TEXT", ")");
        Define("CREATE REFERENCE TABLE r (id INTEGER PRIMARY KEY, n INTEGER, price REAL, name TEXT COLLATE NOCASE", ")");
        Everywhere("INSERT INTO t VALUES (1, 7, 3.0, 'bob'), (2, NULL, 1.5, 'Bob'), (3, 7, NULL, 'a'), (4, 2, -1.0, NULL), (5, 9, 3.0, 'zz'), (6, 1, 0.5, 'A')");
        Everywhere("INSERT INTO u VALUES ('10', 3, 7, 'a'), ('zz', 7, 7, 'a  '), ('a', 2, NULL, 'b'), ('B', 6, 1, '')");
        Everywhere("INSERT INTO v VALUES ('10', 3), ('new', 4), ('a', NULL), ('other', 6)");
        Everywhere("INSERT INTO s VALUES (1, 7, 'a'), (2, 2, 'b'), (9, NULL, 'c')");
        Everywhere("INSERT INTO r VALUES (1, 7, 3.0, 'bob'), (2, 2, 1.0, 'Bob'), (3, NULL, NULL, 'c')");
    }

    [Theory]
    [InlineData("SELECT id FROM s UNION ALL SELECT k FROM t")]
    [InlineData("SELECT n FROM s EXCEPT SELECT n FROM t")]
    [InlineData("SELECT n FROM t INTERSECT SELECT n FROM s")]
    [InlineData("SELECT k FROM t UNION ALL SELECT (SELECT max(k) FROM t)")]
    [InlineData("WITH RECURSIVE c (a, d) AS (SELECT id, 0 FROM s UNION SELECT t.n, d + 1 FROM c JOIN t ON t.k = c.a WHERE d < 3) SELECT a, d FROM c")]
    public void A_set_operation_has_the_rows_of_all_its_arms(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT (SELECT max(t1.name) FROM s) FROM t AS t1")]
    [InlineData("SELECT (SELECT count(t1.k) FROM r) FROM t AS t1")]
    public void An_aggregate_of_outer_columns_belongs_to_the_outer_query(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT k, name FROM t ORDER BY rank() OVER (ORDER BY price), k")]
    [InlineData("SELECT * FROM t ORDER BY percent_rank() OVER (ORDER BY price) DESC, k LIMIT 4")]
    [InlineData("SELECT DISTINCT n FROM t ORDER BY dense_rank() OVER (ORDER BY n) DESC, n")]
    public void A_window_function_in_ORDER_BY_looks_at_all_rows(string text) => AssertSame(text, isOrdered: true);

    [Theory]
    [InlineData("SELECT r.id, t2.k, t3.k FROM r LEFT JOIN t AS t2 ON r.id = t2.k LEFT JOIN u AS t3 ON r.id = t3.id")]
    [InlineData("SELECT r.id, t2.k, t3.id FROM r LEFT JOIN t AS t2 ON r.n = t2.k LEFT JOIN u AS t3 ON r.n = t3.n")]
    [InlineData("SELECT t2.n, t3.n FROM t AS t1 RIGHT JOIN u AS t2 USING (n, name) LEFT JOIN u AS t3 ON t3.n = t2.n")]
    [InlineData("SELECT t3.k FROM (SELECT id AS c FROM s WHERE n) AS d RIGHT JOIN r ON d.c = r.id LEFT JOIN t AS t3 ON t3.k = r.id")]
    public void No_keys_are_handed_through_an_outer_join(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT t1.price FROM r AS t1 GROUP BY t1.price HAVING NOT EXISTS (SELECT 1 FROM t AS t4 WHERE t4.price = t1.price AND t4.n = 9999)")]
    [InlineData("SELECT t1.price FROM t AS t1 GROUP BY t1.price HAVING EXISTS (SELECT 1 FROM r AS t4 WHERE t4.price = t1.price)")]
    public void A_REAL_stays_one(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT k FROM t AS t1 WHERE 1 IN (WITH c AS (SELECT t1.k AS x FROM t AS t4) SELECT x FROM c)")]
    [InlineData("SELECT k FROM t AS t1 WHERE (WITH c AS (SELECT t1.price AS x FROM u) SELECT max(x) FROM c) > 1")]
    public void A_common_table_of_a_subquery_sees_the_query_around(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT * FROM t AS t1 NATURAL FULL JOIN u AS t2 ORDER BY t1.k, t2.id, t2.k, t1.n")]
    [InlineData("SELECT * FROM t AS t1 RIGHT JOIN u AS t2 USING (n) ORDER BY t1.n, t2.k, t1.k")]
    [InlineData("SELECT * FROM u AS t1 NATURAL FULL JOIN v AS t2 ORDER BY t1.k, k")]
    [InlineData("SELECT k, t1.k, t2.k FROM u AS t1 FULL JOIN v AS t2 USING (k) ORDER BY k DESC")]
    public void A_merged_column_sorts_by_the_side_that_is_named(string text) => AssertSame(text, isOrdered: true);

    [Theory]
    [InlineData("SELECT k, count(*) FROM u FULL JOIN v USING (k) GROUP BY k")]
    [InlineData("SELECT u.k, count(*) FROM u FULL JOIN v USING (k) GROUP BY u.k")]
    [InlineData("SELECT DISTINCT k FROM u FULL JOIN v USING (k)")]
    [InlineData("SELECT k FROM u FULL JOIN v USING (k) WHERE k = 'new'")]
    [InlineData("SELECT k, u.k, v.k FROM u RIGHT JOIN v USING (k) WHERE k <> 'zz'")]
    [InlineData("SELECT * FROM u FULL JOIN v USING (k) LEFT JOIN v AS w USING (k)")]
    [InlineData("SELECT * FROM u RIGHT JOIN v USING (id) LEFT JOIN v AS w USING (id)")]
    [InlineData("SELECT d.k, v.id FROM (SELECT * FROM u FULL JOIN v USING (k)) AS d JOIN v ON v.k = d.k")]
    public void A_merged_column_of_an_outer_join_is_the_one_that_is_there(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT c FROM (SELECT '9' AS c FROM s) AS d UNION ALL SELECT name FROM t ORDER BY 1")]
    [InlineData("WITH q AS (SELECT x'3130' AS c FROM r) SELECT c FROM q UNION SELECT name FROM t ORDER BY 1")]
    [InlineData("SELECT j.key FROM json_each('[]') AS j UNION ALL SELECT name FROM u UNION SELECT NULL FROM t ORDER BY 1")]
    public void A_column_of_the_first_arm_decides_the_collation(string text) => AssertSame(text, isOrdered: true);

    [Theory]
    [InlineData("SELECT d.C7 FROM (SELECT k AS c7 FROM t) AS d GROUP BY d.C7")]
    [InlineData("SELECT d.C7 FROM (SELECT k AS c7 FROM t) AS d EXCEPT SELECT id FROM u")]
    [InlineData("SELECT C7, count(*) FROM (SELECT n AS c7 FROM t) AS d GROUP BY 1")]
    [InlineData("SELECT N, SUM(price) FROM t GROUP BY t.N")]
    public void A_column_has_the_name_that_its_table_gives_it(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT 'A' FROM t HAVING max(k) > 0")]
    [InlineData("SELECT k FROM t ORDER BY max(k)")]
    [InlineData("SELECT n FROM t AS x, u AS y WHERE n > 0")]
    [InlineData("SELECT 1, k, max(k) FROM t GROUP BY (0), k")]
    [InlineData("SELECT 1 FROM s AS t1 RIGHT JOIN (SELECT 1 FROM r AS x INNER JOIN t AS x ON NULL WHERE n) AS t2 ON NULL")]
    public void What_SQLite_does_not_accept_is_not_accepted(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT k FROM t UNION SELECT NULL FROM t ORDER BY NULL")]
    [InlineData("SELECT k FROM t UNION SELECT n + 1 FROM t ORDER BY n + 1")]
    public void ORDER_BY_of_a_set_operation_may_name_an_item_of_any_arm(string text) => AssertSame(text);

    [Fact]
    public void A_view_is_found_whatever_its_unused_common_tables_name()
    {
        Everywhere("CREATE VIEW seen AS WITH c AS (SELECT id FROM s) SELECT id AS x FROM r");
        AssertSame("SELECT t.k, seen.x FROM t JOIN seen ON seen.x = t.k");
    }

    [Theory]
    [InlineData("SELECT json_group_array((SELECT json_group_object('a', 1) FROM s)) FROM t")]
    [InlineData("SELECT json_group_array((SELECT CASE WHEN 1 THEN json_array(id) END FROM s)) FROM t")]
    [InlineData("SELECT json_array((SELECT coalesce(NULL, json_array(1)) FROM s)) FROM t")]
    [InlineData("SELECT json_array((SELECT '[[1]]' -> 0 FROM s)) FROM t")]
    [InlineData("SELECT json_array((SELECT max(c) FROM (SELECT json_array(id) AS c FROM s))) FROM t")]
    public void A_subquery_answered_beforehand_is_still_JSON(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT k FROM u AS t2 WHERE t2.name IN (SELECT (t6.name COLLATE BINARY) FROM u AS t6 WHERE t6.id = 7 GROUP BY (t6.name COLLATE BINARY))")]
    [InlineData("SELECT k FROM u WHERE k IN (SELECT name COLLATE NOCASE FROM s)")]
    [InlineData("SELECT k FROM u WHERE name IN (SELECT name COLLATE BINARY FROM s)")]
    [InlineData("SELECT k FROM u WHERE k IN (SELECT upper(k) COLLATE NOCASE FROM u AS t2 GROUP BY 1)")]
    public void IN_compares_by_an_explicit_collation_of_the_subquery(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT * FROM (SELECT group_concat(k) FILTER (WHERE 'A' = 'b' COLLATE NOCASE) AS c FROM t GROUP BY k) UNION SELECT name FROM r")]
    [InlineData("SELECT * FROM (SELECT group_concat(k ORDER BY name COLLATE NOCASE) AS c FROM t GROUP BY k) UNION SELECT name FROM r")]
    public void A_collation_in_FILTER_or_ORDER_BY_of_an_aggregate_is_not_that_of_its_value(string text) => AssertSame(text);

    [Theory]
    [InlineData("WITH c AS (SELECT k FROM t) UPDATE t SET n = NULL WHERE EXISTS (SELECT 1 FROM c WHERE t.n > 0)")]
    [InlineData("WITH c AS (SELECT k FROM t) DELETE FROM t WHERE EXISTS (SELECT 1 FROM c, u WHERE t.n > 6)")]
    [InlineData("WITH t AS (SELECT k, 3 AS n FROM u) UPDATE t SET n = 4 WHERE EXISTS (SELECT 1 FROM t WHERE t.n > 0)")]
    public void A_write_may_read_its_table_in_a_common_table(string text)
    {
        AssertSame(text);
        AssertSame("SELECT * FROM t");
    }

    [Fact]
    public void A_view_without_tables_is_known_to_the_rows_of_an_INSERT()
    {
        Everywhere("CREATE VIEW five AS SELECT 5 AS x");
        AssertSame("INSERT INTO u VALUES ('q1', (SELECT x FROM five), 1, 'a'), ('q2', 2, (SELECT x FROM five), 'a'), ('q3', 3, (SELECT max(x) FROM five), 'a')");
        AssertSame("SELECT * FROM u");
    }

    [Theory]
    [InlineData("INSERT INTO child SELECT 'a', 1, 2 FROM u WHERE 1 ON CONFLICT (k, id) DO UPDATE SET parent = parent + 2", "SELECT * FROM child")]
    [InlineData("INSERT INTO child SELECT 'a', 1, 2 FROM u WHERE 1 ON CONFLICT (k, id) DO UPDATE SET parent = parent + 7", "SELECT * FROM child")]
    [InlineData("INSERT OR IGNORE INTO w VALUES ('a', 1), ('b', 2), ('a', 3)", "SELECT * FROM child")]
    [InlineData("INSERT OR IGNORE INTO w VALUES ('a', 1), ('b', 2)", "SELECT * FROM child")]
    [InlineData("INSERT OR FAIL INTO w VALUES ('a', 1), ('b', 200)", "SELECT * FROM child, (SELECT count(*) FROM w)")]
    [InlineData("INSERT OR FAIL INTO w VALUES ('b', 1), ('a', 200)", "SELECT * FROM child, (SELECT count(*) FROM w)")]
    [InlineData("UPDATE parent SET id = id + 1 WHERE id IN (SELECT id - 2 FROM s) OR id IN (SELECT n + 3 FROM t)", "SELECT * FROM parent")]
    [InlineData("UPDATE parent SET id = -id WHERE id IN (SELECT n + 3 FROM t)", "SELECT * FROM parent")]
    public void A_foreign_key_counts_at_the_end_of_the_statement(string text, string then)
    {
        Everywhere("PRAGMA foreign_keys = ON");
        Define("CREATE REFERENCE TABLE parent (id INTEGER PRIMARY KEY", ")");
        Define("CREATE TABLE child (k TEXT, id INTEGER, parent INTEGER REFERENCES parent (id), UNIQUE (k, id)", ")", "SHARD KEY (k)");
        Everywhere("INSERT INTO parent VALUES (2), (10), (12)");
        Everywhere("INSERT INTO child VALUES ('a', 1, 2), ('b', 1, 10)");
        Define("CREATE TABLE w (k TEXT, id INTEGER CHECK (id < 100)", ")", "SHARD KEY (k)");
        Everywhere("CREATE TRIGGER counted AFTER INSERT ON w BEGIN UPDATE child SET parent = parent + 4 WHERE k = NEW.k AND k = 'a'; UPDATE child SET parent = parent + 2 WHERE k = NEW.k AND k <> 'a'; END");
        AssertSame(text);
        AssertSame(then);
    }

    [Theory]
    [InlineData("WITH t AS (SELECT 1 AS x FROM u) SELECT * FROM joined")]
    [InlineData("WITH t AS (SELECT 1 AS x FROM u), u AS (SELECT 2 AS y) SELECT * FROM joined, u")]
    [InlineData("WITH RECURSIVE t (x) AS (SELECT 1 UNION SELECT x + 1 FROM t WHERE x < 3) SELECT * FROM joined AS j JOIN t ON t.x = j.k")]
    public void A_view_does_not_see_the_common_tables_of_a_statement(string text)
    {
        Everywhere("CREATE VIEW joined AS SELECT t.k, r.n AS rn, u.id FROM t JOIN r ON r.id = t.k JOIN u ON u.id = t.k");
        AssertSame(text);
    }

    [Theory]
    [InlineData("ANALYZE")]
    [InlineData("ANALYZE s")]
    [InlineData("REINDEX s")]
    [InlineData("REINDEX t")]
    public void Maintenance_runs_where_its_object_is_as_often_as_one_likes(string text)
    {
        AssertSame(text);
        AssertSame(text);
    }

    [Fact]
    public void A_view_over_VALUES_loses_no_row_of_a_LEFT_JOIN()
    {
        Define("CREATE TABLE keyed (k INTEGER PRIMARY KEY", ")", "SHARD KEY (k)");
        Everywhere("INSERT INTO keyed VALUES (-1), (0)");
        Everywhere("CREATE VIEW listed AS SELECT w.column2 % 3 AS c FROM (VALUES (12, 22), (-3, 1), (24, 12), (19, 21)) AS w");
        AssertSame("SELECT t1.k FROM keyed AS t1 LEFT JOIN listed AS t2 ON t1.k = t2.c");
        AssertSame("SELECT d.c FROM keyed AS t1 LEFT JOIN (SELECT w.column1 AS c FROM (VALUES (-3, NULL), (-1, 9)) AS w) AS d ON t1.k = d.c, s GROUP BY d.c");
    }

    [Theory]
    [InlineData("SELECT NULL FROM listed")]
    [InlineData("SELECT * FROM listed, s")]
    [InlineData("WITH t AS (SELECT 1 AS x FROM u) SELECT * FROM t, listed")]
    public void A_view_over_VALUES_and_a_sharded_table_is_read_shard_by_shard(string text)
    {
        Everywhere("CREATE VIEW listed AS SELECT max(t.k) AS c, count(*) AS n FROM (VALUES (1, 2), (3, 4)) AS w, t");
        AssertSame(text);
    }

    [Theory]
    [InlineData("SELECT k FROM whole UNION SELECT name FROM folded")]
    [InlineData("SELECT k FROM (SELECT k FROM whole) UNION SELECT name FROM folded")]
    [InlineData("SELECT * FROM (SELECT k FROM whole LIMIT 3) UNION SELECT name FROM folded")]
    [InlineData("SELECT x FROM whole UNION SELECT name FROM folded")]
    [InlineData("SELECT name FROM folded UNION SELECT 'd' FROM (SELECT 4 FROM whole UNION ALL SELECT NULL FROM folded GROUP BY name, k)")]
    [InlineData("SELECT name FROM folded UNION SELECT 'd' FROM s JOIN (SELECT 4 FROM whole UNION ALL SELECT NULL FROM folded GROUP BY name, k) ON NULL")]
    [InlineData("SELECT name FROM folded UNION SELECT 'd' FROM (SELECT k FROM whole UNION ALL VALUES (1))")]
    [InlineData("SELECT name FROM folded UNION SELECT 'd' FROM (VALUES (1) UNION ALL SELECT k FROM whole)")]
    [InlineData("SELECT name FROM folded EXCEPT SELECT 'd' FROM (SELECT 4 FROM whole UNION ALL SELECT NULL FROM folded GROUP BY name, k)")]
    public void A_set_operation_compares_by_the_collation_of_the_first_column_that_has_one(string text)
    {
        DefineFolded();
        AssertSame(text);
    }

    [Theory]
    [InlineData("SELECT k FROM t WHERE 1 AND 'A' IN (SELECT name FROM folded) UNION ALL SELECT name FROM folded")]
    [InlineData("SELECT x FROM whole WHERE 1 AND x IN (SELECT name FROM folded) UNION ALL SELECT name FROM folded UNION ALL SELECT k FROM folded")]
    public void Keys_that_their_own_collation_calls_equal_find_each_their_rows(string text)
    {
        DefineFolded();
        AssertSame(text);
    }

    [Theory]
    [InlineData("SELECT d.id, count(*) FROM (SELECT id FROM r ORDER BY id DESC LIMIT 9) AS d JOIN t ON 1 GROUP BY d.id")]
    [InlineData("SELECT d.id, count(*) FROM (SELECT id FROM r ORDER BY id DESC LIMIT 9) AS d JOIN t ON 1 GROUP BY d.id ORDER BY d.id DESC")]
    [InlineData("SELECT d.id, count(DISTINCT t.n) FROM (SELECT id FROM (SELECT id FROM r ORDER BY id DESC LIMIT 9)) AS d JOIN t ON 1 GROUP BY d.id")]
    [InlineData("SELECT count(DISTINCT d.id) FROM (SELECT id FROM r ORDER BY id DESC LIMIT 9) AS d JOIN t ON 1")]
    [InlineData("SELECT sum(DISTINCT 12), sum(DISTINCT -(+12)) FROM (SELECT id FROM r ORDER BY id DESC LIMIT 9) AS d JOIN t ON 1")]
    [InlineData("SELECT sum(DISTINCT 12) FROM (SELECT id FROM r ORDER BY id DESC LIMIT 9) AS d JOIN t ON 1")]
    public void Groups_of_a_sorted_query_are_merged_in_their_own_order(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT whole.x FROM upper LEFT JOIN folded ON upper.k = folded.name LEFT JOIN whole ON whole.x = folded.name WHERE folded.k <= whole.x || 'z'")]
    [InlineData("SELECT whole.x FROM upper JOIN folded ON upper.k = folded.name JOIN whole ON whole.x = folded.name")]
    public void Equal_by_one_collation_and_by_another_is_not_equal_throughout(string text)
    {
        DefineFolded();
        Define("CREATE TABLE upper (k TEXT COLLATE NOCASE", ")", "SHARD KEY (k)");
        Everywhere("INSERT INTO upper VALUES ('B'), ('C')");
        AssertSame(text);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _plain.Dispose();
    }

    private void DefineFolded()
    {
        Define("CREATE TABLE whole (k INTEGER PRIMARY KEY, x TEXT", ")", "SHARD KEY (k)");
        Define("CREATE TABLE folded (k TEXT NOT NULL, name TEXT COLLATE NOCASE", ")", "SHARD KEY (k)");
        Everywhere("INSERT INTO folded VALUES ('a', 'b'), ('b', 'B'), ('c', 'c')");
        Everywhere("INSERT INTO whole VALUES (1, 'B'), (2, 'b'), (3, 'C')");
    }

    private void Define(string begin, string end, string? shardKey = null)
    {
        Execute(_cluster, shardKey is null ? begin + end : $"{begin}, {shardKey}{end}");
        Execute(_plain, begin.Replace("REFERENCE ", "", StringComparison.Ordinal) + end);
    }

    private void Everywhere(string text)
    {
        Execute(_cluster, text);
        Execute(_plain, text);
    }

    private void AssertSame(string text, bool isOrdered = false)
    {
        var (expected, actual) = (Ask(_plain, text), Ask(_cluster, text));
        if (!isOrdered)
        {
            expected?.Sort(StringComparer.Ordinal);
            actual?.Sort(StringComparer.Ordinal);
        }

        Assert.Equal(expected, actual);
    }

    /// <summary>The names and the rows; null for an error.</summary>
    private static List<string>? Ask(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        try
        {
            using var reader = command.ExecuteReader();
            List<string> rows = [string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName))];
            while (reader.Read())
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => $"{reader.GetValue(column).GetType().Name} {reader.GetValue(column)}")));
            return rows;
        }
        catch (DbException)
        {
            return null;
        }
    }

    private static void Execute(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
