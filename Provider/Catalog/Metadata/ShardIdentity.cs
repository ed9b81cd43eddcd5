namespace ShardClient.Catalog.Metadata;

/// <summary>What a shard says of itself in <c>shardclient_meta</c>.</summary>
/// <param name="Cluster">The id of the cluster.</param>
/// <param name="Shard">The shard's own name.</param>
/// <param name="Version">The version of <paramref name="Topology"/>; grows by one with each change.</param>
/// <param name="Topology">The topology as JSON.</param>
/// <param name="IsComplete">False on the default shard while the other shards may still lack their metadata.</param>
/// <param name="Pending">The change that was begun and not yet published, as JSON; only on the default shard.</param>
internal sealed record ShardIdentity(Guid Cluster, string Shard, long Version, string Topology, bool IsComplete, string? Pending)
{
    /// <summary>The latest changes that were published; only on the default shard.</summary>
    public PublishedChanges Published { get; init; } = PublishedChanges.None;
}
