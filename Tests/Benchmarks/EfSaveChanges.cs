using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.Benchmarks;

/// <summary>A context, 20 rows added and saved in one transaction, the end of the context.</summary>
[Config(typeof(QuickConfig))]
public class EfSaveChanges : EfComparison
{
    private const int Rows = 20;

    private long _next = 1_000;

    public override string Name => "EF Core: SaveChanges of 20 rows, one shard";

    protected override long Run(DbContextOptions<EfContext> options)
    {
        using var context = new EfContext(options);
        for (var row = 0; row < Rows; row++)
            context.Add(new EfOrder { UserId = 7, Id = _next++, Item = "lamp", Cents = 4_900 });
        return context.SaveChanges();
    }
}
