using ShardClient.Planning.Writing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Takes rows from one shard to another.</summary>
internal sealed class RowMover(StatementCall call, RowWrite write, RowMove move, RowWriter writer)
{
    private readonly MoveCheck _check = new(call, write.Target);

    /// <summary>Inserts the row with the values that an UPDATE gives it, then deletes it here. Where the INSERT leaves it out it stays as it is.</summary>
    /// <param name="inputs">What identifies the row, and the new values.</param>
    public async ValueTask UpdateAsync(int from, int to, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (await ReadAsync(from, inputs, ioBehavior, cancellationToken).ConfigureAwait(false)
            && await writer.WriteAsync(ShardSet.Of(to), move.Insert, inputs, ioBehavior, cancellationToken).ConfigureAwait(false) > 0)
        {
            await writer.WriteSilentlyAsync(from, move.Delete, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a row that has been written, as it is, to where it belongs.</summary>
    public async ValueTask RelocateAsync(int from, int to, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await ReadAsync(from, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        await writer.WriteSilentlyAsync(to, move.Insert, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        await writer.WriteSilentlyAsync(from, move.Delete, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False when the row is no longer there: another one has replaced it.</returns>
    private async ValueTask<bool> ReadAsync(int shard, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = await writer.SessionAsync(shard, ioBehavior, cancellationToken).ConfigureAwait(false);
        await _check.RunAsync(session, ioBehavior, cancellationToken).ConfigureAwait(false);
        using var row = await session.ExecuteAsync(move.Read, inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        if (!await row.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            return false;
        for (var column = 0; column < row.ColumnCount; column++)
            inputs[move.FirstInput + column] = row.GetValue(column);
        return true;
    }
}
