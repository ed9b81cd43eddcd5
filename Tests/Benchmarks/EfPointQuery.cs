using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.Benchmarks;

/// <summary>A context, a row by its key, the end of the context.</summary>
[Config(typeof(QuickConfig))]
public class EfPointQuery : IComparison
{
    private EfData _data = null!;
    private long _next;

    public string Name => "EF Core: a row by its key, one shard";

    public double AimedRatio => 1.10;

    public int Operations => 1;

    [GlobalSetup]
    public void Setup() => _data = new EfData();

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true)]
    public long Direct() => Read(_data.Direct);

    [Benchmark]
    public long Sharded() => Read(_data.Sharded);

    private long Read(DbContextOptions<EfContext> options)
    {
        var user = _next++ % EfData.Users;
        using var context = new EfContext(options);
        return context.Orders.Single(order => order.UserId == user && order.Id == 1).Cents;
    }
}
