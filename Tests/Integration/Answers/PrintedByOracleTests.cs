using System.Data.Common;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>Failures as Tests/Oracle prints them, to paste; each stays here once it is mended.</summary>
public sealed class PrintedByOracleTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"shardclient-printed-{Guid.NewGuid():N}");

    // 4 shards; 1 rows expected, 0 rows got
    [Fact]
    public void Seed_2004_scenario_40_statement_209()
    {
        using var cluster = OpenFile("{ \"name\": \"oracle\", \"engine\": \"sqlite\", \"shards\": { \"s0\": { \"primary\": \"s0.db\" }, \"s1\": { \"primary\": \"s1.db\" }, \"s2\": { \"primary\": \"s2.db\" }, \"s3\": { \"primary\": \"s3.db\" } }, \"placements\": { \"by_list_int\": { \"list\": { \"0\": \"s0\", \"1\": \"s1\", \"2\": \"s2\" }, \"default\": \"s3\" }, \"by_range_datetime\": { \"range\": [{ \"below\": \"2023-03-01 00:00:00\", \"shard\": \"s0\" }, { \"shard\": \"s3\" }] } } }");
        using var plain = new SqliteConnection("Data Source=:memory:");
        cluster.Open();
        plain.Open();
        Execute(cluster, "CREATE TABLE log (k DATETIME NOT NULL, id INT, qty SMALLINT, extra DOUBLE, n SMALLINT, price FLOAT, SHARD KEY (k) USING by_range_datetime)");
        Execute(plain, "CREATE TABLE log (k DATETIME NOT NULL, id INT, qty SMALLINT, extra DOUBLE, n SMALLINT, price FLOAT)");
        Execute(cluster, "CREATE TABLE Tags (n INTEGER, id INTEGER NOT NULL, qty SMALLINT, k DATETIME NOT NULL, PRIMARY KEY (id, k), UNIQUE (k, qty), SHARD KEY (k) USING by_range_datetime)");
        Execute(plain, "CREATE TABLE Tags (n INTEGER, id INTEGER NOT NULL, qty SMALLINT, k DATETIME NOT NULL, PRIMARY KEY (id, k), UNIQUE (k, qty))");
        Execute(cluster, "CREATE TABLE items (price REAL, k INT NOT NULL, id INTEGER, qty INTEGER, UNIQUE (id, k), UNIQUE (k, price), SHARD KEY (k) USING by_list_int)");
        Execute(plain, "CREATE TABLE items (price REAL, k INT NOT NULL, id INTEGER, qty INTEGER, UNIQUE (id, k), UNIQUE (k, price))");
        foreach (var each in new DbConnection[] { cluster, plain }) Execute(each, "INSERT INTO log (k, id, qty, extra, n, price) VALUES ('2024-03-03 10:30:00', NULL, -3, 29.875, 20, 4.875)");
        foreach (var each in new DbConnection[] { cluster, plain }) Execute(each, "INSERT INTO Tags (n, id, qty, k) VALUES (-3, 49, -3, '2023-01-09 12:30:00')");
        foreach (var each in new DbConnection[] { cluster, plain }) Execute(each, "INSERT INTO items (price, k, id, qty) VALUES (13.2, 23364, 6, 0)");
        AssertSame(cluster, plain, "SELECT DISTINCT t3.\"n\" FROM Tags t1 LEFT OUTER JOIN items AS t2 ON t1.QTY = t2.qty LEFT OUTER JOIN log t3 ON t1.QTY = t3.qty");
    }

    // 2 shards; an answer expected, an error got
    [Fact]
    public void Seed_298_common_table_of_a_subquery()
    {
        using var cluster = new ShardConnection("Data Source=:memory:;Shards=2;Transaction Mode=BestEffort;Unique Keys=Local;Sqlite Types=Storage");
        using var plain = new SqliteConnection("Data Source=:memory:");
        cluster.Open();
        plain.Open();
        Execute(cluster, "CREATE TABLE t1 (k INT NOT NULL, id INTEGER, qty BIGINT DEFAULT -1, PRIMARY KEY (k), SHARD KEY (k))");
        Execute(plain, "CREATE TABLE t1 (k INT NOT NULL, id INTEGER, qty BIGINT DEFAULT -1, PRIMARY KEY (k))");
        foreach (var each in new DbConnection[] { cluster, plain }) Execute(each, "INSERT INTO t1 (k, id, qty) VALUES (1, 1, 5), (2, 1, 5), (3, 2, 6)");
        AssertSame(cluster, plain, "SELECT t1.qty AS c2 FROM t1 t1 WHERE t1.k > @p0 GROUP BY c2, t1.k HAVING t1.k IN (WITH cte6 AS (SELECT DISTINCT t1.k AS c8 FROM t1 AS t7) SELECT c8 FROM cte6 AS q11)", ("@p0", 1L));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private ShardConnection OpenFile(string json)
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "cluster.json"), json);
        return new ShardConnection($"Cluster File={Path.Combine(_folder, "cluster.json")};Transaction Mode=BestEffort;Unique Keys=Local;Sqlite Types=Storage");
    }

    private static void Execute(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static void AssertSame(DbConnection cluster, DbConnection plain, string text, params (string Name, object Value)[] parameters) =>
        Assert.Equal(Ask(plain, text, parameters), Ask(cluster, text, parameters));

    /// <summary>The names and the rows, sorted; "error" for one.</summary>
    private static List<string> Ask(DbConnection connection, string text, (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        try
        {
            using var reader = command.ExecuteReader();
            List<string> rows = [];
            while (reader.Read())
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => $"{reader.GetValue(column).GetType().Name} {reader.GetValue(column)}")));
            rows.Sort(StringComparer.Ordinal);
            return [string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)), .. rows];
        }
        catch (DbException)
        {
            return ["error"];
        }
    }
}
