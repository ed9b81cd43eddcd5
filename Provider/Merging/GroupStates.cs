namespace ShardClient.Merging;

/// <summary>The aggregates of many groups, in chunks so that growing copies nothing.</summary>
internal sealed class GroupStates(int width, GatherBudget budget)
{
    private const int LargestChunk = 256;

    private const int SmallestChunk = 4;

    private readonly List<AggregateState[]> _chunks = [];

    private readonly int _chunkGroups = (int)Math.Clamp(budget.Limit / 32 / Math.Max(1, width * AggregateState.Size), SmallestChunk, LargestChunk);

    private int _count;

    public ref AggregateState this[int group, int aggregate]
    {
        get
        {
            var (chunk, slot) = Math.DivRem(group, _chunkGroups);
            return ref _chunks[chunk][(slot * width) + aggregate];
        }
    }

    /// <summary>Makes room for one more group.</summary>
    public void Add()
    {
        var (chunk, slot) = Math.DivRem(_count++, _chunkGroups);
        if (slot != 0)
            return;
        if (chunk == _chunks.Count)
            _chunks.Add(new AggregateState[_chunkGroups * width]);
        budget.Charge((long)_chunkGroups * width * AggregateState.Size);
    }

    /// <summary>Forgets the groups; the memory is used again by the next ones.</summary>
    public void Clear()
    {
        var chunks = (_count + _chunkGroups - 1) / _chunkGroups;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            foreach (ref var state in _chunks[chunk].AsSpan())
                state.Release(budget);
        }

        budget.Release((long)chunks * _chunkGroups * width * AggregateState.Size);
        _count = 0;
    }
}
