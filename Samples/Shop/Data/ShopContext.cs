using Microsoft.EntityFrameworkCore;

namespace ShardClient.Samples.Shop.Data;

/// <summary>The whole of the sharding: users by id, orders by user, countries everywhere.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Country> Countries => Set<Country>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<User>().ShardBy(user => user.Id);
        modelBuilder.Entity<User>().HasOne(user => user.Country).WithMany().HasForeignKey(user => user.CountryCode);
        modelBuilder.Entity<Order>().ShardBy(order => order.UserId);
        modelBuilder.Entity<Order>().HasIndex(order => order.Ordered);
        modelBuilder.Entity<Country>().IsReferenceTable().HasKey(country => country.Code);
    }
}
