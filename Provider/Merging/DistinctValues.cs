using ShardClient.Merging.Spilling;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// The distinct values of one DISTINCT aggregate in one group, counted and summed. When they fill the memory they go to disk in runs, in which a
/// value may come again; <see cref="RecountAsync"/> then counts each once.
/// </summary>
internal sealed class DistinctValues(MergeKey key, MergeMemory memory) : IDisposable
{
    private static readonly ColumnMetadata[] RunColumns = [new("value"), new("hash")];

    private readonly RowIndex _index = new([key], memory.Budget);

    private NumericSum _sum;

    private RowOrder? _order;

    private RunSet? _runs;

    /// <summary>Of the values in memory.</summary>
    public int KeptCount => _index.Count;

    public long Count { get; private set; }

    public NumericSum Sum => _sum;

    private MergeKey[] RunOrder => [new MergeKey(1, Collation.Binary), new MergeKey(0, key.Collation)];

    /// <summary>True when <see cref="SpillAsync"/> is due.</summary>
    public bool IsFull => _index.Count > 0 && (_index.IsFull || !memory.Budget.Fits((long)_index.Count * RowOrder.BytesPerRow));

    /// <summary>True when <see cref="RecountAsync"/> has to run before count and sum are right.</summary>
    public bool HasRuns => _runs is not null;

    public void Add(RowCursor row)
    {
        var value = ValueView.Of(row, key.Column);
        if (value.IsNull)
            return;
        _index.FindOrAdd(row, out var isNew);
        if (isNew)
            AddNew(value);
    }

    /// <summary>A value in memory by its number.</summary>
    public ValueView Get(int number) => _index.Get(number, 0);

    public async ValueTask SpillAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _runs ??= new RunSet(RunColumns, RunOrder, memory);
        _order ??= new RowOrder(memory.Budget);
        var order = _order.SortByHash(_index, [new MergeKey(0, key.Collation)], cancellationToken);
        await _runs.AddAsync(new IndexRows(_index, order, RunColumns), order.Length, ioBehavior, cancellationToken).ConfigureAwait(false);
        _index.Clear(keepMemory: true);
        _order.Release();
    }

    public async ValueTask RecountAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_index.Count > 0)
            await SpillAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        _index.Clear(keepMemory: false);
        _order = null;
        (Count, _sum) = (0, default);
        using var merged = await _runs!.MergeAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        Dispose();
        using var values = new DistinctCursor(merged, RunOrder);
        while (await values.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            AddNew(ValueView.Of(values, 0));
    }

    /// <summary>Begins anew, for another group.</summary>
    public void Clear()
    {
        _index.Clear(keepMemory: false);
        (Count, _sum) = (0, default);
    }

    /// <summary>Gives the memory back to the budget; not used again.</summary>
    public void Release() => _index.Release();

    public void Dispose()
    {
        _runs?.Dispose();
        _runs = null;
    }

    private void AddNew(in ValueView value)
    {
        Count++;
        _sum.Add(value);
    }
}
