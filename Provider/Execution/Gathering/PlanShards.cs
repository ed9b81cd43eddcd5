using ShardClient.Planning;
using ShardClient.Planning.Gathering;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>All shards that the parts of a plan can read, before any part has run.</summary>
internal static class PlanShards
{
    public static ShardSet Of(GatherPlan plan, ReadOnlySpan<Value> inputs)
    {
        var shards = Of(plan.Inputs, inputs);
        foreach (var broadcast in plan.Broadcasts)
            shards = shards.Union(Of([.. broadcast.Copies.Select(static copy => copy.Input)], inputs)).Union(Of(broadcast.Then, inputs));
        return shards;
    }

    public static ShardSet Of(IReadOnlyList<GatherInput> read, ReadOnlySpan<Value> inputs)
    {
        var shards = ShardSet.Empty;
        foreach (var input in read)
        {
            shards = shards.Union(input switch
            {
                QueryInput query => Of(query.Query, inputs),
                TableInput table => Router.Route(table.Route, inputs, table.AnyShard),
                _ => ShardSet.Empty,
            });
        }

        return shards;
    }

    /// <summary>The shards of a query whichever way it is answered.</summary>
    public static ShardSet OfAnyWay(SelectPlan plan, ReadOnlySpan<Value> inputs)
    {
        var shards = Of(plan, inputs);
        if (shards.Single >= 0)
            return shards;
        if ((plan.Gather ?? plan.Otherwise) is { } gather)
            shards = shards.Union(Of(gather, inputs));
        foreach (var prelude in plan.Staged?.Preludes ?? [])
            shards = shards.Union(OfAnyWay(prelude.Query, inputs));
        return shards;
    }

    public static ShardSet Of(SelectPlan plan, ReadOnlySpan<Value> inputs) => Router.Route(plan.Route, inputs, plan.AnyShard);
}
