using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Shard after shard. A shard that is read to its end is given back at once.</summary>
internal sealed class ConcatCursor(RowCursor[] shards) : PassingCursor(shards)
{
    private readonly RowCursor[] _shards = shards;

    private int _shard;

    private bool _hasRow;

    protected override Step Next()
    {
        if (_hasRow)
        {
            _hasRow = false;
            return Step.Row;
        }

        return _shard == _shards.Length ? Step.End : Step.Read;
    }

    protected override void Accept(bool hasRow)
    {
        _hasRow = hasRow;
        if (hasRow)
            return;
        Release(_shards[_shard++]);
        if (_shard < _shards.Length)
            Source = Current = _shards[_shard];
    }
}
