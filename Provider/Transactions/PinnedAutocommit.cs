using ShardClient.Backends;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient.Transactions;

/// <summary>
/// Statements outside of a transaction on a connection that keeps a session: that one works for its shard, the others are taken for each
/// statement. A statement of several steps has a transaction of its own.
/// </summary>
internal sealed class PinnedAutocommit(ClusterRuntime runtime, SessionPin pin) : OpenTransaction
{
    // Holds the writer's place while the kept session writes.
    private ShardSession? _place;

    public override bool IsReadOnly => false;

    public override bool IsAborted => false;

    public override ShardSession? HeldWriter(int shard) => null;

    public override async ValueTask<ShardSession> EnlistAsync(
        int shard, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (shard != pin.Shard)
            return await runtime.Pools[shard].RentAsync(access, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (access == SessionAccess.Write && !pin.WritesTemporaryOnly)
            _place = await pin.Pool.RentAsync(access, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return pin.Session;
    }

    public override void Watch(SessionResult result, ShardSession session)
    {
        if (ReferenceEquals(session, pin.Session))
            LeavePlace();
        else
            result.Owner = runtime.Pools[session.Shard];
    }

    public override void NoticeFailure(ShardSession session)
    {
        if (ReferenceEquals(session, pin.Session))
            LeavePlace();
        else
            runtime.Pools[session.Shard].Return(session);
    }

    public override void NoticeWrite(int shard) => throw NoTransaction();

    public override ValueTask<bool> StartOverAsync(IOBehavior ioBehavior, Deadline deadline) => throw NoTransaction();

    public override ValueTask CommitAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw NoTransaction();

    public override ValueTask RollbackAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw NoTransaction();

    public override ValueTask SavepointAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw NoTransaction();

    public override ValueTask RollbackToAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw NoTransaction();

    public override ValueTask<bool> ReleaseAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw NoTransaction();

    /// <summary>The write has run to its end, or failed: its rows are the application's by now.</summary>
    private void LeavePlace()
    {
        if (_place is { } place)
            pin.Pool.Return(place);
        _place = null;
    }

    private static InvalidOperationException NoTransaction() => new("Statements outside of a transaction have none to mark or to end.");
}
