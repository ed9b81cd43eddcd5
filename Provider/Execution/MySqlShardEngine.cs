using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Catalog.Metadata;
using ShardClient.Options;
using ShardClient.Topology;

namespace ShardClient.Execution;

/// <summary>Shards that are databases of MySQL or MariaDB servers. The databases exist; a cluster is made in empty ones.</summary>
internal sealed class MySqlShardEngine(ShardClientSettings settings, ILogger logger) : ShardEngine(logger)
{
    public override bool LimitsWrites => true;

    public override bool Exists(ShardDefinition shard) => true;

    public override void Make(ShardDefinition shard)
    {
        // Who may make databases on a server, and with which settings, is its administrator's to say.
    }

    public override ShardPool Open(ShardDefinition shard, ClusterMetadata metadata)
    {
        var endpoint = EndpointReader.Read(shard.Index, shard.Name, shard.Primary.ConnectionString);
        if (endpoint.Database.Length == 0)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration, $"The connection string of shard '{shard.Name}' names no database.", "Give 'Database': a shard is one database of its server.")
            {
                Shard = shard.Name,
            };
        }

        return Registered(new MySqlPool(endpoint, Options with { Events = EventsOf(shard, metadata) }, metadata.VerifyAsync));
    }

    public override ScratchSession OpenScratch() => throw new NotSupportedException("Plans for MySQL shards need no scratch session in this version.");

    private MySqlSessionOptions Options => new()
    {
        MaximumSessions = settings.MaximumPoolSize,
        MinimumSessions = settings.MinimumPoolSize,
        StatementCacheCount = settings.StatementCacheSize,
        IdleTimeout = settings.ConnectionIdleTimeout == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(settings.ConnectionIdleTimeout),
    };
}
