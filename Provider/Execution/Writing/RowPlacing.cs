using ShardClient.Keys;
using ShardClient.Planning.Routes;
using ShardClient.Planning.Writing;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Says where each row of an INSERT goes, and gives it the key that the cluster generates.</summary>
internal sealed class RowPlacing(StatementCall call, RowInsert write)
{
    private readonly int _first = write.FirstInput;
    private readonly Queue<long> _generated = [];
    private int _row;

    /// <summary>The first key that the cluster generated; null for none.</summary>
    public long? FirstGenerated { get; private set; }

    /// <summary>The statement's inputs, with the values of the row that was placed last among them.</summary>
    public Value[] Inputs { get; } = call.Inputs.ToArray();

    /// <summary>A shard where the statement can be tried without a row.</summary>
    public ShardSet Anywhere => ShardSet.Of(write.Target.Shards.ToArray()[0]);

    /// <summary>Where all rows go. Their generated keys are kept: the next round gives the same ones.</summary>
    public async ValueTask<ShardSet> AllAsync(RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shards = ShardSet.Empty;
        var generated = new Queue<long>();
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            shards = shards.Union(await NextAsync(rows, ioBehavior, cancellationToken).ConfigureAwait(false));
            if (IsGenerated(rows))
                generated.Enqueue(Inputs[_first + write.GeneratedValue].Integer);
        }

        foreach (var key in generated)
            _generated.Enqueue(key);
        _row = 0;
        return shards;
    }

    /// <summary>Takes the cursor's row.</summary>
    /// <exception cref="ShardException">InvalidKeyValue: its sharding key is no value of the column.</exception>
    public async ValueTask<ShardSet> NextAsync(RowCursor row, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _row++;
        for (var column = 0; column < write.Width; column++)
            Inputs[_first + column] = row.GetValue(column);
        if (IsGenerated(row))
        {
            var key = await GenerateAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            FirstGenerated ??= key;
            Inputs[_first + write.GeneratedValue] = Value.FromInteger(key);
        }

        return write.KeyValue < 0 ? write.Target.Shards : ShardSet.Of(ShardOf(Inputs[_first + write.KeyValue]));
    }

    /// <summary>Where a row belongs that has been written.</summary>
    /// <param name="hidden">Its sharding key, and what identifies it, which becomes inputs.</param>
    public int HomeOf(Value[] hidden)
    {
        hidden.AsSpan(1).CopyTo(Inputs.AsSpan(write.FirstIdentityInput));
        return ShardOf(hidden[0]);
    }

    /// <summary>To a server 0 in an AUTO_INCREMENT column is a number to be made too.</summary>
    private bool IsGenerated(RowCursor row) => write.GeneratedValue >= write.Width || (write.GeneratedValue >= 0 && row.GetKind(write.GeneratedValue) switch
    {
        ValueKind.Null => true,
        ValueKind.Integer => call.Runtime.Engine == EngineKind.MySql && row.GetInteger(write.GeneratedValue) == 0,
        _ => false,
    });

    private ValueTask<long> GenerateAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_generated.TryDequeue(out var known) || call.Runtime.Keys.TryNext(out known))
            return new ValueTask<long>(known);
        var transaction = call.Session.Transaction;
        var caller = new KeyCaller(transaction, transaction?.HeldWriter(call.Runtime.DefaultShard));
        return call.Runtime.Keys.NextAsync(caller, ioBehavior, call.Deadline, cancellationToken);
    }

    private int ShardOf(in Value key)
    {
        var table = write.Target;
        var shard = RowRouter.ShardOf(table.Placement!, table.KeyType, key);
        if (shard >= 0)
            return shard;
        var column = table.Columns[table.KeyColumn];
        throw RowRouter.WrongKey($"INSERT INTO {table.Name}", column.Name, column.DeclaredType, new KeyRoute(table.Placement!, table.KeyType, -1), $"row {_row}", key);
    }
}
