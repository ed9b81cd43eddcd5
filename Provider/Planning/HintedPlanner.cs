using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning;

/// <summary><c>/*+ shard(s1) */</c>: the text goes to that shard as it is.</summary>
internal static class HintedPlanner
{
    public static StatementPlan Plan(PlanContext context, Statement statement)
    {
        var hint = context.Normalized.Source.Hints.First(hint => hint.Name.Equals("shard", StringComparison.OrdinalIgnoreCase));
        var name = hint.Arguments.Count == 1 ? hint.Arguments[0] : "";
        var shard = context.Topology.Shards.FirstOrDefault(shard => shard.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (shard is null)
        {
            throw RefusedException.NotSupported(
                $"The hint shard({name}) names no shard of the cluster",
                $"The shards are {string.Join(", ", context.Topology.Shards.Select(known => known.Name))}.",
                hint.Span);
        }

        var route = new FixedRoute(ShardSet.Of(shard.Index));
        StatementPlan plan = statement switch
        {
            SelectStatement or ExplainStatement or PragmaStatement => new SelectPlan(route) { Whole = context.Whole(statement) },
            InsertStatement insert => new WritePlan(route) { Statement = context.Whole(statement), IsInsert = true, HasReturning = insert.Returning.Count > 0 },
            UpdateStatement update => new WritePlan(route) { Statement = context.Whole(statement), HasReturning = update.Returning.Count > 0 },
            DeleteStatement delete => new WritePlan(route) { Statement = context.Whole(statement), HasReturning = delete.Returning.Count > 0 },
            CallStatement => new CallPlan(route) { Statement = context.Whole(statement) },
            _ => throw RefusedException.NotSupported("The hint shard() is for queries and writes only", "Leave the hint out: definitions concern every shard.", hint.Span),
        };
        return context.Finish(plan);
    }
}
