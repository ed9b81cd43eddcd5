using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>Integer keys by their remainder, never negative: what many hand-sharded databases use.</summary>
internal sealed class ModuloPlacement : Placement
{
    public const string RuleName = "modulo";

    private readonly int[] _shards;

    /// <param name="shards">The shard of each remainder; owned by the placement from now on.</param>
    public ModuloPlacement(string name, int[] shards)
        : base(name)
    {
        _shards = shards;
        Shards = shards.Aggregate(ShardSet.Empty, static (set, shard) => set.Union(ShardSet.Of(shard)));
    }

    public override string Rule => RuleName;

    public override ShardSet Shards { get; }

    public override int NullShard => _shards[0];

    /// <summary>The shard of each remainder.</summary>
    public ReadOnlySpan<int> Remainders => _shards;

    public override string? Refusal(KeyType type) =>
        type.Kind == KeyKind.Integer ? null : $"Placement {Name} takes remainders, so its keys are integers only.";

    public override bool TryRoute(KeyType type, in Value key, out int shard)
    {
        shard = NullShard;
        if (key.IsNull)
            return true;
        if (key.Kind != ValueKind.Integer || type.Kind != KeyKind.Integer || type.Limits?.Hold(key.Integer) == false)
            return false;
        var remainder = key.Integer % _shards.Length;
        shard = _shards[remainder < 0 ? remainder + _shards.Length : remainder];
        return true;
    }
}
