using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Operators;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// What the shards are asked for: the group's keys, the values that DISTINCT aggregates must see whole, and partial aggregates. With the
/// distinct values among the shards' own keys every other partial stays additive.
/// </summary>
internal sealed class PartialGroups
{
    private readonly ScatterSource _source;
    private readonly List<GroupTerm> _keys = [];
    private readonly List<Expression> _distinct = [];
    private readonly List<Expression> _partials = [];
    private readonly List<(Expression Call, Aggregate Aggregate)> _aggregates = [];
    private readonly bool _sendsValues;

    public PartialGroups(ScatterSource source)
    {
        _source = source;
        foreach (var term in source.Core.Syntax.GroupBy)
            _keys.Add(KeyOf(GroupTerms.Resolve(source.Core, term)));
        var calls = Calls();
        _sendsValues = calls.Exists(call => IsCountedOnce(call) && !IsOnOneShard(call));
        foreach (var call in calls)
            CollectDistinct(call);
        if (_distinct.Count == 1)
            DistinctOrder = OrderOf(calls.FindAll(IsSplit).ConvertAll(call => Collations.Of(call.Arguments[0], source.Core.Scope)));
        foreach (var call in calls)
            Add(call);
    }

    public IReadOnlyList<GroupTerm> Keys => _keys;

    public bool HasDistinct => _distinct.Count > 0;

    /// <summary>
    /// The order that brings a group's equal values together, when the DISTINCT aggregates all count the same ones: the merge then keeps none of them.
    /// Null when there is none.
    /// </summary>
    public SortKey? DistinctOrder { get; private set; }

    /// <summary>What a shard sorts that by: its collation is the aggregates', which the column's own need not be.</summary>
    public Expression DistinctPosition => Position(_keys.Count + 1) is var position && DistinctOrder!.Collation == Collations.Of(_distinct[0], _source.Core.Scope)
        ? position
        : new CollateExpression(position, new Identifier(DistinctOrder.Collation));

    public IReadOnlyList<Aggregate> Aggregates => [.. _aggregates.Select(entry => entry.Aggregate)];

    /// <summary>The select list for a shard.</summary>
    public NodeList<ResultColumn> Columns =>
        [.. _keys.Select(key => key.Expression).Concat(_distinct).Concat(_partials)
            .Select((expression, index) => new ResultColumn(expression, new Identifier($"~{index + 1}", NameQuotes.Grave)))];

    /// <summary>The shard's GROUP BY, by position so that no expression is taken for one.</summary>
    public NodeList<Expression> GroupBy => [.. Enumerable.Range(1, _keys.Count + _distinct.Count).Select(Position)];

    public static Expression Position(int number) => new LiteralExpression(LiteralKind.Integer, $"{number}");

    /// <summary>The column of an aggregate in the merged groups; -1 when the expression is none.</summary>
    public int IndexOfAggregate(Expression expression)
    {
        var index = _aggregates.FindIndex(entry => entry.Call.Equals(expression));
        return index < 0 ? -1 : _keys.Count + index;
    }

    /// <summary>The column of a key in the merged groups; -1 when the expression is none.</summary>
    public int IndexOfKey(Expression expression)
    {
        var binding = expression is ColumnExpression column ? _source.Core.Scope.Resolve(column) : null;
        return _keys.FindIndex(key => binding is not null ? key.Binding == binding : key.Expression.Equals(expression));
    }

    /// <summary>The column of a value that is one and the same in all rows of a group.</summary>
    public int AddFirst(ColumnExpression column)
    {
        var known = IndexOfAggregate(column);
        if (known >= 0)
            return known;
        _aggregates.Add((column, new Aggregate(AggregateKind.First, AddPartial(column))));
        return _keys.Count + _aggregates.Count - 1;
    }

    private SortKey? OrderOf(List<string> collations) =>
        collations.TrueForAll(collation => collation == collations[0]) ? new SortKey(_keys.Count, false, true, collations[0]) : null;

    private GroupTerm KeyOf(Expression expression)
    {
        var binding = expression is ColumnExpression column ? _source.Core.Scope.Resolve(column) : null;
        return new GroupTerm(expression, binding, Collations.Of(expression, _source.Core.Scope));
    }

    private List<FunctionExpression> Calls()
    {
        var finder = new AggregateFunctions.Finder();
        finder.VisitAll(_source.Core.Syntax.Columns);
        if (_source.Core.Syntax.Having is { } having)
            finder.Visit(having);
        finder.VisitAll(_source.Select.OrderBy);
        if (finder.Windows.Count > 0)
            throw new RefusedException(LocalityRefusals.InnerWindow(_source.Core));
        var calls = new List<FunctionExpression>();
        foreach (var call in finder.Aggregates)
        {
            if (!calls.Contains(call))
                calls.Add(call);
        }

        return calls;
    }

    private void CollectDistinct(FunctionExpression call)
    {
        if (IsSplit(call) && !_distinct.Contains(DistinctValue(call)))
            _distinct.Add(DistinctValue(call));
    }

    /// <summary>
    /// True when the shards must send the values: one value may be on several shards, or (because another aggregate's values divide the group
    /// further) in several rows of one shard.
    /// </summary>
    private bool IsSplit(FunctionExpression call) => _sendsValues && IsCountedOnce(call);

    private static bool IsCountedOnce(FunctionExpression call) =>
        call.Distinct && !call.Name.Is("min") && !call.Name.Is("max") && call.Arguments.Count == 1;

    private bool IsOnOneShard(FunctionExpression call) =>
        LocalityAnalyzer.IsPartitionKey(call.Arguments[0], _source.Core.Scope, _source.Rows, _source.Facts);

    /// <summary>What FILTER leaves out counts as NULL, which no aggregate counts.</summary>
    private static Expression DistinctValue(FunctionExpression call) =>
        call.Filter is { } filter ? new CaseExpression(null, [new WhenClause(filter, call.Arguments[0])], null) : call.Arguments[0];

    private void Add(FunctionExpression call)
    {
        if (call.OrderBy.Count > 0)
            throw new RefusedException(AggregateRefusals.Aggregate(call));
        _aggregates.Add((call, IsSplit(call) ? Distinct(call) : Partial(call)));
    }

    private Aggregate Distinct(FunctionExpression call)
    {
        var kind = call.Name.Name.ToUpperInvariant() switch
        {
            "COUNT" => AggregateKind.CountDistinct,
            "SUM" => AggregateKind.SumDistinct,
            "TOTAL" => AggregateKind.TotalDistinct,
            "AVG" => AggregateKind.AverageDistinct,
            _ => throw new RefusedException(AggregateRefusals.Aggregate(call)),
        };
        var column = _keys.Count + _distinct.IndexOf(DistinctValue(call));
        return new Aggregate(kind, column, Collation: Collations.Of(call.Arguments[0], _source.Core.Scope), Sorted: DistinctOrder is not null);
    }

    private Aggregate Partial(FunctionExpression call)
    {
        switch (call.Name.Name.ToUpperInvariant())
        {
            case "COUNT":
                return new Aggregate(AggregateKind.Count, AddPartial(call));
            case "SUM":
                return new Aggregate(AggregateKind.Sum, AddSum(call));
            case "TOTAL":
                return new Aggregate(AggregateKind.Total, AddSum(call));
            case "AVG":
                return new Aggregate(AggregateKind.Average, AddSum(call), AddPartial(call with { Name = new Identifier("count") }));
            case "MIN" or "MAX":
                var kind = call.Name.Is("min") ? AggregateKind.Min : AggregateKind.Max;
                return new Aggregate(kind, AddPartial(call with { Distinct = false }), Collation: Collations.Of(call.Arguments[0], _source.Core.Scope));
            case "EF_SUM":
                return new Aggregate(AggregateKind.DecimalSum, AddPartial(call));
            case "EF_AVG":
                return new Aggregate(
                    AggregateKind.DecimalAverage, AddPartial(call with { Name = new Identifier("ef_sum") }), AddPartial(call with { Name = new Identifier("count") }));
            case "EF_MIN":
                return new Aggregate(AggregateKind.DecimalMin, AddPartial(call));
            case "EF_MAX":
                return new Aggregate(AggregateKind.DecimalMax, AddPartial(call));
            default:
                throw new RefusedException(AggregateRefusals.Aggregate(call));
        }
    }

    private int AddSum(FunctionExpression call) => AddPartial(call with { Name = new Identifier(NumericSum.PartialFunction) });

    private int AddPartial(Expression partial)
    {
        var known = _partials.IndexOf(partial);
        if (known < 0)
        {
            known = _partials.Count;
            _partials.Add(partial);
        }

        return _keys.Count + _distinct.Count + known;
    }
}

/// <summary>One key of the groups.</summary>
internal sealed record GroupTerm(Expression Expression, ColumnBinding? Binding, string Collation);
