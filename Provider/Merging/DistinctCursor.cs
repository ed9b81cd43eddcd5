using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>The first of equal rows that come one after the other.</summary>
internal sealed class DistinctCursor(RowCursor input, MergeKey[] keys) : PassingCursor(input)
{
    private readonly GroupKeyBuffer _last = new(keys);

    private bool _hasLast;

    protected override bool Keep()
    {
        if (_hasLast && _last.IsEqual(Current))
            return false;
        _last.Set(Current);
        _hasLast = true;
        return true;
    }
}
