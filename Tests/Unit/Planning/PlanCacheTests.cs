using ShardClient.Planning;
using ShardClient.Sql.Lexing;
using Xunit;

namespace ShardClient.Tests.Unit.Planning;

public class PlanCacheTests
{
    private static readonly StatementPlan Plan = new CheckClusterPlan();

    [Fact]
    public void A_plan_is_found_under_the_versions_it_was_made_for()
    {
        var cache = new PlanCache(1 << 20);
        cache.Keep(Key("a"), Plan);
        Assert.Same(Plan, cache.Find(Key("a")));
        Assert.Null(cache.Find(Key("a") with { SchemaVersion = 2 }));
        Assert.Null(cache.Find(Key("a") with { TopologyVersion = 2 }));
        Assert.Equal((1, 2), cache.Lookups);
    }

    [Fact]
    public void A_refusal_is_not_kept_since_its_position_belongs_to_one_text()
    {
        var cache = new PlanCache(1 << 20);
        cache.Keep(Key("ATTACH"), TestSchema.Plan("ATTACH 'x' AS y"));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void Plans_that_never_come_again_stay_under_the_limit_and_leave_those_in_use()
    {
        var cache = new PlanCache(64 * 1024);
        cache.Keep(Key("hot"), Plan);
        for (var text = 0; text < 10_000; text++)
        {
            cache.Keep(Key($"SELECT {text}"), Plan);
            Assert.NotNull(cache.Find(Key("hot")));
            Assert.InRange(cache.Count, 1, 64);
        }
    }

    [Fact]
    public void A_large_plan_is_kept_when_it_comes_a_second_time()
    {
        var cache = new PlanCache(64 << 20);
        var large = Key(new string('x', 20_000));
        cache.Keep(large, Plan);
        Assert.Null(cache.Find(large));
        cache.Keep(large, Plan);
        Assert.Same(Plan, cache.Find(large));
    }

    [Fact]
    public void A_huge_plan_is_not_kept()
    {
        var cache = new PlanCache(64 * 1024);
        cache.Keep(Key(new string('x', 10_000)), Plan);
        Assert.Equal(0, cache.Count);
    }

    private static PlanKey Key(string text) => new(text, SqlDialect.Sqlite, SqlModes.None, 1, 1);
}
