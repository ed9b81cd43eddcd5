using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>The sessions to one endpoint, bounded. Renting a free session takes no lock and allocates nothing.</summary>
internal abstract class ShardPool : IResultOwner, IAsyncDisposable
{
    public abstract int Shard { get; }

    /// <summary>Whose SQL its sessions speak.</summary>
    public virtual EngineKind Engine => EngineKind.Sqlite;

    /// <summary>True when its sessions send a statement and leave the answer for later (<see cref="ShardSession.TrySendAsync"/>).</summary>
    public virtual bool SendsAhead => false;

    /// <summary>The <c>sql_mode</c> of a session that is rented, until whoever has it sets another: that of the cluster once it is open. Null where the engine has none.</summary>
    public string? Mode { get; set; }

    /// <summary>Takes a session, waiting in turn when all are out.</summary>
    /// <param name="owner">Who waits, for finding waits in a circle (a transaction); null outside one.</param>
    /// <exception cref="ShardException">PoolExhausted, LockTimeout, Deadlock, ShardUnavailable.</exception>
    public abstract ValueTask<ShardSession> RentAsync(
        SessionAccess access, object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Runs a read of one row on a session that others use at the same time.</summary>
    /// <returns>Null where that cannot be, or could not be finished: it is to run on a session of its own then.</returns>
    /// <exception cref="ShardException">The engine's error, or a passed deadline.</exception>
    public virtual ValueTask<SessionResult?> TryReadSharedAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        new((SessionResult?)null);

    /// <summary>Gives a session back; one that is not usable is dropped. Never blocks, never throws.</summary>
    public abstract void Return(ShardSession session);

    /// <summary>Closes the sessions that nobody uses now.</summary>
    public abstract void CloseIdle();

    /// <summary>A result that owned its session alone gives it back.</summary>
    public void Ended(ShardSession session) => Return(session);

    public abstract ValueTask DisposeAsync();
}
