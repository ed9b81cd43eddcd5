using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>What EF Core does with queries beside translating them works over shards.</summary>
public sealed class QueryingTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private static readonly Func<ShopContext, long, int> OrdersOf = EF.CompileQuery(static (ShopContext context, long user) => context.Orders.Count(order => order.UserId == user));

    private static readonly Func<ShopContext, decimal, IAsyncEnumerable<long>> OrdersAbove =
        EF.CompileAsyncQuery(static (ShopContext context, decimal least) => context.Orders.Where(order => order.Total >= least).OrderBy(static order => order.Total).Select(static order => order.UserId));

    [Fact]
    public async Task Compiled_queries_take_other_values_each_time()
    {
        await using var context = shop.Context();
        Assert.Equal([5, 5, 0], [OrdersOf(context, 3), OrdersOf(context, 38), OrdersOf(context, 99)]);
        Assert.Equal([40, 40], await ToListAsync(OrdersAbove(context, 40.3m)));
        Assert.Equal([39, 40, 40, 40, 40, 40], await ToListAsync(OrdersAbove(context, 39.4m)));
    }

    [Fact]
    public async Task Rows_are_streamed_and_a_query_given_up_reads_no_more_of_them()
    {
        var watch = new Watch();
        await using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>(shop.Options).AddInterceptors(watch).Options);
        var seen = 0;
        await foreach (var order in context.Orders.OrderBy(static order => order.Total).AsNoTracking().AsAsyncEnumerable())
        {
            Assert.True(order.Total > 0);
            if (++seen == 3)
                break;
        }

        Assert.Equal(3, Assert.Single(watch.Reads));
        Assert.Equal(200, await context.Orders.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_query_that_is_cancelled_throws_that_and_leaves_the_context_usable()
    {
        await using var context = shop.Context();
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var order in context.Orders.AsAsyncEnumerable().WithCancellation(source.Token))
                await source.CancelAsync();
        });
        Assert.Equal(40, await context.Users.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ExecuteUpdate_and_ExecuteDelete_count_the_rows_of_all_shards()
    {
        using var context = shop.Context();
        using var transaction = context.Database.BeginTransaction();
        Assert.Equal(200, context.Orders.ExecuteUpdate(static set => set.SetProperty(static order => order.Total, static order => order.Total + 1)));
        Assert.Equal(4340m, context.Orders.Sum(static order => order.Total));
        Assert.Equal(5, context.Orders.Where(static order => order.UserId == 4).ExecuteDelete());
        Assert.Equal(100, context.Orders.Where(static order => order.Address.City == "Paris").ExecuteUpdate(static set => set.SetProperty(static order => order.Tags, new List<string> { "x" })));
        Assert.Equal(195, context.Orders.Count());
        transaction.Rollback();
        Assert.Equal(4140m, shop.Context().Orders.Sum(static order => order.Total));
    }

    [Fact]
    public void An_interceptor_may_change_what_is_sent()
    {
        using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>(shop.Options).AddInterceptors(new OnlyOne()).Options);
        Assert.Equal([1L], context.Users.OrderBy(static user => user.Id).TagWith("one").Select(static user => user.Id).ToList());
    }

    private static async Task<List<long>> ToListAsync(IAsyncEnumerable<long> rows)
    {
        var list = new List<long>();
        await foreach (var row in rows)
            list.Add(row);
        return list;
    }

    /// <summary>How many rows were read of each result.</summary>
    private sealed class Watch : DbCommandInterceptor
    {
        public List<int> Reads { get; } = [];

        public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
        {
            Reads.Add(eventData.ReadCount);
            return result;
        }
    }

    private sealed class OnlyOne : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            command.CommandText += " LIMIT 1";
            return result;
        }
    }
}
