using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>DELETE: routed by its WHERE.</summary>
internal static class DeletePlanner
{
    public static StatementPlan Plan(PlanContext context, DeleteStatement delete)
    {
        var target = new WriteTarget(context, delete.Table, delete.With);
        WriteRefusals.CheckDeterministic(target.Leaf, [delete]);
        var (route, refusal) = target.Analyze(null, delete.Where, [.. delete.Returning, .. delete.OrderBy, delete.Limit]);
        if (delete.Limit is { } limit)
            refusal ??= WriteRefusals.Limit(limit, "DELETE");
        return context.Finish(new WritePlan(route)
        {
            Statement = context.Whole(delete),
            IsReference = target.Leaf.Table.Kind == TableKind.Reference,
            HasReturning = delete.Returning.Count > 0,
            ScatterRefusal = target.Leaf.Table.Kind == TableKind.Reference ? null : refusal,
        });
    }
}
