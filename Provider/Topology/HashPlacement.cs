using System.Runtime.CompilerServices;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>Keys are hashed to a fixed number of slots, and each slot lives on one shard: slots move, keys do not rehash.</summary>
internal sealed class HashPlacement : Placement
{
    public const string RuleName = "hash";
    public const int DefaultSlots = 4096;
    public const int MaxSlots = 65_536;

    private readonly int[] _shardOfSlot;

    /// <param name="shardOfSlot">Owned by the placement from now on.</param>
    public HashPlacement(string name, int[] shardOfSlot)
        : base(name)
    {
        _shardOfSlot = shardOfSlot;
        var shards = ShardSet.Empty;
        foreach (var shard in shardOfSlot)
        {
            if (!shards.Contains(shard))
                shards = shards.Union(ShardSet.Of(shard));
        }

        Shards = shards;
    }

    public override string Rule => RuleName;

    public override ShardSet Shards { get; }

    /// <summary>NULL is in slot 0.</summary>
    public override int NullShard => _shardOfSlot[0];

    public int Slots => _shardOfSlot.Length;

    /// <summary>The shard of each slot.</summary>
    public ReadOnlySpan<int> SlotMap => _shardOfSlot;

    /// <summary>The map a cluster begins with: each shard has one run of slots, and no shard over one more than another.</summary>
    public static HashPlacement Even(string name, int slots, int shards)
    {
        var map = new int[slots];
        for (var slot = 0; slot < slots; slot++)
            map[slot] = (int)((long)slot * shards / slots);
        return new HashPlacement(name, map);
    }

    public override string? Refusal(KeyType type) => type.Kind == KeyKind.DateTime
        ? $"Placement {Name} hashes, and one moment has several spellings as text; use a range placement, or a DATE, INTEGER or TEXT key."
        : null;

    [SkipLocalsInit]
    public override bool TryRoute(KeyType type, in Value key, out int shard)
    {
        shard = NullShard;
        if (key.IsNull)
            return true;
        var form = KeyNormalForm.Of(type, key, stackalloc byte[KeyNormalForm.ScratchLength]);
        if (!form.IsExact)
        {
            form.Dispose();
            return false;
        }

        shard = _shardOfSlot[Crc32.Of(form.Bytes) % (uint)_shardOfSlot.Length];
        form.Dispose();
        return true;
    }
}
