using System.Runtime.CompilerServices;
using ShardClient.Backends;
using ShardClient.Execution.Writing;
using ShardClient.Options;
using ShardClient.Planning;
using ShardClient.Planning.Writing;
using ShardClient.Routing;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Runs writes: on one shard in the engine's own atomicity, on several inside one transaction, implicit when none is open.</summary>
internal static class WriteRunner
{
    public static ValueTask<StatementResult> RunAsync(StatementCall call, WritePlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (plan is not { IsReference: true, IsInsert: true, GeneratedAt: >= 0 } || call.Runtime.Engine != EngineKind.MySql)
            return WriteAsync(call, plan, ioBehavior, cancellationToken);
        var (counters, first) = (call.Session.Counters, LastGeneratedKey.FirstOf(plan, call.Inputs.Span));
        return LastGeneratedKey.KeepAsync(counters, counters.LastInsertId, first, WriteAsync(call, plan, ioBehavior, cancellationToken));
    }

    private static ValueTask<StatementResult> WriteAsync(StatementCall call, WritePlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shards = Router.Route(plan.Route, call.Inputs.Span, plan.AnyShard);
        var sent = plan.Statement ?? call.Bound.Own;
        var shard = shards.Single;
        if (shard >= 0 && RowRouter.KeepsShard(plan, shard, call.Inputs.Span))
            return OnOneAsync(call, shard, sent, plan.IsInsert, ioBehavior, cancellationToken);
        call.Session.LastRoute = shards;
        if (plan.ByRows is { } rows)
            return RunAsync(call, rows, ioBehavior, cancellationToken);
        if (plan.Copies is { } copies)
            return CopyWriteRunner.RunAsync(call, copies, plan.AnyShard, ioBehavior, cancellationToken);
        if (plan.NewKeyRoute is not null)
            RowRouter.CheckNewKey(plan, shard, call.Inputs.Span);
        if (plan.ScatterRefusal is { } refusal)
            throw Refused.By(refusal, call.Statement.Source);
        var steps = new List<RoutedStatement>(shards.Count);
        foreach (var each in shards)
            steps.Add(new RoutedStatement(each, sent));
        var writes = new ManyWrites(steps)
        {
            Access = plan.IsReference ? SessionAccess.Write : SessionAccess.Read,
            CountOnce = plan.IsReference,
            IsInsert = plan.IsInsert,
        };
        return OnManyAsync(call, writes, ioBehavior, cancellationToken);
    }

    public static ValueTask<StatementResult> RunAsync(StatementCall call, InsertPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (plan is not { Engine: EngineKind.MySql, GeneratedAt: >= 0 })
            return InsertAsync(call, plan, ioBehavior, cancellationToken);
        var (counters, first) = (call.Session.Counters, LastGeneratedKey.FirstOf(plan, call.Inputs.Span));
        return LastGeneratedKey.KeepAsync(counters, counters.LastInsertId, first, InsertAsync(call, plan, ioBehavior, cancellationToken));
    }

    private static ValueTask<StatementResult> InsertAsync(StatementCall call, InsertPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var rows = RowRouter.Route(plan, call.Inputs.Span);
        var shard = rows.Shards.Single;
        if (shard >= 0)
            return OnOneAsync(call, shard, plan.Whole ?? call.Bound.Own, isInsert: true, ioBehavior, cancellationToken);
        if (plan.ByRows is { } byRows)
            return RunAsync(call, byRows, ioBehavior, cancellationToken);
        if (plan.ScatterRefusal is { } refusal)
            throw Refused.By(refusal, call.Statement.Source);
        var writes = new ManyWrites(RowRouter.Split(plan, rows)) { IsInsert = true, LastShard = rows.LastShard };
        return OnManyAsync(call, writes, ioBehavior, cancellationToken);
    }

    /// <summary>What becomes of the session in which a statement failed that may have written.</summary>
    /// <exception cref="ShardException">OutcomeUnknown: it commits by itself, and was not answered.</exception>
    public static void GiveUp(in StatementCall call, ShardPool pool, ShardSession session, Exception failure)
    {
        call.Session.Counters.Failed(failure);
        if (call.Session.Transaction is { } transaction)
        {
            transaction.NoticeFailure(session);
            return;
        }

        pool.Return(session);
        if (failure is ShardException && Unanswered.Is(failure))
            throw Unanswered.Write(call.Runtime.ShardName(session.Shard), failure);
    }

    /// <summary>The whole statement on one shard.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<StatementResult> OnOneAsync(
        StatementCall call, int shard, SessionStatement sent, bool isInsert, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var transaction = call.Session.Transaction;
        var pool = call.Runtime.Pools[shard];
        call.Session.LastRoute = Topology.ShardSet.Of(shard);
        var session = await call.TakeAsync(shard, SessionAccess.Write, ioBehavior, cancellationToken).ConfigureAwait(false);
        SessionResult result;
        try
        {
            if (call.Session.IgnoresForeignKeys && transaction is null)
                session.EnforcesForeignKeys = false;
            session.LastInsertId = call.Session.Counters.LastInsertId;
            result = await session.ExecuteAsync(sent, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            GiveUp(call, pool, session, failure);
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

    /// <summary>Rows that are worked out before one of them is written.</summary>
    public static ValueTask<StatementResult> RunAsync(StatementCall call, RowWrite write, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (write.IsReference && write.Target.Shards.Count > 1 && call.Session.TransactionMode == ShardTransactionMode.Single)
            throw WriteRefusals.EveryCopy(write.Target.Shards.Count);
        return write switch
        {
            RowInsert insert => RowInsertRunner.RunAsync(call, insert, ioBehavior, cancellationToken),
            RowChange change => RowChangeRunner.RunAsync(call, change, ioBehavior, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(write), write.GetType().Name, "There is no such write."),
        };
    }

    /// <summary>Its parts on several shards: all of them, or nothing.</summary>
    public static ValueTask<StatementResult> OnManyAsync(StatementCall call, ManyWrites writes, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (call.Session.TransactionMode == ShardTransactionMode.Single && writes.Access == SessionAccess.Write)
            throw writes.CountOnce ? WriteRefusals.EveryCopy(writes.Steps.Count) : WriteRefusals.RowsOfManyShards(writes.Steps.Count);
        return AtomicWrite.RunAsync(call, inner => writes.RunAsync(inner, ioBehavior, cancellationToken), ioBehavior, cancellationToken, runsOthers: false);
    }
}
