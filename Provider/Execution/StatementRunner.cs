using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Diagnostics;
using ShardClient.Execution.Explain;
using ShardClient.Execution.Writing;
using ShardClient.Planning;
using ShardClient.Sql.Dialects;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Runs any statement: plans it when that is due, observes it when somebody listens, and runs it again once after a foreign change of the schema.</summary>
internal static class StatementRunner
{
    public static ValueTask<StatementResult> RunAsync(
        LogicalSession session,
        PreparedStatement statement,
        BoundPlan? bound,
        ReadOnlyMemory<Value> parameters,
        IOBehavior ioBehavior,
        Deadline deadline,
        CancellationToken cancellationToken) => bound is { Plan.ReadsCatalog: false } && !session.Runtime.IsObserved
        ? RunPlannedAsync(session, statement, bound, parameters, ioBehavior, deadline, cancellationToken)
        : PlanAndRunAsync(session, statement, bound, parameters, ioBehavior, deadline, cancellationToken);

    private static async ValueTask<StatementResult> PlanAndRunAsync(
        LogicalSession session,
        PreparedStatement statement,
        BoundPlan? bound,
        ReadOnlyMemory<Value> parameters,
        IOBehavior ioBehavior,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        var runtime = session.Runtime;
        if (bound is null)
            ShardClientMeter.PlanMissed();
        bound ??= await runtime.PlanAsync(session, statement, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (bound.Plan.ReadsCatalog && await runtime.Schema.SeeAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
        {
            runtime.Redefined();
            bound = await runtime.PlanAsync(session, statement, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }

        if (!runtime.IsObserved)
            return await RunPlannedAsync(session, statement, bound, parameters, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);

        var observation = Observation.Start(runtime, bound);
        try
        {
            var result = await RunPlannedAsync(session, statement, bound, parameters, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            return observation.Follow(result, session.LastRoute);
        }
        catch (Exception failure)
        {
            observation.Failed(failure, session.LastRoute);
            throw;
        }
    }

    private static async ValueTask<StatementResult> RunPlannedAsync(
        LogicalSession session,
        PreparedStatement statement,
        BoundPlan bound,
        ReadOnlyMemory<Value> parameters,
        IOBehavior ioBehavior,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        // Each shard may stop a kept write once; that and one more try after a real change is all.
        for (var triesLeft = session.Runtime.Pools.Count + 1; ; triesLeft--)
        {
            try
            {
                return await DispatchAsync(session, statement, bound, parameters, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            }
            catch (ShardException failure) when (failure.IsSchemaError && triesLeft > 0)
            {
                if (!failure.IsStale)
                    triesLeft = 1;
                if (!await NoticeChangeAsync(session.Runtime, failure, ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
                    throw;
            }
            catch (ShardException failure) when (MissingFunctions.Of(failure.Message, session.Runtime.Topology.Engine) is not null)
            {
                throw MissingFunction(failure, session.Runtime.Topology.Engine);
            }

            if (IsQuery(bound.Plan))
                session.Counters.QueriesAgain();
            bound = await session.Runtime.PlanAsync(session, statement, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A function of the other dialect, which the engine does not have.</summary>
    private static ShardException MissingFunction(ShardException failure, EngineKind engine)
    {
        var (name, advice) = MissingFunctions.Of(failure.Message, engine)!.Value;
        return new ShardException(ShardErrorCode.NotSupported, $"{name} has no counterpart on {(engine == EngineKind.MySql ? "MySQL" : "SQLite")} shards.", advice, failure)
        {
            Shard = failure.Shard,
            EngineErrorCode = failure.EngineErrorCode,
        };
    }

    private static bool IsQuery(StatementPlan plan) => plan is SelectPlan or ExplainPlan or PragmaPlan or CheckClusterPlan;

    /// <summary>The engine's schema is not the catalog's, so somebody else may have changed it; nothing was done. True when to try again.</summary>
    private static async ValueTask<bool> NoticeChangeAsync(
        ClusterRuntime runtime, ShardException failure, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (!await runtime.Schema.SeeAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
            return failure.IsStale;
        runtime.Logger.ForeignChangeNoticed(failure.Shard ?? "");
        runtime.Redefined();
        return true;
    }

    private static ValueTask<StatementResult> DispatchAsync(
        LogicalSession session,
        PreparedStatement statement,
        BoundPlan bound,
        ReadOnlyMemory<Value> parameters,
        IOBehavior ioBehavior,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        var inputs = StatementInputs.Fill(session, bound, parameters);
        if (session.Pin is { } pin)
            pin.WritesTemporaryOnly = bound.Plan.WritesTemporary;
        if (IsQuery(bound.Plan))
            session.Counters.Queried();
        else if (bound.Plan is DefinitionPlan or MaintenancePlan or TransactionPlan or AcceptedPlan or ModePlan or TemporaryPlan)
            session.Counters.Defined();
        var call = new StatementCall(session, statement, bound, inputs, deadline);
        return StatementInputs.NeedKeys(bound.Plan)
            ? GenerateAndRunAsync(call, ioBehavior, cancellationToken)
            : RunAsync(call, ioBehavior, cancellationToken);
    }

    private static async ValueTask<StatementResult> GenerateAndRunAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await StatementInputs.GenerateAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);
        return await RunAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<StatementResult> RunAsync(in StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        switch (call.Bound.Plan)
        {
            case SelectPlan select:
                return SelectRunner.RunAsync(call, select, ioBehavior, cancellationToken);
            case WritePlan write:
                return WriteRunner.RunAsync(call, write, ioBehavior, cancellationToken);
            case InsertPlan insert:
                return WriteRunner.RunAsync(call, insert, ioBehavior, cancellationToken);
            case LongInsertPlan insert:
                return LongInsertRunner.RunAsync(call, insert, ioBehavior, cancellationToken);
            case CallPlan procedure:
                return CallRunner.RunAsync(call, procedure, ioBehavior, cancellationToken);
            case RowWritePlan rows:
                return WriteRunner.RunAsync(call, rows.Write, ioBehavior, cancellationToken);
            case TransactionPlan control:
                return ControlRunner.RunAsync(call, control, ioBehavior, cancellationToken);
            case DefinitionPlan definition:
                return DefinitionRunner.RunAsync(call, definition, ioBehavior, cancellationToken);
            case TemporaryPlan temporary:
                return TemporaryRunner.RunAsync(call, temporary, ioBehavior, cancellationToken);
            case PragmaPlan pragma:
                return PragmaRunner.RunAsync(call, pragma, ioBehavior, cancellationToken);
            case ExplainPlan explain:
                return ExplainRunner.RunAsync(call, explain, ioBehavior, cancellationToken);
            case MaintenancePlan:
                return MaintenanceRunner.RunAsync(call, ioBehavior, cancellationToken);
            case ModePlan mode:
                return ModeRunner.RunAsync(call, mode, ioBehavior, cancellationToken);
            case AcceptedPlan:
                return new ValueTask<StatementResult>(new StatementResult(null, -1));
            case CheckClusterPlan:
                return DefinitionRunner.CheckAsync(call, ioBehavior, cancellationToken);
            case RefusedPlan refused:
                throw Refused.By(refused.Refusal, call.Statement.Source);
            default:
                throw new InvalidOperationException($"No runner for {call.Bound.Plan.GetType().Name}.");
        }
    }
}
