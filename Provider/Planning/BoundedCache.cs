using System.Collections.Concurrent;

namespace ShardClient.Planning;

/// <summary>
/// A cache bounded in bytes whose reads take no lock. Entries live in two generations: when the young one is full it becomes the old one, and
/// what is not asked for again until the next time is dropped with it. So what never comes again (values pasted into a text) pushes out
/// little, and what comes often stays. What is large comes in when it is kept for a second time: a text of a thousand rows hardly ever is, and keeping
/// each costs the collector more than it saves.
/// </summary>
/// <param name="limit">In bytes, as <paramref name="sizeOf"/> estimates them.</param>
/// <param name="sizeOf">The estimated bytes of an entry.</param>
internal sealed class BoundedCache<TKey, TValue>(long limit, Func<TKey, TValue, long> sizeOf)
    where TKey : notnull
    where TValue : class
{
    private const long Large = 128 * 1024;
    private const int Remembered = 64;

    private readonly int[] _seen = new int[Remembered];
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>Entries kept now.</summary>
    public int Count => _young.Entries.Count + _old.Entries.Count;

    /// <summary>Estimated bytes kept now.</summary>
    public long Bytes => Interlocked.Read(ref _young.Bytes) + Interlocked.Read(ref _old.Bytes);

    public TValue? Find(TKey key)
    {
        if (_young.Entries.TryGetValue(key, out var known))
            return known;
        if (!_old.Entries.TryGetValue(key, out known))
            return null;
        Keep(key, known);
        return known;
    }

    /// <summary>Keeps an entry, unless it is so large that it would push out most others, or large and new.</summary>
    public void Keep(TKey key, TValue value)
    {
        var young = _young;
        var size = sizeOf(key, value);
        if (size > limit / 8 || (size > Large && !IsKnown(key)) || !young.Entries.TryAdd(key, value))
            return;
        if (Interlocked.Add(ref young.Bytes, size) <= limit / 2)
            return;
        if (Interlocked.CompareExchange(ref _young, new Generation(), young) == young)
            _old = young;
    }

    /// <summary>Whether a key was seen a while ago. A race, or another key in its place, costs one more making of the entry.</summary>
    private bool IsKnown(TKey key)
    {
        var hash = key.GetHashCode() | 1;
        ref var seen = ref _seen[(uint)(hash >> 1) % Remembered];
        var isKnown = seen == hash;
        seen = hash;
        return isKnown || _old.Entries.ContainsKey(key);
    }

    private sealed class Generation
    {
        public long Bytes;

        public ConcurrentDictionary<TKey, TValue> Entries { get; } = new();
    }
}
