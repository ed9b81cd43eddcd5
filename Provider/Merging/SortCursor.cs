using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// Sorts what it reads, under the gather limit; equal rows keep their order. When only the first rows are wanted it keeps between once and twice
/// as many, and drops the rest as it reads.
/// </summary>
internal sealed class SortCursor(RowCursor input, MergeKey[] keys, int? top, GatherBudget budget) : MadeCursor(input.Columns, input)
{
    /// <summary>With less than this many rows there is no use in dropping.</summary>
    private const int LeastPruned = 256;

    private RowStore _rows = new(input.ColumnCount, budget);

    private int[] _order = [];

    private int _current = -1;

    private bool _isSorted;

    /// <summary>The last row of the best <c>top</c> that were known at the last pruning; -1 before.</summary>
    private int _worst = -1;

    protected override Step Next()
    {
        if (_isSorted)
            return ++_current < _order.Length ? Step.Row : Step.End;
        if (top != 0)
            return Step.Read;
        Accept(hasRow: false);
        return Step.End;
    }

    protected override void Accept(bool hasRow)
    {
        if (!hasRow)
        {
            Release(Source);
            _order = SortedOrder();
            _isSorted = true;
        }
        else if (_worst < 0 || CompareToWorst() < 0)
        {
            _rows.Add(Source);
            if (top is { } wanted && _rows.Count >= Math.Max(2 * wanted, LeastPruned) && _rows.Count > wanted)
                Prune(wanted);
        }
    }

    protected override ValueView View(int column) => _rows.Get(_order[_current], column);

    private int[] SortedOrder()
    {
        budget.Charge((long)_rows.Count * sizeof(int));
        var order = new int[_rows.Count];
        for (var row = 0; row < order.Length; row++)
            order[row] = row;
        order.AsSpan().Sort(Compare);
        return top < order.Length ? order[..top.Value] : order;
    }

    private void Prune(int wanted)
    {
        var order = SortedOrder();
        budget.Release((long)_rows.Count * sizeof(int));
        var kept = new RowStore(ColumnCount, budget);
        foreach (var row in order)
            kept.Add(_rows, row);
        _rows.Release();
        _rows = kept;
        _worst = wanted - 1;
    }

    private int CompareToWorst()
    {
        foreach (ref readonly var key in keys.AsSpan())
        {
            var order = key.Compare(ValueView.Of(Source, key.Column), _rows.Get(_worst, key.Column));
            if (order != 0)
                return order;
        }

        return 0;
    }

    private int Compare(int left, int right)
    {
        foreach (ref readonly var key in keys.AsSpan())
        {
            var order = key.Compare(_rows.Get(left, key.Column), _rows.Get(right, key.Column));
            if (order != 0)
                return order;
        }

        return left.CompareTo(right);
    }
}
