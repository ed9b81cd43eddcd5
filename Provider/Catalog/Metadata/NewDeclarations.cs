using ShardClient.Backends;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>A cluster file that declares more than is stored must not redeclare a table that has been made as a single one meanwhile.</summary>
internal static class NewDeclarations
{
    public static async ValueTask CheckAsync(
        ClusterTopology stored, ClusterTopology extended, IReadOnlyList<ShardPool> pools, Call call)
    {
        var home = stored.DefaultShard;
        var wrong = new List<string>();
        foreach (var table in extended.Tables.Values)
        {
            if (stored.Tables.ContainsKey(table.Name) || (table.Kind == TableKind.Single && table.Shard == home))
                continue;
            var rows = await pools[home].QueryAsync(MetadataTexts.Of(stored.Engine).HasTable, call, Value.FromText(table.Name)).ConfigureAwait(false);
            if (rows.Count > 0)
                wrong.Add(table.Name);
        }

        if (wrong.Count == 0)
            return;
        throw new ShardException(
            ShardErrorCode.TopologyMismatch,
            $"The cluster file declares {string.Join(", ", wrong)}, but the cluster has made it as a single table on shard '{stored.Shards[home].Name}'.",
            "Take the declaration out of the file, or DROP TABLE it and create it again.");
    }
}
