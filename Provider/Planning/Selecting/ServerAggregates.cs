using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// Groups that cross MySQL shards: each shard groups its own rows and sorts them by the keys, the merge adds up neighbours. Selected are keys and
/// aggregates by themselves; what is computed from aggregates stays the servers' to compute, and so is refused.
/// </summary>
internal sealed class ServerAggregates
{
    private readonly ScatterSource _source;
    private readonly List<(Expression Expression, GroupKey Key)> _keys = [];
    private readonly List<Expression> _partials = [];
    private readonly List<(Expression Of, Aggregate Aggregate)> _aggregates = [];
    private readonly List<ProjectedColumn> _columns = [];
    private readonly List<SortKey> _sort = [];
    private readonly ServerKeys _asked;

    private ServerAggregates(ScatterSource source)
    {
        _source = source;
        _asked = new ServerKeys(source.Core.Scope, 0);
        foreach (var term in source.Core.Syntax.GroupBy)
        {
            var expression = GroupTerms.Resolve(source.Core, term);
            _keys.Add((expression, _asked.KeyOf(expression, null, -1)));
        }
    }

    private SelectCore Syntax => _source.Core.Syntax;

    public static PlanOperator Plan(ScatterSource source) => new ServerAggregates(source).Plan();

    private PlanOperator Plan()
    {
        Refuse();
        foreach (var column in Syntax.Columns)
            _columns.Add(new ProjectedColumn(new ColumnScalar(Place(column.Expression)), Title(column), Place(column.Expression)));
        var visible = _columns.Count;
        foreach (var term in _source.Select.OrderBy)
            _sort.Add(Sort(term));
        var text = _source.Select with
        {
            Body = Syntax with { Columns = Asked(), GroupBy = [.. _keys.Select(static key => key.Expression)] },
            OrderBy = [.. _keys.Select(static key => new OrderingTerm(key.Expression, false, NullsOrder.Default))],
            Limit = null,
        };
        var scan = PlainScatter.Scan(_source, text);
        List<SortKey> order = [.. _keys.Select((key, index) => new SortKey(index, false, true, key.Key.Collation))];
        var isStreamed = !_keys.Exists(key => _asked.MayComeApart(key.Expression));
        PlanOperator rows = isStreamed && order.Count > 0 ? new MergeSort(scan, order) : new Concat(scan);
        rows = new Group(rows, [.. _keys.Select(static (key, index) => new GroupKey(index, key.Key.Collation))], [.. _aggregates.Select(static entry => entry.Aggregate)], isStreamed);
        rows = new Project(rows, _columns);
        if (_sort.Count > 0)
            rows = new Sort(rows, _sort, null);
        if (_columns.Count > visible)
            rows = new Trim(rows, visible);
        return ServerScatter.Cut(_source, rows);
    }

    private void Refuse()
    {
        if (Syntax.Having is { } having)
            throw new RefusedException(AggregateRefusals.Expression(having));
        if (Syntax.Rollup)
            throw RefusedException.NotSupported("WITH ROLLUP over several MySQL shards is not supported", "Name the sharding key so that one shard answers.", Syntax.Span);
        if (Syntax.Distinct)
            throw RefusedException.NotSupported("SELECT DISTINCT of groups over several MySQL shards is not supported", "GROUP BY what you select.", Syntax.Span);
        var finder = new AggregateFunctions.Finder();
        finder.VisitAll(Syntax.Columns);
        if (finder.Windows.Count > 0)
            throw new RefusedException(LocalityRefusals.InnerWindow(_source.Core));
    }

    /// <summary>The select list for a shard: keys as they compare, then partial aggregates.</summary>
    private NodeList<ResultColumn> Asked() => [.. _keys.Select(key => _asked.Hidden[key.Key.Column].Expression).Concat(_partials)
        .Select(static (expression, index) => new ResultColumn(expression, new Identifier($"~{index + 1}", NameQuotes.Grave)))];

    /// <summary>The column of the merged groups that a selected or sorted expression is.</summary>
    private int Place(Expression expression)
    {
        if (IndexOfKey(expression) is var key and >= 0)
        {
            // A key that is compared by something else is shown as any row of the group has it, as the servers do.
            return IsItself(key) ? key : _keys.Count + IndexOf(expression, new Aggregate(AggregateKind.First, Partial(expression)));
        }

        return expression is FunctionExpression call && AggregateFunctions.Is(call)
            ? _keys.Count + IndexOf(call, AggregateOf(call))
            : throw new RefusedException(expression is ColumnExpression column ? AggregateRefusals.BareColumn(column) : AggregateRefusals.Expression(expression));
    }

    private bool IsItself(int key) => _asked.Hidden[_keys[key].Key.Column].Expression.Equals(_keys[key].Expression);

    private int IndexOfKey(Expression expression)
    {
        var binding = expression is ColumnExpression column ? _source.Core.Scope.Resolve(column) : null;
        return _keys.FindIndex(key => binding is not null && key.Expression is ColumnExpression other
            ? _source.Core.Scope.Resolve(other) == binding
            : key.Expression.Equals(expression));
    }

    private int IndexOf(Expression of, Aggregate aggregate)
    {
        var known = _aggregates.FindIndex(entry => entry.Of.Equals(of));
        if (known >= 0)
            return known;
        _aggregates.Add((of, aggregate));
        return _aggregates.Count - 1;
    }

    private Aggregate AggregateOf(FunctionExpression call)
    {
        var splits = call.Distinct && !(call.Arguments.Count == 1
            && (call.Name.Is("min") || call.Name.Is("max") || LocalityAnalyzer.IsPartitionKey(call.Arguments[0], _source.Core.Scope, _source.Rows, _source.Facts)));
        if (splits || call.OrderBy.Count > 0)
            throw new RefusedException(AggregateRefusals.Aggregate(call));
        if ((call.Name.Is("sum") || call.Name.Is("avg")) && UnroundedNumbers.Find(call.Arguments, _source.Core.Scope) is { } division)
            throw new RefusedException(AggregateRefusals.Unrounded(call, division));
        return call.Name.Name.ToUpperInvariant() switch
        {
            "COUNT" => new Aggregate(AggregateKind.Count, Partial(call)) { KeepsType = true },
            "SUM" => new Aggregate(AggregateKind.ServerSum, Partial(call)) { KeepsType = true },
            "AVG" => new Aggregate(AggregateKind.ServerAverage, Partial(call with { Name = new Identifier("sum") }), Partial(call with { Name = new Identifier("count") })) { KeepsType = true },
            "MIN" or "MAX" when IsText(call.Arguments[0]) => throw new RefusedException(AggregateRefusals.Aggregate(call)),
            "MIN" => new Aggregate(AggregateKind.Min, Partial(call), Collation: ServerCollations.ByColumn) { KeepsType = true },
            "MAX" => new Aggregate(AggregateKind.Max, Partial(call), Collation: ServerCollations.ByColumn) { KeepsType = true },
            _ => throw new RefusedException(AggregateRefusals.Aggregate(call)),
        };
    }

    /// <summary>A column of letters, whose least is not that of bytes.</summary>
    private bool IsText(Expression expression) => _source.Core.Scope.Origin(expression)?.Compared is { Affinity: Affinity.Text };

    private int Partial(Expression partial)
    {
        var known = _partials.FindIndex(other => other.Equals(partial));
        if (known < 0)
        {
            known = _partials.Count;
            _partials.Add(partial);
        }

        return _keys.Count + known;
    }

    private SortKey Sort(OrderingTerm term)
    {
        var meant = GroupTerms.Position(term.Expression) is { } position && position >= 1 && position <= Syntax.Columns.Count
            ? Syntax.Columns[position - 1].Expression
            : term.Expression is ColumnExpression { Table: null } name && GroupTerms.Alias(_source.Core, name.Column) is { } alias
                ? Syntax.Columns[alias].Expression
                : term.Expression;
        var key = IndexOfKey(meant);
        var (place, collation) = key >= 0 ? (key, _keys[key].Key.Collation) : (Place(meant), ServerCollations.ByColumn);
        var column = _columns.FindIndex(projected => projected.Source == place);
        if (column < 0)
        {
            column = _columns.Count;
            _columns.Add(new ProjectedColumn(new ColumnScalar(place), "", place));
        }

        return new SortKey(column, term.Descending, SortTerms.NullsFirst(term), collation);
    }

    private string Title(ResultColumn column) =>
        column.Alias?.Name ?? (column.Expression is ColumnExpression name ? _source.Core.Scope.Resolve(name)?.Name ?? name.Column.Name : "");
}
