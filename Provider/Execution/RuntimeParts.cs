using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Catalog.Definitions;
using ShardClient.Catalog.Loading;
using ShardClient.Catalog.Metadata;
using ShardClient.Keys;
using ShardClient.Options;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What a runtime is made of, put together when a data source opens its cluster, ended in the opposite order.</summary>
internal sealed record RuntimeParts(
    ShardClientSettings Settings,
    RuntimeServices Services,
    ShardEngine Engine,
    ClusterMetadata Metadata,
    IReadOnlyList<ShardPool> Pools,
    string ServerVersion,
    ServerModes Modes,
    SchemaLoader Loader,
    DefinitionExecutor Definitions,
    IKeyGenerator Keys)
{
    public static async ValueTask<RuntimeParts> OpenAsync(
        ShardClientSettings settings, RuntimeServices services, ILogger logger, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var metadata = new ClusterMetadata(ClusterSource.Define(settings, services.ShardingFunctions));
        var engine = ShardEngine.Create(metadata.Asked, settings, services, logger);
        try
        {
            var pools = await metadata.OpenOrCreateAsync(engine, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            var versions = new List<string>();
            var modes = new ServerModes(new ServerMode(""));
            foreach (var pool in pools)
            {
                var session = await pool.RentAsync(SessionAccess.Read, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
                versions.Add(session.ServerVersion);
                if (pool.Shard == metadata.Topology.DefaultShard && session.StartMode is { } mode)
                    modes = ServerModes.StartingWith(mode);
                pool.Return(session);
            }

            // Servers may have other modes each; the client's own statements, and reads that share a session, have one.
            foreach (var pool in pools.Where(static pool => pool.Mode is not null))
                pool.Mode = SqlModeText.WithoutReading(modes.First.Text);
            var loader = new SchemaLoader(metadata, pools);
            var definitions = new DefinitionExecutor(metadata, loader, pools, settings);
            return new RuntimeParts(settings, services, engine, metadata, pools, ServerVersions.Lowest(versions), modes, loader, definitions, KeyGenerators.CreateDefault(pools[metadata.Topology.DefaultShard], services.Clock, logger));
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public async ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        await Keys.CloseAsync(ioBehavior).ConfigureAwait(false);
        foreach (var pool in Pools)
            await pool.DisposeAsync().ConfigureAwait(false);
        Engine.Dispose();
    }
}
