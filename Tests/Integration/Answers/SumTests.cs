using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>Sums whose parts lie on several shards: what cancels, overflows or is infinite between them comes out as in one database.</summary>
public sealed class SumTests : IDisposable
{
    private const double Tolerance = 1e-12;

    private readonly ShardDataSource _source = new($"Data Source=:memory:;Shards=4;Cluster Name=sums{Guid.NewGuid():N};Transaction Mode=BestEffort");
    private readonly ShardConnection _cluster;
    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    public SumTests()
    {
        _plain.Open();
        _plain.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, grp INTEGER, real REAL, big INTEGER, any)");
        _cluster = (ShardConnection)_source.OpenConnection();
        _cluster.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, grp INTEGER, real REAL, big INTEGER, any, SHARD KEY (id))");
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _source.Dispose();
        _plain.Dispose();
    }

    [Fact]
    public void Groups_whose_rows_cancel_between_shards_are_right_to_twelve_digits()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        for (var id = 1; id <= 400; id += 2)
        {
            var large = random.NextDouble() * Math.Pow(10, random.Next(3, 13));
            Insert(id, id % 7, large, random.NextInt64(1L << 52, 1L << 56), random.Next(2) == 0 ? large : random.Next(100));
            Insert(id + 1, id % 7, -large + (random.Next(100) / 100.0), -random.NextInt64(1L << 52, 1L << 56), "1.5 apples");
        }

        foreach (var aggregate in new[] { "SUM(real)", "TOTAL(real)", "AVG(real)", "SUM(real * 1.5)", "SUM(big)", "AVG(big)", "TOTAL(big)", "SUM(any)", "SUM(real) FILTER (WHERE id % 3 = 0)", "AVG(DISTINCT id)" })
        {
            foreach (var query in new[] { $"SELECT 0, {aggregate} FROM t", $"SELECT grp, {aggregate} FROM t GROUP BY grp ORDER BY grp" })
                AssertSame(query, seed);
        }
    }

    [Fact]
    public void An_integer_sum_overflows_when_the_whole_does_and_not_when_only_a_shards_part_does()
    {
        long[] values = [long.MaxValue, long.MinValue + 10];
        for (var id = 1; id <= 40; id++)
            Insert(id, 0, 0, values[id % 2], null);
        var parts = Enumerable.Range(1, 40).GroupBy(ShardOf).Select(ids => ids.Aggregate((Int128)0, (sum, id) => sum + values[id % 2])).ToList();
        Assert.Contains(parts, static part => part > long.MaxValue || part < long.MinValue);

        Assert.Equal(180, _cluster.QuerySingle<long>("SELECT SUM(big) FROM t"));
        var error = Assert.Throws<ShardException>(() => _cluster.QuerySingle<long>("SELECT SUM(big) FROM t WHERE id % 2 = 0"));
        Assert.Equal(ShardErrorCode.EngineError, error.ErrorCode);
        Assert.StartsWith("integer overflow", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinities_of_several_shards_are_infinite_or_NULL()
    {
        for (var id = 1; id <= 40; id++)
            Insert(id, id % 2, id % 2 == 0 || id < 10 ? double.PositiveInfinity : double.NegativeInfinity, 0, null);

        Assert.Equal(double.PositiveInfinity, _cluster.QuerySingle<double>("SELECT SUM(real) FROM t WHERE grp = 0"));
        Assert.Null(_cluster.QuerySingle<double?>("SELECT SUM(real) FROM t"));
        Assert.Null(_cluster.QuerySingle<double?>("SELECT AVG(real) FROM t WHERE grp = 1"));
    }

    private string ShardOf(int id) =>
        _cluster.Query<(string, string, string Shards, string)>($"EXPLAIN ROUTE SELECT * FROM t WHERE id = {id}").First().Shards;

    private void Insert(int id, int group, double real, long big, object? any)
    {
        foreach (var connection in new System.Data.Common.DbConnection[] { _plain, _cluster })
            connection.Execute("INSERT INTO t VALUES (@id, @group, @real, @big, @any)", new { id, group, real, big, any });
    }

    private void AssertSame(string query, int seed)
    {
        var expected = _plain.Query<(long Group, object Value)>(query).ToList();
        var actual = _cluster.Query<(long Group, object Value)>(query).ToList();
        Assert.Equal(expected.Select(static row => row.Group), actual.Select(static row => row.Group));
        foreach (var (one, other) in expected.Zip(actual))
        {
            var because = string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, group {one.Group} of {query}: {one.Value}, not {other.Value}");
            Assert.True(one.Value.GetType() == other.Value.GetType(), because);
            Assert.True(one.Value is double real ? Math.Abs(real - (double)other.Value) <= Math.Abs(real) * Tolerance : one.Value.Equals(other.Value), because);
        }
    }
}
