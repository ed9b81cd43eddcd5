using ShardClient.Backends;
using ShardClient.Catalog.Metadata;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>Reads definitions from the shards, through the open transaction's session where there is one on that shard.</summary>
/// <param name="within">The session of an open transaction, which alone sees what it has defined; null outside one.</param>
internal abstract class ObjectReader(IReadOnlyList<ShardPool> pools, ClusterTopology topology, ShardSession? within, Call call)
{
    protected ClusterTopology Topology { get; } = topology;

    public static ObjectReader Create(IReadOnlyList<ShardPool> pools, ClusterTopology topology, ShardSession? within, Call call) =>
        topology.Engine == EngineKind.MySql
            ? new ServerObjectReader(pools, topology, within, call)
            : new FileObjectReader(pools, topology, within, call);

    /// <summary>True when the default shard holds a newer topology.</summary>
    public async ValueTask<bool> IsTopologyOldAsync()
    {
        var rows = await QueryAsync(Topology.DefaultShard, $"SELECT value FROM {MetadataTable.Name} WHERE name = 'version'").ConfigureAwait(false);
        return MetadataTable.Version(rows) > Topology.Version;
    }

    /// <summary>The objects of that name, and those that belong to a table of that name.</summary>
    public abstract ValueTask<List<SchemaObject>> FindAsync(int shard, string name);

    public abstract ValueTask<List<SchemaObject>> AllAsync(int shard);

    /// <summary>The table as its speaking shard defines it; null when that shard has no such table.</summary>
    public async ValueTask<LogicalTable?> TableAsync(string name)
    {
        var place = TablePlace.Of(name, Topology);
        var shard = place.Speaker(Topology);
        return await TableAsync(shard, await FindAsync(shard, name).ConfigureAwait(false), name, place).ConfigureAwait(false);
    }

    /// <summary>The table among objects that were found.</summary>
    public abstract ValueTask<LogicalTable?> TableAsync(int shard, List<SchemaObject> objects, string name, TablePlace place);

    public ValueTask<List<Value[]>> QueryAsync(int shard, string text, params Value[] inputs) => within is not null && within.Shard == shard
        ? within.QueryAsync(text, call, inputs)
        : pools[shard].QueryAsync(text, call, inputs);
}
