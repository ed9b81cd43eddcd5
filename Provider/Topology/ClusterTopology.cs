using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>One place a shard is held at.</summary>
/// <param name="ConnectionString">SQLite: the file's full path, or <c>:memory:</c>. Other engines: for their driver, with secrets: never in messages.</param>
internal sealed record EndpointDefinition(string ConnectionString, string Zone = "", int Weight = 1);

internal sealed record ShardDefinition(int Index, string Name, EndpointDefinition Primary, IReadOnlyList<EndpointDefinition> Replicas);

internal enum TableKind
{
    Sharded,
    Reference,
    Single,
}

/// <summary>What was declared of a table: its columns are the catalog's.</summary>
/// <param name="Placement">The placement's name; only for sharded tables.</param>
/// <param name="KeyColumn">Only for sharded tables.</param>
/// <param name="Shard">The shard's index; only for single tables.</param>
internal sealed record TableDeclaration(string Name, TableKind Kind, string? Placement = null, string? KeyColumn = null, int Shard = -1);

/// <summary>The cluster as an immutable value. A change makes a new one with a higher version; running statements finish on theirs.</summary>
internal sealed record ClusterTopology
{
    /// <summary>The placement that exists without being named.</summary>
    public const string DefaultPlacement = "default";

    public required Guid ClusterId { get; init; }

    public required string Name { get; init; }

    public required EngineKind Engine { get; init; }

    public required long Version { get; init; }

    public required IReadOnlyList<ShardDefinition> Shards { get; init; }

    /// <summary>By name without regard to case.</summary>
    public required IReadOnlyDictionary<string, Placement> Placements { get; init; }

    /// <summary>Declared tables, by name without regard to case.</summary>
    public required IReadOnlyDictionary<string, TableDeclaration> Tables { get; init; }

    /// <summary>The shard of single tables that name none, and of statements that need any one shard.</summary>
    public required int DefaultShard { get; init; }

    public ShardNames Names => new(Shards.Select(static shard => shard.Name));

    public ShardSet AllShards => ShardSet.All(Shards.Count);
}
