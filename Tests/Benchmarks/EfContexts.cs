using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.Benchmarks;

/// <summary>A row of the contexts that are compared.</summary>
public sealed class EfOrder
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public string Item { get; set; } = "";

    public long Cents { get; set; }
}

/// <summary>One model, on one file of SQLite's provider or on a cluster of one shard.</summary>
public sealed class EfContext(DbContextOptions<EfContext> options) : DbContext(options)
{
    public DbSet<EfOrder> Orders => Set<EfOrder>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var order = modelBuilder.Entity<EfOrder>();
        order.ToTable("orders");
        order.HasKey(order => new { order.UserId, order.Id });
        if (Database.IsShardClient())
            order.ShardBy(order => order.UserId);
    }
}

/// <summary>The same rows for both sides, in files that are removed at the end.</summary>
internal sealed class EfData : IDisposable
{
    public const int Users = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-ef-").FullName;

    public EfData()
    {
        // SQLite's own default, so that both wait for the disk alike.
        Direct = new DbContextOptionsBuilder<EfContext>().UseSqlite($"Data Source={_folder}/direct.db").Options;
        Sharded = new DbContextOptionsBuilder<EfContext>().UseShardClient($"Data Source={_folder}/cluster;Shards=1;Synchronous=Full").Options;
        foreach (var options in new[] { Direct, Sharded })
        {
            using var context = new EfContext(options);
            context.Database.EnsureCreated();
            for (var user = 0; user < Users; user++)
                context.Add(new EfOrder { UserId = user, Id = 1, Item = $"item {user}", Cents = user });
            context.SaveChanges();
        }
    }

    public DbContextOptions<EfContext> Direct { get; }

    public DbContextOptions<EfContext> Sharded { get; }

    public void Dispose()
    {
        ShardConnection.ClearAllPools();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
