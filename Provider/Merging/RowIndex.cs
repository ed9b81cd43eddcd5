using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>The distinct values of some columns, each known by its number in order of appearance. Kept under the gather limit.</summary>
internal sealed class RowIndex
{
    /// <summary>What an index without values takes: there may be one for each of many groups.</summary>
    private const int OwnBytes = 400;

    private const int FirstSize = 16;

    /// <summary>Emptying larger ones costs more than making small ones anew.</summary>
    private const int LargestKept = 4096;

    private readonly MergeKey[] _keys;

    private readonly GatherBudget _budget;

    private RowStore _rows;

    /// <summary>Number + 1 of the row in each bucket; 0 when it is free. A power of two long, at most half of them taken.</summary>
    private int[] _buckets = new int[FirstSize];

    private int[] _hashes = new int[FirstSize / 2];

    private long _charged;

    public RowIndex(MergeKey[] keys, GatherBudget budget)
    {
        _keys = keys;
        _budget = budget;
        _rows = new RowStore(keys.Length, budget);
        Charge(OwnBytes);
    }

    public int Count => _rows.Count;

    /// <summary>The values, one row each.</summary>
    public RowStore Rows => _rows;

    /// <summary>True when another value might need more memory than there is.</summary>
    public bool IsFull => _budget.IsFull || (MustGrow && !_budget.Fits(GrowthBytes));

    private bool MustGrow => _rows.Count == _hashes.Length;

    private long GrowthBytes => (long)(_buckets.Length + _hashes.Length) * sizeof(int);

    public ValueView Get(int number, int key) => _rows.Get(number, key);

    /// <summary>The number of the current row's values, which are added when they are new.</summary>
    public int FindOrAdd(RowCursor row, out bool isNew)
    {
        var hash = Hash(row);
        var number = Find(row, hash, out var bucket);
        isNew = number < 0;
        return isNew ? Add(row, hash, bucket) : number;
    }

    /// <summary>True when the current row's values are among those kept.</summary>
    public bool Contains(RowCursor row, out uint hash)
    {
        var found = Hash(row);
        hash = (uint)found;
        return Find(row, found, out _) >= 0;
    }

    /// <summary>The hash of a number's values: equal values have equal ones.</summary>
    public uint GetHash(int number) => (uint)_hashes[number];

    /// <summary>Forgets the values. Much memory is given back to the budget unless it is wanted again at once.</summary>
    public void Clear(bool keepMemory)
    {
        if (keepMemory || _buckets.Length <= LargestKept)
        {
            _rows.Clear();
            Array.Clear(_buckets);
            return;
        }

        Release();
        _rows = new RowStore(_keys.Length, _budget);
        _buckets = new int[FirstSize];
        _hashes = new int[FirstSize / 2];
        _charged = 0;
        Charge(OwnBytes);
    }

    /// <summary>Gives the memory back to the budget; the index is not used again.</summary>
    public void Release()
    {
        _rows.Release();
        _budget.Release(_charged);
    }

    /// <summary>-1 when the values are new: the bucket is theirs then.</summary>
    private int Find(RowCursor row, int hash, out int bucket)
    {
        var mask = _buckets.Length - 1;
        for (bucket = hash & mask; _buckets[bucket] != 0; bucket = (bucket + 1) & mask)
        {
            var candidate = _buckets[bucket] - 1;
            if (_hashes[candidate] == hash && IsEqual(candidate, row))
                return candidate;
        }

        return -1;
    }

    private int Add(RowCursor row, int hash, int bucket)
    {
        if (MustGrow)
        {
            Grow();
            bucket = FreeBucket(hash);
        }

        var number = _rows.Count;
        _rows.Add(row, _keys);
        _hashes[number] = hash;
        _buckets[bucket] = number + 1;
        return number;
    }

    private void Grow()
    {
        Charge(GrowthBytes);
        Array.Resize(ref _hashes, _hashes.Length * 2);
        _buckets = new int[_buckets.Length * 2];
        for (var number = 0; number < _rows.Count; number++)
            _buckets[FreeBucket(_hashes[number])] = number + 1;
    }

    private void Charge(long bytes)
    {
        _budget.Charge(bytes);
        _charged += bytes;
    }

    private int FreeBucket(int hash)
    {
        var mask = _buckets.Length - 1;
        var bucket = hash & mask;
        while (_buckets[bucket] != 0)
            bucket = (bucket + 1) & mask;
        return bucket;
    }

    private int Hash(RowCursor row)
    {
        var hash = default(HashCode);
        foreach (ref readonly var key in _keys.AsSpan())
            ValueComparer.AddTo(ref hash, ValueView.Of(row, key.Column), key.Collation);
        return hash.ToHashCode();
    }

    private bool IsEqual(int number, RowCursor row)
    {
        for (var index = 0; index < _keys.Length; index++)
        {
            if (!ValueComparer.AreEqual(_rows.Get(number, index), ValueView.Of(row, _keys[index].Column), _keys[index].Collation))
                return false;
        }

        return true;
    }
}
