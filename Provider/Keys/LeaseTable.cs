using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Keys;

/// <summary>
/// The cluster's workers, in a table of the default shard. Rows are never deleted: the end of the last lease of a worker is where the keys
/// of its next holder may begin, also when a clock was set back in between. Moments are milliseconds from 1970.
/// </summary>
internal sealed class LeaseTable(ShardPool pool)
{
    public const string Definition =
        "CREATE TABLE IF NOT EXISTS shardclient_leases (worker INTEGER PRIMARY KEY, owner TEXT NOT NULL, expires INTEGER NOT NULL)";

    /// <summary>A worker that ran out by ?1, else one that was never taken.</summary>
    private const string Free =
        "SELECT worker FROM (SELECT worker, 0 AS fresh FROM shardclient_leases WHERE expires <= ?1 "
        + "UNION ALL SELECT COALESCE(MAX(worker), -1) + 1, 1 FROM shardclient_leases) WHERE worker < 1024 ORDER BY fresh, worker LIMIT 1";

    private static readonly SessionStatement Create = new(Definition, [], Reusable: false) { IsPlanned = false };
    private static readonly SessionStatement Find = new(Free, [0]);

    private static readonly SessionStatement Take = new(
        $"INSERT INTO shardclient_leases (worker, owner, expires) SELECT worker, ?2, ?3 FROM ({Free}) WHERE true "
        + "ON CONFLICT (worker) DO UPDATE SET owner = excluded.owner, expires = excluded.expires RETURNING worker",
        [0, 1, 2]) { IsPlanned = false };

    /// <summary>A lease that ran out may be another's by now: it is taken anew, not renewed.</summary>
    private static readonly SessionStatement Extend = new(
        "UPDATE shardclient_leases SET expires = ?1 WHERE worker = ?2 AND owner = ?3 AND expires > ?4", [0, 1, 2, 3]) { IsPlanned = false };

    private static readonly SessionStatement End = new(
        "UPDATE shardclient_leases SET expires = ?1 WHERE worker = ?2 AND owner = ?3", [0, 1, 2]) { IsPlanned = false };

    /// <summary>Takes a free worker; -1 when there is none.</summary>
    public async ValueTask<int> TakeAsync(
        string owner, long now, long expires, object? waiter, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var session = await pool.RentAsync(SessionAccess.Write, waiter, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            await RunAsync(session, Create, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            Value[] inputs = [Value.FromInteger(now), Value.FromText(owner), Value.FromInteger(expires)];
            return await ReadAsync(session, Take, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            pool.Return(session);
        }
    }

    /// <summary>A worker that is free and stays free while the caller's transaction holds the table's writer; -1 when there is none.</summary>
    public static async ValueTask<int> FindAsync(
        ShardSession writer, long now, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await RunAsync(writer, Create, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(writer, Find, new[] { Value.FromInteger(now) }, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the end of a lease off; false when it is not the owner's any more.</summary>
    public ValueTask<bool> ExtendAsync(
        WorkerLease lease, long now, long expires, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        ChangeAsync(
            Extend,
            new[] { Value.FromInteger(expires), Value.FromInteger(lease.Worker), Value.FromText(lease.Owner), Value.FromInteger(now) },
            ioBehavior,
            deadline,
            cancellationToken);

    /// <summary>Ends a lease at a moment after its last key.</summary>
    public ValueTask<bool> EndAsync(WorkerLease lease, long end, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        ChangeAsync(
            End,
            new[] { Value.FromInteger(end), Value.FromInteger(lease.Worker), Value.FromText(lease.Owner) },
            ioBehavior,
            deadline,
            cancellationToken);

    private async ValueTask<bool> ChangeAsync(
        SessionStatement statement, Value[] inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var session = await pool.RentAsync(SessionAccess.Write, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(session, statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false) == 1;
        }
        finally
        {
            pool.Return(session);
        }
    }

    private static async ValueTask<long> RunAsync(
        ShardSession session, SessionStatement statement, ReadOnlyMemory<Value> inputs,
        IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var result = await session.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
            return result.RecordsAffected;
    }

    /// <summary>The worker in the only row, read to the end so that the statement is complete; -1 without a row.</summary>
    private static async ValueTask<int> ReadAsync(
        ShardSession session, SessionStatement statement, ReadOnlyMemory<Value> inputs,
        IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var result = await session.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            var worker = -1;
            while (await result.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
                worker = (int)result.GetInteger(0);
            return worker;
        }
    }
}
