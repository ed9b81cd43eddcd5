using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Makes a plan's operators run: one cursor over the shards' cursors. Disposing it disposes them all.</summary>
internal static class MergeBuilder
{
    /// <param name="shards">The answers to the plan's <see cref="ShardScan"/>, in shard order; none of them read yet.</param>
    /// <exception cref="ShardException">EngineError: a LIMIT that is no integer. NotSupported: a collation that only the engine knows.</exception>
    public static RowCursor Build(PlanOperator plan, RowCursor[] shards, MergeContext context) =>
        Build(plan, shards, context, new ScalarEvaluator(context.Inputs), top: null);

    private static RowCursor Build(PlanOperator plan, RowCursor[] shards, MergeContext context, ScalarEvaluator evaluator, long? top)
    {
        var rows = BuildOperator(plan, shards, context, evaluator, top);
        return context.Profile is { } profile ? profile.Watch(plan, rows) : rows;
    }

    /// <param name="top">How many rows of this operator a LIMIT above it can want; null when there is none above.</param>
    private static RowCursor BuildOperator(PlanOperator plan, RowCursor[] shards, MergeContext context, ScalarEvaluator evaluator, long? top)
    {
        RowCursor Input(PlanOperator input, long? wanted = null) => Build(input, shards, context, evaluator, wanted);

        switch (plan)
        {
            case ShardScan or Concat:
                return shards.Length == 1 ? shards[0] : new ConcatCursor(shards);
            case MergeSort merge:
                return shards.Length == 1 ? shards[0] : new MergeSortCursor(shards, MergeKey.Of(merge.Keys, shards[0]));
            case Group group:
                return BuildGroup(group, Input(group.Input), context);
            case Filter filter:
                return new FilterCursor(Input(filter.Input), filter.Predicate, evaluator);
            case Project project:
                return new ProjectCursor(Input(project.Input, top), project.Columns, evaluator);
            case Distinct { Streamed: true } distinct:
                var neighbours = Input(distinct.Input);
                return new DistinctCursor(neighbours, MergeKey.Of(distinct.Columns, neighbours));
            case Distinct distinct:
                var others = Input(distinct.Input);
                return new HashDistinctCursor(others, MergeKey.Of(distinct.Columns, others), context.NewMemory());
            case Sort sort:
                var unsorted = Input(sort.Input);
                return new SortCursor(unsorted, MergeKey.Of(sort.Keys, unsorted), Wanted(sort, evaluator, top), context.NewMemory());
            case Limit limit:
                var window = RowWindow.Of(limit, evaluator);
                return new LimitCursor(Input(limit.Input, window.Top ?? long.MaxValue), window);
            case Trim trim:
                return new TrimCursor(Input(trim.Input, top), trim.Visible);
            default:
                throw new ArgumentOutOfRangeException(nameof(plan), plan.GetType().Name, "Merging has no cursor for this operator.");
        }
    }

    private static RowCursor BuildGroup(Group group, RowCursor input, MergeContext context)
    {
        var keys = MergeKey.Of(group.Keys, input);
        var aggregates = MergeAggregate.Of(group.Aggregates, input);
        if (!group.Streamed && keys.Length > 0)
            return new HashGroupCursor(input, keys, aggregates, context.NewMemory());
        var keepsValues = Array.Exists(aggregates, static aggregate => aggregate.KeepsValues);
        return new GroupCursor(input, keys, aggregates, keepsValues ? context.NewMemory() : context.Memory);
    }

    /// <summary>How many rows to keep, by the LIMIT above or else by the plan's own word; null for all.</summary>
    private static int? Wanted(Sort sort, ScalarEvaluator evaluator, long? top)
    {
        if (top is null && sort.Top is not null)
            top = RowWindow.ToInteger(evaluator.Evaluate(sort.Top), "LIMIT");
        return top is >= 0 and < int.MaxValue / 2 ? (int)top : null;
    }
}
