using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Binding;

/// <summary>Finds what the names of a statement mean, as far as routing needs it: every source, never every column.</summary>
internal sealed partial class Binder(string text, LogicalSchema schema, ClusterTopology topology, LogicalTemporary temporary)
{
    // Common tables and views are bound once per mention: nested mentions multiply.
    private const int MaxSources = 2000;

    private readonly List<TableLeaf> _leaves = [];
    private readonly List<OpaqueSource> _opaque = [];
    private readonly Dictionary<Node, Node> _inlined = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, SubqueryReference> _views = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, SelectStatement> _members = new(ReferenceEqualityComparer.Instance);
    private int _sources;

    // Counts the mentions in whose place something else stands.
    private int _made;

    // The views of shards do not see temporary objects.
    private bool _isInView;

    /// <summary>MySQL takes HAVING for a second WHERE, and an aggregate anywhere for one group.</summary>
    private bool IsOnServers => topology.Engine == EngineKind.MySql;

    /// <summary>Every table that the statement mentions, wherever.</summary>
    public IReadOnlyList<TableLeaf> Leaves => _leaves;

    public IReadOnlyList<OpaqueSource> OpaqueSources => _opaque;

    /// <summary>What must stand in the text instead of some mentions.</summary>
    public IReadOnlyDictionary<Node, Node> Inlined => _inlined;

    /// <summary>The query of each mention of a view, as it can stand in the view's place.</summary>
    public IReadOnlyDictionary<Node, SubqueryReference> Views => _views;

    /// <summary>For each t of <c>x IN t</c> the query that it is short for.</summary>
    public IReadOnlyDictionary<Node, SelectStatement> Members => _members;

    /// <summary>True when rows that the catalog made are among what is read.</summary>
    public bool ReadsCatalog { get; private set; }

    public BoundQuery Bind(SelectStatement select, Scope? outer = null, CommonTables? common = null)
    {
        var inner = select.With is { } with ? new CommonTables(common, with, outer) : common;
        var cores = new List<BoundCore>();
        var subqueries = new List<BoundSubquery>();
        BindBody(select.Body, outer, inner, cores, subqueries);
        var tail = cores.Count == 1 && select.Body is SelectCore ? cores[0].Scope : outer ?? new Scope(null);
        var collector = new SubqueryCollector();
        collector.VisitAll(select.OrderBy);
        if (select.Limit is { } limit)
            collector.Visit(limit);
        BindAll(collector.Found, tail, inner, subqueries);
        if (cores.Count == 1 && select.Body is SelectCore tailCore)
        {
            foreach (var owner in OuterAggregates.Of(tailCore with { Columns = default, Having = null }, select.OrderBy, cores[0].Scope))
                owner.HasInnerAggregates = true;
            cores[0].Subqueries = [.. cores[0].Subqueries, .. subqueries];
            subqueries.Clear();
            if (!IsOnServers && !IsOfGroups(cores[0], tailCore) && Selecting.AggregateFunctions.Any(select.OrderBy))
                throw Misuse("ORDER BY has an aggregate in a query that neither groups nor selects one", "Add GROUP BY, or select the aggregate.", select.OrderBy[0].Span);
            cores[0].IsAggregated |= Selecting.AggregateFunctions.Any(select.OrderBy);
        }

        return new BoundQuery(select, cores) { Subqueries = subqueries, Common = common };
    }

    public BoundFrom BindTarget(TableReference reference, Scope scope)
    {
        var leaf = Leaf(Table(reference.Name), reference.Alias, reference.Name);
        scope.Add(leaf);
        return new FromSource(leaf);
    }

    /// <summary>What UPDATE joins with FROM.</summary>
    public BoundFrom BindJoined(TableSource source, Scope scope, CommonTables? common) => BindFrom(source, scope, common);

    public bool IsView(ObjectName name) => FindView(name) is not null;

    /// <summary>Binds the subqueries of any nodes that stand outside a SELECT.</summary>
    public IReadOnlyList<BoundSubquery> BindSubqueries(IEnumerable<Node?> nodes, Scope scope, CommonTables? common)
    {
        var collector = new SubqueryCollector();
        foreach (var node in nodes)
        {
            if (node is not null)
                collector.Visit(node);
        }

        var bound = new List<BoundSubquery>();
        BindAll(collector.Found, scope, common, bound);
        return bound;
    }

    private void BindAll(List<Expression> found, Scope scope, CommonTables? common, List<BoundSubquery> into)
    {
        foreach (var node in found)
        {
            var query = node switch
            {
                SubqueryExpression subquery => subquery.Query,
                ExistsExpression exists => exists.Query,
                InExpression { Query: { } inQuery } => inQuery,
                InExpression { Table: { } table } => MembersOf(table),
                QuantifiedExpression quantified => quantified.Query,
                _ => null,
            };
            if (query is not null)
                into.Add(new BoundSubquery(node, Bind(query, scope, common), scope));
        }
    }

    // x IN t is short for x IN (SELECT * FROM t); the query of a mention that is bound again is the same one.
    private SelectStatement MembersOf(TableSource table)
    {
        if (_members.TryGetValue(table, out var known))
            return known;
        var star = new ResultColumn(new StarExpression(null) { Span = table.Span }, null) { Span = table.Span };
        var core = new SelectCore(false, [star], table, null, default, null, default) { Span = table.Span };
        var query = new SelectStatement(null, core, default, null) { Span = table.Span };
        _members.Add(table, query);
        return query;
    }

    private void BindBody(SelectBody body, Scope? outer, CommonTables? common, List<BoundCore> cores, List<BoundSubquery> subqueries)
    {
        switch (body)
        {
            case SelectCore core:
                cores.Add(BindCore(core, outer, common));
                break;
            case CompoundBody compound:
                BindBody(compound.First, outer, common, cores, subqueries);
                foreach (var term in compound.Rest)
                    BindBody(term.Body, outer, common, cores, subqueries);
                break;
            case NestedBody nested:
                var inner = Bind(nested.Query, outer, common);
                cores.AddRange(inner.Cores);
                subqueries.AddRange(inner.Subqueries);
                break;
            case ValuesBody values:
                var collector = new SubqueryCollector();
                collector.VisitAll(values.Rows);
                BindAll(collector.Found, outer ?? new Scope(null), common, subqueries);
                break;
        }
    }

    private BoundCore BindCore(SelectCore core, Scope? outer, CommonTables? common)
    {
        var scope = new Scope(outer);
        var from = core.From is null ? null : BindFrom(core.From, scope, common);
        var bound = new BoundCore(core, scope, from)
        {
            IsAggregated = core.GroupBy.Count > 0 || Selecting.AggregateFunctions.Any(core.Columns) || (core.Having is { } having && Selecting.AggregateFunctions.Any([having])),
        };
        bound.Outputs = Outputs(bound);
        var collector = new SubqueryCollector();
        collector.VisitChildrenWithoutFrom(core);
        var subqueries = new List<BoundSubquery>();
        BindAll(collector.Found, scope, common, subqueries);
        bound.Subqueries = subqueries;
        if (core.Having is { } condition && !IsOnServers && !IsOfGroups(bound, core))
            throw Misuse("HAVING stands in a query that neither groups nor selects an aggregate", "Add GROUP BY, or select the aggregate.", condition.Span);
        foreach (var owner in OuterAggregates.Of(core, default, scope))
            owner.HasInnerAggregates = true;
        return bound;
    }

    /// <summary>What makes aggregates in HAVING and ORDER BY legal; shards asked for parts of such a query would not notice.</summary>
    private static bool IsOfGroups(BoundCore bound, SelectCore core) =>
        core.GroupBy.Count > 0 || Selecting.AggregateFunctions.Any(core.Columns) || bound.Scope.HasInnerAggregates;

    private static RefusedException Misuse(string problem, string advice, SourceSpan span) => new(new Refusal(ShardErrorCode.SyntaxError, problem, advice, span));

    private static List<OutputColumn>? Outputs(BoundCore core)
    {
        var outputs = new List<OutputColumn>();
        foreach (var column in core.Syntax.Columns)
        {
            if (column.Expression is StarExpression star)
            {
                if (!Expand(core.Scope, star, outputs))
                    return null;
                continue;
            }

            var binding = column.Expression is ColumnExpression name ? core.Scope.Resolve(name) : null;
            var named = column.Alias?.Name ?? binding?.Name ?? (column.Expression as ColumnExpression)?.Column.Name ?? "";
            outputs.Add(new OutputColumn(named, column.Expression, binding));
        }

        return outputs;
    }

    private static bool Expand(Scope scope, StarExpression star, List<OutputColumn> outputs)
    {
        foreach (var source in scope.Sources)
        {
            if (star.Table is { } table && !table.Is(source.Name ?? ""))
                continue;
            if (source.Columns is null)
                return false;
            foreach (var name in source.Columns)
            {
                var binding = new ColumnBinding(source, source.IndexOf(name));
                if (star.Table is null && scope.IsHiddenByUsing(binding))
                    continue;
                if (star.Table is null && scope.Resolve(new ColumnExpression(null, null, new Identifier(name))) is { } merged)
                    binding = merged;
                outputs.Add(new OutputColumn(name, null, binding));
            }
        }

        return true;
    }
}
