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
        Define("CREATE TABLE s (id INTEGER PRIMARY KEY, n INTEGER, name TEXT", ")");
        Define("CREATE REFERENCE TABLE r (id INTEGER PRIMARY KEY, n INTEGER, price REAL, name TEXT COLLATE NOCASE", ")");
        Everywhere("INSERT INTO t VALUES (1, 7, 3.0, 'bob'), (2, NULL, 1.5, 'Bob'), (3, 7, NULL, 'a'), (4, 2, -1.0, NULL), (5, 9, 3.0, 'zz'), (6, 1, 0.5, 'A')");
        Everywhere("INSERT INTO u VALUES ('10', 3, 7, 'a'), ('zz', 7, 7, 'a  '), ('a', 2, NULL, 'b'), ('B', 6, 1, '')");
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
    [InlineData("SELECT k FROM t AS t1 WHERE 1 IN (WITH c AS (SELECT t1.k AS x FROM t AS t4) SELECT x FROM c)")]
    [InlineData("SELECT k FROM t AS t1 WHERE (WITH c AS (SELECT t1.price AS x FROM u) SELECT max(x) FROM c) > 1")]
    public void A_common_table_of_a_subquery_sees_the_query_around(string text) => AssertSame(text);

    [Theory]
    [InlineData("SELECT * FROM t AS t1 NATURAL FULL JOIN u AS t2 ORDER BY t1.k, t2.id, t2.k, t1.n")]
    [InlineData("SELECT * FROM t AS t1 RIGHT JOIN u AS t2 USING (n) ORDER BY t1.n, t2.k, t1.k")]
    public void A_merged_column_sorts_by_the_side_that_is_named(string text) => AssertSame(text, isOrdered: true);

    [Theory]
    [InlineData("SELECT 1, k, max(k) FROM t GROUP BY (0), k")]
    public void What_SQLite_does_not_accept_is_not_accepted(string text) => AssertSame(text);

    [Fact]
    public void A_view_is_found_whatever_its_unused_common_tables_name()
    {
        Everywhere("CREATE VIEW v AS WITH c AS (SELECT id FROM s) SELECT id AS x FROM r");
        AssertSame("SELECT t.k, v.x FROM t JOIN v ON v.x = t.k");
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

    public void Dispose()
    {
        _cluster.Dispose();
        _plain.Dispose();
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
