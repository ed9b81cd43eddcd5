using ShardClient.Planning.Operators;
using ShardClient.Planning.Routes;
using ShardClient.Topology;

namespace ShardClient.Planning.Describing;

/// <summary>One row of EXPLAIN ROUTE.</summary>
/// <param name="Step">From 1, in the order in which rows flow.</param>
/// <param name="Shards">The shards by name, or <c>client</c>.</param>
/// <param name="Text">What is sent; empty for the client's own steps.</param>
/// <param name="Part">The part of the plan that the step is, for whoever has measured it.</param>
internal sealed record PlanStep(int Step, string Operator, string Shards, string Text, object? Part = null);

/// <summary>Plans as rows for people.</summary>
internal static class PlanDescriber
{
    /// <summary>The shards of a rule in one execution; null where the rule itself is to be shown.</summary>
    /// <param name="anyShard">The shard that answers when any would do.</param>
    public delegate ShardSet? RouteOf(RouteRule rule, int anyShard);

    private const string Client = "client";

    /// <param name="plan">The plan, or an EXPLAIN of it.</param>
    /// <param name="route">The shards of this execution, when they are known; else the rule is shown.</param>
    /// <param name="own">The caller's own text, for plans that send it as it is.</param>
    /// <param name="routeOf">The shards of the statement's parts, when they are known.</param>
    public static IReadOnlyList<PlanStep> Describe(StatementPlan plan, ClusterTopology topology, ShardSet? route, string own, RouteOf? routeOf = null)
    {
        var steps = new List<PlanStep>();
        switch (plan)
        {
            case ExplainPlan explain:
                return Describe(explain.Inner, topology, route, own, routeOf);
            case SelectPlan select:
                Select(select, topology, route, own, steps, routeOf);
                break;
            case WritePlan write:
                Write(write, topology, route, own, steps, routeOf);
                break;
            case RowWritePlan rows:
                RowWriteDescriber.Add(rows.Write, topology, routeOf, steps);
                break;
            case InsertPlan insert:
                Insert(insert, topology, route, own, steps);
                break;
            case RefusedPlan refused:
                Add(steps, refused.Refusal, true);
                break;
            default:
                Add(steps, plan.GetType().Name[..^"Plan".Length], plan is TransactionPlan or PragmaPlan ? Client : RouteText.Names(topology.AllShards, topology), own);
                break;
        }

        return steps;
    }

    private static void Select(SelectPlan select, ClusterTopology topology, ShardSet? route, string own, List<PlanStep> steps, RouteOf? routeOf)
    {
        var isMany = IsMany(select.Route, route);
        if (!isMany || route is null)
            Add(steps, "Run", Shards(select.Route, topology, route), select.Whole?.Text ?? own, select);
        if (!isMany)
            return;
        Add(steps, select.ScatterRefusal, true);
        if (select.Staged is { } staged)
            GatherDescriber.Add(staged, topology, routeOf, steps);
        else if (select.Gather is { } gather)
            GatherDescriber.Add(gather, topology, routeOf, steps);
        if (select.Scatter is null)
            return;
        if (route is null && steps is [{ Operator: "Run" }])
            steps.Clear();
        foreach (var step in OperatorText.Chain(select.Scatter))
        {
            var isScan = step is ShardScan;
            Add(steps, OperatorText.Of(step), isScan ? Shards(select.Route, topology, route) : Client, step is ShardScan scan ? OperatorText.TextOf(scan) : "", step);
        }
    }

    /// <summary>A part of a statement: a query with its own route.</summary>
    public static void AddPart(SelectPlan select, ClusterTopology topology, RouteOf? routeOf, List<PlanStep> steps) =>
        Select(select, topology, routeOf?.Invoke(select.Route, select.AnyShard), "", steps, routeOf);

    private static void Write(WritePlan write, ClusterTopology topology, ShardSet? route, string own, List<PlanStep> steps, RouteOf? routeOf)
    {
        var isMany = IsMany(write.Route, route);
        if (!isMany || (write.ByRows is null && write.Copies is null))
            Add(steps, Verb(write), Shards(write.Route, topology, route), write.Statement?.Text ?? own);
        if (isMany && write.ByRows is { } rows)
            RowWriteDescriber.Add(rows, topology, routeOf, steps);
        if (isMany && write.Copies is { } copies)
            GatherDescriber.Add(copies, topology, routeOf, steps);
        Add(steps, write.ScatterRefusal, isMany);
    }

    private static void Insert(InsertPlan insert, ClusterTopology topology, ShardSet? route, string own, List<PlanStep> steps)
    {
        var isOne = route is { Single: >= 0 } || insert.Rows.Count == 1;
        var shards = route is { } known ? RouteText.Names(known, topology) : $"{insert.Key.Placement.Name} by {insert.KeyColumn}";
        if (isOne)
        {
            Add(steps, "Insert", shards, insert.Whole?.Text ?? own);
            return;
        }

        Add(steps, $"Insert {insert.Rows.Count} rows, each to its shard", shards, $"{insert.Before} ...{OperatorText.Of(insert.After)}");
    }

    private static string Verb(WritePlan write) => write.IsReference ? "Write every copy" : write.IsInsert ? "Insert" : "Write";

    private static bool IsMany(RouteRule rule, ShardSet? route) =>
        route is { } known ? known.Count > 1 : rule is not (AnyRoute or EmptyRoute or FixedRoute { Shards.Single: >= 0 });

    private static string Shards(RouteRule rule, ClusterTopology topology, ShardSet? route) =>
        route is { } known ? RouteText.Names(known, topology) : RouteText.Of(rule, topology);

    private static void Add(List<PlanStep> steps, string step, string shards, string text, object? part = null) => steps.Add(new PlanStep(steps.Count + 1, step, shards, text, part));

    private static void Add(List<PlanStep> steps, Refusal? refusal, bool applies)
    {
        if (refusal is not null && applies)
            Add(steps, $"Refused: {refusal.Problem}.", Client, refusal.Advice);
    }
}
