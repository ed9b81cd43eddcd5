using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>A list of keys that comes as a JSON array goes to the shards of its keys, and finds what one database finds.</summary>
public sealed class JsonKeyTests : IDisposable
{
    private const string Query = "SELECT id FROM t WHERE k IN (SELECT value FROM json_each(@keys)) ORDER BY id";

    /// <summary>Statements that only rows of the array's keys take part in.</summary>
    private static readonly string[] Narrowing =
    [
        Query,
        "SELECT t.id FROM t JOIN json_each(@keys) AS j ON t.k = j.value ORDER BY t.id",
        "SELECT t.id FROM t, json_each(@keys) AS j WHERE j.value = t.k AND t.id > 3 ORDER BY t.id",
        "SELECT t.id FROM json_each(@keys) JOIN t ON value = k ORDER BY t.id",
        "SELECT t.id FROM t JOIN (SELECT j.value AS v FROM json_each(@keys) AS j) AS i ON NOT (t.k <> i.v) ORDER BY t.id",
        "SELECT t.id FROM t JOIN t AS u ON u.k = t.k JOIN json_each(@keys) AS j ON u.k = j.value ORDER BY t.id, u.id",
        "SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM json_each(@keys) AS j WHERE j.value = t.k) ORDER BY t.id",
        "SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM json_each(@keys) WHERE json_each.value = t.k AND value > 1) AND t.id > 3 ORDER BY t.id",
        "SELECT COUNT(*) FROM json_each(@keys) AS j LEFT JOIN t ON t.k = j.value",
    ];

    /// <summary>Statements that look alike, and whose answer has other rows too.</summary>
    private static readonly string[] Others =
    [
        "SELECT t.id, j.value FROM t LEFT JOIN json_each(@keys) AS j ON t.k = j.value ORDER BY t.id",
        "SELECT t.id, j.value FROM json_each(@keys) AS j RIGHT JOIN t ON t.k = j.value ORDER BY t.id",
        "SELECT t.id, j.value FROM t FULL JOIN json_each(@keys) AS j ON t.k = j.value ORDER BY t.id",
        "SELECT t.id FROM t JOIN json_each(@keys) AS j ON t.k <> j.value ORDER BY t.id",
        "SELECT t.id FROM t JOIN json_each(@keys) AS j ON t.k IS j.value ORDER BY t.id",
        "SELECT t.id FROM t JOIN json_each(@keys) AS j ON t.k = j.key ORDER BY t.id",
        "SELECT t.id FROM t JOIN json_each(@keys) AS j ON t.k = j.value OR t.id = 4 ORDER BY t.id",
        "SELECT t.id FROM t JOIN json_each(@keys, '$[0]') AS j ON t.k = j.value ORDER BY t.id",
        "SELECT t.id FROM t JOIN json_tree(@keys) AS j ON t.k = j.value ORDER BY t.id",
        "SELECT t.id FROM t WHERE NOT EXISTS (SELECT 1 FROM json_each(@keys) AS j WHERE j.value = t.k) ORDER BY t.id",
        "SELECT t.id FROM t WHERE EXISTS (SELECT COUNT(*) FROM json_each(@keys) AS j WHERE j.value = t.k) ORDER BY t.id",
        "SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM json_each(@keys) AS j WHERE j.value = t.k) OR t.id < 5 ORDER BY t.id",
        "SELECT id, (SELECT COUNT(*) FROM json_each(@keys) AS j WHERE j.value = t.k) FROM t ORDER BY id",
        "SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM json_each(@keys) AS t WHERE t.value = t.key) ORDER BY id",
    ];

    public static TheoryData<string> AllStatements => [.. Narrowing, .. Others];

    public static TheoryData<string> NarrowingStatements => [.. Narrowing];

    private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");
    private readonly ShardConnection _cluster;
    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    public JsonKeyTests()
    {
        _cluster = _source.OpenConnection();
        _plain.Open();
    }

    [Theory]
    [MemberData(nameof(AllStatements))]
    public void The_answer_is_that_of_one_database(string statement)
    {
        Fill("INTEGER");
        string?[] arrays =
        [
            "[1, 2, 3]", "[5]", "[5, 5]", "[77]", "[\"1\", 2, null]", "[1.0, 2e0]", "[true, false]", "[]", "[9223372036854775808, 5]", "7", "{\"a\": 4}",
            "[[1], 2]", "[1, 2,]", "[1, 2", "[\"\\ud800\", 1]", null,
        ];
        Assert.All(arrays, keys => Assert.Equal(Answer(_plain, statement, keys), Answer(_cluster, statement, keys)));
    }

    [Theory]
    [MemberData(nameof(AllStatements))]
    public void The_answer_is_that_of_one_database_for_keys_of_text(string statement)
    {
        Fill("TEXT");
        string[] arrays = ["[\"1\", \"2\", \"\\u0033\"]", "[1, 2]", "[\"5\", 1.5]", "[\"x\"]"];
        Assert.All(arrays, keys => Assert.Equal(Answer(_plain, statement, keys), Answer(_cluster, statement, keys)));
    }

    [Theory]
    [MemberData(nameof(AllStatements))]
    public void The_answer_is_that_of_one_database_for_keys_of_text_without_case(string statement)
    {
        Fill("TEXT COLLATE NOCASE", "'k' || value % 11");
        string[] arrays = ["[\"k1\", \"K2\"]", "[\"K5\"]", "[\"k\"]"];
        Assert.All(arrays, keys => Assert.Equal(Answer(_plain, statement, keys), Answer(_cluster, statement, keys)));
    }

    [Theory]
    [MemberData(nameof(NarrowingStatements))]
    public void Only_shards_of_the_keys_are_asked(string statement)
    {
        Fill("INTEGER");
        Assert.Equal(
            [1, 1, 3, 4],
            new[] { "[5]", "[5, 5, null]", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "[5, 1.5]" }.Select(keys => Shards(statement, keys)));
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _source.Dispose();
        _plain.Dispose();
    }

    private int Shards(string statement, string keys)
    {
        using var command = _cluster.CreateCommand();
        command.CommandText = "EXPLAIN ROUTE " + statement;
        command.Parameters.AddWithValue("@keys", keys);
        using var rows = command.ExecuteReader();
        var shards = new HashSet<string>();
        while (rows.Read())
            shards.UnionWith(rows.IsDBNull(rows.GetOrdinal("shards")) ? [] : rows.GetString(rows.GetOrdinal("shards")).Split(", "));
        return shards.Count(static shard => shard.StartsWith('s'));
    }

    private void Fill(string type, string key = "value % 11")
    {
        foreach (var (connection, end) in new (System.Data.Common.DbConnection, string)[] { (_cluster, ", SHARD KEY (k))"), (_plain, ")") })
        {
            foreach (var text in new[] { $"CREATE TABLE t (id INTEGER NOT NULL, k {type}{end}", $"INSERT INTO t (id, k) SELECT value, {key} FROM generate(40)" })
            {
                using var command = connection.CreateCommand();
                command.CommandText = text.Replace("generate(40)", $"json_each('[{string.Join(',', Enumerable.Range(0, 40))}]')", StringComparison.Ordinal);
                command.ExecuteNonQuery();
            }
        }
    }

    private static string Answer(System.Data.Common.DbConnection connection, string statement, string? keys)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@keys", keys ?? (object)DBNull.Value);
        command.Parameters.Add(parameter);
        try
        {
            using var rows = command.ExecuteReader();
            var found = new List<string>();
            while (rows.Read())
                found.Add(string.Join(':', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
            return string.Join(' ', found);
        }
        catch (System.Data.Common.DbException)
        {
            return "error";
        }
    }
}
