using System.Diagnostics;
using ShardClient.Backends;
using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>Answers from rows of several shards: over copies on the shards where that moves fewer rows, else in a scratch session.</summary>
internal static class GatherRunner
{
    // Out of range, too long, no such value: told by a strict INSERT.
    private static readonly int[] ValuesOutOfType = [1264, 1265, 1292, 1366, 1406];

    // Not in GROUP BY, no such column there, a temporary table twice, collations that do not mix: told of a part that the caller's own statement has in another place, or whose plan leaves it out.
    private static readonly int[] PartsRefused = [1054, 1055, 1056, 1137, 1146, 1247, 1267, 1270, 1271];

    public static async ValueTask<StatementResult> RunAsync(StatementCall call, GatherPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnceAsync(call, plan, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch (ShardException failure) when (plan.Otherwise is not null && IsOfParts(failure))
        {
            return await RunOnceAsync(call, plan.Otherwise, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A value that the type of its expression does not hold, one of a type that is not sent on, or a part that a server does not take by itself.</summary>
    private static bool IsOfParts(ShardException failure) =>
        failure.ErrorCode == ShardErrorCode.NotSupported || ValuesOutOfType.Contains(failure.EngineErrorCode) || PartsRefused.Contains(failure.EngineErrorCode);

    private static async ValueTask<StatementResult> RunOnceAsync(StatementCall call, GatherPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var inputs = call.Inputs.ToArray();
        var scratch = await ScratchOpening.OpenAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);
        SnapshotReading? reading = null;
        try
        {
            var (part, shards) = (call with { Inputs = inputs }, PlanShards.Of(plan, inputs));
            reading = plan.Inputs is [TableInput or QueryInput { Query.Scatter: not null }] && call.Runtime.Engine == EngineKind.MySql
                ? SnapshotReading.OfOneRead(part, shards, ioBehavior)
                : await SnapshotReading.BeginAsync(part, shards, ioBehavior, cancellationToken, makesTables: plan.Broadcasts.Count > 0 && call.Runtime.Engine == EngineKind.MySql).ConfigureAwait(false);
            var (result, keeps) = await RunAsync(reading, plan, scratch, ioBehavior, cancellationToken).ConfigureAwait(false);
            if (!keeps)
                await reading.DisposeAsync().ConfigureAwait(false);
            return result;
        }
        catch
        {
            if (reading is not null)
                await reading.DisposeAsync().ConfigureAwait(false);
            scratch.Dispose();
            throw;
        }
    }

    /// <returns>The rows, and whether they keep the reading open.</returns>
    private static async ValueTask<(StatementResult Result, bool KeepsReading)> RunAsync(
        SnapshotReading reading, GatherPlan plan, ScratchSession scratch, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var origins = new ScratchOrigins();
        var fill = new GatherFill(reading.Call, scratch, origins);
        if (reading.IsOwn && plan.Broadcasts.Count > 0)
        {
            var (shards, isOnServers) = (reading.Call.Runtime.Pools.Count, reading.Call.Runtime.Engine == EngineKind.MySql);
            var broadcast = await BroadcastRunner.ChooseAsync(plan, fill.Order, shards, isOnServers, ioBehavior, cancellationToken).ConfigureAwait(false);
            if (broadcast is not null && isOnServers)
            {
                if (await BroadcastRunner.OnServersAsync(reading, broadcast, scratch, ioBehavior, cancellationToken).ConfigureAwait(false) is { } answer)
                    return (answer with { Rows = new GatherCursor(answer.Rows!, origins, scratch, reading) }, true);
            }
            else if (broadcast is not null)
            {
                await fill.RunAsync([.. broadcast.Copies.Select(static copy => copy.Input)], ioBehavior, cancellationToken).ConfigureAwait(false);
                if (BroadcastRunner.IsWorthIt(broadcast, fill.Order))
                    return (await BroadcastRunner.RunAsync(reading, broadcast, scratch, origins, ioBehavior, cancellationToken).ConfigureAwait(false), true);
            }
        }

        foreach (var known in plan.Known)
            await scratch.DefineAsync(known.CreateText, ioBehavior, cancellationToken).ConfigureAwait(false);
        await fill.RunAsync(plan.Inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        await fill.FinishAsync(plan, ioBehavior, cancellationToken).ConfigureAwait(false);
        return (await OverScratchAsync(reading.Call, plan, scratch, origins, ioBehavior, cancellationToken).ConfigureAwait(false), false);
    }

    private static async ValueTask<StatementResult> OverScratchAsync(
        StatementCall call, GatherPlan plan, ScratchSession scratch, ScratchOrigins origins, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await scratch.ExecuteAsync(plan.Text, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        RowCursor rows = new GatherCursor(result, origins, scratch);
        if (call.Profile is { } profile)
        {
            profile.Took(plan, started);
            rows = profile.Watch(plan, rows);
        }

        return new StatementResult(rows, -1);
    }
}
