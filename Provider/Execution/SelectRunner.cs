using System.Diagnostics;
using System.Runtime.CompilerServices;
using ShardClient.Backends;
using ShardClient.Diagnostics;
using ShardClient.Execution.Explain;
using ShardClient.Execution.Gathering;
using ShardClient.Execution.ReadingAhead;
using ShardClient.Merging;
using ShardClient.Planning;
using ShardClient.Planning.Operators;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Runs reads: on one shard straight to its cursor, over several through the merge.</summary>
internal static class SelectRunner
{
    /// <summary>The hot path. It awaits nothing and allocates nothing when a session is free and the plan still holds.</summary>
    public static ValueTask<StatementResult> RunAsync(
        in StatementCall call, SelectPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shards = Router.Route(plan.Route, call.Inputs.Span, plan.AnyShard);
        call.Session.LastRoute = shards;
        var shard = shards.Single;
        if (call.Profile is not null && shard >= 0)
            return OnOneProfiledAsync(call, shard, plan, ioBehavior, cancellationToken);
        if (call.Runtime.SharesReads && shard >= 0 && SharedRunner.Shares(call, plan))
            return SharedRunner.RunAsync(call, shard, plan.Whole ?? call.Bound.Own, ioBehavior, cancellationToken);
        return shard >= 0
            ? OnOneAsync(call, shard, plan.Whole ?? call.Bound.Own, ioBehavior, cancellationToken)
            : plan.Staged is { } staged
                ? StagedRunner.RunAsync(call, staged, ioBehavior, cancellationToken)
            : plan.Gather is { } gather
                ? GatherRunner.RunAsync(call, gather, ioBehavior, cancellationToken)
                : ScatterAsync(call, plan, shards, ioBehavior, cancellationToken);
    }

    /// <summary>Reads on one shard, in the session's transaction when there is one.</summary>
    public static ValueTask<StatementResult> OnOneAsync(
        in StatementCall call, int shard, SessionStatement sent, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (call.Session.Transaction is { } transaction)
            return InTransactionAsync(call, transaction, shard, sent, ioBehavior, cancellationToken);

        var pool = call.Runtime.Pools[shard];
        var rent = call.RentAsync(shard, SessionAccess.Read, ioBehavior, cancellationToken);
        if (!rent.IsCompletedSuccessfully)
            return OnRentedAsync(call, rent, pool, sent, ioBehavior, cancellationToken);
        var session = rent.Result;
        ValueTask<SessionResult> started;
        try
        {
            started = session.ExecuteAsync(sent, call.Inputs, ioBehavior, call.Deadline, cancellationToken);
        }
        catch
        {
            pool.Return(session);
            throw;
        }

        if (!started.IsCompletedSuccessfully)
            return OnStartedAsync(call, started, pool, session, ioBehavior, cancellationToken);
        var result = started.Result;
        if (result.SchemaChanged)
            return OnHintAsync(call, result, pool, session, ioBehavior, cancellationToken);
        result.Owner = pool;
        return new ValueTask<StatementResult>(new StatementResult(result, -1));
    }

    private static async ValueTask<StatementResult> OnOneProfiledAsync(
        StatementCall call, int shard, SelectPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await OnOneAsync(call, shard, plan.Whole ?? call.Bound.Own, ioBehavior, cancellationToken).ConfigureAwait(false);
        call.Profile!.Took(plan, started);
        return result with { Rows = call.Profile.Watch(plan, result.Rows!) };
    }

    private static async ValueTask<StatementResult> OnRentedAsync(
        StatementCall call, ValueTask<ShardSession> rent, ShardPool pool, SessionStatement sent, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = await rent.ConfigureAwait(false);
        ValueTask<SessionResult> started;
        try
        {
            started = session.ExecuteAsync(sent, call.Inputs, ioBehavior, call.Deadline, cancellationToken);
        }
        catch
        {
            pool.Return(session);
            throw;
        }

        return await OnStartedAsync(call, started, pool, session, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<StatementResult> OnStartedAsync(
        StatementCall call, ValueTask<SessionResult> started, ShardPool pool, ShardSession session, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        SessionResult result;
        try
        {
            result = await started.ConfigureAwait(false);
        }
        catch
        {
            pool.Return(session);
            throw;
        }

        if (result.SchemaChanged)
            return await OnHintAsync(call, result, pool, session, ioBehavior, cancellationToken).ConfigureAwait(false);
        result.Owner = pool;
        return new StatementResult(result, -1);
    }

    /// <summary>The engine prepared the statement again. When the schema has really changed, the plan is made anew and the read runs again.</summary>
    private static async ValueTask<StatementResult> OnHintAsync(
        StatementCall call, SessionResult result, ShardPool pool, ShardSession session, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        result.Owner = pool;
        bool changed;
        try
        {
            changed = await call.Runtime.Schema.HasChangedAsync(session, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            result.Dispose();
            throw;
        }

        if (!changed)
            return new StatementResult(result, -1);
        result.Dispose();
        call.Runtime.Logger.ForeignChangeNoticed(call.Runtime.ShardName(pool.Shard));
        call.Runtime.Redefined();
        return await call.AgainAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<StatementResult> InTransactionAsync(
        StatementCall call, OpenTransaction transaction, int shard, SessionStatement sent, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = await transaction.EnlistAsync(shard, SessionAccess.Read, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await session.ExecuteAsync(sent, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            transaction.Watch(result, session);
            return new StatementResult(result, -1);
        }
        catch
        {
            transaction.NoticeFailure(session);
            throw;
        }
    }

    private static async ValueTask<StatementResult> ScatterAsync(
        StatementCall call, SelectPlan plan, ShardSet shards, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (plan.Scatter is null)
            throw Refused.By(plan.ScatterRefusal, call.Statement.Source);
        var inputs = call.Inputs.ToArray();
        var steps = ScatterTexts.Of(plan.Scatter, shards, inputs);
        var started = Stopwatch.GetTimestamp();
        var opened = await FanOut.OpenAsync(call, steps, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        if (opened.SchemaChanged)
        {
            opened.Dispose();
            call.Runtime.Redefined();
            return await call.AgainAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // A server's rows are on their way by themselves; a file's take somebody who reads them.
            var cursors = call.HasOwnSessions && call.Runtime.Engine == EngineKind.Sqlite ? ReadAhead.Wrap(opened.Cursors) : opened.Cursors;
            if (call.Profile is not null)
                cursors = Profiled(call.Profile, plan.Scatter, cursors, started);
            var merge = MergeContexts.For(call, inputs);
            return new StatementResult(MergeBuilder.Build(plan.Scatter, cursors, merge), -1);
        }
        catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported && plan.Otherwise is not null)
        {
            await opened.DisposeAsync(ioBehavior).ConfigureAwait(false);
            return await GatherRunner.RunAsync(call, plan.Otherwise, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static RowCursor[] Profiled(ExecutionProfile profile, PlanOperator plan, RowCursor[] cursors, long started)
    {
        while (OperatorInputs.Of(plan) is { } input)
            plan = input;
        profile.Took(plan, started);
        return Array.ConvertAll(cursors, cursor => profile.Watch(plan, cursor));
    }
}
