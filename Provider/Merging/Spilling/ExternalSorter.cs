using ShardClient.Values;

namespace ShardClient.Merging.Spilling;

/// <summary>
/// Sorts rows that memory need not hold: what exceeds the budget goes to disk in sorted runs. Equal rows keep their order. When only the first
/// rows are wanted it keeps between once and twice as many, and drops the rest as they come.
/// </summary>
/// <param name="wanted">How many rows of the order anybody will read; null for all.</param>
internal sealed class ExternalSorter(IReadOnlyList<ColumnMetadata> columns, MergeKey[] keys, int? wanted, MergeMemory memory) : IDisposable
{
    /// <summary>With less than this many rows there is no use in dropping.</summary>
    private const int LeastPruned = 256;

    private RowOrder _order = new(memory.Budget);

    private RowStore _rows = new(columns.Count, memory.Budget);

    /// <summary>One row, the last of those wanted as far as is known: what does not come before it is dropped.</summary>
    private RowStore? _cutoff;

    private RunSet? _runs;

    /// <summary>True when <see cref="SpillAsync"/> is due.</summary>
    public bool IsFull => _rows.Count > 0 && (memory.Budget.IsFull || !memory.Budget.Fits((long)_rows.Count * RowOrder.BytesPerRow));

    public void Add(RowCursor row)
    {
        if (_cutoff is not null && CompareToCutoff(row) >= 0)
            return;
        _rows.Add(row);
        if (wanted is { } most && _rows.Count > most && _rows.Count >= Math.Max(2 * most, LeastPruned))
            Prune(most);
    }

    /// <summary>Writes the rows in memory as a run.</summary>
    public async ValueTask SpillAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _runs ??= new RunSet(columns, keys, memory);
        var order = Sort(cancellationToken);
        await _runs.AddAsync(new StoredRows(_rows, order, columns), order.Length, ioBehavior, cancellationToken).ConfigureAwait(false);
        if (order.Length == wanted)
            KeepCutoff(order.Span[^1]);
        _rows.Clear();
        _order.Release();
    }

    /// <summary>All rows in order. Nothing is added after.</summary>
    public async ValueTask<RowCursor> FinishAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_runs is null)
            return new StoredRows(_rows, Sort(cancellationToken), columns);
        if (_rows.Count > 0)
            await SpillAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        Forget();
        return await _runs.MergeAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _runs?.Dispose();
        _runs = null;
    }

    private void Forget()
    {
        _rows.Release();
        _rows = new RowStore(columns.Count, memory.Budget);
        _order = new RowOrder(memory.Budget);
    }

    private ReadOnlyMemory<int> Sort(CancellationToken cancellationToken)
    {
        var order = _order.Sort(_rows, keys, cancellationToken);
        return wanted < order.Length ? order[..wanted.Value] : order;
    }

    private void Prune(int most)
    {
        var kept = new RowStore(columns.Count, memory.Budget);
        foreach (var row in Sort(CancellationToken.None).Span)
            kept.Add(_rows, row);
        _rows.Release();
        _rows = kept;
        _order.Release();
        KeepCutoff(most - 1);
    }

    private void KeepCutoff(int row)
    {
        var cutoff = new RowStore(columns.Count, memory.Budget);
        cutoff.Add(_rows, row);
        _cutoff?.Release();
        _cutoff = cutoff;
    }

    private int CompareToCutoff(RowCursor row)
    {
        foreach (ref readonly var key in keys.AsSpan())
        {
            var order = key.Compare(ValueView.Of(row, key.Column), _cutoff!.Get(0, key.Column));
            if (order != 0)
                return order;
        }

        return 0;
    }
}
