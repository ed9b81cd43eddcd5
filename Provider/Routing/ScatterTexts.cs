using ShardClient.Planning.Operators;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Routing;

/// <summary>The text of each shard of a scatter.</summary>
internal static class ScatterTexts
{
    public static IReadOnlyList<RoutedStatement> Of(PlanOperator plan, ShardSet shards, ReadOnlySpan<Value> inputs)
    {
        var scan = Leaf(plan);
        var texts = new RoutedStatement[shards.Count];
        var next = 0;
        foreach (var shard in shards)
            texts[next++] = new RoutedStatement(shard, scan.Statement ?? Split(scan.Split!, shard, inputs));
        return texts;
    }

    /// <summary>The list keeps what lives on the shard, what has no shard of its own, and NULLs.</summary>
    private static SessionStatement Split(SplitText split, int shard, ReadOnlySpan<Value> inputs)
    {
        var text = new TextAssembler(split.Engine).Add(split.Before);
        var first = true;
        foreach (var input in split.Key.Inputs)
        {
            ref readonly var value = ref inputs[input];
            if (!value.IsNull && split.Key.Placement.TryRoute(split.Key.Type, value, out var home) && home != shard)
                continue;
            if (!first)
                text.Add(", ");
            text.AddInput(input);
            first = false;
        }

        return text.Add(split.After).Build(reusable: true);
    }

    private static ShardScan Leaf(PlanOperator plan)
    {
        while (OperatorInputs.Of(plan) is { } input)
            plan = input;
        return plan as ShardScan ?? throw new ArgumentOutOfRangeException(nameof(plan), plan.GetType().Name, "The operator has no leaf.");
    }
}
