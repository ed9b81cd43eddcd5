using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// Puts kept rows into an order; equal ones stay in theirs. Sorts by the prefixes of the first key, and what they leave equal by the next key's
/// or, where a prefix does not say all, by comparing. Its memory is used again by the next sort.
/// </summary>
internal sealed class RowOrder(GatherBudget budget)
{
    /// <summary>What a row takes here in memory.</summary>
    public const int BytesPerRow = sizeof(ulong) + sizeof(int);

    private const int ComparisonsBetweenChecks = 1 << 16;

    private ulong[] _prefixes = [];

    private int[] _rows = [];

    private int _comparisons;

    private long _charged;

    /// <summary>The rows' numbers in order; valid until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<int> Sort(RowStore rows, MergeKey[] keys, CancellationToken cancellationToken)
    {
        Begin(rows.Count);
        Sort(new Range(rows, keys, cancellationToken), 0, rows.Count, 0);
        return _rows.AsMemory(0, rows.Count);
    }

    /// <summary>By the values' hashes as unsigned numbers, and by the values where they are equal.</summary>
    public ReadOnlyMemory<int> SortByHash(RowIndex index, MergeKey[] keys, CancellationToken cancellationToken)
    {
        Begin(index.Count);
        for (var row = 0; row < index.Count; row++)
            _prefixes[row] = index.GetHash(row);
        var range = new Range(index.Rows, keys, cancellationToken);
        SortPrefixes(0, index.Count);
        ForEachTie(0, index.Count, (start, length) => SortByValues(range, start, length, 0));
        return _rows.AsMemory(0, index.Count);
    }

    /// <summary>Gives the memory back to the budget, and keeps it for the next sort.</summary>
    public void Release()
    {
        budget.Release(_charged);
        _charged = 0;
    }

    private void Begin(int count)
    {
        Release();
        _charged = (long)count * BytesPerRow;
        budget.Charge(_charged);
        if (_rows.Length < count)
        {
            _prefixes = new ulong[count];
            _rows = new int[count];
        }

        for (var row = 0; row < count; row++)
            _rows[row] = row;
    }

    private void Sort(Range range, int start, int length, int key)
    {
        range.CancellationToken.ThrowIfCancellationRequested();
        var isExact = true;
        for (var index = start; index < start + length; index++)
            _prefixes[index] = SortPrefix.Of(range.Rows.Get(_rows[index], range.Keys[key].Column), range.Keys[key], ref isExact);
        SortPrefixes(start, length);
        var isLast = key + 1 == range.Keys.Length;
        ForEachTie(start, length, (first, count) =>
        {
            if (!isExact)
                SortByValues(range, first, count, key);
            else if (isLast)
                _rows.AsSpan(first, count).Sort();
            else
                Sort(range, first, count, key + 1);
        });
    }

    private void SortPrefixes(int start, int length) => _prefixes.AsSpan(start, length).Sort(_rows.AsSpan(start, length));

    private void ForEachTie(int start, int length, Action<int, int> settle)
    {
        for (int first = start, next; first < start + length; first = next)
        {
            for (next = first + 1; next < start + length && _prefixes[next] == _prefixes[first];)
                next++;
            if (next - first > 1)
                settle(first, next - first);
        }
    }

    private void SortByValues(Range range, int start, int length, int firstKey)
    {
        try
        {
            _rows.AsSpan(start, length).Sort((left, right) => Compare(range, left, right, firstKey));
        }
        catch (InvalidOperationException stopped) when (stopped.InnerException is OperationCanceledException)
        {
            range.CancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private int Compare(Range range, int left, int right, int firstKey)
    {
        if (++_comparisons % ComparisonsBetweenChecks == 0)
            range.CancellationToken.ThrowIfCancellationRequested();
        foreach (ref readonly var key in range.Keys.AsSpan(firstKey))
        {
            var order = key.Compare(range.Rows.Get(left, key.Column), range.Rows.Get(right, key.Column));
            if (order != 0)
                return order;
        }

        return left.CompareTo(right);
    }

    /// <summary>What is being sorted.</summary>
    private sealed record Range(RowStore Rows, MergeKey[] Keys, CancellationToken CancellationToken);
}
