using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// Groups of a stream that comes sorted by the keys: one group in memory, and of that group's distinct values what the gather limit allows.
/// Without keys all rows, also none, are one group.
/// </summary>
internal sealed class GroupCursor : MadeCursor
{
    private readonly MergeKey[] _keys;

    private readonly MergeAggregate[] _aggregates;

    /// <summary>By aggregate: those that keep values have a part each of their own.</summary>
    private readonly MergeMemory[] _memory;

    /// <summary>The aggregates that keep a group's distinct values.</summary>
    private readonly int[] _keepers;

    private readonly AggregateState[] _states;

    private readonly GroupKeyBuffer _key;

    private Phase _phase;

    public GroupCursor(RowCursor input, MergeKey[] keys, MergeAggregate[] aggregates, MergeMemory memory)
        : base(MergeAggregate.Describe(input, keys, aggregates), input)
    {
        _keys = keys;
        _aggregates = aggregates;
        _keepers = [.. Enumerable.Range(0, aggregates.Length).Where(index => aggregates[index].KeepsValues)];
        _memory = Array.ConvertAll(aggregates, aggregate => aggregate.KeepsValues ? memory.Share(_keepers.Length) : memory);
        _states = new AggregateState[aggregates.Length];
        _key = new GroupKeyBuffer(keys);
        _phase = keys.Length == 0 ? Phase.InGroup : Phase.BeforeGroups;
    }

    protected override Step Next()
    {
        switch (_phase)
        {
            case Phase.BeforeGroups:
                return Step.Read;
            case Phase.InGroup:
                return HasFullSet() ? Step.Work : Step.Read;
            case Phase.GroupEnded or Phase.LastGroupEnded when HasRuns():
                return Step.Work;
            case Phase.GroupEnded or Phase.LastGroupEnded:
                FinishGroup();
                _phase = _phase == Phase.GroupEnded ? Phase.AtNextGroup : Phase.Over;
                return Step.Row;
            case Phase.AtNextGroup:
                BeginGroup();
                return HasFullSet() ? Step.Work : Step.Read;
            default:
                return Step.End;
        }
    }

    protected override void Accept(bool hasRow)
    {
        if (!hasRow)
            _phase = _phase == Phase.InGroup ? Phase.LastGroupEnded : Phase.Over;
        else if (_phase == Phase.BeforeGroups)
            BeginGroup();
        else if (_key.IsEqual(Source))
            AddRow();
        else
            _phase = Phase.GroupEnded;
    }

    protected override async ValueTask WorkAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        foreach (var keeper in _keepers)
        {
            if (_states[keeper].Distinct is not { } values)
                continue;
            if (_phase != Phase.InGroup && values.HasRuns)
                await values.RecountAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            else if (_phase == Phase.InGroup && values.IsFull)
                await values.SpillAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void Discard()
    {
        foreach (var keeper in _keepers)
            _states[keeper].Distinct?.Dispose();
    }

    protected override ValueView View(int column) => column < _keys.Length ? _key[column] : _states[column - _keys.Length].Result;

    private void BeginGroup()
    {
        _phase = Phase.InGroup;
        _key.Set(Source);
        foreach (ref var state in _states.AsSpan())
            state.Reset();
        AddRow();
    }

    private void AddRow()
    {
        for (var index = 0; index < _aggregates.Length; index++)
            _states[index].Add(_aggregates[index], Source, _memory[index]);
    }

    private void FinishGroup()
    {
        for (var index = 0; index < _aggregates.Length; index++)
            _states[index].Finish(_aggregates[index].Kind);
    }

    private bool HasFullSet()
    {
        foreach (var keeper in _keepers)
        {
            if (_states[keeper].Distinct is { IsFull: true })
                return true;
        }

        return false;
    }

    private bool HasRuns()
    {
        foreach (var keeper in _keepers)
        {
            if (_states[keeper].Distinct is { HasRuns: true })
                return true;
        }

        return false;
    }

    private enum Phase
    {
        BeforeGroups,
        InGroup,

        /// <summary>The input stands on the next group's first row.</summary>
        GroupEnded,
        AtNextGroup,
        LastGroupEnded,
        Over,
    }
}
