using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// Tells a foreign change of a shard's schema from our own. SQLite hints at any change by preparing a kept statement again, at no cost to
/// us; only then is the file's schema version asked and compared with the one that our own definitions left.
/// </summary>
internal sealed class SchemaWatch(IReadOnlyList<ShardPool> pools)
{
    private static readonly SessionStatement AskVersion = new("PRAGMA schema_version", []);

    private readonly long[] _known = new long[pools.Count];

    /// <summary>True when the shard's schema is not the one last seen; it is the one seen from now on.</summary>
    public async ValueTask<bool> HasChangedAsync(ShardSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        // A server tells nothing but that the columns of a kept statement are others now, which our own definitions never leave it to find.
        if (session.Engine == EngineKind.MySql)
            return true;
        var version = await ReadAsync(session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return Interlocked.Exchange(ref _known[session.Shard], version) != version;
    }

    /// <summary>The same for a schema that somebody has seen before: one never looked at is taken for the one that plans were made on.</summary>
    public async ValueTask<bool> HasMovedAsync(ShardSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (session.Engine == EngineKind.MySql)
            return false;
        var version = await ReadAsync(session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var known = Interlocked.Exchange(ref _known[session.Shard], version);
        return known != 0 && known != version;
    }

    /// <summary>Sees every shard's schema as it is now; true when one of them is not the one last seen.</summary>
    public async ValueTask<bool> SeeAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var pool in pools.Where(static pool => pool.Engine == EngineKind.Sqlite))
        {
            var session = await pool.RentAsync(SessionAccess.Read, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            try
            {
                changed |= await HasChangedAsync(session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                pool.Return(session);
            }
        }

        return changed;
    }

    private static async ValueTask<long> ReadAsync(ShardSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        using var answer = await session.ExecuteAsync(AskVersion, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return await answer.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false) ? answer.GetInteger(0) : 0;
    }
}
