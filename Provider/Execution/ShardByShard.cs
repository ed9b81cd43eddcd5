using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Runs one text on every shard in order, outside transactions, and puts the rows together.</summary>
internal static class ShardByShard
{
    /// <param name="keeps">The rows to show; null for all.</param>
    public static async ValueTask<StatementResult> RunAsync(
        StatementCall call,
        SessionStatement statement,
        SessionAccess access,
        Func<RowCursor, bool>? keeps,
        IOBehavior ioBehavior,
        CancellationToken cancellationToken)
    {
        RefuseInTransaction(call);
        var runtime = call.Runtime;
        var rows = new BufferedRows(runtime.Settings.ReaderBufferLimit);
        foreach (var shard in runtime.Topology.AllShards)
        {
            var pool = runtime.Pools[shard];
            var session = await call.RentAsync(shard, access, ioBehavior, cancellationToken).ConfigureAwait(false);
            try
            {
                using var result = await session.ExecuteAsync(statement, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
                if (result.ColumnCount > 0)
                    await rows.AddAsync(result, keeps, ioBehavior, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                pool.Return(session);
            }
        }

        return rows.ColumnCount > 0 ? new StatementResult(rows, -1) : new StatementResult(null, -1);
    }

    /// <exception cref="ShardException">NotSupported: a transaction is open.</exception>
    public static void RefuseInTransaction(StatementCall call)
    {
        if (call.Session.InTransaction)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported, "The statement works on every shard by itself and cannot be part of a transaction.", "Run it outside.");
        }
    }
}
