using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Backends.Pooling;
using ShardClient.Catalog.Metadata;
using ShardClient.Diagnostics;
using ShardClient.Options;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What the shards of a cluster run: how its places are found and its sessions are opened.</summary>
internal abstract class ShardEngine(ILogger logger) : IShardEngine, IDisposable
{
    /// <summary>True when UPDATE and DELETE take ORDER BY and LIMIT.</summary>
    public abstract bool LimitsWrites { get; }

    public static ShardEngine Create(ClusterDefinition asked, ShardClientSettings settings, RuntimeServices services, ILogger logger)
    {
        if (settings.SqlDialect is { } dialect && dialect == ShardSqlDialect.MySql != (asked.Engine == EngineKind.MySql))
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"'Sql Dialect={dialect}' was asked for, and {asked.Source} has {(asked.Engine == EngineKind.MySql ? "MySQL" : "SQLite")} shards, whose dialect is another one.",
                "Leave 'Sql Dialect' out: statements are written in the engine's own dialect.");
        }

        if (asked.Engine == EngineKind.Sqlite && services.Drivers.Count > 0)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"A driver is given for {string.Join(", ", services.Drivers.Keys)}, and the shards of {asked.Source} are SQLite files, which need none.",
                "Leave UseProviderFactory out.");
        }

        return asked.Engine == EngineKind.MySql ? new MySqlShardEngine(settings, services, logger) : new SqliteShardEngine(settings, services, logger);
    }

    /// <inheritdoc/>
    public abstract bool Exists(ShardDefinition shard);

    /// <inheritdoc/>
    public abstract void Make(ShardDefinition shard);

    public abstract ShardPool Open(ShardDefinition shard, ClusterMetadata metadata);

    /// <summary>A place of its own for the rows of one statement.</summary>
    /// <param name="pools">Of the shards, one of which may lend a session.</param>
    /// <param name="mode">How the statement is read.</param>
    public abstract ValueTask<ScratchSession> OpenScratchAsync(IReadOnlyList<ShardPool> pools, ServerMode mode, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }

    protected PoolEvents EventsOf(ShardDefinition shard, ClusterMetadata metadata) =>
        new($"{metadata.Asked.Name ?? metadata.Asked.NewName}/{shard.Name}", shard.Name, logger);

    protected static ShardPool Registered<T>(T pool)
        where T : ShardPool, IPoolReadings
    {
        ShardClientMeter.Register(pool);
        return pool;
    }
}
