using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Skips, then passes so many rows; then its inputs are given back without being read to their end.</summary>
internal sealed class LimitCursor(RowCursor input, RowWindow window) : PassingCursor(input)
{
    private long _skip = window.Offset;

    private long _left = window.Count;

    private bool _hasRow;

    private bool _isOver;

    protected override Step Next()
    {
        if (_hasRow)
        {
            _hasRow = false;
            _left -= window.IsUnlimited ? 0 : 1;
            return Step.Row;
        }

        if (!_isOver && _left == 0)
        {
            _isOver = true;
            Release(Current);
        }

        return _isOver ? Step.End : Step.Read;
    }

    protected override void Accept(bool hasRow)
    {
        _isOver = !hasRow;
        if (!hasRow)
            return;
        if (_skip > 0)
            _skip--;
        else
            _hasRow = true;
    }
}
