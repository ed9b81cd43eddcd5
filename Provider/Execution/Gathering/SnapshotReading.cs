using System.Data;
using ShardClient.Backends;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>
/// A statement of several parts sees each shard at one moment: in the caller's transaction, or else in one of its own. Results outlive it: a shard's
/// session goes back when the last of them ends.
/// </summary>
internal sealed class SnapshotReading : IAsyncDisposable
{
    private readonly LogicalSession? _own;
    private readonly IOBehavior _ioBehavior;

    private SnapshotReading(in StatementCall call, LogicalSession? own, IOBehavior ioBehavior)
    {
        _own = own;
        _ioBehavior = ioBehavior;
        Call = call with { Session = own ?? call.Session, IsPart = true, OwnsTransaction = own is not null || call.OwnsTransaction };
    }

    /// <summary>The statement in the session of the reading.</summary>
    public StatementCall Call { get; }

    /// <summary>For a statement that reads each shard once.</summary>
    public static SnapshotReading OfOneRead(StatementCall call, ShardSet shards, IOBehavior ioBehavior)
    {
        call.Session.LastRoute = shards;
        return new SnapshotReading(call, null, ioBehavior);
    }

    /// <param name="shards">All that will be read: their sessions are taken in shard order, so that two statements never wait for each other in a circle.</param>
    /// <param name="makesTables">True when temporary tables are made in these sessions, which a transaction that only reads does not allow.</param>
    public static async ValueTask<SnapshotReading> BeginAsync(
        StatementCall call, ShardSet shards, IOBehavior ioBehavior, CancellationToken cancellationToken, bool makesTables = false)
    {
        call.Session.LastRoute = shards;
        if (call.Session.InTransaction)
            return new SnapshotReading(call, null, ioBehavior);
        var own = new LogicalSession(call.Runtime) { Mode = call.Session.Mode };
        own.Begin(makesTables ? IsolationLevel.RepeatableRead : IsolationLevel.Snapshot, readOnly: !makesTables);
        own.Transaction!.Isolation = IsolationLevel.RepeatableRead;
        var reading = new SnapshotReading(call, own, ioBehavior);
        try
        {
            foreach (var shard in shards)
                await own.Transaction!.EnlistAsync(shard, SessionAccess.Read, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            return reading;
        }
        catch
        {
            await reading.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>True for a transaction that the statement has for itself.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Ends it from a synchronous place: shards that are files end a transaction without waiting.</summary>
    public void Close() => _own?.CloseAsync(IOBehavior.Synchronous).Completed();

    public ValueTask DisposeAsync() => _own?.CloseAsync(_ioBehavior) ?? ValueTask.CompletedTask;
}
