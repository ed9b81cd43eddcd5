using System.Diagnostics;
using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>Fills a scratch session and runs the statement there.</summary>
internal static class GatherRunner
{
    public static async ValueTask<StatementResult> RunAsync(StatementCall call, GatherPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var inputs = call.Inputs.ToArray();
        var scratch = call.Runtime.Parts.Engine.OpenScratch();
        try
        {
            var origins = new ScratchOrigins();
            var reading = await SnapshotReading.BeginAsync(call with { Inputs = inputs }, PlanShards.Of(plan, inputs), ioBehavior, cancellationToken).ConfigureAwait(false);
            await using (reading.ConfigureAwait(false))
                await new GatherFill(reading.Call, scratch, origins).RunAsync(plan, ioBehavior, cancellationToken).ConfigureAwait(false);
            var started = Stopwatch.GetTimestamp();
            var result = await scratch.ExecuteAsync(plan.Text, inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            RowCursor rows = new GatherCursor(result, scratch, origins);
            if (call.Profile is { } profile)
            {
                profile.Took(plan, started);
                rows = profile.Watch(plan, rows);
            }

            return new StatementResult(rows, -1);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }
}
