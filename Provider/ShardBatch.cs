using System.Data;
using System.Data.Common;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>Several commands, each with its own parameters, executed in order as one.</summary>
public sealed class ShardBatch : DbBatch
{
    private readonly ShardBatchCommandCollection _commands = new();
    private ShardDataReader? _reader;
    private Interruption? _running;
    private int? _timeout;

    /// <summary>Creates an empty batch.</summary>
    /// <param name="connection">The connection it runs on.</param>
    /// <param name="transaction">The connection's open transaction, when there is one.</param>
    public ShardBatch(ShardConnection? connection = null, ShardTransaction? transaction = null)
    {
        Connection = connection;
        Transaction = transaction;
    }

    /// <summary>The commands.</summary>
    public new ShardBatchCommandCollection BatchCommands => _commands;

    /// <summary>The connection it runs on.</summary>
    public new ShardConnection? Connection { get; set; }

    /// <summary>The open transaction of the connection.</summary>
    public new ShardTransaction? Transaction { get; set; }

    /// <summary>Seconds that the whole batch may take. 0 is no limit; the default is the connection string's, 30.</summary>
    public override int Timeout
    {
        get => _timeout ?? Connection?.DefaultTimeout ?? Options.ConnectionOptions.DefaultCommandTimeout.Default;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <inheritdoc/>
    protected override DbBatchCommandCollection DbBatchCommands => _commands;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection { get => Connection; set => Connection = (ShardConnection?)value; }

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction { get => Transaction; set => Transaction = (ShardTransaction?)value; }

    /// <summary>Makes the running statement stop soon. May be called from any thread.</summary>
    public override void Cancel()
    {
        if (Volatile.Read(ref _reader) is { IsClosed: false })
            Volatile.Read(ref _running)?.Interrupt();
    }

    /// <summary>Parses all texts now.</summary>
    public override void Prepare()
    {
        var session = Ready().Session;
        foreach (var command in _commands.Items)
            command.Prepared(session);
    }

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Prepare();
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override int ExecuteNonQuery() => NonQueryAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc/>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default) =>
        await NonQueryAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override object? ExecuteScalar() => ScalarAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc/>
    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default) =>
        await ScalarAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override DbBatchCommand CreateDbBatchCommand() => new ShardBatchCommand();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        ReaderAsync(behavior, IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ReaderAsync(behavior, IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

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

    private async ValueTask<ShardDataReader> ReaderAsync(CommandBehavior behavior, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Ready();
        var queue = new StatementQueue();
        foreach (var command in _commands.Items)
        {
            command.Reset();
            queue.Add(command.Prepared(connection.Session), command.Parameters, command);
        }

        var interruption = connection.NextInterruption();
        Volatile.Write(ref _running, interruption);
        _reader = new ShardDataReader(connection, command: null, queue, interruption, behavior, Deadline.AfterSeconds(Timeout));
        await _reader.StartAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        return _reader;
    }

    private ShardConnection Ready()
    {
        if (_reader is { IsClosed: false })
            throw new InvalidOperationException("The batch's reader is open: close it before you execute the batch again.");
        var connection = Connection ?? throw new InvalidOperationException("The batch has no connection. Set Connection, or create it by connection.CreateBatch().");
        connection.ThrowUnlessReady(Transaction, "The batch");
        return _commands.Count > 0 ? connection : throw new InvalidOperationException("The batch has no commands. Add some to BatchCommands.");
    }
}
