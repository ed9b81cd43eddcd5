using System.Text;
using ShardClient.Topology;

namespace ShardClient.Catalog.Metadata;

/// <summary>New topologies out of old ones.</summary>
internal static class TopologyChanges
{
    /// <summary>The next version, with a declaration added or replaced and another one removed.</summary>
    public static ClusterTopology Next(this ClusterTopology topology, TableDeclaration? add = null, string? remove = null)
    {
        var tables = topology.Tables.ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (remove is not null)
            tables.Remove(remove);
        if (add is not null)
            tables[add.Name] = add;
        return topology with { Version = topology.Version + 1, Tables = tables };
    }

    public static ClusterTopology Parse(string stored) => TopologySerializer.Read(Encoding.UTF8.GetBytes(stored));

    public static string ToText(this ClusterTopology topology) => Encoding.UTF8.GetString(TopologySerializer.Write(topology));
}
