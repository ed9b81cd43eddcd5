using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>A context over four shards answers as one over one database.</summary>
public sealed class ShopTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public void Rows_are_found_by_their_key()
    {
        using var context = shop.Context();
        Assert.Equal("user 7", context.Users.Single(static user => user.Id == 7).Name);
        Assert.Equal("user 8", context.Users.Find(8L)!.Name);
    }

    [Fact]
    public void The_whole_is_counted_and_summed()
    {
        using var context = shop.Context();
        Assert.Equal(200, context.Orders.Count());
        Assert.Equal(4140m, context.Orders.Sum(static order => order.Total));
        Assert.Equal(40.4m, context.Orders.Max(static order => order.Total));
        Assert.Equal(20.7m, context.Orders.Average(static order => order.Total));
    }

    [Fact]
    public void Decimals_are_added_by_each_shard_and_then_together()
    {
        using var context = shop.Context();
        var groups = context.Orders
            .GroupBy(static order => order.Ordered.Month)
            .Select(static group => new
            {
                group.Key,
                Sum = group.Sum(static order => order.Total),
                Least = group.Min(static order => order.Total),
                Most = group.Max(static order => order.Total),
                Mean = group.Average(static order => order.Total),
            })
            .ToList();
        var orders = context.Orders.AsNoTracking().ToList();
        Assert.Equal(5, groups.Count);
        Assert.All(groups, group =>
        {
            var totals = orders.Where(order => order.Ordered.Month == group.Key).Select(static order => order.Total).ToList();
            Assert.Equal((totals.Sum(), totals.Min(), totals.Max(), totals.Average()), (group.Sum, group.Least, group.Most, group.Mean));
        });
        Assert.Null(context.Orders.Where(static order => order.Total < 0).Max(static order => (decimal?)order.Total));
        Assert.DoesNotContain("Gather", Route(context, context.Orders.GroupBy(static order => order.Ordered.Month).Select(static group => group.Sum(static order => order.Total))), StringComparison.Ordinal);
    }

    private static string Route<T>(ShopContext context, IQueryable<T> query)
    {
        context.Database.OpenConnection();
        using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN ROUTE " + command.CommandText;
        using var rows = command.ExecuteReader();
        var operators = new List<string>();
        while (rows.Read())
            operators.Add(rows.GetString(rows.GetOrdinal("operator")));
        return string.Join(", ", operators);
    }

    [Fact]
    public void Pages_are_in_the_order_of_the_whole()
    {
        using var context = shop.Context();
        var page = context.Orders.OrderByDescending(static order => order.Ordered).ThenBy(static order => order.UserId).Skip(5).Take(10).Select(static order => order.UserId).ToList();
        Assert.Equal(10, page.Count);
        var expected = context.Orders.AsEnumerable().OrderByDescending(static order => order.Ordered).ThenBy(static order => order.UserId).Skip(5).Take(10).Select(static order => order.UserId);
        Assert.Equal(expected, page);
    }

    [Fact]
    public void Groups_cross_shards()
    {
        using var context = shop.Context();
        var groups = context.Users.GroupBy(static user => user.CountryCode).Select(static group => new { group.Key, Count = group.Count() }).OrderBy(static group => group.Key).ToList();
        Assert.Equal([("de", 13), ("fr", 14), ("it", 13)], groups.Select(static group => (group.Key, group.Count)));
    }

    [Fact]
    public void Includes_follow_relationships()
    {
        using var context = shop.Context();
        var user = context.Users.Include(static user => user.Orders).Include(static user => user.Country).Single(static user => user.Id == 3);
        Assert.Equal(5, user.Orders.Count);
        Assert.Equal("Country de", user.Country!.Name);
        Assert.Equal(200, context.Users.Include(static user => user.Orders).AsSplitQuery().ToList().Sum(static user => user.Orders.Count));
    }

    [Fact]
    public void An_include_of_one_entity_goes_to_its_shard()
    {
        using var context = shop.Context();
        var id = 3L;
        var first = context.Users.Include(static user => user.Orders).Where(user => user.Id == id).Take(1);
        Assert.Equal("Run", Route(context, first));
        Assert.Equal(5, first.Single().Orders.Count);
        Assert.Equal(5, context.Users.Include(static user => user.Orders).AsSplitQuery().First(user => user.Id == id).Orders.Count);
    }

    [Fact]
    public void An_include_of_a_page_reads_the_children_of_the_page_alone()
    {
        using var context = shop.Context();
        var page = context.Users.Include(static user => user.Orders).OrderBy(static user => user.Name).ThenBy(static user => user.Id).Skip(3).Take(4);
        Assert.Contains("by keys of", Route(context, page), StringComparison.Ordinal);
        var expected = context.Users.Include(static user => user.Orders).AsNoTracking().AsEnumerable().OrderBy(static user => user.Name, StringComparer.Ordinal).ThenBy(static user => user.Id).Skip(3).Take(4);
        Assert.Equal(expected.Select(static user => (user.Id, user.Orders.Count)), page.AsEnumerable().Select(static user => (user.Id, user.Orders.Count)));
    }

    [Fact]
    public void Json_and_primitive_collections_are_queried()
    {
        using var context = shop.Context();
        Assert.Equal(100, context.Orders.Count(static order => order.Address.City == "Rome"));
        Assert.Equal(40, context.Orders.Count(static order => order.Tags.Contains("t1")));
        long[] wanted = [1, 2, 3];
        Assert.Equal(15, context.Orders.Count(order => wanted.Contains(order.UserId)));
    }

    [Theory]
    [InlineData("json_each(@")]
    [InlineData("@p1")]
    public void A_list_of_keys_leads_to_their_shards_however_the_query_uses_it(string text)
    {
        using var context = shop.Context();
        long[] wanted = [7];
        // EF Core keeps a translated query whatever mode another context has, so each mode has queries of its own here.
        IQueryable<decimal>[] queries = text == "@p1"
            ? [
                context.Orders.Where(order => wanted.Contains(order.UserId)).Select(static order => order.Total),
                context.Orders.Join(wanted, static order => order.UserId, static user => user, static (order, user) => order.Total),
                context.Orders.Where(order => wanted.Any(user => user == order.UserId && user > 3)).Select(static order => order.Total),
            ]
            : [
                context.Orders.Where(order => EF.Parameter(wanted).Contains(order.UserId)).Select(static order => order.Total),
                context.Orders.Where(order => EF.Parameter(wanted).Any(user => user == order.UserId && user > 3)).Select(static order => order.Total),
            ];
        Assert.All(queries, query =>
        {
            Assert.Equal("Run", Route(context, query));
            Assert.Equal([7.0m, 7.1m, 7.2m, 7.3m, 7.4m], query.AsEnumerable().Order());
        });
        Assert.Contains(text, queries[^1].ToQueryString().Replace("wanted1", "p1", StringComparison.Ordinal), StringComparison.Ordinal);
        var all = from order in context.Orders join user in wanted on order.UserId equals user into matched from user in matched.DefaultIfEmpty() select order.Total;
        Assert.Equal(200, all.Count());
    }

    [Fact]
    public void Changes_are_saved()
    {
        using var context = shop.Context();
        using var transaction = context.Database.BeginTransaction();
        var order = context.Orders.First(static order => order.UserId == 5);
        order.Total = 99.5m;
        context.Add(new Order { UserId = 5, Total = 1m });
        Assert.Equal(2, context.SaveChanges());
        context.Remove(context.Orders.OrderBy(static order => order.Id).First(static order => order.UserId == 5));
        Assert.Equal(1, context.SaveChanges());
        Assert.Equal(5, context.Orders.Count(static order => order.UserId == 5));
        Assert.Equal(5, context.Orders.Where(static order => order.UserId == 5).ExecuteUpdate(static update => update.SetProperty(static order => order.Total, 2m)));
        Assert.Equal(5, context.Orders.Where(static order => order.UserId == 5).ExecuteDelete());
    }

    [Fact]
    public void A_pooled_context_forgets_the_scope_of_its_last_user()
    {
        var pool = new Microsoft.EntityFrameworkCore.Infrastructure.PooledDbContextFactory<ShopContext>(shop.Options, poolSize: 1);
        using (var context = pool.CreateDbContext())
            _ = context.OnShard<User>(7L);
        using var next = pool.CreateDbContext();
        Assert.Equal(40, next.Users.Count());
    }

    [Fact]
    public void A_scope_sees_one_shard()
    {
        using var context = shop.Context();
        int here;
        using (context.OnShard<User>(7L))
        {
            here = context.Users.Count();
            Assert.Equal("user 7", context.Users.Single(static user => user.Id == 7).Name);
        }

        Assert.InRange(here, 1, 39);
        Assert.Equal(40, context.Users.Count());
    }
}
