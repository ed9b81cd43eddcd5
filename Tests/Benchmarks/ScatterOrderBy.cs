using System.Data.Common;
using BenchmarkDotNet.Attributes;

namespace ShardClient.Tests.Benchmarks;

/// <summary>ORDER BY without an index over a million rows, read to the end.</summary>
[Config(typeof(QuickConfig))]
public class ScatterOrderBy : IComparison
{
    public const string Sql = "SELECT user_id, id, cents FROM orders ORDER BY cents";

    private BenchmarkData _data = null!;

    /// <summary>Fewer for a run that only shows that it works.</summary>
    public int Rows { get; init; } = 1_000_000;

    public string Name => $"ORDER BY without an index, {Rows:N0} rows read to the end";

    public double AimedRatio => 1.0;

    public int Operations => 1;

    [GlobalSetup]
    public void Setup() => _data = new BenchmarkData().WithOrders(Rows);

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true)]
    public long Direct() => Read(_data.Direct);

    [Benchmark]
    public long Sharded() => Read(_data.Sharded);

    /// <summary>How much the process grew while the cluster's rows were read, in bytes. After this the comparison is warm.</summary>
    public long Growth() => MemoryGrowth.Of(() => Read(_data.Sharded));

    private long Read(DbConnection connection)
    {
        using var command = BenchmarkData.Command(connection, Sql);
        using var reader = command.ExecuteReader();
        var (count, last) = (0L, long.MinValue);
        while (reader.Read())
        {
            var cents = reader.GetInt64(2);
            if (cents < last)
                throw new InvalidOperationException("The rows are not in order.");
            last = cents;
            count++;
        }

        return count == Rows ? count : throw new InvalidOperationException($"{count} rows instead of {Rows}.");
    }
}
