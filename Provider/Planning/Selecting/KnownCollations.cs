using ShardClient.Planning.Binding;
using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>A collation that an application registered lives in the engine only: the merge cannot compare by it.</summary>
internal static class KnownCollations
{
    /// <exception cref="RefusedException">An operator compares by another collation than the engine's own three.</exception>
    public static void Check(PlanOperator? plan, BoundQuery query)
    {
        for (; plan is not null; plan = OperatorInputs.Of(plan))
        {
            foreach (var collation in Of(plan))
            {
                if (Collation.TryFind(collation) is null)
                    throw RefusedException.NotSupported($"The collation {collation} is known to the shards only", "Use BINARY, NOCASE or RTRIM.", query.Syntax.Span);
            }
        }
    }

    private static IEnumerable<string> Of(PlanOperator plan) => plan switch
    {
        MergeSort sort => sort.Keys.Select(static key => key.Collation),
        Sort sort => sort.Keys.Select(static key => key.Collation),
        Distinct distinct => distinct.Columns.Select(static key => key.Collation),
        Group group => group.Keys.Select(static key => key.Collation).Concat(group.Aggregates.Select(static aggregate => aggregate.Collation)),
        _ => [],
    };
}
