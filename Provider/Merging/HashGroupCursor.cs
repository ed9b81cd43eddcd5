using ShardClient.Merging.Spilling;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// Groups of a stream in any order: read to its end, given out as they first appeared. What the gather limit does not hold goes to disk as runs of
/// unfinished groups, which are put together in the end.
/// </summary>
internal sealed class HashGroupCursor(RowCursor input, MergeKey[] keys, MergeAggregate[] aggregates, MergeMemory memory)
    : MadeCursor(MergeAggregate.Describe(input, keys, aggregates), input)
{
    private readonly GroupRowLayout _layout = new(keys, aggregates);

    private RowIndex _groups = new(keys, memory.Budget);

    private GroupStates _states = new(aggregates.Length, memory.Budget);

    private RunSet? _runs;

    private long _spilledGroups;

    private int _current = -1;

    private bool _hasRow;

    private Phase _phase;

    private bool IsFull => _groups.Count > 0 && (_groups.IsFull || !memory.Budget.Fits((long)_groups.Count * RowOrder.BytesPerRow));

    protected override Step Next()
    {
        switch (_phase)
        {
            case Phase.Gathering:
                return IsFull ? Step.Work : Step.Read;
            case Phase.InputEnded when _runs is not null:
                return Step.Work;
            case Phase.InputEnded:
                FinishGroups();
                _phase = Phase.InMemory;
                break;
            case Phase.Merging when !_hasRow:
                return Step.Read;
            case Phase.Merging:
                _hasRow = false;
                return Step.Row;
        }

        return _phase == Phase.InMemory && ++_current < _groups.Count ? Step.Row : Step.End;
    }

    protected override void Accept(bool hasRow)
    {
        if (_phase == Phase.Merging)
        {
            _hasRow = hasRow;
            _phase = hasRow ? Phase.Merging : Phase.Ended;
        }
        else if (hasRow)
        {
            AddRow();
        }
        else
        {
            Release(Source);
            _phase = Phase.InputEnded;
        }
    }

    protected override async ValueTask WorkAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_groups.Count > 0)
            await SpillAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        if (_phase == Phase.InputEnded)
            await MergeAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    protected override void Discard() => _runs?.Dispose();

    /// <summary>Merged groups have the hash between keys and aggregates.</summary>
    protected override ValueView View(int column) => _phase == Phase.Merging ? ValueView.Of(Source, column < keys.Length ? column : column + 1)
        : column < keys.Length ? _groups.Get(_current, column)
        : _states[_current, column - keys.Length].Result;

    private void AddRow()
    {
        var group = _groups.FindOrAdd(Source, out var isNew);
        if (isNew)
            _states.Add();
        for (var index = 0; index < aggregates.Length; index++)
            _states[group, index].Add(aggregates[index], Source, memory);
    }

    private void FinishGroups()
    {
        for (var group = 0; group < _groups.Count; group++)
        {
            for (var index = 0; index < aggregates.Length; index++)
                _states[group, index].Finish(aggregates[index].Kind);
        }
    }

    private async ValueTask SpillAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _runs ??= new RunSet(_layout.Columns, _layout.Order, memory);
        var sorter = new RowOrder(memory.Budget);
        var order = sorter.SortByHash(_groups, _layout.Keys, cancellationToken);
        await _runs.AddAsync(new GroupRows(_groups, _states, _layout, order, _spilledGroups), long.MaxValue, ioBehavior, cancellationToken).ConfigureAwait(false);
        sorter.Release();
        _spilledGroups += _groups.Count;
        _states.Clear();
        _groups.Clear(keepMemory: true);
    }

    /// <summary>Unfinished groups of all runs to groups, and those by their numbers.</summary>
    private async ValueTask MergeAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _groups = new RowIndex(keys, memory.Budget);
        _states = new GroupStates(aggregates.Length, memory.Budget);
        var share = memory.Share(4);
        var runs = await _runs!.MergeAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        var groups = new GroupCursor(runs, _layout.GroupKeys, _layout.Aggregates, share);
        var number = new MergeKey(groups.ColumnCount - 1, Collation.Binary);
        Continue(new SortCursor(groups, [number], null, share));
        _phase = Phase.Merging;
    }

    private enum Phase
    {
        Gathering,
        InputEnded,
        InMemory,
        Merging,
        Ended,
    }
}
