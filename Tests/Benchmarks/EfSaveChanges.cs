using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.Benchmarks;

/// <summary>A context, 20 rows added and saved in one transaction, the end of the context.</summary>
[Config(typeof(QuickConfig))]
public class EfSaveChanges : IComparison
{
    private const int Rows = 20;

    private EfData _data = null!;
    private long _nextDirect = 1_000;
    private long _nextSharded = 1_000;

    public string Name => "EF Core: SaveChanges of 20 rows, one shard";

    public double AimedRatio => 1.10;

    public int Operations => 1;

    [GlobalSetup]
    public void Setup() => _data = new EfData();

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true)]
    public long Direct() => Save(_data.Direct, ref _nextDirect);

    [Benchmark]
    public long Sharded() => Save(_data.Sharded, ref _nextSharded);

    private static long Save(DbContextOptions<EfContext> options, ref long next)
    {
        using var context = new EfContext(options);
        for (var row = 0; row < Rows; row++)
            context.Add(new EfOrder { UserId = 7, Id = next++, Item = "lamp", Cents = 4_900 });
        return context.SaveChanges();
    }
}
