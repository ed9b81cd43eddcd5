using System.Collections.Frozen;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Catalog;
using ShardClient.Diagnostics;
using ShardClient.Execution.Gathering;
using ShardClient.Keys;
using ShardClient.Options;
using ShardClient.Sql.Lexing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What an application gave beside the connection string.</summary>
internal sealed record RuntimeServices
{
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Runs on each new SQLite session.</summary>
    public SqliteSessionSetup SqliteSetup { get; init; } = new();

    /// <summary>The application's own sharding functions, by name without regard to case.</summary>
    public FrozenDictionary<string, ShardingFunction> ShardingFunctions { get; init; } = FrozenDictionary<string, ShardingFunction>.Empty;

    /// <summary>Drivers for shards whose connection names one, by that name.</summary>
    public IReadOnlyDictionary<string, DbProviderFactory> Drivers { get; init; } = FrozenDictionary<string, DbProviderFactory>.Empty;

    /// <summary>The clock of generated keys and of CURRENT_TIMESTAMP.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>One cluster as one data source sees it: topology, catalog, pools and plans. Shared by all its connections.</summary>
internal sealed class ClusterRuntime : IAsyncDisposable
{
    private const string LogCategory = "ShardClient";

    private readonly RuntimeParts _parts;
    private readonly StatementPlanning _plans;

    private ClusterRuntime(RuntimeParts parts, ITransactionFactory transactions, ILogger logger)
    {
        _parts = parts;
        Transactions = transactions;
        Logger = logger;
        Schema = new SchemaWatch(parts.Pools);
        SendsAhead = parts.Pools.All(static pool => pool.SendsAhead);
        Routines = new RoutineParameters(this);
        Estimates = new RowEstimates(parts.Services.Clock);
        _plans = new StatementPlanning(parts);
        SharesReads = parts.Settings.Multiplexing == ShardMultiplexing.Reads && Engine == EngineKind.MySql;
        NoticeSpilled = (files, bytes) => ShardClientMeter.MergeSpilled(Name, files, bytes);
    }

    /// <summary>The cluster's name.</summary>
    public string Name => Topology.Name;

    /// <summary>The cluster's file or folder.</summary>
    public string DataSource => Settings.ClusterFile ?? Settings.DataSource ?? "";

    public EngineKind Engine => Topology.Engine;

    public SqlDialect Dialect => _plans.Dialect;

    public ShardClientSettings Settings => _parts.Settings;

    public ClusterTopology Topology => _parts.Metadata.Topology;

    /// <summary>The pools by shard.</summary>
    public IReadOnlyList<ShardPool> Pools => _parts.Pools;

    /// <summary>True when every shard's sessions send a statement and leave the answer for later.</summary>
    public bool SendsAhead { get; }

    /// <summary>How often writes meet each other's locks.</summary>
    public LockContention Contention { get; } = new();

    public ITransactionFactory Transactions { get; }

    public TimeProvider Clock => _parts.Services.Clock;

    public ILogger Logger { get; }

    public int DefaultShard => Topology.DefaultShard;

    /// <summary>Changes whenever a plan may no longer hold.</summary>
    public object Epoch => _plans.Epoch;

    /// <summary>True when a statement's duration, rows or route interest somebody.</summary>
    public bool IsObserved => StatementProbe.IsWanted || Logger.IsEnabled(LogLevel.Debug);

    /// <summary>True when reads by key may run on sessions that others use at the same time.</summary>
    public bool SharesReads { get; }

    /// <summary>Takes what merges put on disk: files made, bytes written.</summary>
    public Action<int, long> NoticeSpilled { get; }

    /// <summary>Tells foreign changes of the schema from our own.</summary>
    public SchemaWatch Schema { get; }

    /// <summary>About how many rows the tables have.</summary>
    public RowEstimates Estimates { get; }

    /// <summary>What the stored routines of the shards take.</summary>
    public RoutineParameters Routines { get; }

    public IKeyGenerator Keys => _parts.Keys;

    internal RuntimeParts Parts => _parts;

    /// <summary>Opens the cluster that the settings name, or makes it when they say how many shards.</summary>
    /// <exception cref="ShardException">InvalidConfiguration, TopologyMismatch, EndpointMismatch, ShardUnavailable.</exception>
    public static async ValueTask<ClusterRuntime> OpenAsync(
        ShardClientSettings settings,
        RuntimeServices services,
        ITransactionFactory transactions,
        IOBehavior ioBehavior,
        CancellationToken cancellationToken)
    {
        var deadline = Deadline.AfterSeconds(settings.DefaultCommandTimeout);
        var started = Stopwatch.GetTimestamp();
        var logger = services.LoggerFactory?.CreateLogger(LogCategory) ?? (ILogger)NullLogger.Instance;
        var parts = await RuntimeParts.OpenAsync(settings, services, logger, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var runtime = new ClusterRuntime(parts, transactions, logger);
        var topology = runtime.Topology;
        logger.ClusterOpened(topology.Name, topology.Shards.Count, topology.Version, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return runtime;
    }

    public string ShardName(int shard) => Topology.Shards[shard].Name;

    /// <summary>The names of the shards, with commas between.</summary>
    public string Describe(ShardSet shards) => string.Join(", ", shards.ToArray().Select(ShardName));

    /// <summary>The lowest version among the shards; embedded ones all run the library's own.</summary>
    public string ServerVersion => _parts.ServerVersion;

    /// <summary>How statements may be read.</summary>
    public ServerModes Modes => _parts.Modes;

    /// <summary>The text's statements, from the cache or parsed now.</summary>
    /// <exception cref="ShardException">SyntaxError, LimitExceeded.</exception>
    public PreparedText Prepare(string text, ServerMode mode) => _plans.Prepare(text, mode);

    /// <summary>The text as one statement for a shard, unparsed.</summary>
    /// <exception cref="ShardException">InvalidConfiguration: there is no such shard.</exception>
    public PreparedText PrepareFor(string text, string shard, ServerMode mode)
    {
        _ = ShardIndex(shard);
        return DirectText.Prepare(text, shard, Dialect, mode.Reading);
    }

    public ValueTask<BoundPlan> PlanAsync(
        LogicalSession session, PreparedStatement statement, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        _plans.PlanAsync(session, statement, ioBehavior, deadline, cancellationToken);

    /// <summary>The logical schema with these tables, as far as they exist.</summary>
    public ValueTask<LogicalSchema> SchemaOfAsync(
        IReadOnlyCollection<string> tables, LogicalSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        _parts.Loader.EnsureLoadedAsync(tables, session.DefinedIn, ioBehavior, deadline, cancellationToken);

    /// <summary>The definitions may have changed, here or elsewhere: they are read again, and plans made before do not hold.</summary>
    public void Redefined()
    {
        _parts.Loader.NoticeForeignChange();
        Estimates.Forget();
        _plans.Renew();
    }

    /// <summary>The set-up of sessions has one step more.</summary>
    public void SessionsChanged()
    {
        foreach (var pool in Pools)
            pool.CloseIdle();
    }

    public int ShardIndex(string name)
    {
        foreach (var shard in Topology.Shards)
        {
            if (string.Equals(shard.Name, name, StringComparison.OrdinalIgnoreCase))
                return shard.Index;
        }

        throw new ShardException(
            ShardErrorCode.InvalidConfiguration,
            $"Cluster {Name} has no shard \"{name}\".",
            $"Its shards are {string.Join(", ", Topology.Shards.Select(static shard => shard.Name))}.");
    }

    /// <summary>Reaches every endpoint and compares its identity; throws with every failure found.</summary>
    public async ValueTask CheckAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var deadline = Deadline.AfterSeconds(Settings.DefaultCommandTimeout);
        List<string> failures = [];
        foreach (var pool in Pools)
        {
            try
            {
                var session = await pool.RentAsync(SessionAccess.Read, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
                pool.Return(session);
            }
            catch (ShardException failure)
            {
                failures.Add($"{ShardName(pool.Shard)}: {failure.Message}");
            }
        }

        if (failures.Count > 0)
        {
            throw new ShardException(
                ShardErrorCode.ShardUnavailable, $"{failures.Count} of {Pools.Count} shards of cluster {Name} cannot be used. {string.Join(" ", failures)}");
        }
    }

    /// <summary>Ends the pools; sessions that are out end when they come back.</summary>
    public ValueTask CloseAsync(IOBehavior ioBehavior) => _parts.CloseAsync(ioBehavior);

    public ValueTask DisposeAsync() => CloseAsync(IOBehavior.Asynchronous);
}
