using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What the parts of a write have done, in shard order.</summary>
internal sealed class WriteOutcome(StatementCall call, ManyWrites writes) : IDisposable
{
    private readonly BufferedRows _rows = new(call.Runtime.Settings.ReaderBufferLimit);
    private long _affected;
    private long _inserted = call.Session.Counters.LastInsertId;
    private bool _isCounted;
    private bool _isTold;

    public async ValueTask AddAsync(ShardSession session, SessionResult result, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (result.RecordsAffected > 0)
            call.Session.Transaction!.NoticeWrite(session.Shard);
        if (writes.CountOnce && _isCounted)
            return;
        _isCounted = true;
        _affected += Math.Max(result.RecordsAffected, 0);
        await _rows.AddAsync(result, ioBehavior, cancellationToken).ConfigureAwait(false);
        if (writes.IsInsert && result.RecordsAffected > 0 && (writes.LastShard < 0 || writes.LastShard == session.Shard))
            _inserted = session.LastInsertId;
    }

    /// <summary>Tells the session of all of it.</summary>
    public StatementResult Tell()
    {
        call.Session.Counters.Wrote(_affected);
        call.Session.Counters.Inserted(_inserted);
        _isTold = _rows.ColumnCount > 0;
        return new StatementResult(_isTold ? _rows : null, _affected);
    }

    /// <summary>Lets go of rows that nobody was told of.</summary>
    public void Dispose()
    {
        if (!_isTold)
            _rows.Dispose();
    }
}
