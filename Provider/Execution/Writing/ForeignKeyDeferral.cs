using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>
/// One statement may break a foreign key that its later rows mend (a child before its parent); written row by row it must be allowed to as well. The engine
/// counts what is broken (https://sqlite.org/pragma.html#pragma_defer_foreign_keys), and at the end nothing may be.
/// </summary>
/// <param name="unlessQuiet">A table whose own rows mend nothing: there only what its triggers write may; null where rows may mend each other.</param>
internal sealed class ForeignKeyDeferral(Deadline deadline, string? unlessQuiet)
{
    private const int ForeignKeyFailed = 787;

    private static readonly SessionStatement On = new("PRAGMA defer_foreign_keys = ON", []) { IsPlanned = false };
    private static readonly SessionStatement Off = new("PRAGMA defer_foreign_keys = OFF", []) { IsPlanned = false };

    private readonly HashSet<ShardSession> _seen = [];
    private readonly List<ShardSession> _sessions = [];

    /// <summary>Where a constraint of the transaction's own is broken already, nobody could tell the statement's: there each row counts by itself.</summary>
    public async ValueTask BeginAsync(ShardSession session, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        // A server looks at each row by itself, as it does within one statement.
        if (session.Engine == EngineKind.MySql || !_seen.Add(session) || session.CannotCommit)
            return;
        if (unlessQuiet is not null && await TableTriggers.FirstAsync(session, unlessQuiet, deadline, ioBehavior, cancellationToken).ConfigureAwait(false) is null)
            return;
        _sessions.Add(session);
        await RunAsync(session, On, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ShardException">ConstraintViolation: the statement leaves a broken key.</exception>
    public void Check(ClusterRuntime runtime)
    {
        if (_sessions.Find(static session => session.CannotCommit) is not { } broken)
            return;
        var shard = runtime.ShardName(broken.Shard);
        throw new ShardException(ShardErrorCode.ConstraintViolation, $"Shard '{shard}' refused the rows: FOREIGN KEY constraint failed.")
        {
            Shard = shard,
            EngineErrorCode = ForeignKeyFailed,
        };
    }

    /// <summary>From here on the transaction's keys are checked at each statement again. The engine prepares every statement anew after such a PRAGMA.</summary>
    public async ValueTask EndAsync(IOBehavior ioBehavior)
    {
        foreach (var session in _sessions)
        {
            if (session is { IsUsable: true, InTransaction: true })
                await RunAsync(session, Off, ioBehavior, CancellationToken.None).ConfigureAwait(false);
            session.ForgetStatements();
        }
    }

    private async ValueTask RunAsync(ShardSession session, SessionStatement statement, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var result = await session.ExecuteAsync(statement, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        result.Dispose();
    }
}
