using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.EfCore.CompiledModels;

public sealed class Client
{
    public long Id { get; set; }

    public string Mail { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public Region? Region { get; set; }

    public List<Entry> Entries { get; } = [];

    public List<Card> Cards { get; } = [];

    public List<Badge> Badges { get; } = [];
}

public sealed class Entry
{
    public long ClientId { get; set; }

    public long Number { get; set; }

    public ulong Hash { get; set; }

    public decimal Amount { get; set; }

    public List<string> Labels { get; set; } = [];

    public Place Place { get; set; } = new();
}

public sealed class Place
{
    public string City { get; set; } = "";
}

/// <summary>Owned, in a table of its own, with a key that the cluster makes.</summary>
public sealed class Card
{
    public string Name { get; set; } = "";
}

/// <summary>At the other end of a relationship of many to many, by its own key.</summary>
public sealed class Badge
{
    public Guid Id { get; set; }

    public long Owner { get; set; }

    public string Title { get; set; } = "";

    public List<Client> Clients { get; } = [];
}

public sealed class Region
{
    public string Code { get; set; } = "";
}

public sealed class Remark
{
    public int Id { get; set; }

    public long ClientId { get; set; }
}

/// <summary>One of everything that a model can say of shards.</summary>
public sealed class LedgerContext(DbContextOptions<LedgerContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Client>(static client =>
        {
            client.ShardBy(static client => client.Id, "by_client");
            client.HasIndex(static client => client.Mail).IsUnique().IsUniquePerShard();
            client.HasOne(static client => client.Region).WithMany().HasForeignKey(static client => client.RegionCode);
            client.HasMany(static client => client.Entries).WithOne().HasForeignKey(static entry => entry.ClientId);
            client.OwnsMany(static client => client.Cards);
        });
        modelBuilder.Entity<Entry>(static entry =>
        {
            entry.ShardBy(static entry => entry.ClientId, "by_client");
            entry.HasKey(static entry => new { entry.ClientId, entry.Number });
            entry.Property(static entry => entry.Number).ValueGeneratedOnAdd();
            entry.ComplexProperty(static entry => entry.Place);
        });
        modelBuilder.Entity<Badge>(static badge =>
        {
            badge.ShardBy(static badge => badge.Owner);
            badge.HasMany(static badge => badge.Clients).WithMany(static client => client.Badges).UsingEntity<Dictionary<string, object>>(
                "ClientBadge",
                static link => link.HasOne<Client>().WithMany().HasForeignKey("ClientId"),
                static link => link.HasOne<Badge>().WithMany().HasForeignKey("BadgeId").IsNotEnforced());
        });
        modelBuilder.Entity<Region>().IsReferenceTable().HasKey(static region => region.Code);
        modelBuilder.Entity<Remark>();
    }
}
