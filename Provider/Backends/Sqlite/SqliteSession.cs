using System.Buffers;
using System.Text;
using ShardClient.Values;
using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>One connection to one SQLite file. Several cursors may be open on it at once.</summary>
internal sealed class SqliteSession : ShardSession, IEngineCallbacks
{
    // Rarely enough to cost nothing, often enough that a cancelled statement stops within a millisecond.
    private const int StepsBetweenChecks = 4_000;
    private const uint PreparePersistent = 1;

    private readonly StatementCache _statements;
    private readonly SqliteSessionSetup _setup;
    private readonly SchemaGuard _guard = new();

    // What the engine has, while no write has run since it was asked; it spares every second call of an INSERT.
    private long? _lastInsertId;
    private volatile bool _interrupted;
    private bool _isBroken;
    private bool _isRetired;
    private bool _enforcesForeignKeys = true;
    private bool _isDisposed;
    private int _openCursors;

    public SqliteSession(
        DatabaseHandle handle, SqliteEndpoint endpoint, SessionAccess access, bool storesUtf16, SqliteSessionOptions options)
    {
        Handle = handle;
        Endpoint = endpoint;
        Access = access;
        StoresUtf16 = storesUtf16;
        _setup = options.Setup;
        SetupVersion = _setup.Version;
        _statements = new StatementCache(options.StatementCacheCount, options.StatementCacheBytes);
        handle.Attach(this, StepsBetweenChecks);
    }

    public override int Shard => Endpoint.Shard;

    public override SessionAccess Access { get; }

    public override string ServerVersion => DatabaseHandle.EngineVersion;

    public override bool IsUsable => !_isBroken && !_isDisposed;

    public override long LastInsertId
    {
        get
        {
            var id = Handle.LastInsertRowId;
            _lastInsertId = id;
            return id;
        }

        set
        {
            if (_lastInsertId == value)
                return;
            Handle.LastInsertRowId = value;
            _lastInsertId = value;
        }
    }

    public override bool InTransaction => Handle.InTransaction;

    public override bool IsIdle => _openCursors == 0;

    public override bool CannotCommit => Handle.LacksParentRows;

    public SqliteEndpoint Endpoint { get; }

    public DatabaseHandle Handle { get; }

    public bool StoresUtf16 { get; }

    public StatementCache Statements => _statements;

    /// <summary>The cursor that steps now, or stepped last: its deadline and token stop the engine.</summary>
    public SqliteCursor? Running { get; set; }

    /// <summary>When it was given back, by <see cref="Environment.TickCount64"/>.</summary>
    public long IdleSince { get; set; }

    public override ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _interrupted = false;
        var result = TryExecute(statement, inputs.Span, deadline, cancellationToken);
        return result is not null ? new(result) : RetryAsync(statement, inputs, ioBehavior, deadline, cancellationToken);
    }

    /// <summary>Readers may write nothing but this: it lives in the session's own temporary database.</summary>
    public override async ValueTask CopyInAsync(string create, string insert, string finish, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        Run("PRAGMA query_only=OFF");
        try
        {
            Run(create);
            using var loader = new ScratchLoader(Handle, insert, rows.ColumnCount);
            while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            {
                if (loader.Add(rows) != raw.SQLITE_DONE)
                    throw SqliteErrors.Last(Handle, Endpoint);
            }

            Run(finish);
        }
        finally
        {
            if (Access == SessionAccess.Read)
                Run("PRAGMA query_only=ON");
        }
    }

    private void Run(string text)
    {
        if (Handle.Execute(text) != raw.SQLITE_OK)
            throw SqliteErrors.Last(Handle, Endpoint);
    }

    public override bool EnforcesForeignKeys
    {
        get => _enforcesForeignKeys;
        set
        {
            if (value == _enforcesForeignKeys)
                return;
            Run(value ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF");
            _enforcesForeignKeys = value;
        }
    }

    public override void Interrupt()
    {
        _interrupted = true;
        Handle.Interrupt();
    }

    public override void ForgetStatements() => _statements.ClearUnused();

    public override void Abandon() => _isBroken = true;

    /// <summary>Which steps of its data source's set-up it has run.</summary>
    public int SetupVersion { get; init; }

    public override void Retire() => _isRetired = true;

    /// <summary>True when the session is given back for good.</summary>
    public bool IsRetired => _isRetired || SetupVersion != _setup.Version;

    /// <summary>Makes the session as good as new for its next user; false when it cannot be.</summary>
    public bool TryClean()
    {
        if (!IsUsable || IsRetired || _openCursors != 0)
            return false;
        if (InTransaction && Handle.Execute("ROLLBACK") != raw.SQLITE_OK)
            return false;
        if (_enforcesForeignKeys)
            return true;
        _enforcesForeignKeys = Handle.Execute("PRAGMA foreign_keys=ON") == raw.SQLITE_OK;
        return _enforcesForeignKeys;
    }

    public void CursorOpened() => _openCursors++;

    public void CursorEnded() => _openCursors--;

    /// <summary>What a failed step means to the caller.</summary>
    public Exception Failure(int code, SqliteCursor cursor)
    {
        if ((code & 0xFF) == raw.SQLITE_INTERRUPT)
        {
            if (cursor.Token.IsCancellationRequested)
                return new OperationCanceledException(cursor.Token);
            return _interrupted
                ? new OperationCanceledException($"The statement on shard '{Endpoint.Name}' was cancelled.")
                : SqliteErrors.Timeout(Endpoint);
        }

        var error = SqliteErrors.Last(Handle, Endpoint);
        _isBroken |= error.ErrorCode == ShardErrorCode.ShardUnavailable;
        return error;
    }

    bool IEngineCallbacks.MustStop => _interrupted || (Running is { } cursor && (cursor.Token.IsCancellationRequested || cursor.Deadline.HasPassed));

    bool IEngineCallbacks.MayPrepare() => _guard.MayPrepare();

    public override ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _statements.Clear();
            Handle.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask<SessionResult> RetryAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        for (var attempt = 0; await BusyWait.PauseAsync(attempt, ioBehavior, deadline, cancellationToken).ConfigureAwait(false); attempt++)
        {
            if (_interrupted)
                throw new OperationCanceledException($"The statement on shard '{Endpoint.Name}' was cancelled while it waited for a lock.");
            if (TryExecute(statement, inputs.Span, deadline, cancellationToken) is { } result)
                return result;
        }

        throw SqliteErrors.LockTimeout(raw.SQLITE_BUSY, Endpoint);
    }

    /// <summary>Null when another connection holds a lock and trying again makes sense.</summary>
    private SessionResult? TryExecute(SessionStatement statement, ReadOnlySpan<Value> inputs, Deadline deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var kept = _statements.Take(statement);
        var prepared = kept ?? Prepare(statement);
        if (prepared is null)
            return null;

        if (!prepared.OnlyReads)
            _lastInsertId = null;
        var cursor = prepared.Cursor;
        try
        {
            var code = IsGuarded(statement, kept)
                ? OpenGuarded(cursor, statement, inputs, deadline, cancellationToken)
                : cursor.Open(statement, inputs, deadline, cancellationToken);
            if (code == raw.SQLITE_DONE || (code == raw.SQLITE_ROW && prepared.OnlyReads))
                return cursor;
            if (code == raw.SQLITE_ROW)
                return BufferedResult.Drain(this, cursor);
            if (!SqliteErrors.IsBusy(Handle.ExtendedErrorCode))
                throw IsStopped(statement, kept) ? SqliteErrors.Stale(Endpoint) : Failure(code, cursor);
        }
        catch
        {
            cursor.Dispose();
            if (IsStopped(statement, kept))
                _statements.Forget(prepared);
            throw;
        }

        cursor.Dispose();
        return null;
    }

    private int OpenGuarded(
        SqliteCursor cursor, SessionStatement statement, ReadOnlySpan<Value> inputs, Deadline deadline, CancellationToken cancellationToken)
    {
        _guard.Begin();
        try
        {
            return cursor.Open(statement, inputs, deadline, cancellationToken);
        }
        finally
        {
            _guard.End();
        }
    }

    private static bool IsGuarded(SessionStatement statement, PreparedStatement? kept) => statement.IsPlanned && kept is { OnlyReads: false };

    private bool IsStopped(SessionStatement statement, PreparedStatement? kept) => IsGuarded(statement, kept) && _guard.HasStopped;

    private PreparedStatement? Prepare(SessionStatement statement)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(statement.Text));
        try
        {
            var length = Encoding.UTF8.GetBytes(statement.Text, buffer);
            var text = buffer.AsSpan(0, length);
            var code = StatementHandle.Prepare(Handle, text, statement.Reusable ? PreparePersistent : 0, out var handle, out var rest);
            if (code != raw.SQLITE_OK)
                return SqliteErrors.IsBusy(code) ? null : throw PrepareFailure();
            RefuseMore(handle, text[^rest..]);
            var prepared = new PreparedStatement(this, statement, handle);
            if (statement.Reusable && !prepared.IsEmpty)
                _statements.Keep(prepared);
            return prepared;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ShardException PrepareFailure()
    {
        var error = SqliteErrors.Last(Handle, Endpoint);
        _isBroken |= error.ErrorCode == ShardErrorCode.ShardUnavailable;
        return error;
    }

    // Running the first statement and silently dropping the rest would be a wrong answer. Comments may follow.
    private void RefuseMore(StatementHandle? first, ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty && " \t\r\n\f;"u8.Contains(rest[0]))
            rest = rest[1..];
        if (rest.IsEmpty)
            return;
        var code = StatementHandle.Prepare(Handle, rest, 0, out var second, out var tail);
        second?.Dispose();
        if (code == raw.SQLITE_OK && second is null && tail == 0)
            return;
        first?.Dispose();
        throw new ShardException(
            ShardErrorCode.NotSupported, $"The text for shard '{Endpoint.Name}' holds more than one statement.", "Send them one at a time.")
        {
            Shard = Endpoint.Name,
        };
    }
}
