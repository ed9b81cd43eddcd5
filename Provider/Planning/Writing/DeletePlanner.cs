using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>DELETE: routed by its WHERE; by rows where its condition needs rows of other shards.</summary>
internal static class DeletePlanner
{
    public static StatementPlan Plan(PlanContext context, DeleteStatement delete)
    {
        var target = new WriteTarget(context, delete.Table, delete.With);
        target.Analyze(null, delete.Where, [.. delete.Returning, .. delete.OrderBy, delete.Limit]);
        var isReference = target.Leaf.Table.Kind == TableKind.Reference;
        var plan = new WritePlan(isReference ? new FixedRoute(target.Leaf.Table.Shards) : context.RouteOfAll())
        {
            Statement = context.Whole(delete),
            IsReference = isReference,
            HasReturning = delete.Returning.Count > 0,
        };
        var byRows = new ByRows(context, target, delete.Returning, () => new RowChangePlanner(context, target.Leaf.Table, delete.Table).Plan(delete)) { Statement = delete, HasLimit = delete.Limit is not null };
        var isLocal = target.ScatterRefusal is null && delete.Limit is null;
        return isReference ? byRows.OfReference(plan, isLocal && !Determinism.MayDiffer(delete)) : byRows.Of(plan, isLocal);
    }
}
