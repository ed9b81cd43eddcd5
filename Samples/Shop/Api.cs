using Microsoft.EntityFrameworkCore;
using ShardClient.Samples.Shop.Data;
using ShardClient.Samples.Shop.Watching;

namespace ShardClient.Samples.Shop;

/// <summary>An answer of the API with what it took to get it.</summary>
public sealed record Answer<T>(T Data, IReadOnlyList<Touched> Touched);

/// <summary>A row of the list of orders.</summary>
public sealed record OrderRow(string Id, string UserId, string User, string Country, string Item, decimal Price, DateTime Ordered);

/// <summary>What one country has bought.</summary>
public sealed record CountryTotal(string Country, int Orders, decimal Total);

/// <summary>What a browser sends to order something. Ids are texts: JavaScript's numbers end at 53 bits.</summary>
public sealed record NewOrder(string UserId, string Item, decimal Price);

internal static class Api
{
    private const int PageSize = 20;

    public static void Map(WebApplication app)
    {
        app.MapGet("/api/orders", ListAsync);
        app.MapGet("/api/users/{id:long}/orders", OfUserAsync);
        app.MapGet("/api/totals", TotalsAsync);
        app.MapPost("/api/orders", AddAsync);
    }

    /// <summary>A page of all orders, the newest first: every shard gives its newest, the client merges.</summary>
    private static async Task<Answer<List<OrderRow>>> ListAsync(ShopContext context, int page = 0)
    {
        var touched = TouchedShards.Begin();
        var orders = context.Orders.OrderByDescending(order => order.Ordered).ThenBy(order => order.Id).Skip(page * PageSize).Take(PageSize);
        return new Answer<List<OrderRow>>(await RowsAsync(orders), touched);
    }

    /// <summary>One user's orders: one shard has them, and the user, and a copy of the countries.</summary>
    private static async Task<Answer<List<OrderRow>>> OfUserAsync(ShopContext context, long id)
    {
        var touched = TouchedShards.Begin();
        var orders = context.Orders.Where(order => order.UserId == id).OrderByDescending(order => order.Ordered).ThenBy(order => order.Id);
        return new Answer<List<OrderRow>>(await RowsAsync(orders), touched);
    }

    private static async Task<Answer<List<CountryTotal>>> TotalsAsync(ShopContext context)
    {
        var touched = TouchedShards.Begin();
        var totals = await context.Orders
            .GroupBy(order => order.User!.Country!.Name)
            .Select(group => new CountryTotal(group.Key, group.Count(), group.Sum(order => order.Price)))
            .ToListAsync();
        return new Answer<List<CountryTotal>>([.. totals.OrderBy(total => total.Country, StringComparer.Ordinal)], touched);
    }

    private static async Task<IResult> AddAsync(ShopContext context, NewOrder asked)
    {
        var touched = TouchedShards.Begin();
        if (!long.TryParse(asked.UserId, out var user) || !await context.Users.AnyAsync(known => known.Id == user))
            return Results.NotFound($"There is no user {asked.UserId}.");
        var order = new Order { UserId = user, Item = asked.Item, Price = asked.Price, Ordered = DateTime.UtcNow };
        context.Add(order);
        await context.SaveChangesAsync();
        return Results.Ok(new Answer<string>(order.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), touched));
    }

    private static Task<List<OrderRow>> RowsAsync(IQueryable<Order> orders) => orders
        .Select(order => new OrderRow(
            order.Id.ToString(), order.UserId.ToString(), order.User!.Name, order.User.Country!.Name, order.Item, order.Price, order.Ordered))
        .ToListAsync();
}
