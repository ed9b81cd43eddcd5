using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>The distinct values of some columns, each known by its number in order of appearance. Kept under the gather limit.</summary>
internal sealed class RowIndex(MergeKey[] keys, GatherBudget budget)
{
    private const int FirstSize = 16;

    private readonly RowStore _rows = new(keys.Length, budget);

    /// <summary>Number + 1 of the row in each bucket; 0 when it is free. A power of two long.</summary>
    private int[] _buckets = new int[FirstSize];

    private int[] _hashes = new int[FirstSize];

    private long _charged;

    public int Count => _rows.Count;

    public ValueView Get(int number, int key) => _rows.Get(number, key);

    /// <summary>The number of the current row's values, which are added when they are new.</summary>
    public int FindOrAdd(RowCursor row, out bool isNew)
    {
        var hash = Hash(row);
        var mask = _buckets.Length - 1;
        var bucket = hash & mask;
        for (; _buckets[bucket] != 0; bucket = (bucket + 1) & mask)
        {
            var candidate = _buckets[bucket] - 1;
            if (_hashes[candidate] != hash || !IsEqual(candidate, row))
                continue;
            isNew = false;
            return candidate;
        }

        isNew = true;
        return Add(row, hash, bucket);
    }

    /// <summary>Gives the memory back to the budget; the index is not used again.</summary>
    public void Release()
    {
        _rows.Release();
        budget.Release(_charged);
    }

    private int Add(RowCursor row, int hash, int bucket)
    {
        var number = _rows.Count;
        _rows.Add(row, keys);
        _hashes[number] = hash;
        _buckets[bucket] = number + 1;
        if (_rows.Count * 2 > _buckets.Length || _rows.Count == _hashes.Length)
            Grow();
        return number;
    }

    private void Grow()
    {
        var bytes = (long)_buckets.Length * 2 * sizeof(int);
        budget.Charge(bytes);
        _charged += bytes;
        Array.Resize(ref _hashes, _hashes.Length * 2);
        _buckets = new int[_buckets.Length * 2];
        var mask = _buckets.Length - 1;
        for (var number = 0; number < _rows.Count; number++)
        {
            var bucket = _hashes[number] & mask;
            while (_buckets[bucket] != 0)
                bucket = (bucket + 1) & mask;
            _buckets[bucket] = number + 1;
        }
    }

    private int Hash(RowCursor row)
    {
        var hash = default(HashCode);
        foreach (ref readonly var key in keys.AsSpan())
            ValueComparer.AddTo(ref hash, ValueView.Of(row, key.Column), key.Collation);
        return hash.ToHashCode();
    }

    private bool IsEqual(int number, RowCursor row)
    {
        for (var index = 0; index < keys.Length; index++)
        {
            if (!ValueComparer.AreEqual(_rows.Get(number, index), ValueView.Of(row, keys[index].Column), keys[index].Collation))
                return false;
        }

        return true;
    }
}
