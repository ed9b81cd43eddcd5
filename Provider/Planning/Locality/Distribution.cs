using ShardClient.Planning.Binding;

namespace ShardClient.Planning.Locality;

/// <summary>How the rows of a FROM clause or query lie when every shard of the route evaluates it by itself.</summary>
internal abstract record Distribution;

/// <summary>Each shard has all of them.</summary>
internal sealed record Replicated : Distribution
{
    public static Replicated Instance { get; } = new();
}

/// <summary>Each row is on exactly one shard, and all that belongs to it is there too.</summary>
/// <param name="Keys">The sharding keys that say on which.</param>
internal sealed record Partitioned(IReadOnlyList<PartitionKey> Keys) : Distribution;

/// <summary>In a subquery of an expression: all rows that can matter for an outer row are on that row's shard.</summary>
/// <param name="Keys">The sharding keys of the outer row.</param>
internal sealed record Anchored(IReadOnlyList<PartitionKey> Keys) : Distribution;

/// <summary>Not to be had shard by shard.</summary>
internal sealed record NotLocal(Refusal Refusal) : Distribution;

/// <param name="MayBeMissing">True when an outer join may have put NULL in its place.</param>
internal sealed record PartitionKey(ColumnBinding Column, bool MayBeMissing);
