using ShardClient.Planning;
using ShardClient.Routing;
using ShardClient.Tests.Unit.Planning;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Routing;

public class RowRouterTests
{
    [Fact]
    public void Each_row_goes_to_the_shard_of_its_key()
    {
        const string text = "INSERT INTO items VALUES (1, 1, 'a', 1), (2, 2, 'b', 2), (3, 3, 'c', 3), (4, 4, 'd', 4) RETURNING sku";
        var plan = (InsertPlan)TestSchema.Plan(text);
        var inputs = TestSchema.Inputs(text, plan);
        var routed = RowRouter.Route(plan, inputs);
        var sent = RowRouter.Split(plan, routed);
        Assert.Equal(routed.Shards.ToArray(), sent.Select(each => each.Shard));
        Assert.Equal(plan.Rows.Count * 4, sent.Sum(each => each.Statement.Inputs.Length));
        Assert.All(sent, each => Assert.Matches(@"^INSERT INTO items VALUES \(\?1, \?2, \?3, \?4\).* RETURNING sku$", each.Statement.Text));
    }

    [Fact]
    public void A_key_of_another_type_is_refused_before_anything_is_written()
    {
        const string text = "INSERT INTO items (user_id, sku) VALUES (1, 'a'), (@key, 'b')";
        var plan = (InsertPlan)TestSchema.Plan(text);
        var error = Assert.Throws<ShardException>(() => RowRouter.Route(plan, TestSchema.Inputs(text, plan, Value.FromText("abc"))));
        Assert.Equal(ShardErrorCode.InvalidKeyValue, error.ErrorCode);
        foreach (var part in new[] { "items", "user_id", "row 2", "INTEGER", "text" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generated_key_decides_the_shard_of_its_row()
    {
        const string text = "INSERT INTO users (name) VALUES ('a'), ('b')";
        var plan = (InsertPlan)TestSchema.Plan(text);
        Assert.All(plan.Rows, row => Assert.Equal(row.KeyInput, row.GeneratedInput));
        Assert.Equal(2, RowRouter.Route(plan, TestSchema.Inputs(text, plan)).RowShards!.Length);
    }
}
