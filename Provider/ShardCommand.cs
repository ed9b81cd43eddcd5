using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>One or more SQL statements with their parameters. Keep it and execute it again: its text is parsed once.</summary>
public sealed partial class ShardCommand : DbCommand
{
    private readonly ShardParameterCollection _parameters = new();
    private ShardConnection? _connection;
    private ShardDataReader? _openReader;
    private PreparedText? _prepared;
    private object? _preparedFor;
    private Value[] _values = [];
    private string _text = "";
    private int? _timeout;

    /// <summary>Creates a command without text and connection.</summary>
    public ShardCommand()
    {
    }

    /// <summary>Creates a command.</summary>
    /// <param name="commandText">One or more statements, with semicolons between.</param>
    /// <param name="connection">The connection it runs on.</param>
    /// <param name="transaction">The connection's open transaction, when there is one.</param>
    public ShardCommand(string? commandText, ShardConnection? connection = null, ShardTransaction? transaction = null)
    {
        CommandText = commandText;
        _connection = connection;
        Transaction = transaction;
    }

    /// <summary>The statements.</summary>
    /// <exception cref="InvalidOperationException">It is set while a reader of this command is open.</exception>
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            ThrowIfReaderOpen("CommandText");
            value ??= "";
            if (ReferenceEquals(_text, value) || value == _text)
                return;
            _text = value;
            _prepared = null;
        }
    }

    /// <summary>Seconds that an execution may take in all: queueing, all shards, retries. 0 is no limit; the default is the connection string's, 30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public override int CommandTimeout
    {
        get => _timeout ?? _connection?.DefaultTimeout ?? Options.ConnectionOptions.DefaultCommandTimeout.Default;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <summary>
    /// <see cref="CommandType.Text"/>; <see cref="CommandType.TableDirect"/> with the name of a table as text; or
    /// <see cref="CommandType.StoredProcedure"/> with that of a procedure (of a function, when a parameter is its
    /// <see cref="ParameterDirection.ReturnValue"/>) on MySQL or MariaDB: the default shard runs it, or the one that a hint before the name says.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no type of a command.</exception>
    public override CommandType CommandType
    {
        get;
        set
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "It is no type of a command.");
            field = value;
            _prepared = null;
        }
    } = CommandType.Text;

    /// <summary>The connection it runs on.</summary>
    /// <exception cref="InvalidOperationException">It is set while a reader of this command is open.</exception>
    public new ShardConnection? Connection
    {
        get => _connection;
        set
        {
            ThrowIfReaderOpen("Connection");
            _connection = value;
        }
    }

    /// <summary>The open transaction of the connection; a command without it is refused while one is open.</summary>
    public new ShardTransaction? Transaction { get; set; }

    /// <summary>The parameters.</summary>
    public new ShardParameterCollection Parameters => _parameters;

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => Connection = value is null or ShardConnection
            ? (ShardConnection?)value
            : throw new InvalidCastException($"A ShardCommand runs on a ShardConnection, not on {value.GetType()}.");
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => _parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = value is null or ShardTransaction
            ? (ShardTransaction?)value
            : throw new InvalidCastException($"A ShardCommand takes a ShardTransaction, not {value.GetType()}.");
    }

    /// <summary>Makes the running statement of this command, or its open reader, stop soon. Does nothing when none runs. May be called from any thread.</summary>
    public override void Cancel() => Running?.Interrupt();

    /// <summary>Parses the text now. Shards prepare a statement when it first reaches them, and keep it.</summary>
    /// <exception cref="InvalidOperationException">There is no open connection or no text.</exception>
    public override void Prepare()
    {
        var connection = Ready();
        if (CommandType != CommandType.StoredProcedure)
            PreparedFor(connection);
    }

    /// <summary>Creates a parameter; it is not added.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Hides an instance method.")]
    public new ShardParameter CreateParameter() => new();

    /// <inheritdoc/>
    public override int ExecuteNonQuery() => NonQueryAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc/>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        await NonQueryAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override object? ExecuteScalar() => ScalarAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc/>
    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        await ScalarAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Runs the text up to its first result with rows.</summary>
    public new ShardDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default);

    /// <summary>Runs the text up to its first result with rows.</summary>
    public new ShardDataReader ExecuteReader(CommandBehavior behavior) =>
        ReaderAsync(behavior, IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <summary>Runs the text up to its first result with rows.</summary>
    public new Task<ShardDataReader> ExecuteReaderAsync() => ExecuteReaderAsync(CommandBehavior.Default, CancellationToken.None);

    /// <summary>Runs the text up to its first result with rows.</summary>
    public new Task<ShardDataReader> ExecuteReaderAsync(CancellationToken cancellationToken) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <summary>Runs the text up to its first result with rows.</summary>
    public new async Task<ShardDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default) =>
        await ReaderAsync(behavior, IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ReaderAsync(behavior, IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new ShardParameter();

    /// <summary>Called by the reader when it closes.</summary>
    internal void ReaderClosed(ShardDataReader reader)
    {
        if (ReferenceEquals(_openReader, reader))
            _openReader = null;
        Running = null;
    }

    private Interruption? Running { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    internal ValueTask<ShardDataReader> ReaderAsync(CommandBehavior behavior, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Ready();
        if (CommandType == CommandType.StoredProcedure)
            return CallAsync(connection, behavior, ioBehavior, cancellationToken);
        var prepared = PreparedFor(connection);
        var deadline = Deadline.AfterSeconds(CommandTimeout);
        if (prepared.Statements.Count != 1 || (behavior & CommandBehavior.SchemaOnly) != 0)
            return QueuedAsync(connection, prepared, behavior, deadline, ioBehavior, cancellationToken);
        if (cancellationToken.CanBeCanceled)
            return LinkedAsync(connection, prepared, behavior, deadline, ioBehavior, cancellationToken);

        var statement = prepared.Statements[0];
        var values = Bound(statement);
        var interruption = Running = connection.NextInterruption();
        try
        {
            var call = connection.Session.ExecuteAsync(statement, values, ioBehavior, deadline, interruption.Token);
            return call.IsCompletedSuccessfully
                ? new ValueTask<ShardDataReader>(Open(connection, interruption, statement, call.Result, behavior, deadline))
                : AwaitedAsync(call, connection, interruption, statement, behavior, deadline);
        }
        catch
        {
            Running = null;
            throw;
        }
    }

    /// <summary>With a token of the caller's own: that one and <see cref="Cancel"/> both stop it.</summary>
    private async ValueTask<ShardDataReader> LinkedAsync(
        ShardConnection connection, PreparedText prepared, CommandBehavior behavior, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var statement = prepared.Statements[0];
        var interruption = Running = connection.NextInterruption();
        var link = new CancelLink(cancellationToken, interruption.Token);
        try
        {
            var result = await connection.Session.ExecuteAsync(statement, Bound(statement), ioBehavior, deadline, link.Token).ConfigureAwait(false);
            var reader = Open(connection, interruption, statement, result, behavior, deadline);
            reader.Keep(link);
            return reader;
        }
        catch (Exception failure)
        {
            GiveUp(link, failure);
            throw;
        }
    }

    private void GiveUp(CancelLink link, Exception failure)
    {
        Running = null;
        link.Dispose();
        link.ThrowIfAsked(failure);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ShardDataReader> AwaitedAsync(
        ValueTask<StatementResult> call, ShardConnection connection, Interruption interruption, PreparedStatement statement, CommandBehavior behavior, Deadline deadline)
    {
        try
        {
            return Open(connection, interruption, statement, await call.ConfigureAwait(false), behavior, deadline);
        }
        catch
        {
            Running = null;
            throw;
        }
    }

    private ShardDataReader Open(
        ShardConnection connection, Interruption interruption, PreparedStatement statement, StatementResult result, CommandBehavior behavior, Deadline deadline)
    {
        var reader = new ShardDataReader(connection, this, queue: null, interruption, behavior, deadline);
        reader.Start(statement, result);
        return _openReader = reader;
    }

    private async ValueTask<ShardDataReader> QueuedAsync(
        ShardConnection connection, PreparedText prepared, CommandBehavior behavior, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var queue = new StatementQueue();
        queue.Add(prepared, _parameters, owner: null);
        var interruption = Running = connection.NextInterruption();
        var reader = new ShardDataReader(connection, this, queue, interruption, behavior, deadline);
        _openReader = reader;
        await reader.StartAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        return reader;
    }

    private async ValueTask<int> NonQueryAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(CommandBehavior.Default, ioBehavior, cancellationToken).ConfigureAwait(false);
        await reader.DrainAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        return reader.RecordsAffected;
    }

    private async ValueTask<object?> ScalarAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(CommandBehavior.Default, ioBehavior, cancellationToken).ConfigureAwait(false);
        return await reader.ScalarAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<Value> Bound(PreparedStatement statement)
    {
        var count = statement.Parameters.Count;
        if (count == 0)
            return default;
        if (_values.Length < count)
            _values = new Value[count];
        var position = 0;
        ParameterBinding.Bind(statement, _parameters, _values.AsSpan(0, count), ref position);
        return _values.AsMemory(0, count);
    }

    private PreparedText PreparedFor(ShardConnection connection)
    {
        var session = connection.Session;
        if (_prepared is null || !ReferenceEquals(_preparedFor, session.PreparedIn))
        {
            _prepared = session.Prepare(CommandType == CommandType.TableDirect ? WholeTable(session.Runtime.Engine) : _text);
            _preparedFor = session.PreparedIn;
        }

        return _prepared;
    }

    private string WholeTable(EngineKind engine)
    {
        var quote = engine == EngineKind.MySql ? "`" : "\"";
        return $"SELECT * FROM {quote}{_text.Replace(quote, quote + quote, StringComparison.Ordinal)}{quote}";
    }

    private ShardConnection Ready()
    {
        ThrowIfReaderOpen("the command again");
        var connection = _connection ?? throw new InvalidOperationException("The command has no connection. Set Connection, or create it by connection.CreateCommand().");
        connection.ThrowUnlessReady(Transaction, "The command");
        return _text.Length > 0 ? connection : throw new InvalidOperationException("The command has no text. Set CommandText.");
    }

    private void ThrowIfReaderOpen(string what)
    {
        if (_openReader is not null)
            throw new InvalidOperationException($"The command's reader is open: close it before you set or execute {what}, or use another command.");
    }
}
