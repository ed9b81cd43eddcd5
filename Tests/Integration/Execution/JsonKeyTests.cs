using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>A list of keys that comes as a JSON array goes to the shards of its keys, and finds what one database finds.</summary>
public sealed class JsonKeyTests : IDisposable
{
    private const string Query = "SELECT id FROM t WHERE k IN (SELECT value FROM json_each(@keys)) ORDER BY id";

    private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");
    private readonly ShardConnection _cluster;
    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    public JsonKeyTests()
    {
        _cluster = _source.OpenConnection();
        _plain.Open();
    }

    [Theory]
    [InlineData("INTEGER", "[1, 2, 3]")]
    [InlineData("INTEGER", "[\"1\", 2, null]")]
    [InlineData("INTEGER", "[1.0, 2e0]")]
    [InlineData("INTEGER", "[true, false]")]
    [InlineData("INTEGER", "[]")]
    [InlineData("INTEGER", "[9223372036854775808, 5]")]
    [InlineData("INTEGER", "7")]
    [InlineData("INTEGER", "{\"a\": 4}")]
    [InlineData("INTEGER", "[[1], 2]")]
    [InlineData("INTEGER", "[1, 2,]")]
    [InlineData("INTEGER", "[1, 2")]
    [InlineData("INTEGER", null)]
    [InlineData("TEXT", "[\"1\", \"2\", \"\\u0033\"]")]
    [InlineData("TEXT", "[1, 2]")]
    public void The_answer_is_that_of_one_database(string type, string? keys)
    {
        Fill(type);
        Assert.Equal(Answer(_plain, keys), Answer(_cluster, keys));
    }

    [Theory]
    [InlineData("[5]", 1)]
    [InlineData("[5, 5, null]", 1)]
    [InlineData("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", 3)]
    [InlineData("[5, 1.5]", 4)]
    public void Only_shards_of_the_keys_are_asked(string keys, int shards)
    {
        Fill("INTEGER");
        using var command = _cluster.CreateCommand();
        command.CommandText = "EXPLAIN ROUTE " + Query;
        command.Parameters.AddWithValue("@keys", keys);
        using var rows = command.ExecuteReader();
        Assert.True(rows.Read());
        Assert.Equal(shards, rows.GetString(rows.GetOrdinal("shards")).Split(", ").Length);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _source.Dispose();
        _plain.Dispose();
    }

    private void Fill(string type)
    {
        foreach (var (connection, end) in new (System.Data.Common.DbConnection, string)[] { (_cluster, ", SHARD KEY (k))"), (_plain, ")") })
        {
            foreach (var text in new[] { $"CREATE TABLE t (id INTEGER NOT NULL, k {type}{end}", "INSERT INTO t (id, k) SELECT value, value % 11 FROM generate(40)" })
            {
                using var command = connection.CreateCommand();
                command.CommandText = text.Replace("generate(40)", $"json_each('[{string.Join(',', Enumerable.Range(0, 40))}]')", StringComparison.Ordinal);
                command.ExecuteNonQuery();
            }
        }
    }

    private static string Answer(System.Data.Common.DbConnection connection, string? keys)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@keys", keys ?? (object)DBNull.Value);
        command.Parameters.Add(parameter);
        try
        {
            using var rows = command.ExecuteReader();
            var found = new List<string>();
            while (rows.Read())
                found.Add(rows.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture));
            return string.Join(' ', found);
        }
        catch (System.Data.Common.DbException)
        {
            return "error";
        }
    }
}
