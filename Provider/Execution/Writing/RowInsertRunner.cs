using ShardClient.Execution.Gathering;
using ShardClient.Planning.Writing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Inserts the rows that a query gives. They are all read before the first is written, so that the query never sees what it inserts.</summary>
internal static class RowInsertRunner
{
    public static async ValueTask<StatementResult> RunAsync(StatementCall call, RowInsert write, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        using var rows = new RowSpool(call.Runtime, call.Deadline);
        if (!write.ReadsTables)
            return await WorkOutAndWriteAsync(call, write, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        return await AtomicWrite.RunAsync(call, inner => ReadAndWriteAsync(inner, write, rows, ioBehavior, cancellationToken), ioBehavior, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>All that may be read or written is taken before the first row is read, so that nobody writes in between.</summary>
    private static async ValueTask<StatementResult> ReadAndWriteAsync(
        StatementCall call, RowInsert write, RowSpool rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var writer = RowWriter.Start(call, write, ioBehavior);
        await using var ended = writer.ConfigureAwait(false);
        var shards = PlanShards.OfAnyWay(write.Rows, call.Inputs.Span).Union(write.Target.Shards);
        await writer.EnlistAsync(shards, ioBehavior, cancellationToken).ConfigureAwait(false);
        await ReadAsync(call, write, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        return await WriteAsync(call, new RowPlacing(call, write), write, rows, writer, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Expressions without tables are the same whenever they are worked out: no shard is taken that gets no row.</summary>
    private static async ValueTask<StatementResult> WorkOutAndWriteAsync(
        StatementCall call, RowInsert write, RowSpool rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        call = call with { Inputs = call.Inputs.ToArray() };
        var placing = new RowPlacing(call, write);
        var reading = call with { Session = new LogicalSession(call.Runtime) { Mode = call.Session.Mode }, IsPart = true };
        await ReadAsync(reading, write, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        ShardSet shards;
        using (var all = await rows.OpenAsync(call.Deadline, ioBehavior, cancellationToken).ConfigureAwait(false))
            shards = await placing.AllAsync(all, ioBehavior, cancellationToken).ConfigureAwait(false);
        call.Session.LastRoute = shards;
        return await AtomicWrite.RunAsync(
            call,
            async inner =>
            {
                var writer = RowWriter.Start(inner, write, ioBehavior);
                await using var ended = writer.ConfigureAwait(false);
                await writer.EnlistAsync(shards, ioBehavior, cancellationToken).ConfigureAwait(false);
                return await WriteAsync(inner, placing, write, rows, writer, ioBehavior, cancellationToken).ConfigureAwait(false);
            },
            ioBehavior,
            cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask ReadAsync(StatementCall call, RowInsert write, RowSpool rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var answer = await SelectRunner.RunAsync(call, write.Rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        var width = answer.Rows!.ColumnCount;
        if (width == write.Width)
        {
            if (Unfit(write, answer.Rows.Columns) is { } problem)
            {
                await answer.Rows.LeaveAsync(ioBehavior).ConfigureAwait(false);
                throw problem;
            }

            await rows.FillAsync(answer.Rows, ioBehavior, cancellationToken).ConfigureAwait(false);
            return;
        }

        await answer.Rows.LeaveAsync(ioBehavior).ConfigureAwait(false);
        throw new ShardException(
            ShardErrorCode.SyntaxError,
            $"The query of the INSERT into {write.Target.Name} gives {width} values for {write.Width} columns.",
            "Select one value per column.");
    }

    private static async ValueTask<StatementResult> WriteAsync(
        StatementCall call, RowPlacing placing, RowInsert write, RowSpool rows, RowWriter writer, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var before = call.Session.Counters.LastInsertId;
        var mover = write.Move is { } move ? new RowMover(call, write, move, writer) : null;
        using var all = await rows.OpenAsync(call.Deadline, ioBehavior, cancellationToken).ConfigureAwait(false);
        while (await all.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            var shards = await placing.NextAsync(all, ioBehavior, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(shards, write.Insert, placing.Inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
            if (mover is not null && writer.Hidden is { } hidden && placing.HomeOf(hidden) is var home && home != shards.Single)
                await mover.RelocateAsync(shards.Single, home, placing.Inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        if (!writer.HasRun && write.Types.Count == 0)
            await writer.WriteAsync(placing.Anywhere, write.Nothing, placing.Inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        var result = writer.Finish();
        if (write is { Types.Count: > 0, GeneratedValue: >= 0 })
            call.Session.Counters.Inserted(placing.FirstGenerated ?? before);
        return result;
    }

    /// <summary>A value whose conversion the server would base on the query's own column.</summary>
    private static ShardException? Unfit(RowInsert write, IReadOnlyList<ColumnMetadata> columns)
    {
        for (var column = 0; column < write.Types.Count; column++)
        {
            if (!ServerValueFit.Fits(columns[column], write.Types[column]))
            {
                return new ShardException(
                    ShardErrorCode.NotSupported,
                    $"The query of the INSERT into {write.Target.Name} gives {columns[column].DeclaredType} for a column of type {write.Types[column]}, which only one server could convert as its own rules say.",
                    $"Write a CAST around value {column + 1} of the select list.");
            }
        }

        return null;
    }
}
