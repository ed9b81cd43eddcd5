using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Diagnostics;
using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Runs any statement: plans it when that is due, observes it when somebody listens, and runs it again once after a foreign change of the schema.</summary>
internal static class StatementRunner
{
    public static async ValueTask<StatementResult> RunAsync(
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
        var runtime = session.Runtime;
        try
        {
            return await DispatchAsync(session, statement, bound, parameters, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (ShardException failure) when (failure.ErrorCode is ShardErrorCode.UnknownTable or ShardErrorCode.UnknownColumn && failure.Shard is not null)
        {
            // The engine does not know what the catalog does: somebody changed the schema. Nothing was done, so once more on what is true now.
            runtime.Redefined();
            runtime.Logger.StatementRunsAgain(StatementDigest.Of(statement.Text), "the schema was changed by somebody else");
        }

        bound = await runtime.PlanAsync(session, statement, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return await DispatchAsync(session, statement, bound, parameters, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<StatementResult> DispatchAsync(
        LogicalSession session,
        PreparedStatement statement,
        BoundPlan bound,
        ReadOnlyMemory<Value> parameters,
        IOBehavior ioBehavior,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        var inputs = StatementInputs.Fill(session, bound, parameters);
        var call = new StatementCall(session, statement, bound, inputs, deadline);
        if (StatementInputs.NeedKeys(bound.Plan))
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
            case TransactionPlan control:
                return ControlRunner.RunAsync(call, control, ioBehavior, cancellationToken);
            case DefinitionPlan definition:
                return DefinitionRunner.RunAsync(call, definition, ioBehavior, cancellationToken);
            case PragmaPlan pragma:
                return PragmaRunner.RunAsync(call, pragma, ioBehavior, cancellationToken);
            case ExplainPlan explain:
                return ExplainRunner.RunAsync(call, explain);
            case MaintenancePlan:
                return ShardByShard.RunAsync(call, call.Bound.Own, SessionAccess.Write, null, ioBehavior, cancellationToken);
            case CheckClusterPlan:
                return DefinitionRunner.CheckAsync(call, ioBehavior, cancellationToken);
            case RefusedPlan refused:
                throw Refused.By(refused.Refusal, call.Statement.Source);
            default:
                throw new InvalidOperationException($"No runner for {call.Bound.Plan.GetType().Name}.");
        }
    }
}
