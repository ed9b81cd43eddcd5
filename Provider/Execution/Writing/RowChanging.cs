using ShardClient.Planning.Routes;
using ShardClient.Planning.Writing;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Writes what has become of each row, on the shard where it is; a row whose sharding key leads elsewhere moves.</summary>
internal sealed class RowChanging(StatementCall call, RowChange write, RowWriter writer)
{
    private readonly Value[] _inputs = call.Inputs.ToArray();
    private readonly RowMover? _mover = write is RowUpdate { Move: { } move } ? new RowMover(call, write, move, writer) : null;

    /// <param name="rows">What identifies each row, its sharding key, and the new values.</param>
    public async ValueTask AllAsync(RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            for (var column = 0; column < rows.ColumnCount; column++)
                _inputs[write.FirstInput + column] = rows.GetValue(column);
            await OneAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        if (!writer.HasRun)
            await writer.WriteAsync(ShardSet.Of(write.Target.Shards.ToArray()[0]), write.Nothing, _inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask OneAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shard = write.KeyValue < 0 ? -1 : ShardOf(write.KeyValue);
        if (_mover is not null && write is RowUpdate update && !LosesRowId(update) && ShardOf(update.NewKeyValue) is var home && home != shard)
        {
            await _mover.UpdateAsync(shard, home, _inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
            return;
        }

        var shards = shard < 0 ? write.Target.Shards : ShardSet.Of(shard);
        await writer.WriteAsync(shards, write.Statement, _inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An INSERT would number the row; the UPDATE is an error, which the engine says where the row is.</summary>
    private bool LosesRowId(RowUpdate update) => update.NewRowIdValue >= 0 && _inputs[write.FirstInput + update.NewRowIdValue].IsNull;

    private int ShardOf(int value)
    {
        var table = write.Target;
        ref readonly var key = ref _inputs[write.FirstInput + value];
        var shard = RowRouter.ShardOf(table.Placement!, table.KeyType, key);
        if (shard >= 0)
            return shard;
        var column = table.Columns[table.KeyColumn];
        throw RowRouter.WrongKey($"UPDATE {table.Name}", column.Name, column.DeclaredType, new KeyRoute(table.Placement!, table.KeyType, -1), "a row", key);
    }
}
