using Microsoft.EntityFrameworkCore;

namespace ShardClient.Tests.EfCore;

/// <summary>A shop in memory: 3 countries, 40 users, 5 orders each.</summary>
public sealed class ShopFixture : IDisposable
{
    private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");

    public ShopFixture()
    {
        using var context = Context();
        context.Database.EnsureCreated();
        string[] codes = ["de", "fr", "it"];
        context.AddRange(codes.Select(static code => new Country { Code = code, Name = $"Country {code}" }));
        for (var user = 1; user <= 40; user++)
        {
            context.Add(new User { Id = user, Name = $"user {user}", CountryCode = codes[user % 3] });
            for (var order = 0; order < 5; order++)
            {
                context.Add(new Order
                {
                    UserId = user,
                    Total = user + (order * 0.1m),
                    Ordered = new DateTime(2026, 1 + order, 1 + (user % 28), 0, 0, 0, DateTimeKind.Unspecified),
                    Tags = [$"t{order}", $"u{user % 2}"],
                    Address = new Address { Street = $"Street {user}", City = user % 2 == 0 ? "Rome" : "Paris" },
                });
            }
        }

        context.Add(new Note { Text = "first" });
        context.SaveChanges();
    }

    public DbContextOptions<ShopContext> Options => new DbContextOptionsBuilder<ShopContext>().UseShardClient(_source).Options;

    public ShopContext Context() => new(Options);

    public void Dispose() => _source.Dispose();
}
