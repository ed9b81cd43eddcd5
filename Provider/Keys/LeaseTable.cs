using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Keys;

/// <summary>
/// The cluster's workers, in a table of the default shard. Rows are never deleted: the end of the last lease of a worker is where the keys
/// of its next holder may begin, also when a clock was set back in between. Moments are milliseconds from 1970.
/// </summary>
internal sealed class LeaseTable(ShardPool pool)
{
    private const int MostAttempts = 5;

    private readonly LeaseTexts _texts = LeaseTexts.Of(pool.Engine);

    /// <summary>Takes a free worker; -1 when there is none.</summary>
    public async ValueTask<int> TakeAsync(
        string owner, long now, long expires, object? waiter, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var session = await pool.RentAsync(SessionAccess.Write, waiter, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            await RunAsync(session, _texts.Create, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            Value[] inputs = [Value.FromInteger(now), Value.FromText(owner), Value.FromInteger(expires)];
            return _texts.Taken is { } taken
                ? await TakeAsync(session, taken, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false)
                : await ReadAsync(session, _texts.Take, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            pool.Return(session);
        }
    }

    /// <summary>Several may take at once; who finds that another one was quicker looks again.</summary>
    private async ValueTask<int> TakeAsync(
        ShardSession session, SessionStatement taken, Value[] inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync(session, _texts.Take, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
                var worker = await ReadAsync(session, taken, inputs.AsMemory(1, 1), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
                if (worker >= 0 || attempt == MostAttempts)
                    return worker;
            }
            catch (ShardException lost) when (lost.IsTransient && attempt < MostAttempts)
            {
                // The engine chose this one to end a deadlock of two that take.
            }
        }
    }

    /// <summary>A worker that is free and stays free while the caller's transaction holds the table's writer; -1 when there is none.</summary>
    public static async ValueTask<int> FindAsync(
        ShardSession writer, long now, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await RunAsync(writer, LeaseTexts.Of(writer.Engine).Create, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(writer, LeaseTexts.Of(writer.Engine).Find, new[] { Value.FromInteger(now) }, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the end of a lease off; false when it is not the owner's any more.</summary>
    public ValueTask<bool> ExtendAsync(
        WorkerLease lease, long now, long expires, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        ChangeAsync(
            _texts.Extend,
            new[] { Value.FromInteger(expires), Value.FromInteger(lease.Worker), Value.FromText(lease.Owner), Value.FromInteger(now) },
            ioBehavior,
            deadline,
            cancellationToken);

    /// <summary>Ends a lease at a moment after its last key.</summary>
    public ValueTask<bool> EndAsync(WorkerLease lease, long end, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        ChangeAsync(
            _texts.End,
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
