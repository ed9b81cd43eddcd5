using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>The first of equal rows in any order: what was seen is kept under the gather limit, and rows stream on.</summary>
internal sealed class HashDistinctCursor(RowCursor input, MergeKey[] keys, GatherBudget budget) : PassingCursor(input)
{
    private readonly RowIndex _seen = new(keys, budget);

    protected override bool Keep()
    {
        _seen.FindOrAdd(Current, out var isNew);
        return isNew;
    }
}
