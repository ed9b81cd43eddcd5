using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ShardClient.Execution;
using ShardClient.Options;
using ShardClient.Transactions;
using ShardClient.Values;

namespace ShardClient;

/// <summary>One cluster: its topology, schema, plans and pools of sessions, shared by all connections. Thread-safe; keep one for the life of the application.</summary>
public sealed class ShardDataSource : DbDataSource
{
    private const int Retired = -1;

    private readonly RuntimeServices _services;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly string _shownConnectionString;
    private volatile ClusterRuntime? _runtime;
    private volatile bool _disposed;
    private long _lastUsed;
    private int _entered;

    /// <summary>Creates a data source. Nothing is opened yet.</summary>
    /// <param name="connectionString">Which cluster, and how.</param>
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the text.</exception>
    public ShardDataSource(string connectionString)
        : this(ShardClientSettings.Parse(connectionString), new RuntimeServices())
    {
    }

    internal ShardDataSource(ShardClientSettings settings, RuntimeServices services)
    {
        Settings = settings;
        _services = services;
        _shownConnectionString = settings.ConnectionString;
    }

    /// <summary>The connection string.</summary>
    public override string ConnectionString => _shownConnectionString;

    internal ShardClientSettings Settings { get; }

    /// <summary>When <see cref="TryEnter"/> was last called.</summary>
    internal long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Creates a closed connection.</summary>
    public new ShardConnection CreateConnection()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ShardConnection(this);
    }

    /// <summary>Creates an open connection. The first one of a data source loads the topology and proves one endpoint of each shard.</summary>
    public new ShardConnection OpenConnection()
    {
        var connection = CreateConnection();
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="OpenConnection"/>
    public new async ValueTask<ShardConnection> OpenConnectionAsync(CancellationToken cancellationToken = default)
    {
        var connection = CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a connection to one shard: its texts are sent there as they are, unparsed. For looking and for repairs.</summary>
    /// <param name="shard">The shard's name, such as <c>s1</c>.</param>
    /// <exception cref="ShardException">InvalidConfiguration: the cluster has no such shard; and what opening a connection may throw.</exception>
    public async ValueTask<ShardConnection> OpenShardAsync(string shard, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(shard);
        var runtime = await RuntimeAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);
        _ = runtime.ShardIndex(shard);
        var connection = new ShardConnection(this, shard);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    /// <summary>Creates a command that opens a connection for each execution.</summary>
    public new DbCommand CreateCommand(string? commandText = null) => base.CreateCommand(commandText);

    /// <summary>
    /// Adds to the set-up of sessions to SQLite shards, once per name and also while the data source is in use: for libraries that need functions or
    /// collations of their own. Idle sessions are closed; one that is in use is closed when its statement or transaction has ended.
    /// </summary>
    /// <param name="name">Who adds, such as the library's name; a second call with it does nothing.</param>
    /// <param name="configure">Runs on each new session. What it adds must be deterministic and the same for every session.</param>
    public void ConfigureSqliteSession(string name, Action<SqliteConnection> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (_services.SqliteSetup.TryAdd(name, configure))
            _runtime?.SessionsChanged();
    }

    /// <summary>Reaches every endpoint of the cluster and compares its identity with the topology.</summary>
    /// <exception cref="ShardException">One or more endpoints cannot be reached or are not what the topology says; the message lists them all.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken = default)
    {
        var runtime = await RuntimeAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);
        await runtime.CheckAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts a connection that is about to open; false when the data source has been retired.</summary>
    internal bool TryEnter()
    {
        Volatile.Write(ref _lastUsed, Stopwatch.GetTimestamp());
        for (var entered = Volatile.Read(ref _entered); entered != Retired; entered = Volatile.Read(ref _entered))
        {
            if (Interlocked.CompareExchange(ref _entered, entered + 1, entered) == entered)
                return true;
        }

        return false;
    }

    /// <summary>The connection is closed, or did not open.</summary>
    internal void Leave() => Interlocked.Decrement(ref _entered);

    /// <summary>Lets nobody enter any more; false while a connection is open.</summary>
    internal bool TryRetire() => Interlocked.CompareExchange(ref _entered, Retired, 0) == 0;

    /// <summary>The runtime, opened by the first who asks. A failure is not kept: the next one tries again.</summary>
    internal ValueTask<ClusterRuntime> RuntimeAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _runtime is { } runtime ? new ValueTask<ClusterRuntime>(runtime) : OpenRuntimeAsync(ioBehavior, cancellationToken);
    }

    /// <summary>Ends the pools for good. Connections that are open fail at their next statement.</summary>
    internal ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        _disposed = true;
        return ResetAsync(ioBehavior);
    }

    /// <summary>Ends the pools; the next connection opens the cluster anew. Connections that are open fail at their next statement.</summary>
    internal async ValueTask ResetAsync(IOBehavior ioBehavior)
    {
        await EnterAsync(ioBehavior, CancellationToken.None).ConfigureAwait(false);
        try
        {
            var runtime = _runtime;
            _runtime = null;
            if (runtime is not null)
                await runtime.CloseAsync(ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => CreateConnection();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            CloseAsync(IOBehavior.Synchronous).Completed();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await CloseAsync(IOBehavior.Asynchronous).ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private async ValueTask<ClusterRuntime> OpenRuntimeAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await EnterAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _runtime ??= await ClusterRuntime.OpenAsync(Settings, _services, LocalTransactionFactory.Instance, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private ValueTask EnterAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (ioBehavior == IOBehavior.Asynchronous)
            return new ValueTask(_opening.WaitAsync(cancellationToken));
        _opening.Wait(cancellationToken);
        return default;
    }
}
