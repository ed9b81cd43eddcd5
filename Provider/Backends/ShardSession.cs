using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>What a session was taken for. A SQLite shard has one writer and many readers.</summary>
internal enum SessionAccess
{
    Read,
    Write,
}

/// <summary>
/// One session to one endpoint: one statement at a time unless the engine allows several open cursors (SQLite does). Not thread-safe;
/// whoever took it from its pool owns it.
/// </summary>
internal abstract class ShardSession : IAsyncDisposable
{
    /// <summary>The shard's index in the topology.</summary>
    public abstract int Shard { get; }

    public abstract SessionAccess Access { get; }

    /// <summary>Whose SQL it speaks.</summary>
    public virtual EngineKind Engine => EngineKind.Sqlite;

    /// <summary>The engine's version, as it says it.</summary>
    public abstract string ServerVersion { get; }

    /// <summary>False after a failure that leaves the session in doubt: the pool drops it.</summary>
    public abstract bool IsUsable { get; }

    /// <summary>
    /// The rowid or AUTO_INCREMENT value of the session's last INSERT. Set before an INSERT to what the logical session knows: a statement
    /// that inserts nothing then leaves it, and never shows the key of somebody who had the session before.
    /// </summary>
    public abstract long LastInsertId { get; set; }

    /// <summary>True between a BEGIN and its end, as the engine itself says.</summary>
    public abstract bool InTransaction { get; }

    /// <summary>True while no result is being read from it.</summary>
    public abstract bool IsIdle { get; }

    /// <summary>True while a deferred constraint is broken, so that COMMIT would fail.</summary>
    public virtual bool CannotCommit => false;

    /// <summary>Begins a transaction together with the next statement, so that it costs no round trip of its own.</summary>
    /// <param name="waitsForLocks">False for a next statement that fails with LockTimeout as soon as its server can, where another session holds a lock.</param>
    /// <returns>False where BEGIN has to be run by itself.</returns>
    public virtual bool TryBeginWithNext(SessionStatement begin, bool waitsForLocks) => false;

    /// <summary>True when the last answer says that something is not as the statement asked for: after a ROLLBACK, that rows were left which no transaction holds.</summary>
    public virtual bool HasWarned => false;

    /// <summary>
    /// Runs a statement up to its first row, or to its end when it returns no columns: so that errors come here, and so that the costly first
    /// step can run on a worker. The values are bound (copied) before this returns.
    /// </summary>
    /// <exception cref="ShardException">The engine's error, a passed deadline, a lock not got.</exception>
    public abstract ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a statement and leaves its answer to <see cref="ReceiveAsync"/>, so that several servers work at once while one thread waits for them in turn.
    /// </summary>
    /// <returns>False where nothing was sent: run it by <see cref="ExecuteAsync"/> then.</returns>
    public virtual ValueTask<bool> TrySendAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => new(false);

    /// <summary>The answer to what was sent, as <see cref="ExecuteAsync"/> gives it.</summary>
    public virtual ValueTask<SessionResult> ReceiveAsync(IOBehavior ioBehavior) => throw new InvalidOperationException("Nothing was sent.");

    /// <summary>Makes a temporary table and fills it; inside a transaction, whose rollback removes it.</summary>
    /// <param name="create">CREATE TEMP TABLE.</param>
    /// <param name="insert">An INSERT with one parameter for each of the cursor's columns.</param>
    /// <param name="finish">What tells the engine's planner of the rows.</param>
    public virtual async ValueTask CopyInAsync(string create, string insert, string finish, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await RunAsync(new SessionStatement(create, [], Reusable: false), default, ioBehavior, cancellationToken).ConfigureAwait(false);
        var statement = new SessionStatement(insert, [.. Enumerable.Range(0, rows.ColumnCount)]);
        var values = new Value[rows.ColumnCount];
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            for (var column = 0; column < values.Length; column++)
                values[column] = rows.GetValue(column);
            await RunAsync(statement, values, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        if (finish.Length > 0)
            await RunAsync(new SessionStatement(finish, [], Reusable: false), default, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A faster way into a table than INSERTs; null where there is none. It serves all sessions of the shard, one at a time.</summary>
    public virtual RowLoader? LoaderOf(LoadTable table) => null;

    /// <summary>False while foreign keys are neither checked nor act. Set between transactions; the pool sets it back.</summary>
    public abstract bool EnforcesForeignKeys { get; set; }

    /// <summary>The <c>sql_mode</c> of the statements to come; the session's server is told with the next one. Null where the engine has none.</summary>
    public virtual string? Mode
    {
        get => null;
        set { }
    }

    /// <summary>The <c>sql_mode</c> that it began with; null where the engine has none.</summary>
    public virtual string? StartMode => null;

    /// <summary>A statement has set another mode than <see cref="Mode"/>: it is set again before the next one.</summary>
    public virtual void NoticeModeChange()
    {
    }

    /// <summary>Makes a running statement stop soon. May be called from any thread.</summary>
    public abstract void Interrupt();

    /// <summary>Lets go of kept statements that nobody runs: for when the session knows that all would have to be prepared again.</summary>
    public virtual void ForgetStatements()
    {
    }

    /// <summary>Says that the session is in doubt: its pool drops it.</summary>
    public abstract void Abandon();

    /// <summary>Says that the session has state that nobody else may see: its pool ends it.</summary>
    public abstract void Retire();

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs a statement whose answer matters only where it is an error.</summary>
    protected async ValueTask RunAsync(SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var result = await ExecuteAsync(statement, inputs, ioBehavior, Deadline.Never, cancellationToken).ConfigureAwait(false);
        if (ioBehavior == IOBehavior.Synchronous)
            result.Dispose();
        else
            await result.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>The rows of one statement of a session.</summary>
internal abstract class SessionResult : RowCursor
{
    /// <inheritdoc/>
    public abstract override long RecordsAffected { get; }

    /// <summary>
    /// True when the engine prepared the kept statement again since its last use: somebody may have changed the schema behind our back. A hint:
    /// it is also set for harmless reasons, so the schema's version decides.
    /// </summary>
    public virtual bool SchemaChanged => false;

    /// <summary>Who is told when the result ends; set after <see cref="ShardSession.ExecuteAsync"/>, null when nobody is.</summary>
    public IResultOwner? Owner { get; set; }

    /// <summary>Tells the owner, once; the session is somebody else's from then on.</summary>
    protected void TellOwner(ShardSession session)
    {
        var owner = Owner;
        Owner = null;
        owner?.Ended(session);
    }
}

/// <summary>Told once by a result that its last row was read and reset, or that it was disposed: a pool takes the session back then.</summary>
internal interface IResultOwner
{
    /// <summary>The result no longer uses its session. Never throws.</summary>
    void Ended(ShardSession session);
}
