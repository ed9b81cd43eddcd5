using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// Groups that are not finished as rows in the order of their keys' hashes, from which <see cref="GroupRowLayout.Aggregates"/> make the groups again:
/// a run on its way to disk. A group with distinct values is as many rows as it has of them.
/// </summary>
/// <param name="firstNumber">The number of the first group: they keep the order in which they first appeared.</param>
internal sealed class GroupRows(RowIndex groups, GroupStates states, GroupRowLayout layout, ReadOnlyMemory<int> order, long firstNumber) : RowCursor
{
    private readonly byte[] _scratch = new byte[NumericSum.PartialLength];

    private int _next;

    private int _group;

    private int _row;

    private int _rowCount;

    public override IReadOnlyList<ColumnMetadata> Columns => layout.Columns;

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (++_row < _rowCount)
            return new ValueTask<bool>(true);
        if (_next >= order.Length)
            return new ValueTask<bool>(false);
        _group = order.Span[_next++];
        _row = 0;
        _rowCount = 1;
        for (var aggregate = 0; aggregate < layout.Width; aggregate++)
            _rowCount = Math.Max(_rowCount, states[_group, aggregate].Distinct?.KeptCount ?? 0);
        return new ValueTask<bool>(true);
    }

    public override ValueKind GetKind(int column) => View(column).Kind;

    public override long GetInteger(int column) => View(column).ToInteger();

    public override double GetReal(int column) => View(column).ToReal();

    public override ReadOnlySpan<byte> GetBytes(int column) => View(column).Bytes;

    public override void Dispose() => _next = order.Length;

    private ValueView View(int column)
    {
        if (column < layout.Keys.Length)
            return groups.Get(_group, column);
        if (column == layout.HashColumn)
            return ValueView.FromInteger(groups.GetHash(_group));
        if (column == layout.NumberColumn)
            return ValueView.FromInteger(firstNumber + _group);
        var (aggregate, second) = layout.CellOf(column);
        return states[_group, aggregate].GetPartial(layout.KindOf(aggregate), second, _row, _scratch);
    }
}

/// <summary>The columns of <see cref="GroupRows"/>: the keys, their hash, the aggregates' partial values, the group's number.</summary>
internal sealed class GroupRowLayout
{
    private readonly List<(int Aggregate, bool Second)> _cells = [];

    private readonly MergeAggregate[] _of;

    public GroupRowLayout(MergeKey[] keys, MergeAggregate[] aggregates)
    {
        _of = aggregates;
        Keys = [.. keys.Select(static (key, index) => new MergeKey(index, key.Collation))];
        HashColumn = keys.Length;
        var remade = new List<MergeAggregate>();
        for (var index = 0; index < aggregates.Length; index++)
        {
            var column = AddCell(index, second: false);
            var secondColumn = aggregates[index].Kind is AggregateKind.Average or AggregateKind.DecimalAverage ? AddCell(index, second: true) : -1;
            remade.Add(aggregates[index] with { Column = column, SecondColumn = secondColumn, Sorted = false });
        }

        NumberColumn = HashColumn + 1 + _cells.Count;
        Aggregates = [.. remade, new MergeAggregate(AggregateKind.First, NumberColumn, -1, Collation.Binary)];
        Columns = [.. Enumerable.Repeat(new ColumnMetadata(""), NumberColumn + 1)];
    }

    public ColumnMetadata[] Columns { get; }

    /// <summary>The keys as columns of the rows.</summary>
    public MergeKey[] Keys { get; }

    public int HashColumn { get; }

    public int NumberColumn { get; }

    /// <summary>How many aggregates a group has.</summary>
    public int Width => _of.Length;

    /// <summary>What makes the groups again, and last their numbers.</summary>
    public MergeAggregate[] Aggregates { get; }

    /// <summary>The order of a run.</summary>
    public MergeKey[] Order => [new MergeKey(HashColumn, Collation.Binary), .. Keys];

    /// <summary>What makes the rows of a group one.</summary>
    public MergeKey[] GroupKeys => [.. Keys, new MergeKey(HashColumn, Collation.Binary)];

    public AggregateKind KindOf(int aggregate) => _of[aggregate].Kind;

    public (int Aggregate, bool Second) CellOf(int column) => _cells[column - HashColumn - 1];

    private int AddCell(int aggregate, bool second)
    {
        _cells.Add((aggregate, second));
        return HashColumn + _cells.Count;
    }
}
