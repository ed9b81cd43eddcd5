using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.Benchmarks;

/// <summary>A context, a row by its key, the end of the context.</summary>
[Config(typeof(QuickConfig))]
public class EfPointQuery : EfComparison
{
    private long _next;

    public override string Name => "EF Core: a row by its key, one shard";

    protected override long Run(DbContextOptions<EfContext> options)
    {
        var user = _next++ % EfData.Users;
        using var context = new EfContext(options);
        return context.Orders.Single(order => order.UserId == user && order.Id == 1).Cents;
    }
}
