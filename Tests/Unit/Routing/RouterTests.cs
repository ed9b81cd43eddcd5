using ShardClient.Planning;
using ShardClient.Planning.Routes;
using ShardClient.Routing;
using ShardClient.Tests.Unit.Planning;
using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Routing;

public class RouterTests
{
    [Fact]
    public void A_key_goes_to_one_shard() => Assert.Equal(Home(5), Route("SELECT * FROM users WHERE id = 5"));

    [Fact]
    public void A_value_that_is_not_of_the_keys_type_narrows_nothing() =>
        Assert.Equal(ShardSet.All(4), Route("SELECT * FROM users WHERE id = 5.5"));

    [Fact]
    public void A_NULL_key_matches_nothing_and_is_asked_of_one_shard() =>
        Assert.Equal(ShardSet.Of(0), Route("SELECT * FROM users WHERE id = @id", Value.Null));

    [Fact]
    public void IS_with_a_NULL_goes_where_NULL_keys_live() =>
        Assert.Equal(ShardSet.Of(0), Route("SELECT * FROM users WHERE id IS @id", Value.Null));

    [Fact]
    public void A_list_goes_to_the_shards_of_its_values() =>
        Assert.Equal(Home(1).Union(Home(2)), Route("SELECT * FROM users WHERE id IN (@a, @b, @c)", Value.FromInteger(1), Value.FromInteger(2), Value.Null));

    [Fact]
    public void Contradicting_keys_leave_one_shard()
    {
        var other = Enumerable.Range(2, 50).First(key => !Home(key).Equals(Home(1)));
        Assert.Equal(ShardSet.Of(0), Route($"SELECT * FROM users WHERE id = 1 AND id = {other}"));
    }

    [Fact]
    public void OR_goes_to_the_shards_of_both_sides() => Assert.Equal(Home(1).Union(Home(9)), Route("SELECT * FROM users WHERE id = 1 OR id = 9"));

    [Theory]
    [InlineData("at >= '2026-02-01' AND at < '2026-03-01'", 1)]
    [InlineData("at BETWEEN '2025-02-01' AND '2025-03-01'", 0)]
    [InlineData("at > '2027-01-01'", 2)]
    [InlineData("at < '2027-01-01' AND at >= '2026-07-01'", 2)]
    public void A_range_goes_to_the_shards_it_touches(string condition, int shard) =>
        Assert.Equal(ShardSet.Of(shard), Route($"SELECT * FROM events WHERE {condition}"));

    [Fact]
    public void A_range_with_a_NULL_end_matches_nothing() =>
        Assert.Equal(ShardSet.Of(0), Route("SELECT * FROM events WHERE at > @from", Value.Null));

    [Fact]
    public void The_route_of_a_key_allocates_nothing()
    {
        var plan = (SelectPlan)TestSchema.Plan("SELECT * FROM users WHERE id = @id");
        var inputs = new[] { Value.FromInteger(5) };
        Router.Route(plan.Route, inputs, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 1000; call++)
            Router.Route(plan.Route, inputs, 0);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Each_shard_gets_only_its_own_values_of_a_list()
    {
        const string text = "SELECT name FROM users WHERE id IN (1, 2, 3, 4, 5, 6, 7, 8) AND age > 3 ORDER BY name";
        var plan = (SelectPlan)TestSchema.Plan(text);
        var inputs = TestSchema.Inputs(text, plan);
        var route = Router.Route(plan.Route, inputs, 0);
        var sent = ScatterTexts.Of(plan.Scatter!, route, inputs).ToList();
        Assert.Equal(route.Count, sent.Count);
        var keys = sent.SelectMany(each => each.Statement.Inputs[..^1].Select(input => (each.Shard, Key: inputs[input].Integer))).ToList();
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L], keys.Select(pair => pair.Key).Order());
        Assert.All(keys, pair => Assert.Equal(Home(pair.Key), ShardSet.Of(pair.Shard)));
    }

    private static ShardSet Home(long key)
    {
        var route = (KeyRoute)((SelectPlan)TestSchema.Plan("SELECT * FROM users WHERE id = @id")).Route;
        Assert.True(route.Placement.TryRoute(route.Type, Value.FromInteger(key), out var shard));
        return ShardSet.Of(shard);
    }

    private static ShardSet Route(string text, params Value[] parameters)
    {
        var plan = (SelectPlan)TestSchema.Plan(text);
        return Router.Route(plan.Route, TestSchema.Inputs(text, plan, parameters), plan.AnyShard);
    }
}
