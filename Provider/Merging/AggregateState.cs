using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>One aggregate of one group while its rows come, and its result when they are over.</summary>
internal struct AggregateState
{
    /// <summary>What one state takes in memory beside its text, roughly.</summary>
    public const int Size = 96;

    private NumericSum _sum;

    private long _count;

    private bool _hasFirst;

    /// <summary>For the DISTINCT kinds; made with the first value.</summary>
    private RowIndex? _seen;

    private ValueBuffer _value;

    /// <summary>After <see cref="Finish"/>.</summary>
    public readonly ValueView Result => _value.View;

    public void Add(in MergeAggregate aggregate, RowCursor row, GatherBudget budget)
    {
        var column = aggregate.Column;
        switch (aggregate.Kind)
        {
            case AggregateKind.Count:
                _count += row.GetInteger(column);
                break;
            case AggregateKind.Sum or AggregateKind.Total:
                _sum.AddPartial(ValueView.Of(row, column));
                break;
            case AggregateKind.Average:
                _count += row.GetInteger(aggregate.SecondColumn);
                _sum.AddPartial(ValueView.Of(row, column));
                break;
            case AggregateKind.Min or AggregateKind.Max:
                AddExtreme(aggregate, ValueView.Of(row, column), budget);
                break;
            case AggregateKind.First when !_hasFirst:
                _hasFirst = true;
                SetValue(ValueView.Of(row, column), budget);
                break;
            case AggregateKind.CountDistinct or AggregateKind.SumDistinct or AggregateKind.TotalDistinct or AggregateKind.AverageDistinct:
                AddDistinct(aggregate, row, budget);
                break;
        }
    }

    /// <exception cref="ShardException">EngineError: integer overflow.</exception>
    public void Finish(AggregateKind kind)
    {
        switch (kind)
        {
            case AggregateKind.Count or AggregateKind.CountDistinct:
                _value.Set(ValueView.FromInteger(_count));
                break;
            case AggregateKind.Sum or AggregateKind.SumDistinct:
                _value.Set(ValueView.Of(_sum.ToSum()));
                break;
            case AggregateKind.Total or AggregateKind.TotalDistinct:
                _value.Set(ValueView.Of(SqliteArithmetic.FromReal(_sum.ToReal())));
                break;
            case AggregateKind.Average or AggregateKind.AverageDistinct:
                _value.Set(_count == 0 ? default : ValueView.Of(SqliteArithmetic.FromReal(_sum.ToReal() / _count)));
                break;
        }
    }

    /// <summary>Makes the state new for the next group.</summary>
    public void Reset()
    {
        _sum = default;
        _count = 0;
        _hasFirst = false;
        _seen?.Release();
        _seen = null;
        _value.Clear();
    }

    private void AddExtreme(in MergeAggregate aggregate, in ValueView value, GatherBudget budget)
    {
        if (value.IsNull)
            return;
        var order = _value.IsNull ? 0 : ValueComparer.Compare(value, _value.View, aggregate.Collation);
        if (_value.IsNull || (aggregate.Kind == AggregateKind.Min ? order < 0 : order > 0))
            SetValue(value, budget);
    }

    private void AddDistinct(in MergeAggregate aggregate, RowCursor row, GatherBudget budget)
    {
        var value = ValueView.Of(row, aggregate.Column);
        if (value.IsNull)
            return;
        _seen ??= new RowIndex([new MergeKey(aggregate.Column, aggregate.Collation)], budget);
        _seen.FindOrAdd(row, out var isNew);
        if (!isNew)
            return;
        _count++;
        if (aggregate.Kind != AggregateKind.CountDistinct)
            _sum.Add(value);
    }

    private void SetValue(in ValueView value, GatherBudget budget)
    {
        var before = _value.HeldBytes;
        _value.Set(value);
        if (_value.HeldBytes > before)
            budget.Charge(_value.HeldBytes - before);
    }
}
