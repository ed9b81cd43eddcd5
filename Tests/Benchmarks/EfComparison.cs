using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.Benchmarks;

/// <summary>What a context does from its beginning to its end, on SQLite's provider and on a cluster of one shard.</summary>
public abstract class EfComparison : IComparison
{
    private EfData _data = null!;

    public abstract string Name { get; }

    public double AimedRatio => 1.10;

    public int Operations => 1;

    [GlobalSetup]
    public void Setup() => _data = new EfData();

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true)]
    public long Direct() => Run(_data.Direct);

    [Benchmark]
    public long Sharded() => Run(_data.Sharded);

    protected abstract long Run(DbContextOptions<EfContext> options);
}
