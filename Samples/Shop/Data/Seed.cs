using Microsoft.EntityFrameworkCore;

namespace ShardClient.Samples.Shop.Data;

/// <summary>Makes the tables and some rows, the same each time but for the users' ids.</summary>
internal static class Seed
{
    private const int Users = 200;

    private static readonly string[] Items = ["lamp", "chair", "table", "shelf", "clock", "vase", "rug", "desk"];

    private static readonly (string Code, string Name)[] Countries = [("de", "Germany"), ("fr", "France"), ("it", "Italy"), ("pl", "Poland"), ("se", "Sweden")];

    public static async Task RunAsync(ShopContext context)
    {
        await context.Database.EnsureCreatedAsync();
        if (await context.Countries.AnyAsync())
            return;

        // Countries first: the users refer to them.
        context.AddRange(Countries.Select(country => new Country { Code = country.Code, Name = country.Name }));
        await context.SaveChangesAsync();
        var random = new Random(7);
        for (var index = 0; index < Users; index++)
        {
            var user = new User { Name = $"Customer {index + 1}", CountryCode = Countries[random.Next(Countries.Length)].Code };
            for (var order = random.Next(1, 8); order > 0; order--)
            {
                user.Orders.Add(new Order
                {
                    Item = Items[random.Next(Items.Length)],
                    Price = random.Next(500, 50_000) / 100m,
                    Ordered = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(500_000)),
                });
            }

            context.Add(user);
        }

        await context.SaveChangesAsync();
    }
}
