using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>The cursors of a scatter, one per shard.</summary>
/// <param name="SchemaChanged">True when a shard's schema is not the one the plan was made on.</param>
internal readonly record struct OpenedShards(RowCursor[] Cursors, bool SchemaChanged)
{
    public void Dispose()
    {
        foreach (var cursor in Cursors)
            cursor.Dispose();
    }
}

/// <summary>One shard's part in a scatter: its session, and its result once the first step has run.</summary>
/// <param name="pool">Takes the session back; null inside a transaction.</param>
internal sealed class OpenedShard(SessionStatement statement, ShardSession session, ShardPool? pool, OpenTransaction? transaction)
{
    public SessionResult? Result { get; private set; }

    /// <summary>Runs the first step on the calling thread: an embedded engine answers there, and its wait for a busy file is bounded by the deadline.</summary>
    public void Start(Value[] inputs, Deadline deadline, CancellationToken cancellationToken)
    {
        Result = session.ExecuteAsync(statement, inputs, IOBehavior.Synchronous, deadline, cancellationToken).Completed();
        if (transaction is not null)
            transaction.Watch(Result, session);
        else
            Result.Owner = pool;
    }

    public async ValueTask<bool> HasNewSchemaAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        Result is { SchemaChanged: true }
        && await call.Runtime.Schema.HasChangedAsync(session, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the part after another one failed.</summary>
    public void GiveBack()
    {
        if (Result is not null)
            Result.Dispose();
        else if (pool is not null)
            pool.Return(session);
        else
            transaction?.NoticeFailure(session);
    }
}
