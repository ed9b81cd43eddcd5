using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Groups of a stream in any order: read to its end, kept under the gather limit, given out as they first appeared.</summary>
internal sealed class HashGroupCursor(RowCursor input, MergeKey[] keys, MergeAggregate[] aggregates, GatherBudget budget)
    : MadeCursor(MergeAggregate.Describe(input, keys, aggregates), input)
{
    private readonly RowIndex _groups = new(keys, budget);

    private AggregateState[] _states = [];

    private int _current = -1;

    private bool _isGathered;

    protected override Step Next() => !_isGathered ? Step.Read : ++_current < _groups.Count ? Step.Row : Step.End;

    protected override void Accept(bool hasRow)
    {
        if (!hasRow)
        {
            Release(Source);
            FinishGroups();
            _isGathered = true;
            return;
        }

        var group = _groups.FindOrAdd(Source, out var isNew);
        if (isNew && _groups.Count * aggregates.Length > _states.Length)
            Grow();
        for (var index = 0; index < aggregates.Length; index++)
            _states[(group * aggregates.Length) + index].Add(aggregates[index], Source, budget);
    }

    protected override ValueView View(int column) =>
        column < keys.Length ? _groups.Get(_current, column) : _states[(_current * aggregates.Length) + column - keys.Length].Result;

    private void Grow()
    {
        var length = Math.Max(_states.Length * 2, 16 * aggregates.Length);
        budget.Charge((long)(length - _states.Length) * AggregateState.Size);
        Array.Resize(ref _states, length);
    }

    private void FinishGroups()
    {
        for (var state = 0; state < _groups.Count * aggregates.Length; state++)
            _states[state].Finish(aggregates[state % aggregates.Length].Kind);
    }
}
