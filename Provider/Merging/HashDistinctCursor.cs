using ShardClient.Merging.Spilling;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// The first of equal rows in any order. What was seen is kept in memory up to the gather limit, and rows stream on. From then on a row that is not
/// among those is put aside on disk; in the end the first of equal ones come from there, in the order in which they came.
/// </summary>
internal sealed class HashDistinctCursor(RowCursor input, MergeKey[] keys, MergeMemory memory) : PassingCursor(input)
{
    /// <summary>What was seen, what is put aside, and the order in the end, which may begin before the runtime has collected what was seen.</summary>
    private const int Keepers = 3;

    private RowIndex? _seen = new(keys, memory.Share(Keepers).Budget);

    private ExternalSorter? _aside;

    private NumberedRow? _row;

    private Phase _phase;

    private bool _hasRow;

    protected override Step Next()
    {
        // Once read back, what was put aside may stay in memory as it is, and be just too much for one row more.
        if (_phase == Phase.InputEnded || (_phase == Phase.Streaming && _aside is { IsFull: true }))
            return Step.Work;
        if (_hasRow)
        {
            _hasRow = false;
            return Step.Row;
        }

        return _phase == Phase.Ended ? Step.End : Step.Read;
    }

    protected override void Accept(bool hasRow)
    {
        if (hasRow)
            _hasRow = _phase == Phase.Resumed || IsFirst();
        else
            _phase = _phase == Phase.Streaming && _aside is not null ? Phase.InputEnded : Phase.Ended;
    }

    protected override async ValueTask WorkAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_phase == Phase.Streaming)
            await _aside!.SpillAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        else
            await ResumeAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    protected override void Discard() => _aside?.Dispose();

    private bool IsFirst()
    {
        if (_aside is null && !_seen!.IsFull)
        {
            _seen.FindOrAdd(Current, out var isNew);
            return isNew;
        }

        if (!_seen!.Contains(Current, out var hash))
            PutAside(hash);
        return false;
    }

    private void PutAside(uint hash)
    {
        _row ??= new NumberedRow(Source);
        _aside ??= new ExternalSorter(_row.Columns, [_row.HashKey, .. keys], null, memory.Share(Keepers));
        _row.Set(hash);
        _aside.Add(_row);
    }

    /// <summary>Goes on with the rows put aside: the first of equal ones, which lie together in the order of their hashes, by their numbers.</summary>
    private async ValueTask ResumeAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        Release(Source);
        _seen = null;
        var byHash = await _aside!.FinishAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        var firsts = new DistinctCursor(byHash, [_row!.HashKey, .. keys]);
        Continue(Current = new SortCursor(firsts, [_row.NumberKey], null, memory.Share(Keepers)));
        _phase = Phase.Resumed;
    }

    private enum Phase
    {
        Streaming,
        InputEnded,
        Resumed,
        Ended,
    }
}
