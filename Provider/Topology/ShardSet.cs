using System.Numerics;

namespace ShardClient.Topology;

/// <summary>A set of shard indexes as a value. Up to 64 shards it never allocates.</summary>
internal readonly struct ShardSet : IEquatable<ShardSet>
{
    /// <summary>The most shards a cluster may have.</summary>
    public const int MaxShards = Options.ConnectionOptions.MaxShards;

    private readonly ulong _first;
    private readonly ulong[]? _rest;

    private ShardSet(ulong first, ulong[]? rest)
    {
        _first = first;
        _rest = rest;
    }

    public static ShardSet Empty => default;

    public bool IsEmpty => _first == 0 && (_rest is null || _rest.AsSpan().IndexOfAnyExcept(0UL) < 0);

    public int Count
    {
        get
        {
            var count = BitOperations.PopCount(_first);
            foreach (var word in _rest ?? [])
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>The only member, or -1 when there are none or several.</summary>
    public int Single
    {
        get
        {
            if (_rest is null)
                return BitOperations.IsPow2(_first) ? BitOperations.TrailingZeroCount(_first) : -1;
            return Count == 1 ? NextAfter(-1) : -1;
        }
    }

    public static ShardSet Of(int shard)
    {
        if (shard < 64)
            return new ShardSet(1UL << shard, null);
        var rest = new ulong[shard / 64];
        rest[(shard / 64) - 1] = 1UL << (shard % 64);
        return new ShardSet(0, rest);
    }

    /// <summary>Shards 0 to <paramref name="count"/> - 1.</summary>
    public static ShardSet All(int count)
    {
        if (count <= 64)
            return new ShardSet(count == 64 ? ulong.MaxValue : (1UL << count) - 1, null);
        var rest = new ulong[(count - 1) / 64];
        Array.Fill(rest, ulong.MaxValue);
        if (count % 64 != 0)
            rest[^1] = (1UL << (count % 64)) - 1;
        return new ShardSet(ulong.MaxValue, rest);
    }

    public bool Contains(int shard) => (Word(shard / 64) >> (shard % 64) & 1) != 0;

    public ShardSet Union(ShardSet other) => Combine(other, static (a, b) => a | b);

    public ShardSet Intersect(ShardSet other) => Combine(other, static (a, b) => a & b);

    public Enumerator GetEnumerator() => new(this);

    public bool Equals(ShardSet other)
    {
        for (var word = 0; word < Math.Max(Words, other.Words); word++)
        {
            if (Word(word) != other.Word(word))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ShardSet other && Equals(other);

    public override int GetHashCode() => _first.GetHashCode();

    public override string ToString() => $"{{{string.Join(", ", ToArray())}}}";

    public int[] ToArray()
    {
        var members = new int[Count];
        var next = 0;
        foreach (var shard in this)
            members[next++] = shard;
        return members;
    }

    private int Words => 1 + (_rest?.Length ?? 0);

    private ulong Word(int index) => index == 0 ? _first : _rest is not null && index <= _rest.Length ? _rest[index - 1] : 0;

    private ShardSet Combine(ShardSet other, Func<ulong, ulong, ulong> operation)
    {
        if (_rest is null && other._rest is null)
            return new ShardSet(operation(_first, other._first), null);
        var rest = new ulong[Math.Max(Words, other.Words) - 1];
        for (var word = 0; word < rest.Length; word++)
            rest[word] = operation(Word(word + 1), other.Word(word + 1));
        return new ShardSet(operation(_first, other._first), rest);
    }

    private int NextAfter(int shard)
    {
        for (var next = shard + 1; next < Words * 64;)
        {
            var bits = Word(next / 64) >> (next % 64);
            if (bits != 0)
                return next + BitOperations.TrailingZeroCount(bits);
            next = ((next / 64) + 1) * 64;
        }

        return -1;
    }

    /// <summary>Members in ascending order.</summary>
    internal struct Enumerator(ShardSet set)
    {
        public int Current { get; private set; } = -1;

        public bool MoveNext() => (Current = set.NextAfter(Current)) >= 0;
    }
}
