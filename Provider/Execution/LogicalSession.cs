using System.Data;
using ShardClient.Backends;
using ShardClient.Diagnostics;
using ShardClient.Planning;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What one open connection of an application is to the cluster: its transaction, its last generated key, its counts of changes.</summary>
/// <param name="shard">The shard that every text goes to unparsed; null for the cluster.</param>
internal sealed class LogicalSession(ClusterRuntime runtime, string? shard = null) : IAsyncDisposable
{
    private static readonly SessionStatement AllowWrites = new("PRAGMA query_only=OFF", []) { IsPlanned = false };
    private static readonly SessionStatement RefuseWrites = new("PRAGMA query_only=ON", []) { IsPlanned = false };

    private static long _lastId;

    private OpenTransaction? _transaction;
    private OpenTransaction? _autocommit;
    private bool _begunBySavepoint;

    public ClusterRuntime Runtime { get; } = runtime;

    /// <summary>CONNECTION_ID(): no other session of this process has it.</summary>
    public long Id { get; } = Interlocked.Increment(ref _lastId);

    /// <summary>What prepared texts belong to: another session may share them only when this is the same.</summary>
    public object PreparedIn => shard is null ? Mode : this;

    /// <summary>True for a connection to the whole cluster, and not to one shard of it.</summary>
    public bool IsOfCluster => shard is null;

    /// <summary>How its statements are read. An object of the cluster's own.</summary>
    internal ServerMode Mode
    {
        get;
        set
        {
            field = value;
            if (Transaction is { } transaction)
                transaction.Reading = value.Text;
        }
    } = runtime.Modes.First;

    /// <summary>True between BEGIN and its end, whether the API or a statement began it.</summary>
    public bool InTransaction => _transaction is not null;

    /// <summary>The open transaction; outside one null, or what stands for it while a session is kept.</summary>
    internal OpenTransaction? Transaction => _transaction ?? _autocommit;

    /// <summary>The session that is kept for temporary objects; null for none.</summary>
    internal SessionPin? Pin { get; private set; }

    /// <summary>What a plan of this session must stand on.</summary>
    internal object Epoch => Pin is { } pin ? pin.EpochOf(Runtime.Epoch) : Runtime.Epoch;

    /// <summary>What last_insert_rowid(), changes() and their kin answer.</summary>
    internal SessionCounters Counters { get; init; } = new();

    /// <summary>The shards of the last statement, for whoever observes.</summary>
    internal ShardSet LastRoute { get; set; }

    /// <summary>The session of the open transaction that has run DDL, so that later statements see its tables; null else.</summary>
    internal ShardSession? DefinedIn { get; set; }

    /// <summary>What its transactions and statements may write.</summary>
    internal ShardTransactionMode TransactionMode { get; set; } = runtime.Settings.TransactionMode;

    /// <summary>True after PRAGMA foreign_keys=OFF: this connection's writes check no foreign key, and none acts.</summary>
    internal bool IgnoresForeignKeys { get; set; }

    /// <summary>How often the statement that runs was planned anew because its tables were found to be others.</summary>
    internal int Repeats { get; set; }

    /// <summary>The inputs of the statement that is starting; grown to the largest one seen.</summary>
    internal Value[] InputBuffer { get; set; } = [];

    /// <summary>True for the session of one statement's own transaction: what is kept belongs to another one.</summary>
    public bool IsOfStatement { get; private init; }

    /// <summary>A session for a statement that needs a transaction of its own: it counts for this one, and works with what this one keeps.</summary>
    internal LogicalSession ForStatement() => new(Runtime) { Mode = Mode, Counters = Counters, Pin = Pin, IsOfStatement = true, IgnoresForeignKeys = IgnoresForeignKeys, TransactionMode = TransactionMode };

    /// <summary>The text's statements, ready to run in this session.</summary>
    /// <exception cref="ShardException">SyntaxError, LimitExceeded; InvalidConfiguration for an unknown shard.</exception>
    public PreparedText Prepare(string text) => shard is null ? Runtime.Prepare(text, Mode) : Runtime.PrepareFor(text, shard, Mode);

    /// <summary>Runs one statement up to its first row.</summary>
    /// <param name="parameters">One value per <see cref="PreparedStatement.Parameters"/>; copied before this returns.</param>
    /// <exception cref="ShardException">Whatever the statement, its plan or a shard refuses.</exception>
    public ValueTask<StatementResult> ExecuteAsync(
        PreparedStatement statement, ReadOnlyMemory<Value> parameters, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var bound = statement.PlanFor(Epoch);
        Repeats = 0;
        if (bound is not null)
            ShardClientMeter.PlanHit();
        if (!cancellationToken.CanBeCanceled)
            cancellationToken = Interruption.Token;
        if (bound is { Plan: SelectPlan { Extras.Count: 0, Gather: null, ReadsCatalog: false } select } && !Runtime.IsObserved)
        {
            Counters.Queried();
            try
            {
                return SelectRunner.RunAsync(new StatementCall(this, statement, bound, parameters, deadline), select, ioBehavior, cancellationToken);
            }
            catch (ShardException failure) when (failure.IsSchemaError)
            {
                // The slow way meets the same error, and then looks whether somebody else changed the schema.
            }
        }

        return StatementRunner.RunAsync(this, statement, bound, parameters, ioBehavior, deadline, cancellationToken);
    }

    /// <summary>Stops what runs without a token of the caller's own and beside no open reader: one for all such statements, which run one at a time.</summary>
    public Interruption Interruption { get; } = new();

    /// <summary>Begins a transaction. It costs nothing until a shard is touched.</summary>
    /// <param name="isolationLevel">Snapshot takes readers only; every other level is SQLite's serializable, and on servers <see cref="OpenTransaction.Isolation"/>.</param>
    public void Begin(IsolationLevel isolationLevel, bool readOnly)
    {
        if (_transaction is not null)
        {
            throw new InvalidOperationException(
                "The connection has an open transaction, and they do not nest: commit or roll it back first, or use a savepoint.");
        }

        _transaction = Runtime.Transactions.Begin(Runtime, readOnly || isolationLevel == IsolationLevel.Snapshot);
        _transaction.Pin = Pin;
        (_transaction.Mode, _transaction.Reading, _transaction.IgnoresForeignKeys) = (TransactionMode, Mode.Text, IgnoresForeignKeys);
    }

    public async ValueTask CommitAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var transaction = Required("COMMIT");
        await transaction.CommitAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        Forget();
    }

    public async ValueTask RollbackAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var transaction = Required("ROLLBACK");
        await transaction.RollbackAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        Forget();
    }

    public ValueTask SavepointAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_transaction is null)
        {
            Begin(IsolationLevel.Serializable, readOnly: false);
            _begunBySavepoint = true;
        }

        return Required("SAVEPOINT").SavepointAsync(name, ioBehavior, deadline, cancellationToken);
    }

    public ValueTask RollbackToAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Pin?.NoticeChange();
        return Required("ROLLBACK TO").RollbackToAsync(name, ioBehavior, deadline, cancellationToken);
    }

    public async ValueTask ReleaseAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var outermost = await Required("RELEASE").ReleaseAsync(name, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (outermost && _begunBySavepoint)
            await CommitAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a session of the default shard from now on, because the next statement makes something temporary.</summary>
    /// <exception cref="ShardException">NotSupported: the open transaction works with another session of that shard.</exception>
    internal async ValueTask<SessionPin> PinAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (Pin is { } kept)
            return kept;
        var shard = Runtime.DefaultShard;
        if (_transaction is { } open && (open.IsReadOnly || open.HeldWriter(shard) is not null))
        {
            throw new ShardException(
                ShardErrorCode.NotSupported,
                $"A temporary object needs a session of its own on shard {Runtime.ShardName(shard)}, and the transaction {(open.IsReadOnly ? "only reads" : "works there with another one")}.",
                "Create it before the transaction, or as the transaction's first statement.");
        }

        var pool = Runtime.Pools[shard];
        var session = await pool.RentAsync(SessionAccess.Read, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            await RunAsync(session, AllowWrites, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            session.Abandon();
            pool.Return(session);
            throw;
        }

        var pin = new SessionPin(pool, session);
        (Pin, _autocommit) = (pin, Runtime.Transactions.Autocommit(Runtime, pin));
        if (_transaction is not null)
            _transaction.Pin = pin;
        return pin;
    }

    /// <summary>Looks what temporary objects there are, and keeps no session for none.</summary>
    internal async ValueTask RefreshPinAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (IsOfStatement || Pin is not { IsStale: true } pin)
            return;
        var before = pin.Objects;
        await pin.RefreshAsync(Runtime, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (pin.Objects.IsEmpty && _transaction is null && pin.Session.IsIdle)
        {
            await RunAsync(pin.Session, RefuseWrites, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            (Pin, _autocommit) = (null, null);
            pin.Pool.Return(pin.Session);
            Runtime.Logger.SessionUnpinned(Runtime.ShardName(pin.Shard));
        }
        else if (before.IsEmpty && !pin.Objects.IsEmpty)
        {
            Runtime.Logger.SessionPinned(Runtime.ShardName(pin.Shard), pin.Objects.Names.Count);
        }
    }

    private static async ValueTask RunAsync(ShardSession session, SessionStatement statement, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var result = await session.ExecuteAsync(statement, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        result.Dispose();
    }

    /// <summary>Rolls back what is open and gives every session back.</summary>
    public async ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        if (_transaction is { } transaction)
        {
            Forget();
            await transaction.RollbackAsync(ioBehavior, Deadline.AfterSeconds(Runtime.Settings.DefaultCommandTimeout), CancellationToken.None)
                .ConfigureAwait(false);
        }

        if (Pin is { } pin && !IsOfStatement)
        {
            // What is temporary ends with the session.
            (Pin, _autocommit) = (null, null);
            pin.Session.Retire();
            pin.Pool.Return(pin.Session);
        }
    }

    public ValueTask DisposeAsync() => CloseAsync(IOBehavior.Asynchronous);

    private void Forget()
    {
        _transaction = null;
        _begunBySavepoint = false;
        if (!IsOfStatement)
            Pin?.NoticeChange();
        if (DefinedIn is null)
            return;
        DefinedIn = null;
        Runtime.Redefined();
    }

    private OpenTransaction Required(string what) => _transaction
        ?? throw new ShardException(ShardErrorCode.EngineError, $"{what} was asked and no transaction is open.", "Begin one first.");
}
