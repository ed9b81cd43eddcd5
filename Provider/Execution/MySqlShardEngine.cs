using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Backends.AdoNet;
using ShardClient.Backends.MySql;
using ShardClient.Backends.MySql.Sharing;
using ShardClient.Backends.Pooling;
using ShardClient.Catalog.Metadata;
using ShardClient.Options;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Shards that are databases of MySQL or MariaDB servers. The databases exist; a cluster is made in empty ones.</summary>
internal sealed class MySqlShardEngine(ShardClientSettings settings, RuntimeServices services, ILogger logger) : ShardEngine(logger)
{
    private int _turn;

    public override bool LimitsWrites => true;

    public override bool Exists(ShardDefinition shard) => true;

    public override void Make(ShardDefinition shard)
    {
        // Who may make databases on a server, and with which settings, is its administrator's to say.
    }

    public override ShardPool Open(ShardDefinition shard, ClusterMetadata metadata)
    {
        var text = shard.Primary.ConnectionString;
        var pool = new SessionPoolOptions
        {
            Events = EventsOf(shard, metadata),
            MaximumSessions = settings.MaximumPoolSize,
            MinimumSessions = settings.MinimumPoolSize,
            StatementCacheCount = settings.StatementCacheSize,
            IdleTimeout = settings.ConnectionIdleTimeout == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(settings.ConnectionIdleTimeout),
        };
        if (AdoNetEndpointReader.DriverOf(text) is not null)
            return Registered(new AdoNetPool(AdoNetEndpointReader.Read(shard.Index, shard.Name, text, EngineKind.MySql, new AdoNetDrivers(services.Drivers)), new AdoNetSessionOptions(pool), metadata.VerifyAsync));
        var endpoint = EndpointReader.Read(shard.Index, shard.Name, text);
        return endpoint.Database.Length > 0 ? Registered(new MySqlPool(endpoint, new MySqlSessionOptions(pool) { Sharing = Sharing(pool) }, metadata.VerifyAsync)) : throw NoDatabase(shard.Name);
    }

    /// <summary>A session of one shard after the other, so that no server does the work of all.</summary>
    public override async ValueTask<ScratchSession> OpenScratchAsync(IReadOnlyList<ShardPool> pools, ServerMode mode, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var turn = (uint)Interlocked.Increment(ref _turn);
        return await ServerScratch.OpenAsync(pools[(int)(turn % pools.Count)], settings.GatherLimit, mode.Text, deadline, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Half of the pool stays for those who need a session of their own.</summary>
    private SharedReadOptions? Sharing(SessionPoolOptions pool)
    {
        var sessions = Math.Min(settings.MultiplexingSessions, pool.MaximumSessions / 2);
        return settings.Multiplexing == ShardMultiplexing.Off || sessions == 0 ? null : new SharedReadOptions
        {
            MaximumSessions = sessions,
            MaximumDepth = settings.MultiplexingDepth,
            IdleTimeout = pool.IdleTimeout,
        };
    }

    private static ShardException NoDatabase(string shard) => new(
        ShardErrorCode.InvalidConfiguration, $"The connection string of shard '{shard}' names no database.", "Give 'Database': a shard is one database of its server.")
    {
        Shard = shard,
    };
}
