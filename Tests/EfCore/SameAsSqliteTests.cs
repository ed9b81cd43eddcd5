using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>The same LINQ over the same rows, on four shards and with <c>UseSqlite</c> on one database: the same answers.</summary>
public sealed class SameAsSqliteTests : IClassFixture<ShopFixture>, IDisposable
{
    private static readonly Dictionary<string, Func<ShopContext, object>> Questions = new(StringComparer.Ordinal)
    {
        ["filter"] = static shop => shop.Users.Where(static user => user.Name.EndsWith('3') || user.Id > 35).OrderBy(static user => user.Id).Select(static user => user.Name).ToList(),
        ["key in a list"] = static shop => Of(shop.Orders.Where(static order => new long[] { 2, 3, 39, 400 }.Contains(order.UserId))),
        ["join over a relationship"] = static shop => shop.Orders.Where(static order => order.User!.CountryCode == "fr").OrderBy(static order => order.Id).Select(static order => new { order.Id, order.User!.Name, Country = order.User.Country!.Name }).ToList(),
        ["left join"] = static shop => shop.Users.GroupJoin(shop.Orders.Where(static order => order.Total > 30), static user => user.Id, static order => order.UserId, static (user, orders) => new { user, orders })
            .SelectMany(static pair => pair.orders.DefaultIfEmpty(), static (pair, order) => new { pair.user.Id, Order = order == null ? 0 : order.Id }).OrderBy(static pair => pair.Id).ThenBy(static pair => pair.Order).ToList(),
        ["join that leaves the shard"] = static shop => shop.Users.Join(shop.Users, static one => one.Id, static other => other.Id - 1, static (one, other) => new { One = one.Id, Other = other.Id }).OrderBy(static pair => pair.One).ToList(),
        ["group with HAVING"] = static shop => shop.Orders.GroupBy(static order => order.UserId).Where(static group => group.Sum(static order => order.Total) > 150).OrderBy(static group => group.Key).Select(static group => new { group.Key, Count = group.Count(), Most = group.Max(static order => order.Ordered) }).ToList(),
        ["group by another column"] = static shop => shop.Users.GroupBy(static user => user.Country!.Name).OrderBy(static group => group.Key).Select(static group => new { group.Key, Users = group.Count(), Orders = group.Sum(static user => user.Orders.Count) }).ToList(),
        ["distinct"] = static shop => shop.Orders.Select(static order => order.Ordered.Month).Distinct().OrderBy(static month => month).ToList(),
        ["union"] = static shop => shop.Users.Select(static user => user.Name).Union(shop.Countries.Select(static country => country.Name)).OrderBy(static name => name).ToList(),
        ["except"] = static shop => shop.Users.Select(static user => user.Id).Except(shop.Orders.Where(static order => order.Total > 20).Select(static order => order.UserId)).OrderBy(static id => id).ToList(),
        ["concat and page"] = static shop => shop.Users.Select(static user => user.Id).Concat(shop.Orders.Select(static order => order.UserId)).OrderBy(static id => id).Skip(17).Take(9).ToList(),
        ["all"] = static shop => new[] { shop.Users.All(static user => user.Orders.Count == 5), shop.Users.All(static user => user.Orders.Any(static order => order.Total > 20)) },
        ["any with a subquery"] = static shop => shop.Users.Where(user => shop.Orders.Any(order => order.UserId != user.Id && order.Total > user.Id + 38.2m)).OrderBy(static user => user.Id).Select(static user => user.Id).ToList(),
        ["correlated aggregate"] = static shop => shop.Users.OrderBy(static user => user.Id).Select(static user => new { user.Id, Sum = user.Orders.Sum(static order => order.Total), Last = user.Orders.OrderByDescending(static order => order.Ordered).First().Total }).ToList(),
        ["first of each group"] = static shop => shop.Orders.GroupBy(static order => order.Ordered.Month).Select(static group => group.OrderByDescending(static order => order.Total).First().Id).ToList().Order().ToList(),
        ["scalars"] = static shop => new object[] { shop.Orders.Count(), shop.Orders.LongCount(static order => order.UserId % 3 == 1), shop.Orders.Min(static order => order.Total), shop.Orders.Average(static order => order.Total), shop.Users.Max(static user => user.Name) ?? "" },
        ["page of an include"] = static shop => shop.Users.Include(static user => user.Orders.OrderByDescending(static order => order.Total).Take(2)).OrderByDescending(static user => user.Name).Skip(4).Take(5).ToList()
            .Select(static user => new { user.Id, Orders = user.Orders.Select(static order => order.Id).ToList() }).ToList(),
        ["split include"] = static shop => shop.Users.Include(static user => user.Orders).AsSplitQuery().OrderBy(static user => user.Name).Take(6).ToList().Select(static user => new { user.Id, Count = user.Orders.Count }).ToList(),
        ["JSON"] = static shop => Of(shop.Orders.Where(static order => order.Address.City == "Rome" && order.Address.Street.Contains('1'))),
        ["primitive collection"] = static shop => Of(shop.Orders.Where(static order => order.Tags.Count(static tag => tag != "u1") > 1 && order.Tags.Contains("t2"))),
        ["raw SQL composed"] = static shop => Of(shop.Orders.FromSql($"SELECT * FROM Orders WHERE UserId > {20}").Where(static order => order.Total < 30)),
        ["raw scalars"] = static shop => shop.Database.SqlQuery<long>($"SELECT Id AS Value FROM Users WHERE CountryCode = {"it"}").Where(static id => id > 9).OrderBy(static id => id).ToList(),
        ["single table beside sharded ones"] = static shop => shop.Notes.Select(note => new { note.Text, Users = shop.Users.Count(user => user.Id > note.Id) }).ToList(),
    };

    private readonly ShopFixture _shop;
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SameAsSqliteTests(ShopFixture shop)
    {
        _shop = shop;
        _connection.Open();
        using var plain = Plain();
        plain.Database.EnsureCreated();
        using var source = shop.Context();
        plain.AddRange(source.Countries.AsNoTracking());
        plain.AddRange(source.Users.AsNoTracking());
        plain.AddRange(source.Orders.AsNoTracking());
        plain.AddRange(source.Notes.AsNoTracking());
        plain.SaveChanges();
    }

    public static TheoryData<string> Names => [.. Questions.Keys];

    public void Dispose() => _connection.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_query_answers_as_it_does_on_one_database(string name)
    {
        using var plain = Plain();
        using var sharded = _shop.Context();
        var expected = JsonSerializer.Serialize(Questions[name](plain));
        Assert.NotEqual("[]", expected);
        Assert.Equal(expected, JsonSerializer.Serialize(Questions[name](sharded)));
    }

    private static List<long> Of(IQueryable<Order> orders) => [.. orders.OrderBy(static order => order.Id).Select(static order => order.Id)];

    private ShopContext Plain() => new(new DbContextOptionsBuilder<ShopContext>().UseSqlite(_connection).Options);
}
