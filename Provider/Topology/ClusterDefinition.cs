using System.Collections.ObjectModel;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>
/// What a connection string or cluster file asks for. Creating a cluster takes it as it is; opening one compares it with what is stored
/// (<see cref="TopologyComparison"/>), which is the truth.
/// </summary>
internal sealed record ClusterDefinition
{
    /// <summary>What was read, as messages name it: the cluster file, or the data source.</summary>
    public required string Source { get; init; }

    /// <summary>Null when any name will do.</summary>
    public string? Name { get; init; }

    /// <summary>The name of a new cluster when <see cref="Name"/> asks for none.</summary>
    public required string NewName { get; init; }

    public required EngineKind Engine { get; init; }

    /// <summary>The shards asked for; or, when <see cref="AsksShards"/> is false, those whose files are there.</summary>
    public required IReadOnlyList<ShardDefinition> Shards { get; init; }

    /// <summary>False for a folder without <c>Shards=</c>: its own cluster is opened, whatever shards it has, and none is created.</summary>
    public bool AsksShards { get; init; } = true;

    /// <summary>The folder of SQLite shards; null for a cluster file and for <c>:memory:</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>Those the file names.</summary>
    public IReadOnlyDictionary<string, Placement> Placements { get; init; } = ReadOnlyDictionary<string, Placement>.Empty;

    /// <summary>The application's own functions, which placements may ask; by name without regard to case.</summary>
    public IReadOnlyDictionary<string, ShardingFunction> Functions { get; init; } = ReadOnlyDictionary<string, ShardingFunction>.Empty;

    /// <summary>Those the file declares, by name without regard to case.</summary>
    public IReadOnlyDictionary<string, TableDeclaration> Tables { get; init; } = ReadOnlyDictionary<string, TableDeclaration>.Empty;

    /// <summary>An index in <see cref="Shards"/>; null when none is asked for.</summary>
    public int? DefaultShard { get; init; }

    public ShardNames Names => new(Shards.Select(static shard => shard.Name));

    /// <summary>The first version of a new cluster.</summary>
    public ClusterTopology Create(Guid clusterId)
    {
        var placements = new Dictionary<string, Placement>(Placements, StringComparer.OrdinalIgnoreCase);
        placements.TryAdd(
            ClusterTopology.DefaultPlacement,
            HashPlacement.Even(ClusterTopology.DefaultPlacement, HashPlacement.DefaultSlots, Shards.Count));
        return new ClusterTopology
        {
            ClusterId = clusterId,
            Name = Name ?? NewName,
            Engine = Engine,
            Version = 1,
            Shards = Shards,
            Placements = placements,
            Tables = Tables,
            DefaultShard = DefaultShard ?? 0,
        };
    }

    /// <summary>The stored topology with the endpoints that are configured for its shards here, and the functions that its placements ask.</summary>
    /// <exception cref="ShardException">TopologyMismatch: no endpoint is configured for a stored shard, or a function is missing or another one.</exception>
    public ClusterTopology Bind(ClusterTopology stored)
    {
        var names = Names;
        return stored with
        {
            Shards = [.. stored.Shards.Select(shard => Bind(shard, names.IndexOf(shard.Name)))],
            Placements = FunctionBinding.BindStored(stored.Placements, Functions, stored.Name),
        };
    }

    private ShardDefinition Bind(ShardDefinition stored, int index)
    {
        if (index >= 0)
            return stored with { Primary = Shards[index].Primary, Replicas = Shards[index].Replicas };
        if (Folder is not null)
            return stored with { Primary = FolderCluster.Endpoint(Folder, stored.Name) };
        throw new ShardException(
            ShardErrorCode.TopologyMismatch,
            $"The stored topology has a shard {stored.Name}, and {Source} names no endpoint for it.",
            "Add the shard with its connection.");
    }
}
