using ShardClient.Backends;
using ShardClient.Routing;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// The parts of one write on several shards, inside a transaction: one after the other in shard order, so that two writes never wait for each other in a circle
/// that no server sees; those of an INSERT at once, as long as none of them has to wait.
/// </summary>
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
    public async ValueTask<StatementResult> RunAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        WritesAtOnce.May(call, this) && await WritesAtOnce.TryAsync(call, this, ioBehavior, cancellationToken).ConfigureAwait(false) is { } done
            ? done
            : await RunInOrderAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);

    private async ValueTask<StatementResult> RunInOrderAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var transaction = call.Session.Transaction!;
        using var outcome = new WriteOutcome(call, this);
        for (var index = 0; index < Steps.Count; index++)
        {
            var step = Steps[index];
            var session = await EnlistAsync(call, transaction, step.Shard, ioBehavior, cancellationToken).ConfigureAwait(false);
            try
            {
                session.LastInsertId = call.Session.Counters.LastInsertId;
                using var result = await session.ExecuteAsync(step.Statement, call.Inputs, ioBehavior, call.Deadline, cancellationToken)
                    .ConfigureAwait(false);
                await outcome.AddAsync(session, result, ioBehavior, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                transaction.NoticeFailure(session);
                throw;
            }
        }

        return outcome.Tell();
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
