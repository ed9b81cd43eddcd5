using ShardClient.Backends;
using ShardClient.Catalog.Loading;
using ShardClient.Catalog.Metadata;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Definitions;

/// <summary>A row of CHECK CLUSTER.</summary>
/// <param name="Table">The table or other object.</param>
/// <param name="Constraint">The constraint that the cluster does not enforce; empty for a difference between shards.</param>
/// <param name="Finding">What is not enforced, or how a shard differs.</param>
internal readonly record struct ClusterFinding(string Table, string Constraint, string Finding);

/// <summary>CHECK CLUSTER: what a whole cluster cannot enforce, and where the shards' definitions differ.</summary>
internal sealed class ClusterCheck(ClusterMetadata metadata, IReadOnlyList<ShardPool> pools)
{
    public async ValueTask<IReadOnlyList<ClusterFinding>> RunAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var call = new Call(ioBehavior, deadline, cancellationToken);
        await metadata.RefreshAsync(pools, call).ConfigureAwait(false);
        var topology = metadata.Topology;
        var reader = ObjectReader.Create(pools, topology, null, call);
        var objects = new List<SchemaObject>[pools.Count];
        for (var shard = 0; shard < objects.Length; shard++)
            objects[shard] = (await reader.AllAsync(shard).ConfigureAwait(false)).FindAll(static found => !found.IsInternal && found.Sql is not null);
        var findings = new List<ClusterFinding>();
        await FindUnenforcedAsync(topology, reader, objects[topology.DefaultShard], findings).ConfigureAwait(false);
        FindDifferences(topology, objects, findings);
        await FindVersionsAsync(topology, call, findings).ConfigureAwait(false);
        return findings;
    }

    private static async ValueTask FindUnenforcedAsync(
        ClusterTopology topology, ObjectReader reader, List<SchemaObject> objects, List<ClusterFinding> findings)
    {
        foreach (var found in objects)
        {
            var place = TablePlace.Of(found.Name, topology);
            if (found.Type != "table" || place.Kind != TableKind.Sharded)
                continue;
            var own = objects.FindAll(other => Same(other.Table, found.Name));
            if (await reader.TableAsync(topology.DefaultShard, own, found.Name, place).ConfigureAwait(false) is not { } table)
                continue;
            foreach (var key in table.UniqueKeys)
            {
                if (key.IsLocal)
                    findings.Add(new ClusterFinding(table.Name, key.Name, Unenforced(key, table)));
            }
        }
    }

    private static string Unenforced(UniqueKey key, LogicalTable table) => key is { IsPrimary: true, Columns: [var column] } && column == table.GeneratedKeyColumn
        ? "unique as far as the cluster generates it; a value that an INSERT gives itself is compared on its own shard only"
        : "enforced on each shard by itself; rows of different shards may have equal values";

    /// <summary>An object that should be alike on several shards and is not.</summary>
    private static void FindDifferences(ClusterTopology topology, List<SchemaObject>[] objects, List<ClusterFinding> findings)
    {
        var seen = new HashSet<(string, string)>();
        for (var shard = 0; shard < objects.Length; shard++)
        {
            foreach (var found in objects[shard])
            {
                if (found.Type == "view" || !seen.Add((found.Type, found.Name.ToUpperInvariant())))
                    continue;
                var holders = TablePlace.Of(found.Table, topology).Holders;
                for (var other = 0; other < objects.Length; other++)
                    Compare(found, shard, other, holders, objects[other], topology, findings);
            }
        }
    }

    private static void Compare(
        SchemaObject found, int shard, int other, ShardSet holders, List<SchemaObject> objects, ClusterTopology topology, List<ClusterFinding> findings)
    {
        var twin = objects.Find(candidate => candidate.Type == found.Type && Same(candidate.Name, found.Name));
        var (here, there) = (topology.Shards[shard].Name, topology.Shards[other].Name);
        if (twin is null && holders.Contains(other))
            findings.Add(new ClusterFinding(found.Table, "", $"{found.Type} {found.Name} is missing on shard {there}"));
        else if (twin is not null && !holders.Contains(other))
            findings.Add(new ClusterFinding(found.Table, "", $"{found.Type} {found.Name} is on shard {there} too, where the cluster does not know it"));
        else if (twin is not null && other != shard && twin.Sql != found.Sql)
            findings.Add(new ClusterFinding(found.Table, "", $"{found.Type} {found.Name} on shard {there} differs from the one on shard {here}"));
    }

    private async ValueTask FindVersionsAsync(ClusterTopology topology, Call call, List<ClusterFinding> findings)
    {
        for (var shard = 0; shard < pools.Count; shard++)
        {
            var rows = await pools[shard].QueryAsync($"SELECT value FROM {MetadataTable.Name} WHERE name = 'version'", call).ConfigureAwait(false);
            if (MetadataTable.Version(rows) != topology.Version)
                findings.Add(new ClusterFinding("", "", $"shard {topology.Shards[shard].Name} holds another version of the cluster's metadata than {topology.Version}"));
        }
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
