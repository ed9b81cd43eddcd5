using System.Runtime.CompilerServices;
using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>One aggregate of one group while its rows come, and its result when they are over.</summary>
internal struct AggregateState
{
    private NumericSum _sum;

    private long _count;

    private bool _hasFirst;

    /// <summary>For the DISTINCT kinds whose equal values do not come together; made with the first value.</summary>
    private DistinctValues? _distinct;

    /// <summary>The least, greatest or first value, the last one of a sorted DISTINCT kind, and in the end the result.</summary>
    private ValueBuffer _value;

    /// <summary>What one state takes in memory beside its text and its distinct values.</summary>
    public static int Size => Unsafe.SizeOf<AggregateState>();

    /// <summary>After <see cref="Finish"/>.</summary>
    public readonly ValueView Result => _value.View;

    /// <summary>Null for other kinds, and before the first value.</summary>
    public readonly DistinctValues? Distinct => _distinct;

    public void Add(in MergeAggregate aggregate, RowCursor row, MergeMemory memory)
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
                AddExtreme(aggregate, ValueView.Of(row, column), memory.Budget);
                break;
            case AggregateKind.DecimalAverage:
                _count += row.GetInteger(aggregate.SecondColumn);
                AddDecimal(AggregateKind.DecimalSum, ValueView.Of(row, column), memory.Budget);
                break;
            case AggregateKind.DecimalSum or AggregateKind.DecimalMin or AggregateKind.DecimalMax:
                AddDecimal(aggregate.Kind, ValueView.Of(row, column), memory.Budget);
                break;
            case AggregateKind.ServerAverage:
                _count += row.GetInteger(aggregate.SecondColumn);
                AddServerSum(ValueView.Of(row, column), memory.Budget);
                break;
            case AggregateKind.ServerSum:
                AddServerSum(ValueView.Of(row, column), memory.Budget);
                break;
            case AggregateKind.First when !_hasFirst:
                _hasFirst = true;
                SetValue(ValueView.Of(row, column), memory.Budget);
                break;
            case AggregateKind.First:
                break;
            default:
                AddDistinct(aggregate, row, memory);
                break;
        }
    }

    /// <exception cref="ShardException">EngineError: integer overflow.</exception>
    public void Finish(AggregateKind kind)
    {
        if (_distinct is not null)
            (_count, _sum) = (_distinct.Count, _distinct.Sum);
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
            case AggregateKind.DecimalAverage when !_value.IsNull:
                Span<byte> scratch = stackalloc byte[DecimalText.MaxLength];
                _value.Set(DecimalText.Write(DecimalText.Read(_value.View) / _count, scratch));
                break;
            case AggregateKind.ServerAverage when _value.View.Kind == ValueKind.Real:
                _value.Set(ValueView.FromReal(_value.View.Real / _count));
                break;
            case AggregateKind.ServerAverage when !_value.IsNull:
                _value.Set(ValueView.FromBytes(ValueKind.Text, ExactDecimal.Read(_value.View).DivideBy(_count).ToUtf8()));
                break;
            case AggregateKind.Average or AggregateKind.AverageDistinct:
                _value.Set(_count == 0 ? default : ValueView.Of(SqliteArithmetic.FromReal(_sum.ToReal() / _count)));
                break;
        }
    }

    /// <summary>What <see cref="Add"/> takes to bring the state back, as the value of the aggregate's column, or of its second one.</summary>
    /// <param name="row">A DISTINCT kind is as many rows as it has values; others are in the first, and NULL, which adds nothing, in the rest.</param>
    /// <param name="scratch">Room for a partial sum.</param>
    public readonly ValueView GetPartial(AggregateKind kind, bool second, int row, Span<byte> scratch)
    {
        if (_distinct is not null)
            return row < _distinct.KeptCount ? _distinct.Get(row) : default;
        if (row > 0)
            return default;
        if (kind == AggregateKind.Count || second)
            return ValueView.FromInteger(_count);
        if (kind is not (AggregateKind.Sum or AggregateKind.Total or AggregateKind.Average))
            return _value.View;
        if (_sum.TryGetPartial(out var number))
            return number;
        _sum.WritePartial(scratch);
        return ValueView.FromBytes(ValueKind.Blob, scratch[..NumericSum.PartialLength]);
    }

    /// <summary>Makes the state new for the next group.</summary>
    public void Reset()
    {
        _sum = default;
        _count = 0;
        _hasFirst = false;
        _distinct?.Clear();
        _value.Clear();
    }

    /// <summary>Gives the memory back to the budget; the state is empty then.</summary>
    public void Release(GatherBudget budget)
    {
        _distinct?.Release();
        budget.Release(_value.HeldBytes);
        this = default;
    }

    private void AddExtreme(in MergeAggregate aggregate, in ValueView value, GatherBudget budget)
    {
        if (value.IsNull)
            return;
        var order = _value.IsNull ? 0 : ValueComparer.Compare(value, _value.View, aggregate.Collation);
        if (_value.IsNull || (aggregate.Kind == AggregateKind.Min ? order < 0 : order > 0))
            SetValue(value, budget);
    }

    private void AddDecimal(AggregateKind kind, in ValueView value, GatherBudget budget)
    {
        if (value.IsNull)
            return;
        var added = DecimalText.Read(value);
        if (!_value.IsNull)
        {
            var before = DecimalText.Read(_value.View);
            added = kind switch
            {
                AggregateKind.DecimalSum => DecimalText.Add(before, added),
                AggregateKind.DecimalMin => Math.Min(before, added),
                _ => Math.Max(before, added),
            };
        }

        Span<byte> scratch = stackalloc byte[DecimalText.MaxLength];
        SetValue(DecimalText.Write(added, scratch), budget);
    }

    private void AddServerSum(in ValueView value, GatherBudget budget)
    {
        if (value.IsNull)
            return;
        if (_value.IsNull)
            SetValue(value, budget);
        else if (value.Kind == ValueKind.Real)
            SetValue(ValueView.FromReal(_value.View.ToReal() + value.Real), budget);
        else
            SetValue(ValueView.FromBytes(ValueKind.Text, (ExactDecimal.Read(_value.View) + ExactDecimal.Read(value)).ToUtf8()), budget);
    }

    private void AddDistinct(in MergeAggregate aggregate, RowCursor row, MergeMemory memory)
    {
        if (aggregate.Sorted)
        {
            AddSorted(aggregate, ValueView.Of(row, aggregate.Column), memory.Budget);
            return;
        }

        _distinct ??= new DistinctValues(new MergeKey(aggregate.Column, aggregate.Collation), memory);
        _distinct.Add(row);
    }

    /// <summary>Equal values come one after the other: the last one is all that has to be known.</summary>
    private void AddSorted(in MergeAggregate aggregate, in ValueView value, GatherBudget budget)
    {
        if (value.IsNull || (_hasFirst && ValueComparer.AreEqual(_value.View, value, aggregate.Collation)))
            return;
        _hasFirst = true;
        _count++;
        _sum.Add(value);
        SetValue(value, budget);
    }

    private void SetValue(in ValueView value, GatherBudget budget)
    {
        var before = _value.HeldBytes;
        _value.Set(value);
        if (_value.HeldBytes > before)
            budget.Charge(_value.HeldBytes - before);
    }
}
