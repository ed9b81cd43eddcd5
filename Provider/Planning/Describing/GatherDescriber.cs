using ShardClient.Planning.Gathering;
using ShardClient.Planning.Writing;
using ShardClient.Topology;

namespace ShardClient.Planning.Describing;

/// <summary>A gather as steps: what fills each scratch table, then the text that runs over them.</summary>
internal static class GatherDescriber
{
    private const string Client = "client";

    public static void Add(GatherPlan gather, ClusterTopology topology, PlanDescriber.RouteOf? routeOf, List<PlanStep> steps)
    {
        AddInputs(gather.Inputs, topology, routeOf, steps);
        Add(steps, "Run over the gathered rows", Client, gather.Text.Text, gather);
        foreach (var broadcast in gather.Broadcasts)
            Add(broadcast, gather, topology, routeOf, steps);
    }

    /// <summary>A write beside copies of what it reads.</summary>
    public static void Add(CopyWrite write, ClusterTopology topology, PlanDescriber.RouteOf? routeOf, List<PlanStep> steps)
    {
        AddInputs(write.Inputs, topology, routeOf, steps);
        Add(steps, "Write beside copies of the gathered rows", RouteText.Of(write.Targets, topology), write.Statement.Text);
    }

    private static void AddInputs(IEnumerable<GatherInput> inputs, ClusterTopology topology, PlanDescriber.RouteOf? routeOf, List<PlanStep> steps)
    {
        foreach (var input in inputs)
        {
            if (input is QueryInput query)
                PlanDescriber.AddPart(query.Query, topology, routeOf, steps);
            if (input is TableInput table)
                Add(steps, $"Scan {table.Source.Name}{Narrowing(table)}", Shards(table, topology, routeOf), TextOf(table));
            Add(steps, $"Gather into {input.Table.Name}", Client, "", input);
        }
    }

    /// <summary>What runs instead when the sizes say so.</summary>
    private static void Add(BroadcastPlan broadcast, GatherPlan instead, ClusterTopology topology, PlanDescriber.RouteOf? routeOf, List<PlanStep> steps)
    {
        var copied = string.Join(", ", broadcast.Copies.Select(static copy => copy.Input.Table.Name));
        var anchors = string.Join(", ", broadcast.Anchors.Select(static anchor => anchor.Table.Name));
        var shards = routeOf?.Invoke(broadcast.Then.Route, broadcast.Then.AnyShard) is { } known ? RouteText.Names(known, topology) : RouteText.Of(broadcast.Then.Route, topology);
        Add(steps, $"Or, beside a larger {anchors}: copy {copied}", shards, "");
        foreach (var copy in broadcast.Copies.Select(static copy => copy.Input).OfType<TableInput>().Where(copy => !instead.Inputs.Any(input => input is TableInput known && known.Table == copy.Table)))
            Add(steps, $"Scan {copy.Source.Name} for {copy.Table.Name}", Shards(copy, topology, routeOf), TextOf(copy));
        PlanDescriber.AddPart(broadcast.Then, topology, routeOf, steps);
    }

    public static void Add(StagedPlan staged, ClusterTopology topology, PlanDescriber.RouteOf? routeOf, List<PlanStep> steps)
    {
        foreach (var prelude in staged.Preludes)
        {
            PlanDescriber.AddPart(prelude.Query, topology, routeOf, steps);
            Add(steps, $"Answer becomes ?{prelude.Input + 1}", Client, "");
        }

        PlanDescriber.AddPart(staged.Then, topology, routeOf, steps);
    }

    public static string TextOf(TableInput table) => $"{OperatorText.Of(table.Before)}1{OperatorText.Of(table.After)}";

    /// <summary>Which keys may narrow a table, when they turn out to be few.</summary>
    public static string Narrowing(TableInput table) => table.Restrictions.Count == 0
        ? ""
        : $" by keys of {string.Join(", ", table.Restrictions.Select(restriction => $"{restriction.From}.{restriction.FromColumn}").Distinct())}";

    private static string Shards(TableInput table, ClusterTopology topology, PlanDescriber.RouteOf? routeOf) =>
        routeOf?.Invoke(table.Route, table.AnyShard) is { } shards ? RouteText.Names(shards, topology) : RouteText.Of(table.Route, topology);

    private static void Add(List<PlanStep> steps, string step, string shards, string text, object? part = null) => steps.Add(new PlanStep(steps.Count + 1, step, shards, text, part));
}
