using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Topology;

namespace ShardClient.Planning.Gathering;

/// <summary>Which shards have the rows of a table that a gather reads.</summary>
internal static class GatherRoutes
{
    public static RouteRule Of(TableLeaf leaf, Facts facts) => leaf.Table.Kind switch
    {
        TableKind.Sharded => KeyConditions.Rule(leaf, facts),
        TableKind.Reference => new AnyRoute(leaf.Table.Shards),
        _ => new FixedRoute(leaf.Table.Shards),
    };

    /// <summary>A shard that has the table: the default one when it does.</summary>
    public static int AnyShard(ClusterTopology topology, LogicalTable table)
    {
        if (table.Shards.Contains(topology.DefaultShard))
            return topology.DefaultShard;
        foreach (var shard in table.Shards)
            return shard;
        return topology.DefaultShard;
    }
}
