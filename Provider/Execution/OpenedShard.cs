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

    public async ValueTask DisposeAsync(IOBehavior ioBehavior)
    {
        if (ioBehavior == IOBehavior.Synchronous)
        {
            Dispose();
            return;
        }

        foreach (var cursor in Cursors)
            await cursor.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>One shard's part in a scatter: its session, and its result once the first step has run.</summary>
/// <param name="pool">Takes the session back; null inside a transaction.</param>
internal sealed class OpenedShard(SessionStatement statement, ShardSession session, ShardPool? pool, OpenTransaction? transaction)
{
    private bool _isSent;

    public SessionResult? Result { get; private set; }

    /// <summary>Runs the first step on the calling thread: an embedded engine answers there, and its wait for a busy file is bounded by the deadline.</summary>
    public void Start(Value[] inputs, Deadline deadline, CancellationToken cancellationToken)
    {
        Result = session.ExecuteAsync(statement, inputs, IOBehavior.Synchronous, deadline, cancellationToken).Completed();
        Own(Result);
    }

    /// <summary>Lets a server begin; <see cref="ReceiveAsync"/> takes its answer.</summary>
    public async ValueTask SendAsync(Value[] inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        _isSent = await session.TrySendAsync(statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);

    /// <summary>The answer to what was sent; who cannot send ahead is asked now.</summary>
    public async ValueTask ReceiveAsync(Value[] inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var wasSent = _isSent;
        _isSent = false;
        Result = wasSent
            ? await session.ReceiveAsync(ioBehavior).ConfigureAwait(false)
            : await session.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        Own(Result);
    }

    /// <summary>Takes an answer that nobody wants any more, so that the session may go on.</summary>
    public async ValueTask SettleAsync(IOBehavior ioBehavior)
    {
        if (!_isSent)
            return;
        _isSent = false;
        try
        {
            var unwanted = await session.ReceiveAsync(ioBehavior).ConfigureAwait(false);
            if (ioBehavior == IOBehavior.Synchronous)
                unwanted.Dispose();
            else
                await unwanted.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ShardException or OperationCanceledException)
        {
            // Another shard's failure is the one that is told; a session that is of no more use says so to its pool.
        }
    }

    public async ValueTask<bool> HasNewSchemaAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        Result is { SchemaChanged: true }
        && await call.Runtime.Schema.HasChangedAsync(session, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);

    private void Own(SessionResult result)
    {
        if (transaction is not null)
            transaction.Watch(result, session);
        else
            result.Owner = pool;
    }

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
