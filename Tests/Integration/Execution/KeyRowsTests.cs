using System.Data.Common;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>Keys that come as rows of parameters lead to their shards, and find what one database finds.</summary>
public sealed class KeyRowsTests : IDisposable
{
    private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");
    private readonly ShardConnection _cluster;
    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    public KeyRowsTests()
    {
        _cluster = _source.OpenConnection();
        _plain.Open();
        Run(_cluster, "CREATE TABLE t (id INTEGER NOT NULL, k INTEGER, SHARD KEY (k))", []);
        Run(_plain, "CREATE TABLE t (id INTEGER NOT NULL, k INTEGER)", []);
        foreach (var connection in new DbConnection[] { _cluster, _plain })
            Run(connection, $"INSERT INTO t (id, k) SELECT value, value % 11 FROM json_each('[{string.Join(',', Enumerable.Range(0, 40))}]')", []);
    }

    [Theory]
    [InlineData("SELECT t.id FROM t JOIN (SELECT @a AS v UNION ALL VALUES (@b), (@c)) AS p ON t.k = p.v ORDER BY t.id", true)]
    [InlineData("SELECT t.id FROM t JOIN (VALUES (@a), (@b), (@c)) AS p ON p.column1 = t.k ORDER BY t.id", true)]
    [InlineData("WITH p (v, w) AS (VALUES (@a, 1), (@b, 2), (@c, 3)) SELECT t.id FROM p JOIN t ON t.k = p.v ORDER BY t.id", true)]
    [InlineData("SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM (SELECT @a AS v UNION ALL VALUES (@b), (@c)) AS p WHERE p.v = t.k AND p.v > 0) ORDER BY t.id", true)]
    [InlineData("SELECT COUNT(*) FROM (SELECT @a AS v UNION SELECT @b UNION SELECT @c) AS p LEFT JOIN t ON t.k = p.v", true)]
    [InlineData("SELECT t.id, p.v FROM t LEFT JOIN (SELECT @a AS v UNION ALL VALUES (@b), (@c)) AS p ON t.k = p.v ORDER BY t.id, p.v", false)]
    [InlineData("SELECT t.id FROM t JOIN (SELECT @a AS v UNION ALL SELECT id FROM t WHERE id < 9) AS p ON t.k = p.v ORDER BY t.id", false)]
    [InlineData("SELECT t.id FROM t JOIN (SELECT @a + 1 AS v UNION ALL VALUES (@b), (@c)) AS p ON t.k = p.v ORDER BY t.id", false)]
    [InlineData("SELECT t.id FROM t JOIN (SELECT 1 AS w, @a AS v UNION ALL VALUES (@b, 2), (@c, 3)) AS p ON t.k = p.w ORDER BY t.id", false)]
    [InlineData("SELECT t.id FROM t WHERE NOT EXISTS (SELECT 1 FROM (SELECT @a AS v UNION ALL VALUES (@b), (@c)) AS p WHERE p.v = t.k) ORDER BY t.id", false)]
    public void Only_their_shards_are_asked_where_no_other_row_can_come_out(string statement, bool isNarrow)
    {
        object[][] keys = [[5L, 5L, 5L], [1L, 2L, 3L], [5L, DBNull.Value, 5L], ["5", 7L, 7L], [1.5, 2L, 9L], [DBNull.Value, DBNull.Value, DBNull.Value]];
        Assert.All(keys, values => Assert.Equal(Run(_plain, statement, values), Run(_cluster, statement, values)));
        Assert.Equal(isNarrow ? 1 : 4, Shards(statement, [5L, 5L, DBNull.Value]));
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _source.Dispose();
        _plain.Dispose();
    }

    private int Shards(string statement, object[] keys)
    {
        using var command = Command(_cluster, "EXPLAIN ROUTE " + statement, keys);
        using var rows = command.ExecuteReader();
        var shards = new HashSet<string>();
        while (rows.Read())
            shards.UnionWith(rows.IsDBNull(rows.GetOrdinal("shards")) ? [] : rows.GetString(rows.GetOrdinal("shards")).Split(", "));
        return shards.Count(static shard => shard.StartsWith('s'));
    }

    private static string Run(DbConnection connection, string statement, object[] keys)
    {
        using var command = Command(connection, statement, keys);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(string.Join(':', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        return string.Join(' ', found);
    }

    private static DbCommand Command(DbConnection connection, string statement, object[] keys)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement;
        for (var index = 0; index < keys.Length; index++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + "abc"[index], keys[index]);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
