using ShardClient.Planning.Describing;
using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Unit.Planning;

public class PlanDescriberTests
{
    [Fact]
    public void A_routed_read_is_one_step_on_its_shard()
    {
        const string text = "SELECT * FROM users WHERE id = 5";
        var step = Assert.Single(PlanDescriber.Describe(TestSchema.Plan(text), TestSchema.Topology, ShardSet.Of(2), text));
        Assert.Equal(new PlanStep(1, "Run", "s2", text), step with { Part = null });
    }

    [Fact]
    public void A_scatter_shows_the_text_of_the_shards_and_the_steps_of_the_client()
    {
        const string text = "SELECT name FROM users ORDER BY age LIMIT 3";
        var steps = PlanDescriber.Describe(TestSchema.Plan(text), TestSchema.Topology, ShardSet.All(4), text);
        Assert.Equal(["Scan", "MergeSort #2", "Trim to 1", "Limit ?1"], steps.Select(step => step.Operator));
        Assert.Equal(["s0, s1, s2, s3", "client", "client", "client"], steps.Select(step => step.Shards));
        Assert.StartsWith("SELECT name, age AS `~1` FROM users ORDER BY age", steps[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gather_shows_what_is_read_and_the_text_that_runs_over_it()
    {
        const string text = "SELECT group_concat(name) FROM users";
        var steps = PlanDescriber.Describe(TestSchema.Plan(text), TestSchema.Topology, ShardSet.All(4), text);
        Assert.Equal(["Scan users", "Gather into users", "Run over the gathered rows"], steps.Select(step => step.Operator));
        Assert.Equal(["s0, s1, s2, s3", "client", "client"], steps.Select(step => step.Shards));
        Assert.StartsWith("SELECT group_concat(name)", steps[^1].Text, StringComparison.Ordinal);
    }
}
