using ShardClient.Backends;
using ShardClient.Routing;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>The parts of one write on several shards, run one after the other in shard order inside a transaction.</summary>
internal sealed record ManyWrites(IReadOnlyList<RoutedStatement> Steps)
{
    /// <summary>True for a reference table: every shard writes the same rows.</summary>
    public bool CountOnce { get; init; }

    /// <summary>
    /// Write when the rows are known to lie on each of the shards. Read when only running tells: a condition without the sharding key that
    /// finds its rows on one shard writes one shard.
    /// </summary>
    public SessionAccess Access { get; init; } = SessionAccess.Write;

    /// <summary>True for INSERT: last_insert_rowid follows from it.</summary>
    public bool IsInsert { get; init; }

    /// <summary>The shard of an INSERT's last row; -1 when nobody knows which is the last.</summary>
    public int LastShard { get; init; } = -1;

    /// <param name="call">The call inside the transaction.</param>
    public async ValueTask<StatementResult> RunAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var transaction = call.Session.Transaction!;
        var counters = call.Session.Counters;
        var inserted = counters.LastInsertId;
        var rows = new BufferedRows(call.Runtime.Settings.ReaderBufferLimit);
        long affected = 0;
        for (var index = 0; index < Steps.Count; index++)
        {
            var step = Steps[index];
            var session = await EnlistAsync(call, transaction, step.Shard, ioBehavior, cancellationToken).ConfigureAwait(false);
            try
            {
                session.LastInsertId = counters.LastInsertId;
                using var result = await session.ExecuteAsync(step.Statement, call.Inputs, ioBehavior, call.Deadline, cancellationToken)
                    .ConfigureAwait(false);
                if (result.RecordsAffected > 0)
                    transaction.NoticeWrite(step.Shard);
                if (CountOnce && index > 0)
                    continue;
                affected += Math.Max(result.RecordsAffected, 0);
                await rows.AddAsync(result, ioBehavior, cancellationToken).ConfigureAwait(false);
                if (IsInsert && result.RecordsAffected > 0 && (LastShard < 0 || LastShard == step.Shard))
                    inserted = session.LastInsertId;
            }
            catch
            {
                transaction.NoticeFailure(session);
                throw;
            }
        }

        counters.Wrote(affected);
        counters.Inserted(inserted);
        return new StatementResult(rows.ColumnCount > 0 ? rows : null, affected);
    }

    private async ValueTask<ShardSession> EnlistAsync(
        StatementCall call, OpenTransaction transaction, int shard, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        transaction.BeginsWithStatement = true;
        try
        {
            return await transaction.EnlistAsync(shard, Access, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            transaction.BeginsWithStatement = false;
        }
    }
}
