using ShardClient.Backends;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient.Transactions;

/// <summary>
/// Statements outside of a transaction on a connection that keeps a session: that one works for its shard, the others are taken for each
/// statement. A statement that writes several shards is a transaction of its own, between the savepoint that it asks for and its release.
/// </summary>
internal sealed class PinnedAutocommit(ClusterRuntime runtime, SessionPin pin) : OpenTransaction
{
    private LocalTransaction? _statement;

    // Holds the writer's place while the kept session writes.
    private ShardSession? _place;

    public override bool IsReadOnly => false;

    public override bool IsAborted => false;

    public override ShardSession? HeldWriter(int shard) => _statement?.HeldWriter(shard);

    public override async ValueTask<ShardSession> EnlistAsync(
        int shard, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_statement is not null)
            return await _statement.EnlistAsync(shard, access, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (shard != pin.Shard)
            return await runtime.Pools[shard].RentAsync(access, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (access == SessionAccess.Write && !pin.WritesTemporaryOnly)
            _place = await pin.Pool.RentAsync(access, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return pin.Session;
    }

    public override void NoticeWrite(int shard) => _statement?.NoticeWrite(shard);

    public override void Watch(SessionResult result, ShardSession session)
    {
        if (_statement is not null)
            _statement.Watch(result, session);
        else if (!ReferenceEquals(session, pin.Session))
            result.Owner = runtime.Pools[session.Shard];
        else
            LeavePlace();
    }

    public override void NoticeFailure(ShardSession session)
    {
        if (_statement is not null)
            _statement.NoticeFailure(session);
        else if (!ReferenceEquals(session, pin.Session))
            runtime.Pools[session.Shard].Return(session);
        else
            LeavePlace();
    }

    public override async ValueTask SavepointAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await RollbackAsync(ioBehavior, deadline, CancellationToken.None).ConfigureAwait(false);
        _statement = new LocalTransaction(runtime, readOnly: false) { Pin = pin };
    }

    public override ValueTask RollbackToAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        RollbackAsync(ioBehavior, deadline, cancellationToken);

    public override async ValueTask<bool> ReleaseAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await CommitAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A commit that fails leaves the statement to be rolled back.</summary>
    public override async ValueTask CommitAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_statement is not { } statement)
            return;
        await statement.CommitAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        _statement = null;
    }

    public override ValueTask RollbackAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var statement = _statement;
        _statement = null;
        return statement is null ? default : statement.RollbackAsync(ioBehavior, deadline, cancellationToken);
    }

    /// <summary>The write has run to its end, or failed: its rows are the application's by now.</summary>
    private void LeavePlace()
    {
        if (_place is { } place)
            pin.Pool.Return(place);
        _place = null;
    }
}
