using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>UPDATE: routed by its WHERE; the sharding key may be set while the row stays where it is.</summary>
internal static class UpdatePlanner
{
    public static StatementPlan Plan(PlanContext context, UpdateStatement update)
    {
        var target = new WriteTarget(context, update.Table, update.With);
        var table = target.Leaf.Table;
        WriteRefusals.CheckDeterministic(target.Leaf, [update]);
        WriteRefusals.CheckRowId(target.Leaf, update.Assignments.SelectMany(static assignment => assignment.Columns));
        var parts = new List<Node?>([.. update.Assignments, .. update.Returning, .. update.OrderBy, update.Limit]);
        var (route, refusal) = target.Analyze(update.From, update.Where, parts);
        if (update.Limit is { } limit)
            refusal ??= WriteRefusals.Limit(limit, "UPDATE");
        if (table.Kind == TableKind.Reference)
            refusal = null;
        var plan = new WritePlan(route)
        {
            Statement = context.Whole(update),
            IsReference = table.Kind == TableKind.Reference,
            HasReturning = update.Returning.Count > 0,
            ScatterRefusal = refusal ?? WriteRefusals.Fail(update.Conflict, update),
        };
        if (NewKey(context, target, update) is { } input)
            plan = plan with { NewKeyInput = input, NewKeyRoute = new KeyRoute(table.Placement!, table.KeyType, input) };
        return context.Finish(plan);
    }

    /// <summary>The input that becomes the sharding key; null when the key keeps its value.</summary>
    private static int? NewKey(PlanContext context, WriteTarget target, UpdateStatement update)
    {
        if (!target.Leaf.IsSharded)
            return null;
        var key = target.Leaf.Table.Columns[target.Leaf.Table.KeyColumn].Name;
        int? input = null;
        foreach (var assignment in update.Assignments)
        {
            for (var index = 0; index < assignment.Columns.Count; index++)
            {
                if (!assignment.Columns[index].Is(key))
                    continue;
                var value = assignment.Columns.Count == 1 ? assignment.Value : (assignment.Value as RowExpression)?.Items[index];
                input = NewKey(context, target, value, assignment, key);
            }
        }

        return input;
    }

    private static int? NewKey(PlanContext context, WriteTarget target, Expression? value, Assignment assignment, string key)
    {
        switch (value)
        {
            case ColumnExpression column when target.Scope.Resolve(column) == target.Leaf.Key:
                return null;
            case ParameterExpression parameter:
                return parameter.Ordinal;
            case InputExpression input:
                return input.Ordinal;
        }

        if (value is not null && LiteralValues.TryGet(value, out var constant) && constant.Kind != ValueKind.Blob)
            return context.AddConstant(constant);
        throw RefusedException.NotSupported(
            $"The UPDATE computes the sharding key {key} of {target.Leaf.Table.Name}, and its rows might have to move to other shards",
            "Set the key to a value or parameter, or insert the row anew and delete the old one.",
            assignment.Span);
    }
}
