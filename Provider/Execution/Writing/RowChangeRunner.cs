using ShardClient.Backends;
using ShardClient.Execution.Gathering;
using ShardClient.Planning.Writing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>
/// UPDATE and DELETE by rows: what may be concerned is gathered, under the locks that the writes will need; the statement runs over it; its outcome goes to the
/// shards.
/// </summary>
internal static class RowChangeRunner
{
    public static ValueTask<StatementResult> RunAsync(StatementCall call, RowChange write, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (write is RowDelete { HasLimit: true } && !call.Runtime.Parts.Engine.LimitsWrites)
            throw WriteRefusals.Limit();
        return AtomicWrite.RunAsync(call, inner => ReadAndWriteAsync(inner, write, ioBehavior, cancellationToken), ioBehavior, cancellationToken);
    }

    private static async ValueTask<StatementResult> ReadAndWriteAsync(StatementCall call, RowChange write, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var writer = RowWriter.Start(call, write, ioBehavior);
        await using (writer.ConfigureAwait(false))
        {
            await writer.EnlistAsync(ShardsOf(write, call.Inputs.Span), ioBehavior, cancellationToken).ConfigureAwait(false);
            using var scratch = await ScratchOpening.OpenAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);
            var fill = new GatherFill(call, scratch, new ScratchOrigins());
            await fill.RunAsync(write.Gather.Inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
            await fill.FinishAsync(write.Gather, ioBehavior, cancellationToken).ConfigureAwait(false);
            using (var rows = await RowsAsync(call, write, scratch, ioBehavior, cancellationToken).ConfigureAwait(false))
                await new RowChanging(call, write, writer).AllAsync(rows, ioBehavior, cancellationToken).ConfigureAwait(false);
            return writer.Finish();
        }
    }

    /// <summary>All that may be read or written: a row that moves may go to any shard, and every copy of a reference table is written.</summary>
    private static ShardSet ShardsOf(RowChange write, ReadOnlySpan<Value> inputs)
    {
        var shards = PlanShards.Of(write.Gather, inputs);
        return write.IsReference || write is RowUpdate { Move: not null } ? shards.Union(write.Target.Shards) : shards;
    }

    /// <summary>Runs the statement over the scratch tables; gives the rows that it concerns.</summary>
    private static async ValueTask<SessionResult> RowsAsync(
        StatementCall call, RowChange write, ScratchSession scratch, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var rows = await scratch.ExecuteAsync(write.Gather.Text, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        if (write is not RowUpdate update)
            return rows;
        rows.Dispose();
        return await scratch.ExecuteAsync(update.Changed, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
    }
}
