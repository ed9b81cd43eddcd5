using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// Sorted shards to one sorted stream. The cursor with the first row is current; no row is copied. A shard that is read to its end is given back
/// at once.
/// </summary>
internal sealed class MergeSortCursor : PassingCursor
{
    private readonly RowCursor[] _shards;

    private readonly ShardTournament _tournament;

    /// <summary>The shard that is being read.</summary>
    private int _reading;

    private Phase _phase;

    public MergeSortCursor(RowCursor[] shards, MergeKey[] keys)
        : base(shards)
    {
        _shards = shards;
        _tournament = new ShardTournament(shards, keys);
    }

    protected override Step Next()
    {
        switch (_phase)
        {
            case Phase.Opening:
                Source = _shards[_reading];
                return Step.Read;
            case Phase.RowReady:
                _phase = Phase.RowTaken;
                return Step.Row;
            case Phase.RowTaken:
                _reading = _tournament.Winner;
                Source = Current;
                return Step.Read;
            default:
                return Step.End;
        }
    }

    protected override void Accept(bool hasRow)
    {
        if (!hasRow)
            Release(_shards[_reading]);
        _tournament.SetRow(_reading, hasRow);
        if (_phase == Phase.Opening)
        {
            if (++_reading < _shards.Length)
                return;
            _tournament.Start();
        }
        else
        {
            _tournament.Replay();
        }

        _phase = _tournament.HasWinner ? Phase.RowReady : Phase.Over;
        Current = _shards[_tournament.Winner];
    }

    private enum Phase
    {
        /// <summary>Each shard's first row is read in turn; Execution has worked it out already.</summary>
        Opening,
        RowReady,
        RowTaken,
        Over,
    }
}
