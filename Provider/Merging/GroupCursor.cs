using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Groups of a stream that comes sorted by the keys: one group in memory. Without keys all rows, also none, are one group.</summary>
internal sealed class GroupCursor(RowCursor input, MergeKey[] keys, MergeAggregate[] aggregates, GatherBudget budget)
    : MadeCursor(MergeAggregate.Describe(input, keys, aggregates), input)
{
    private readonly AggregateState[] _states = new AggregateState[aggregates.Length];

    private readonly GroupKeyBuffer _key = new(keys);

    private Phase _phase = keys.Length == 0 ? Phase.InGroup : Phase.BeforeGroups;

    protected override Step Next()
    {
        switch (_phase)
        {
            case Phase.BeforeGroups or Phase.InGroup:
                return Step.Read;
            case Phase.GroupReady:
                _phase = Phase.AtNextGroup;
                return Step.Row;
            case Phase.AtNextGroup:
                BeginGroup();
                return Step.Read;
            case Phase.LastGroupReady:
                _phase = Phase.Over;
                return Step.Row;
            default:
                return Step.End;
        }
    }

    protected override void Accept(bool hasRow)
    {
        if (!hasRow)
        {
            if (_phase == Phase.InGroup)
                FinishGroup();
            _phase = _phase == Phase.InGroup ? Phase.LastGroupReady : Phase.Over;
        }
        else if (_phase == Phase.BeforeGroups)
        {
            BeginGroup();
        }
        else if (_key.IsEqual(Source))
        {
            AddRow();
        }
        else
        {
            FinishGroup();
            _phase = Phase.GroupReady;
        }
    }

    protected override ValueView View(int column) => column < keys.Length ? _key[column] : _states[column - keys.Length].Result;

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
        for (var index = 0; index < aggregates.Length; index++)
            _states[index].Add(aggregates[index], Source, budget);
    }

    private void FinishGroup()
    {
        for (var index = 0; index < aggregates.Length; index++)
            _states[index].Finish(aggregates[index].Kind);
    }

    private enum Phase
    {
        BeforeGroups,
        InGroup,

        /// <summary>A group is done, and the input stands on the next one's first row.</summary>
        GroupReady,
        AtNextGroup,
        LastGroupReady,
        Over,
    }
}
