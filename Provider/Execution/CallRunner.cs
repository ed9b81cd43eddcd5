using ShardClient.Backends;
using ShardClient.Planning;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Runs a stored procedure on its shard. It may write, so it takes what a write takes.</summary>
internal static class CallRunner
{
    public static async ValueTask<StatementResult> RunAsync(StatementCall call, CallPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shard = Router.Route(plan.Route, call.Inputs.Span, plan.AnyShard).Single;
        call.Session.LastRoute = ShardSet.Of(shard);
        var transaction = call.Session.Transaction;
        var pool = call.Runtime.Pools[shard];
        var session = await call.TakeAsync(shard, SessionAccess.Write, ioBehavior, cancellationToken).ConfigureAwait(false);
        SessionResult result;
        try
        {
            session.LastInsertId = call.Session.Counters.LastInsertId;
            var sent = (plan.Statement ?? call.Bound.Own) with { MustBePrepared = true };
            result = await session.ExecuteAsync(sent, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            WriteRunner.GiveUp(call, pool, session, failure);
            throw;
        }

        if (transaction is null)
            result.Owner = pool;
        else
            transaction.Watch(result, session);
        return await StartedAsync(call.Session.Counters, result, session, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Up to the first result with rows; those before it only count.</summary>
    private static async ValueTask<StatementResult> StartedAsync(
        SessionCounters counters, SessionResult result, ShardSession session, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var affected = -1L;
        while (result.ColumnCount == 0)
        {
            affected = Math.Max(affected, 0) + Math.Max(result.RecordsAffected, 0);
            counters.Wrote(Math.Max(result.RecordsAffected, 0));
            counters.Inserted(session.LastInsertId);
            if (await result.NextResultAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
                continue;
            result.Dispose();
            return new StatementResult(null, affected);
        }

        counters.Queried();
        return new StatementResult(result, affected);
    }
}
