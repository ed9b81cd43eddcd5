using ShardClient.Merging.Spilling;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Sorts what it reads, in memory up to the gather limit and on disk beyond; equal rows keep their order.</summary>
internal sealed class SortCursor(RowCursor input, MergeKey[] keys, int? top, MergeMemory memory) : PassingCursor(input)
{
    private readonly ExternalSorter _sorter = new(input.Columns, keys, top, memory);

    private Phase _phase;

    private int _given;

    private bool _hasRow;

    protected override Step Next()
    {
        if (_phase == Phase.Ended || top == 0)
            return Step.End;
        if (_phase == Phase.InputEnded || (_phase == Phase.Gathering && _sorter.IsFull))
            return Step.Work;
        if (!_hasRow)
            return _given == top ? Step.End : Step.Read;
        _hasRow = false;
        _given++;
        return Step.Row;
    }

    protected override void Accept(bool hasRow)
    {
        if (_phase == Phase.Sorted)
            (_hasRow, _phase) = (hasRow, hasRow ? Phase.Sorted : Phase.Ended);
        else if (hasRow)
            _sorter.Add(Source);
        else
            _phase = Phase.InputEnded;
    }

    protected override async ValueTask WorkAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_phase == Phase.Gathering)
        {
            await _sorter.SpillAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            return;
        }

        Release(Source);
        Continue(Current = await _sorter.FinishAsync(ioBehavior, cancellationToken).ConfigureAwait(false));
        _phase = Phase.Sorted;
    }

    protected override void Discard() => _sorter.Dispose();

    private enum Phase
    {
        Gathering,
        InputEnded,
        Sorted,
        Ended,
    }
}
