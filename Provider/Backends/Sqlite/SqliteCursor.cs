using System.Runtime.CompilerServices;
using ShardClient.Values;
using SQLitePCL;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// The rows of a running statement, straight from the engine. One per prepared statement and used again with it, so that a point read allocates
/// nothing here: whoever got it disposes it once and then forgets it. Its session is free from the end of rows on; the statement stays its own until
/// it is disposed, because columns may still be asked for.
/// </summary>
internal sealed class SqliteCursor(SqliteSession session, PreparedStatement statement) : SessionResult
{
    private const int LargeInput = 64 << 10;

    private bool _isOpen;
    private bool _firstRowIsWaiting;
    private bool _hasEnded;
    private bool _boundMuch;
    private bool _schemaChanged;
    private long _affected;
    private int _changesBefore;
    private int _kindColumn = -1;
    private ValueKind _kind;
    private int _integerColumn = -1;
    private long _integer;

    public override IReadOnlyList<ColumnMetadata> Columns => statement.Columns;

    public override int ColumnCount => statement.ColumnCount;

    public override long RecordsAffected => _affected;

    public override bool SchemaChanged => _schemaChanged;

    /// <summary>By when the running statement must be done.</summary>
    public Deadline Deadline { get; private set; }

    /// <summary>Stops the running statement.</summary>
    public CancellationToken Token { get; private set; }

    public PreparedStatement Statement => statement;

    /// <summary>Binds and takes the first step; returns the engine's result code.</summary>
    public int Open(SessionStatement source, ReadOnlySpan<Value> inputs, Deadline deadline, CancellationToken cancellationToken)
    {
        _isOpen = true;
        Owner = null;
        statement.IsInUse = true;
        session.CursorOpened();
        Deadline = deadline;
        Token = cancellationToken;
        _hasEnded = statement.IsEmpty;
        _firstRowIsWaiting = _schemaChanged = false;
        _affected = -1;
        if (_hasEnded)
        {
            session.CursorEnded();
            return raw.SQLITE_DONE;
        }

        var pointer = statement.Handle.Enter();
        try
        {
            return Start(pointer, source, inputs);
        }
        finally
        {
            statement.Handle.Leave();
        }
    }

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_firstRowIsWaiting)
        {
            _firstRowIsWaiting = false;
            return new(true);
        }

        if (_hasEnded)
        {
            TellOwner(session);
            return new(false);
        }

        Token = cancellationToken;
        var code = Step(statement.Handle.Enter());
        statement.Handle.Leave();
        if (code == raw.SQLITE_ROW)
            return new(true);
        if (code == raw.SQLITE_DONE)
        {
            TellOwner(session);
            return new(false);
        }

        var error = session.Failure(code, this);
        End();
        TellOwner(session);
        throw error;
    }

    public override ValueKind GetKind(int column) => column == _kindColumn ? _kind : AskKind(column);

    public override long GetInteger(int column) => column == _integerColumn ? _integer : AskInteger(column);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override double GetReal(int column)
    {
        var value = sqlite3_column_double(statement.Handle.Enter(), column);
        statement.Handle.Leave();
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override unsafe ReadOnlySpan<byte> GetBytes(int column)
    {
        // Asking for the bytes of a number would make the engine turn it into text in place.
        if (GetKind(column) < ValueKind.Text)
            return default;
        var pointer = statement.Handle.Enter();
        if (session.StoresUtf16 && _kind == ValueKind.Text)
            _ = sqlite3_column_text(pointer, column);
        var bytes = sqlite3_column_blob(pointer, column);
        var length = sqlite3_column_bytes(pointer, column);
        statement.Handle.Leave();
        return new ReadOnlySpan<byte>(bytes, length);
    }

    public override void Dispose()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        End();
        Token = default;
        // From its release on this very object may serve somebody else, so nothing of it is touched after.
        var owner = Owner;
        Owner = null;
        statement.Release();
        owner?.Ended(session);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueKind AskKind(int column)
    {
        var pointer = statement.Handle.Enter();
        var type = sqlite3_column_type(pointer, column);
        if (type == raw.SQLITE_INTEGER)
        {
            // Asked for next, by a merge and then by its caller.
            _integer = sqlite3_column_int64(pointer, column);
            _integerColumn = column;
        }

        statement.Handle.Leave();
        _kindColumn = column;
        return _kind = type switch
        {
            raw.SQLITE_INTEGER => ValueKind.Integer,
            raw.SQLITE_FLOAT => ValueKind.Real,
            raw.SQLITE_TEXT => ValueKind.Text,
            raw.SQLITE_BLOB => ValueKind.Blob,
            _ => ValueKind.Null,
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long AskInteger(int column)
    {
        var value = sqlite3_column_int64(statement.Handle.Enter(), column);
        statement.Handle.Leave();
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Start(nint pointer, SessionStatement source, ReadOnlySpan<Value> inputs)
    {
        var code = Bind(pointer, source, inputs);
        if (code != raw.SQLITE_OK)
            return code;
        if (!statement.OnlyReads)
            _changesBefore = sqlite3_total_changes(session.Handle.Pointer);
        code = Step(pointer);
        _firstRowIsWaiting = code == raw.SQLITE_ROW;
        _schemaChanged = statement.NoticePreparedAgain(pointer);
        return code;
    }

    private int Bind(nint pointer, SessionStatement source, ReadOnlySpan<Value> inputs)
    {
        if (statement.ParameterCount != source.Inputs.Length)
            throw WrongParameterCount(source);
        var identity = source.IsIdentity;
        for (var index = 0; index < source.Inputs.Length; index++)
        {
            ref readonly var input = ref inputs[identity ? index : source.Inputs[index]];
            _boundMuch |= input.Bytes.Length > LargeInput || input.TextString?.Length > LargeInput;
            var code = ParameterBinder.Bind(pointer, index + 1, input);
            if (code != raw.SQLITE_OK)
                return code;
        }

        return raw.SQLITE_OK;
    }

    private ShardException WrongParameterCount(SessionStatement source) => new(
        ShardErrorCode.InvalidParameter,
        $"The statement for shard '{session.Endpoint.Name}' has {statement.ParameterCount} parameters, but {source.Inputs.Length} were given.",
        "Give each parameter of the text exactly one value.")
    {
        Shard = session.Endpoint.Name,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Step(nint pointer)
    {
        _kindColumn = _integerColumn = -1;
        session.Running = this;
        var code = sqlite3_step(pointer);
        if (code == raw.SQLITE_DONE)
        {
            if (!statement.OnlyReads)
                CountChanges();
            Reset(pointer);
        }

        return code;
    }

    // The engine's counter keeps its value over statements that change nothing, so it counts only when the total has moved.
    private void CountChanges() =>
        _affected = sqlite3_total_changes(session.Handle.Pointer) == _changesBefore ? 0 : sqlite3_changes(session.Handle.Pointer);

    private void End()
    {
        if (_hasEnded)
            return;
        if (statement.Handle.IsClosed)
        {
            Reset(0);
            return;
        }

        Reset(statement.Handle.Enter());
        statement.Handle.Leave();
    }

    // Ends the statement's read lock, or its autocommit transaction, at once and not only when the caller gets round to disposing.
    private void Reset(nint pointer)
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        _firstRowIsWaiting = false;
        if (pointer != 0)
        {
            _ = sqlite3_reset(pointer);
            if (_boundMuch)
                _ = sqlite3_clear_bindings(pointer);
        }

        _boundMuch = false;
        session.CursorEnded();
    }
}
