using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>Where a table's rows live, by its declaration.</summary>
/// <param name="Placement">Only for sharded tables.</param>
/// <param name="KeyColumn">Only for sharded tables.</param>
/// <param name="Shards">The shards that hold rows.</param>
/// <param name="Holders">The shards that hold the table itself, be it empty.</param>
internal sealed record TablePlace(TableKind Kind, Placement? Placement, string? KeyColumn, ShardSet Shards, ShardSet Holders)
{
    /// <summary>What its shards run.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>The place of a table; one that nobody declared is single on the default shard.</summary>
    public static TablePlace Of(string table, ClusterTopology topology) => topology.Tables.TryGetValue(table, out var declaration)
        ? Of(declaration, topology)
        : Single(topology.DefaultShard) with { Engine = topology.Engine };

    public static TablePlace Of(TableDeclaration declaration, ClusterTopology topology) => Where(declaration, topology) with { Engine = topology.Engine };

    private static TablePlace Where(TableDeclaration declaration, ClusterTopology topology)
    {
        switch (declaration.Kind)
        {
            case TableKind.Sharded:
                var placement = topology.Placements[declaration.Placement!];
                return new TablePlace(TableKind.Sharded, placement, declaration.KeyColumn, placement.Shards, topology.AllShards);
            case TableKind.Reference:
                return new TablePlace(TableKind.Reference, null, null, topology.AllShards, topology.AllShards);
            default:
                return Single(declaration.Shard);
        }
    }

    /// <summary>The shard whose text speaks for all: the default shard where it can.</summary>
    public int Speaker(ClusterTopology topology)
    {
        if (Holders.Contains(topology.DefaultShard))
            return topology.DefaultShard;
        var holders = Holders.GetEnumerator();
        holders.MoveNext();
        return holders.Current;
    }

    private static TablePlace Single(int shard) => new(TableKind.Single, null, null, ShardSet.Of(shard), ShardSet.Of(shard));
}
