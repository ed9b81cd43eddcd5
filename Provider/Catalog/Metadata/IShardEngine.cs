using ShardClient.Backends;
using ShardClient.Topology;

namespace ShardClient.Catalog.Metadata;

/// <summary>The engine's side of opening and making a cluster.</summary>
internal interface IShardEngine
{
    /// <summary>True when something lies at the shard's place, be it an empty file.</summary>
    bool Exists(ShardDefinition shard);

    /// <summary>Makes an empty place where there is none: folder and empty file. Harmless when it exists.</summary>
    /// <exception cref="ShardException">ShardUnavailable.</exception>
    void Make(ShardDefinition shard);

    /// <summary>The sessions to the shard's primary. A pool never makes a file that is missing.</summary>
    /// <param name="metadata">Its <see cref="ClusterMetadata.VerifyAsync"/> sees the first session before anybody else.</param>
    ShardPool Open(ShardDefinition shard, ClusterMetadata metadata);
}
