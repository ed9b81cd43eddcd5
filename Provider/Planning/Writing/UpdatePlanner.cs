using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>UPDATE: routed by its WHERE; by rows where it needs rows of other shards or sets the sharding key, so that rows may move.</summary>
internal static class UpdatePlanner
{
    public static StatementPlan Plan(PlanContext context, UpdateStatement update)
    {
        var target = new WriteTarget(context, update.Table, update.With);
        var table = target.Leaf.Table;
        update = RowIdNames.Resolve(update, target.Leaf);
        WriteRefusals.CheckReplace(target.Leaf, update.Conflict, update.Span);
        if (context.IsOnServers)
            ServerRefusals.CheckMoments(table, update, [.. update.Assignments]);
        target.Analyze(update.From, update.Where, [.. update.Assignments, .. update.Returning, .. update.OrderBy, update.Limit]);
        var isReference = table.Kind == TableKind.Reference;
        var plan = new WritePlan(isReference ? new FixedRoute(table.Shards) : context.RouteOfAll())
        {
            Statement = context.Whole(update),
            IsReference = isReference,
            HasReturning = update.Returning.Count > 0,
        };
        var byRows = new ByRows(context, target, update.Returning, () => new RowChangePlanner(context, table, update.Table).Plan(update)) { Statement = update, HasLimit = update.Limit is not null };
        var isLocal = target.ScatterRefusal is null && update.Limit is null && update.Conflict != ConflictAction.Fail;
        if (isReference)
            return byRows.OfReference(plan, isLocal && !Determinism.MayDiffer(update));
        if (!SetsKey(context, target, update, out var input))
            return byRows.Of(plan, isLocal);
        return input < 0 ? byRows.Always() : byRows.Of(plan with { NewKeyInput = input, NewKeyRoute = new KeyRoute(table.Placement!, table.KeyType, input) }, isLocal);
    }

    /// <summary>True when the sharding key may get another value.</summary>
    /// <param name="input">The input that it becomes; -1 when only the engine can say.</param>
    private static bool SetsKey(PlanContext context, WriteTarget target, UpdateStatement update, out int input)
    {
        input = -1;
        if (!target.Leaf.IsSharded)
            return false;
        var sets = false;
        foreach (var assignment in update.Assignments)
        {
            for (var index = 0; index < assignment.Columns.Count; index++)
            {
                if (target.Leaf.Table.IndexOf(assignment.Columns[index].Name) != target.Leaf.Table.KeyColumn)
                    continue;
                var value = assignment.Columns.Count == 1 ? assignment.Value : (assignment.Value as RowExpression)?.Items[index];
                (sets, input) = value is ColumnExpression column && target.Scope.Resolve(column) == target.Leaf.Key ? (false, -1) : (true, Input(context, value));
            }
        }

        return sets;
    }

    private static int Input(PlanContext context, Expression? value) => value switch
    {
        ParameterExpression parameter => parameter.Ordinal,
        InputExpression input => input.Ordinal,
        null => -1,
        _ => LiteralValues.TryGet(value, out var constant) && constant.Kind != ValueKind.Blob ? context.AddConstant(constant) : -1,
    };
}
