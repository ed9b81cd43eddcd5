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

    /// <summary>The shard whose last generated key is the statement's; -1 when it inserts nothing.</summary>
    public int InsertShard { get; init; } = -1;

    /// <summary>The shard of each row of an INSERT, in the order of the text: the order in which RETURNING answers.</summary>
    public int[]? RowShards { get; init; }

    /// <param name="call">The call inside the transaction.</param>
    public async ValueTask<StatementResult> RunAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var transaction = call.Session.Transaction!;
        var counters = call.Session.Counters;
        var inserted = counters.LastInsertId;
        var rows = new BufferedRows(call.Runtime.Settings.ReaderBufferLimit);
        var rowCounts = new int[Steps.Count];
        long affected = 0;
        for (var index = 0; index < Steps.Count; index++)
        {
            var step = Steps[index];
            var session = await transaction.EnlistAsync(step.Shard, Access, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            try
            {
                session.LastInsertId = counters.LastInsertId;
                using var result = await session.ExecuteAsync(step.Statement, call.Inputs, ioBehavior, call.Deadline, cancellationToken)
                    .ConfigureAwait(false);
                if (result.RecordsAffected > 0)
                    transaction.NoticeWrite(step.Shard);
                if (index == 0 || !CountOnce)
                {
                    affected += Math.Max(result.RecordsAffected, 0);
                    await rows.AddAsync(result, ioBehavior, cancellationToken).ConfigureAwait(false);
                    rowCounts[index] = rows.Count;
                }

                if (step.Shard == InsertShard)
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
        if (rows.ColumnCount == 0)
            return new StatementResult(null, affected);
        if (OrderOfText(rowCounts) is { } order)
            rows.Reorder(order);
        return new StatementResult(rows, affected);
    }

    /// <summary>Where each row of the text stands among the shards' rows; null when a shard left rows out (DO NOTHING), so that nobody can tell.</summary>
    private int[]? OrderOfText(int[] rowCounts)
    {
        if (RowShards is null || rowCounts[^1] != RowShards.Length)
            return null;
        var next = new Dictionary<int, int>();
        for (var index = 0; index < Steps.Count; index++)
            next[Steps[index].Shard] = index == 0 ? 0 : rowCounts[index - 1];
        var order = Array.ConvertAll(RowShards, shard => next[shard]++);
        for (var index = 0; index < Steps.Count; index++)
        {
            if (next[Steps[index].Shard] != rowCounts[index])
                return null;
        }

        return order;
    }
}
