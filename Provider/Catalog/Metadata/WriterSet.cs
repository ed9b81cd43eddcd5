using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>The writing sessions of one change, each inside a transaction; what is not committed at the end is rolled back.</summary>
internal sealed class WriterSet(IReadOnlyList<ShardPool> pools, Call call) : IDisposable
{
    private const long MaxLockSeconds = 3600;

    private readonly Dictionary<int, ShardSession> _sessions = [];
    private readonly HashSet<int> _locked = [];

    /// <summary>True when no foreign key is checked, and none acts, in transactions that begin from now on.</summary>
    public bool IgnoresForeignKeys { get; set; } = call.IgnoresForeignKeys;

    /// <summary>The shard's session, begun with its write lock.</summary>
    public async ValueTask<ShardSession> BeginAsync(int shard)
    {
        if (!_sessions.TryGetValue(shard, out var session))
        {
            session = await pools[shard].RentAsync(SessionAccess.Write, this, call.IOBehavior, call.Deadline, call.CancellationToken).ConfigureAwait(false);
            session.Mode = call.Mode;
            _sessions.Add(shard, session);
        }

        if (!session.InTransaction)
        {
            session.EnforcesForeignKeys = !IgnoresForeignKeys;
            if (session.Engine == EngineKind.MySql)
                await LockAsync(shard, session).ConfigureAwait(false);
            await session.RunAsync(session.Engine == EngineKind.MySql ? "START TRANSACTION" : "BEGIN IMMEDIATE", call).ConfigureAwait(false);
        }

        return session;
    }

    /// <summary>
    /// A server's definitions end transactions, so that a lock by name stands for the write lock that files have. It is the session's until that goes
    /// back to its pool, which resets it.
    /// </summary>
    private async ValueTask LockAsync(int shard, ShardSession session)
    {
        if (!_locked.Add(shard))
            return;
        var seconds = Math.Clamp((long)call.Deadline.Remaining.TotalSeconds, 1, MaxLockSeconds);
        var rows = await session.QueryAsync($"SELECT GET_LOCK(CONCAT('shardclient:', LEFT(DATABASE(), 48)), {seconds})", call).ConfigureAwait(false);
        if (rows is [[{ Kind: ValueKind.Integer, Integer: 1 }]])
            return;
        _locked.Remove(shard);
        throw MetadataErrors.Locked();
    }

    public ValueTask CommitAsync(int shard) => _sessions[shard].RunAsync("COMMIT", call.Uncancelled);

    /// <param name="except">The shard whose transaction stays open; -1 for none.</param>
    public async ValueTask RollbackAsync(int except = -1)
    {
        foreach (var (shard, session) in _sessions)
        {
            if (shard != except && session.IsUsable && session.InTransaction)
                await session.RunAsync("ROLLBACK", call.Uncancelled).ConfigureAwait(false);
        }
    }

    public ValueTask SavepointAsync(int shard, string name) => _sessions[shard].RunAsync($"SAVEPOINT {name}", call);

    /// <summary>Takes back what a shard's transaction has done since a savepoint, and keeps its lock; nothing when the engine has ended the transaction. A server's
    /// lock is not the transaction's, which definitions end anyway: all of it is taken back there.</summary>
    public async ValueTask RollbackToAsync(int shard, string name)
    {
        if (_sessions[shard] is { IsUsable: true, InTransaction: true } session)
            await session.RunAsync(session.Engine == EngineKind.MySql ? "ROLLBACK" : $"ROLLBACK TO {name}", call.Uncancelled).ConfigureAwait(false);
    }

    /// <summary>Gives the sessions back; the pools roll back what is open.</summary>
    public void Dispose()
    {
        foreach (var (shard, session) in _sessions)
            pools[shard].Return(session);
        _sessions.Clear();
        _locked.Clear();
    }
}
