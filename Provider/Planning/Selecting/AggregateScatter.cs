using ShardClient.Planning.Binding;
using ShardClient.Planning.Operators;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// Groups that cross shards: each shard groups its own rows and sorts them by the keys, the merge adds up neighbours, one group at a time.
/// HAVING, the expressions of the select list, other orders and LIMIT follow on the merged groups.
/// </summary>
internal sealed class AggregateScatter
{
    private readonly ScatterSource _source;
    private readonly PartialGroups _groups;
    private readonly ScalarTranslator _translator;
    private readonly List<ProjectedColumn> _columns = [];
    private readonly List<SortKey> _sort = [];

    private AggregateScatter(ScatterSource source)
    {
        _source = source;
        _groups = new PartialGroups(source);
        _translator = new ScalarTranslator(source, _groups);
    }

    private BoundCore Core => _source.Core;

    public static PlanOperator Plan(ScatterSource source) => new AggregateScatter(source).Plan();

    private PlanOperator Plan()
    {
        AddColumns();
        var visible = _columns.Count;
        var having = Core.Syntax.Having is { } condition ? _translator.Translate(condition) : null;
        var order = GroupOrder();
        if (order is null)
            AddSort(visible);
        List<SortKey> sequence = order ?? [.. Enumerable.Range(0, _groups.Keys.Count).Select(key => new SortKey(key, false, true, _groups.Keys[key].Collation))];
        var cutsEarly = _source.Select.Limit is not null && order is not null && having is null && !_groups.HasDistinct && !Core.Syntax.Distinct && _groups.Keys.Count > 0;
        PlanOperator rows = Group(sequence, cutsEarly);
        if (having is not null)
            rows = new Filter(rows, having);
        rows = new Project(rows, _columns);
        if (Core.Syntax.Distinct)
            rows = Distinct(rows, visible);
        if (_sort.Count > 0)
            rows = new Sort(rows, _sort, null);
        if (_columns.Count > visible)
            rows = new Trim(rows, visible);
        return _source.Select.Limit is { } limit ? LimitTerms.OverMerged(limit, rows) : rows;
    }

    private Group Group(List<SortKey> sequence, bool cutsEarly)
    {
        var orderBy = sequence.ConvertAll(key => new OrderingTerm(
            PartialGroups.Position(key.Column + 1), key.Descending, key.NullsFirst == !key.Descending ? NullsOrder.Default : key.NullsFirst ? NullsOrder.First : NullsOrder.Last));
        if (_groups.DistinctOrder is { } distinct)
        {
            sequence = [.. sequence, distinct];
            orderBy.Add(new OrderingTerm(_groups.DistinctPosition, false, NullsOrder.Default));
        }

        if (Core.Scope.Sources.Any(IsSorted))
            orderBy = orderBy.ConvertAll(term => term with { Expression = Unmatched(term.Expression) });

        var text = _source.Select with
        {
            Body = Core.Syntax with { Distinct = false, Columns = _groups.Columns, GroupBy = _groups.GroupBy, Having = null },
            OrderBy = [.. orderBy],
            Limit = cutsEarly ? LimitTerms.ForShard(_source.Select.Limit) : null,
        };
        var scan = PlainScatter.Scan(_source, text);
        PlanOperator rows = sequence.Count > 0 ? new MergeSort(scan, sequence) : new Concat(scan);
        return new Group(rows, [.. _groups.Keys.Select((key, index) => new GroupKey(index, key.Collation))], _groups.Aggregates, Streamed: true);
    }

    /// <summary>
    /// True for a query in FROM with an ORDER BY of its own: SQLite 3.50 then may group in that order, the other way round perhaps, and takes the ORDER BY
    /// that equals the GROUP BY for kept.
    /// </summary>
    private static bool IsSorted(RowSource source) => source is DerivedSource derived
        && (derived.Query.Syntax.OrderBy.Count > 0 || derived.Query.Cores.Any(static core => core.Scope.Sources.Any(IsSorted)));

    /// <summary>The column of a position, written so that the engine does not find it among the groups' keys. A number would be a position again.</summary>
    private Expression Unmatched(Expression position)
    {
        if (position is CollateExpression collate)
            return new CollateExpression(Unmatched(collate.Operand), collate.Collation);
        var column = _groups.Columns[GroupTerms.Position(position)!.Value - 1].Expression;
        return IsNumber(column) ? position : new UnaryExpression(UnaryOperator.Plus, column);
    }

    private static bool IsNumber(Expression expression) => expression switch
    {
        LiteralExpression => true,
        UnaryExpression { Operator: UnaryOperator.Plus or UnaryOperator.Negate } signed => IsNumber(signed.Operand),
        _ => false,
    };

    private void AddColumns()
    {
        foreach (var column in Core.Syntax.Columns)
        {
            if (column.Expression is StarExpression)
                throw new RefusedException(AggregateRefusals.Star(Core.Syntax));
            var scalar = _translator.Translate(column.Expression);
            var binding = column.Expression is ColumnExpression name ? Core.Scope.Resolve(name) : null;
            var title = column.Alias?.Name ?? binding?.Name ?? (column.Expression as ColumnExpression)?.Column.Name ?? "";
            _columns.Add(new ProjectedColumn(scalar, title, scalar is Scalars.ColumnScalar { Column: var source } && binding is not null ? source : -1));
        }
    }

    /// <summary>The order in which groups must come so that ORDER BY holds by itself; null when it sorts by something else than keys.</summary>
    private List<SortKey>? GroupOrder()
    {
        var sequence = new List<SortKey>();
        foreach (var term in _source.Select.OrderBy)
        {
            var expression = Meaning(term.Expression, out var collation);
            var key = _groups.IndexOfKey(expression);
            if (key < 0 || (collation is not null && collation != _groups.Keys[key].Collation))
                return null;
            if (!sequence.Exists(sorted => sorted.Column == key))
                sequence.Add(new SortKey(key, term.Descending, SortTerms.NullsFirst(term), _groups.Keys[key].Collation));
        }

        for (var key = 0; key < _groups.Keys.Count; key++)
        {
            if (!sequence.Exists(sorted => sorted.Column == key))
                sequence.Add(new SortKey(key, false, true, _groups.Keys[key].Collation));
        }

        return sequence;
    }

    private void AddSort(int visible)
    {
        foreach (var term in _source.Select.OrderBy)
        {
            var expression = Meaning(term.Expression, out var collation);
            var column = IndexOfColumn(expression, visible);
            if (column < 0 && Core.Syntax.Distinct)
                throw RefusedException.NotSupported("SELECT DISTINCT over several shards cannot be ordered by what it does not select", "Add the ORDER BY expression to the select list.", term.Span);
            if (column < 0)
            {
                column = _columns.Count;
                _columns.Add(new ProjectedColumn(_translator.Translate(expression), ""));
            }

            _sort.Add(new SortKey(column, term.Descending, SortTerms.NullsFirst(term), collation ?? Collations.Of(expression, Core.Scope)));
        }
    }

    private int IndexOfColumn(Expression expression, int visible)
    {
        for (var index = 0; index < visible; index++)
        {
            if (Core.Syntax.Columns[index].Expression.Equals(expression))
                return index;
        }

        return -1;
    }

    /// <summary>What an ORDER BY term stands for: a result column by position or alias, or itself.</summary>
    private Expression Meaning(Expression term, out string? collation)
    {
        collation = null;
        while (term is CollateExpression collate)
        {
            collation ??= collate.Collation.Name.ToUpperInvariant();
            term = collate.Operand;
        }

        if (GroupTerms.Position(term) is { } position)
        {
            return position >= 1 && position <= Core.Syntax.Columns.Count
                ? Core.Syntax.Columns[position - 1].Expression
                : throw RefusedException.NotSupported($"The ORDER BY position {position} is out of range", "", term.Span);
        }

        if (term is ColumnExpression { Table: null } name && GroupTerms.Alias(Core, name.Column) is { } alias)
            return Core.Syntax.Columns[alias].Expression;
        return new AliasSubstitution(Core).Rewrite(term);
    }

    private Distinct Distinct(PlanOperator rows, int visible)
    {
        var columns = new GroupKey[visible];
        for (var index = 0; index < visible; index++)
            columns[index] = new GroupKey(index, Collations.Of(Core.Syntax.Columns[index].Expression, Core.Scope));
        return new Distinct(rows, columns, Streamed: false);
    }
}
