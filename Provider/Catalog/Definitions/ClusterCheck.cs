using ShardClient.Backends;
using ShardClient.Catalog.Metadata;
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
    public ValueTask<IReadOnlyList<ClusterFinding>> RunAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{metadata}{pools}");
}
