using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Transactions;
using Microsoft.Data.Sqlite;
using ShardClient.Execution;
using ShardClient.Options;
using ShardClient.Values;

namespace ShardClient;

/// <summary>
/// A connection to a cluster. Opening is free after the first one of its data source: sessions to shards are taken when a statement runs.
/// Used by one thread at a time; several readers may be open.
/// </summary>
public sealed partial class ShardConnection : DbConnection
{
    private static readonly StateChangeEventArgs HasOpened = new(ConnectionState.Closed, ConnectionState.Open);
    private static readonly StateChangeEventArgs HasClosed = new(ConnectionState.Open, ConnectionState.Closed);

    private ShardDataSource? _dataSource;
    private readonly bool _ownsText;
    private readonly string? _shard;
    private string _connectionString = "";
    private (string Name, Action<SqliteConnection> Configure)[]? _setup;
    private LogicalSession? _session;
    private ShardTransaction? _transaction;
    private ShardTransactionMode? _transactionMode;
    private ShardDataReader? _openReaders;
    private ConnectionState _state;

    /// <summary>Creates a closed connection without a connection string.</summary>
    public ShardConnection() => _ownsText = true;

    /// <summary>Creates a closed connection. All connections of one text share a data source of the process.</summary>
    /// <param name="connectionString">Which cluster, and how.</param>
    /// <exception cref="ArgumentException">A keyword or a value is not one of ShardClient's.</exception>
    public ShardConnection(string? connectionString)
    {
        _ownsText = true;
        ConnectionString = connectionString;
    }

    internal ShardConnection(ShardDataSource dataSource, string? shard = null)
    {
        _dataSource = dataSource;
        _shard = shard;
        _connectionString = dataSource.ConnectionString;
    }

    /// <summary>The text as it was set.</summary>
    /// <exception cref="ArgumentException">A keyword or a value is not one of ShardClient's.</exception>
    /// <exception cref="InvalidOperationException">It is set while the connection is open, or made by a data source.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (_state != ConnectionState.Closed)
                throw new InvalidOperationException("The connection is open: close it before you set its connection string.");
            if (!_ownsText)
                throw new InvalidOperationException("The connection was made by a data source, whose connection string it has.");
            value ??= "";
            if (value == _connectionString)
                return;
            if (PlainConnectionString.TryRead(value) is null)
                _ = new ShardConnectionStringBuilder(value);
            (_connectionString, _dataSource) = (value, null);
        }
    }

    /// <summary>The cluster's name; empty while the connection is closed.</summary>
    public override string Database => _session?.Runtime.Name ?? "";

    /// <summary>The cluster's file or folder; empty while the connection is closed.</summary>
    public override string DataSource => _session?.Runtime.DataSource ?? "";

    /// <summary>The lowest version of the engine among the shards.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public override string ServerVersion => Session.Runtime.ServerVersion;

    /// <summary>What its shards are.</summary>
    internal EngineKind Engine => Session.Runtime.Engine;

    /// <inheritdoc/>
    public override ConnectionState State => _state;

    /// <inheritdoc/>
    public override bool CanCreateBatch => true;

    /// <summary>True.</summary>
    protected override DbProviderFactory DbProviderFactory => ShardClientFactory.Instance;

    /// <summary>
    /// Why the connection keeps a session of a shard for itself, such as <c>temporary table t on shard s0</c>; null when it keeps none. A connection
    /// that creates a temporary table keeps one until the last such table is dropped or the connection is closed.
    /// </summary>
    public string? PinReason => _session is { Pin: { Objects.IsEmpty: false } pin } session ? pin.Reason(session.Runtime.ShardName(pin.Shard)) : null;

    internal LogicalSession Session => _session ?? throw ClosedError("This");

    internal ColumnGetters Getters => ColumnGetters.Of(Session.Runtime);

    /// <summary>Seconds a command may take when it does not say.</summary>
    internal int DefaultTimeout => _dataSource?.Settings.DefaultCommandTimeout ?? ConnectionOptions.DefaultCommandTimeout.Default;

    internal Deadline DefaultDeadline => Deadline.AfterSeconds(DefaultTimeout);

    /// <summary>
    /// Adds to the set-up of sessions to SQLite shards, for this and all connections of its data source:
    /// <see cref="ShardDataSource.ConfigureSqliteSession"/>. A closed connection remembers it for its next <see cref="Open"/>.
    /// </summary>
    /// <param name="name">Who adds; a second call with the same name does nothing.</param>
    /// <param name="configure">Runs on each new session.</param>
    public void ConfigureSqliteSession(string name, Action<SqliteConnection> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (_ownsText && !Array.Exists(_setup ?? [], step => step.Name == name))
            _setup = [.. _setup ?? [], (name, configure)];
        if (!_ownsText || _state == ConnectionState.Open)
            _dataSource!.ConfigureSqliteSession(name, configure);
    }

    /// <summary>Ends the data source that connections of the same text share; the next one opened makes a new one.</summary>
    public static void ClearPool(ShardConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        DataSourceRegistry.Shared.Clear(connection._connectionString);
    }

    /// <summary>Ends all data sources that were made for connection strings.</summary>
    public static void ClearAllPools() => DataSourceRegistry.Shared.ClearAll();

    /// <summary>Opens the connection. The first one of a data source loads the topology and proves one endpoint of each shard.</summary>
    /// <exception cref="InvalidOperationException">It is open, or has no connection string.</exception>
    /// <exception cref="NotSupportedException">It is inside a <see cref="TransactionScope"/> and <c>Enlist</c> is true.</exception>
    /// <exception cref="ShardException">The cluster is not as configured or cannot be reached.</exception>
    public override void Open() => OpenAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="Open"/>
    public override async Task OpenAsync(CancellationToken cancellationToken) =>
        await OpenAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the connection: open readers end, an open transaction is rolled back.</summary>
    public override void Close() => CloseAsync(IOBehavior.Synchronous).Completed();

    /// <inheritdoc cref="Close"/>
    public override async Task CloseAsync() => await CloseAsync(IOBehavior.Asynchronous).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync(IOBehavior.Asynchronous).ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Not supported: a cluster is one database.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException($"A connection belongs to one cluster and cannot change to '{databaseName}'. Open a connection to the other cluster.");

    /// <summary>Creates a command on this connection.</summary>
    public new ShardCommand CreateCommand() => new() { Connection = this };

    /// <summary>Creates a batch on this connection.</summary>
    public new ShardBatch CreateBatch() => new(this);

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => CreateBatch();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    internal void ThrowIfReaderOpen(string what)
    {
        if (_openReaders is not null)
            throw new InvalidOperationException($"A reader is open on the connection: close it before {what}.");
    }

    /// <summary>What stops the command that is about to run, and no reader that is open beside it.</summary>
    internal Interruption NextInterruption() => _openReaders is null ? Session.Interruption : new Interruption();

    internal void Opened(ShardDataReader reader)
    {
        reader.NextOpen = _openReaders;
        if (_openReaders is not null)
            _openReaders.PreviousOpen = reader;
        _openReaders = reader;
    }

    internal void Closed(ShardDataReader reader)
    {
        var (previous, next) = (reader.PreviousOpen, reader.NextOpen);
        if (previous is not null)
            previous.NextOpen = next;
        else if (ReferenceEquals(_openReaders, reader))
            _openReaders = next;
        if (next is not null)
            next.PreviousOpen = previous;
        (reader.PreviousOpen, reader.NextOpen) = (null, null);
    }

    internal async ValueTask AbandonReadersAsync(IOBehavior ioBehavior)
    {
        while (_openReaders is { } reader)
            await reader.AbandonAsync(ioBehavior).ConfigureAwait(false);
    }

    internal async ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        if (_session is not { } session)
            return;
        try
        {
            await AbandonReadersAsync(ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            _transaction?.Detach();
            (_transaction, _session) = (null, null);
            Enter(ConnectionState.Closed);
            try
            {
                await session.CloseAsync(ioBehavior).ConfigureAwait(false);
            }
            finally
            {
                LeaveSource();
            }
        }
    }

    private async ValueTask OpenAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_state != ConnectionState.Closed)
            throw new InvalidOperationException("The connection is open already.");
        if (_dataSource is null && _connectionString.Length == 0)
            throw new InvalidOperationException("The connection has no connection string: set ConnectionString before Open.");
        var source = Source();
        _state = ConnectionState.Connecting;
        try
        {
            if (source.Settings.Enlist && System.Transactions.Transaction.Current is not null)
                throw EnlistError();
            _session = new LogicalSession(await source.RuntimeAsync(ioBehavior, cancellationToken).ConfigureAwait(false), _shard);
            if (_transactionMode is { } mode)
                _session.TransactionMode = mode;
        }
        catch
        {
            _state = ConnectionState.Closed;
            LeaveSource();
            throw;
        }

        _state = ConnectionState.Closed;
        Enter(ConnectionState.Open);
    }

    /// <summary>The data source of this connection's text anew at each Open: a cleared one is not used again.</summary>
    private ShardDataSource Source()
    {
        if (!_ownsText)
            return _dataSource!;
        _dataSource = DataSourceRegistry.Shared.Enter(_connectionString);
        foreach (var (name, configure) in _setup ?? [])
            _dataSource.ConfigureSqliteSession(name, configure);
        return _dataSource;
    }

    private void LeaveSource()
    {
        if (_ownsText)
            _dataSource!.Leave();
    }

    private void Enter(ConnectionState state)
    {
        _state = state;
        OnStateChange(state == ConnectionState.Open ? HasOpened : HasClosed);
    }

    private static InvalidOperationException ClosedError(string subject) => new($"{subject} needs an open connection: call Open first.");
}
