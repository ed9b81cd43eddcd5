using ShardClient.Backends;
using ShardClient.Options;
using ShardClient.Planning;
using ShardClient.Routing;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Runs writes: on one shard in the engine's own atomicity, on several inside one transaction, implicit when none is open.</summary>
internal static class WriteRunner
{
    private const string StatementSavepoint = "shardclient_statement";

    public static ValueTask<StatementResult> RunAsync(StatementCall call, WritePlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var runtime = call.Runtime;
        var shards = Router.Route(plan.Route, call.Inputs.Span, plan.AnyShard);
        var sent = plan.Statement ?? call.Bound.Own;
        var shard = shards.Single;
        if (plan.NewKeyRoute is not null)
            RowRouter.CheckNewKey(plan, shard, call.Inputs.Span);
        if (shard >= 0)
            return OnOneAsync(call, shard, sent, plan.IsInsert, ioBehavior, cancellationToken);
        if (plan.ScatterRefusal is { } refusal)
            throw Refused.By(refusal, call.Statement.Source);
        var steps = new List<RoutedStatement>(shards.Count);
        foreach (var each in shards)
            steps.Add(new RoutedStatement(each, sent));
        var writes = new ManyWrites(steps)
        {
            Access = plan.IsReference ? SessionAccess.Write : SessionAccess.Read,
            CountOnce = plan.IsReference,
            InsertShard = plan.IsInsert ? steps[0].Shard : -1,
        };
        return OnManyAsync(call, writes, ioBehavior, cancellationToken);
    }

    public static ValueTask<StatementResult> RunAsync(StatementCall call, InsertPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var rows = RowRouter.Route(plan, call.Inputs.Span);
        var shard = rows.Shards.Single;
        if (shard >= 0)
            return OnOneAsync(call, shard, plan.Whole ?? call.Bound.Own, isInsert: true, ioBehavior, cancellationToken);
        if (plan.ScatterRefusal is { } refusal)
            throw Refused.By(refusal, call.Statement.Source);
        var writes = new ManyWrites(RowRouter.Split(plan, rows)) { InsertShard = rows.LastShard, RowShards = rows.RowShards };
        return OnManyAsync(call, writes, ioBehavior, cancellationToken);
    }

    private static async ValueTask<StatementResult> OnOneAsync(
        StatementCall call, int shard, SessionStatement sent, bool isInsert, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var transaction = call.Session.Transaction;
        var pool = call.Runtime.Pools[shard];
        call.Session.LastRoute = Topology.ShardSet.Of(shard);
        var session = transaction is null
            ? await pool.RentAsync(SessionAccess.Write, null, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false)
            : await transaction.EnlistAsync(shard, SessionAccess.Write, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        SessionResult result;
        try
        {
            session.LastInsertId = call.Session.Counters.LastInsertId;
            result = await session.ExecuteAsync(sent, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (transaction is null)
                pool.Return(session);
            else
                transaction.NoticeFailure(session);
            throw;
        }

        if (result.SchemaChanged && await call.Runtime.Schema.HasChangedAsync(session, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false))
            call.Runtime.Redefined();
        var affected = result.RecordsAffected;
        call.Session.Counters.Wrote(Math.Max(affected, 0));
        if (isInsert)
            call.Session.Counters.Inserted(session.LastInsertId);
        if (transaction is null)
            result.Owner = pool;
        else
            transaction.Watch(result, session);
        if (result.ColumnCount > 0)
            return new StatementResult(result, affected);
        result.Dispose();
        return new StatementResult(null, affected);
    }

    private static async ValueTask<StatementResult> OnManyAsync(
        StatementCall call, ManyWrites writes, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (call.Runtime.Settings.TransactionMode == ShardTransactionMode.Single && writes.Access == SessionAccess.Write)
            throw writes.CountOnce ? WriteRefusals.EveryCopy(writes.Steps.Count) : WriteRefusals.RowsOfManyShards(writes.Steps.Count);
        var open = call.Session.Transaction;
        if (open is { IsReadOnly: true })
            throw WriteRefusals.ReadOnly();
        var transaction = open ?? call.Runtime.Transactions.Begin(call.Runtime, readOnly: false);
        var inputs = call.Inputs.ToArray();
        if (open is not null)
            await open.SavepointAsync(StatementSavepoint, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await writes.RunAsync(call, transaction, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
            if (open is null)
                await transaction.CommitAsync(ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            else
                await open.ReleaseAsync(StatementSavepoint, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch
        {
            await UndoAsync(call, open, transaction, ioBehavior).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes back what a failed statement did on the shards before; the caller's transaction goes on.</summary>
    private static async ValueTask UndoAsync(StatementCall call, OpenTransaction? open, OpenTransaction transaction, IOBehavior ioBehavior)
    {
        if (open is null)
        {
            await transaction.RollbackAsync(ioBehavior, call.Deadline, CancellationToken.None).ConfigureAwait(false);
        }
        else if (!open.IsAborted)
        {
            await open.RollbackToAsync(StatementSavepoint, ioBehavior, call.Deadline, CancellationToken.None).ConfigureAwait(false);
            await open.ReleaseAsync(StatementSavepoint, ioBehavior, call.Deadline, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
