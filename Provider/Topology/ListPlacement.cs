using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>Each key value is named with its shard; the others go to the default, when there is one.</summary>
internal sealed class ListPlacement : Placement
{
    public const string RuleName = "list";

    private readonly FrozenDictionary<byte[], int> _exact;
    private readonly FrozenDictionary<byte[], int> _folded;
    private readonly bool _foldsToTwoShards;

    /// <param name="entries">Values without trailing spaces, each once; numbers in decimal.</param>
    /// <param name="defaultShard">-1 when values that are not listed have no shard.</param>
    public ListPlacement(string name, IReadOnlyList<KeyValuePair<string, int>> entries, int defaultShard)
        : base(name)
    {
        Entries = entries;
        DefaultShard = defaultShard;
        _exact = Freeze(entries, folded: false, out _);
        _folded = Freeze(entries, folded: true, out _foldsToTwoShards);
        Shards = entries.Aggregate(
            defaultShard < 0 ? ShardSet.Empty : ShardSet.Of(defaultShard), static (set, entry) => set.Union(ShardSet.Of(entry.Value)));
    }

    public override string Rule => RuleName;

    public override ShardSet Shards { get; }

    public override int NullShard => DefaultShard;

    public int DefaultShard { get; }

    public IReadOnlyList<KeyValuePair<string, int>> Entries { get; }

    public override string? Refusal(KeyType type)
    {
        if (type.Kind is KeyKind.Bytes or KeyKind.DateTime)
            return $"Placement {Name} lists values as text, and keys of this type have none; use an integer, text, GUID or date column.";
        if (type.Kind is KeyKind.FoldedText or KeyKind.Guid && _foldsToTwoShards)
            return $"Placement {Name} puts two values that differ only by case on two shards, and the key's column calls them equal.";
        var misfit = Entries.FirstOrDefault(entry => !Fits(type.Kind, entry.Key)).Key;
        return misfit is null ? null : $"Placement {Name} lists '{misfit}', which is no value of the key's column.";
    }

    /// <summary>A value that is not listed goes to the default shard; without one it has no shard, and no row can have it.</summary>
    [SkipLocalsInit]
    public override bool TryRoute(KeyType type, in Value key, out int shard)
    {
        shard = DefaultShard;
        if (key.IsNull)
            return DefaultShard >= 0;
        var form = KeyNormalForm.Of(type, key, stackalloc byte[KeyNormalForm.ScratchLength]);
        var isExact = form.IsExact;
        if (isExact)
        {
            var table = type.Kind is KeyKind.FoldedText or KeyKind.Guid ? _folded : _exact;
            if (table.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(form.Bytes, out var listed))
                shard = listed;
        }

        form.Dispose();
        return isExact && shard >= 0;
    }

    private static bool Fits(KeyKind kind, string value) => kind switch
    {
        KeyKind.Integer => KeyText.IsCanonicalInteger(value),
        KeyKind.Guid => KeyText.IsOf(kind, KeyText.Encode(value, folded: true)),
        _ => KeyText.IsOf(kind, KeyText.Encode(value, folded: false)),
    };

    private static FrozenDictionary<byte[], int> Freeze(IReadOnlyList<KeyValuePair<string, int>> entries, bool folded, out bool contradicts)
    {
        contradicts = false;
        var table = new Dictionary<byte[], int>(BytesComparer.Instance);
        foreach (var (value, shard) in entries)
        {
            var key = KeyText.Encode(value, folded);
            if (!table.TryAdd(key, shard))
                contradicts |= table[key] != shard;
        }

        return table.ToFrozenDictionary(BytesComparer.Instance);
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => (int)Crc32.Of(obj);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)Crc32.Of(alternate);
    }
}
