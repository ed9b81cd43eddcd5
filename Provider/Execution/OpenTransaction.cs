using System.Data;
using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Makes transactions. Execution only knows this port; `Transactions` implements it.</summary>
internal interface ITransactionFactory
{
    /// <summary>Begins a transaction that has touched no shard yet: nothing is sent.</summary>
    OpenTransaction Begin(ClusterRuntime runtime, bool readOnly);

    /// <summary>What stands for a transaction outside of one, while a connection keeps a session.</summary>
    OpenTransaction Autocommit(ClusterRuntime runtime, SessionPin pin);
}

/// <summary>
/// A transaction over the shards that its statements touch. Not thread-safe, but sessions of different shards may run side by side.
/// </summary>
internal abstract class OpenTransaction
{
    /// <summary>The session that the connection keeps, which is its shard's branch; null when it keeps none.</summary>
    public SessionPin? Pin { get; set; }

    /// <summary>What it may write.</summary>
    public ShardTransactionMode Mode { get; set; }

    /// <summary>What its branches on servers are told before they begin; null for what the servers do by themselves.</summary>
    public IsolationLevel? Isolation { get; set; }

    /// <summary>The <c>sql_mode</c> of its statements; null for engines that have none.</summary>
    public string? Reading { get; set; }

    /// <summary>True when its writes check no foreign key.</summary>
    public bool IgnoresForeignKeys { get; set; }

    /// <summary>True while branches are taken for a statement that is sent at once, so that one may begin together with it.</summary>
    public bool BeginsWithStatement { get; set; }

    /// <summary>False while branches are taken for statements of which none may wait for another session's lock.</summary>
    public bool WaitsForLocks { get; set; } = true;

    /// <summary>True for a transaction that takes readers and sees one snapshot per shard.</summary>
    public abstract bool IsReadOnly { get; }

    /// <summary>True after a failure that leaves only a rollback.</summary>
    public abstract bool IsAborted { get; }

    /// <summary>The shard's session when the transaction holds its writer already; null else.</summary>
    public abstract ShardSession? HeldWriter(int shard);

    /// <summary>The session of the shard's branch, which begins at its first touch.</summary>
    /// <param name="access">What the statement does there: the first write of a second shard is refused under Transaction Mode=Single.</param>
    /// <exception cref="ShardException">SecondShardWritten, LockTimeout, Deadlock, TransactionAborted.</exception>
    public abstract ValueTask<ShardSession> EnlistAsync(
        int shard, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>A statement that might have written several shards has changed rows on this one.</summary>
    /// <exception cref="ShardException">SecondShardWritten: another shard was written before, under Transaction Mode=Single.</exception>
    public abstract void NoticeWrite(int shard);

    /// <summary>Keeps the branch's session until a result over it ends.</summary>
    public abstract void Watch(SessionResult result, ShardSession session);

    /// <summary>After a statement failed: notices when the engine itself rolled the branch back.</summary>
    public abstract void NoticeFailure(ShardSession session);

    /// <summary>Takes back all that it did, and begins anew.</summary>
    /// <returns>False when a server says that some of it stays, which happens to tables of engines without transactions.</returns>
    public abstract ValueTask<bool> StartOverAsync(IOBehavior ioBehavior, Deadline deadline);

    public abstract ValueTask CommitAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    public abstract ValueTask RollbackAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    public abstract ValueTask SavepointAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    public abstract ValueTask RollbackToAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    /// <returns>True when it was the outermost savepoint.</returns>
    public abstract ValueTask<bool> ReleaseAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);
}
