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
            var result = await scratch.ExecuteAsync(plan.Text, inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            return new StatementResult(new GatherCursor(result, scratch, origins), -1);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }
}
