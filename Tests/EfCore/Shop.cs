using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.EfCore;

public sealed class User
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    public string CountryCode { get; set; } = "";

    public Country? Country { get; set; }

    public List<Order> Orders { get; } = [];
}

public sealed class Order
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public User? User { get; set; }

    public decimal Total { get; set; }

    public DateTime Ordered { get; set; }

    public List<string> Tags { get; set; } = [];

    public Address Address { get; set; } = new();
}

public sealed class Address
{
    public string Street { get; set; } = "";

    public string City { get; set; } = "";
}

public sealed class Country
{
    public string Code { get; set; } = "";

    public string Name { get; set; } = "";
}

public sealed class Note
{
    public int Id { get; set; }

    public string Text { get; set; } = "";
}

/// <summary>Users and their orders sharded by user, countries on every shard, notes on one.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Country> Countries => Set<Country>();

    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<User>().ShardBy(user => user.Id);
        modelBuilder.Entity<User>().HasOne(user => user.Country).WithMany().HasForeignKey(user => user.CountryCode);
        modelBuilder.Entity<Order>(order =>
        {
            order.ShardBy(order => order.UserId);
            order.HasOne(order => order.User).WithMany(user => user.Orders).HasForeignKey(order => order.UserId);
            order.OwnsOne(order => order.Address, static address => address.ToJson());
        });
        modelBuilder.Entity<Country>().HasKey(country => country.Code);
        modelBuilder.Entity<Country>().IsReferenceTable();
    }
}
