using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Routes;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// The parts of a statement that are queries of their own: subqueries, grouped or limited derived tables, the SELECTs of set operations. Each that
/// can be planned without gathering becomes a scratch table of its answer; shards then group, sort and cut what would otherwise be gathered row by row.
/// </summary>
internal sealed class Fragments(PlanContext context)
{
    private readonly Dictionary<Node, QueryInput> _found = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, Node> _replacements = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> _judged = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<RowSource> _covered = [];

    public IEnumerable<QueryInput> Inputs => _found.Values;

    /// <summary>What stands in the place of each part.</summary>
    public IReadOnlyDictionary<Node, Node> Replacements => _replacements;

    /// <summary>True for a mention inside a fragment, whose rows nobody else reads.</summary>
    public bool Covers(RowSource source) => _covered.Contains(source);

    /// <summary>The scratch table of a query; null when it is no fragment.</summary>
    public QueryInput? Find(SelectStatement query) => _found.GetValueOrDefault(query);

    /// <summary>Looks for parts below the statement's own query.</summary>
    public void Search(BoundQuery query)
    {
        StackGuard.Check();
        foreach (var core in query.Cores)
        {
            if (!query.IsCompound || OrdersByExpression(query) || !TryArm(query, core))
                Search(core);
        }

        SearchAll(query.Subqueries);
    }

    /// <summary>Such a term must equal an item of an arm, so that the arms stay as they are.</summary>
    private static bool OrdersByExpression(BoundQuery query)
    {
        foreach (var term in query.Syntax.OrderBy)
        {
            if (GroupTerms.Position(term.Expression) is null && term.Expression is not (ColumnExpression { Table: null } or CollateExpression))
                return true;
        }

        return false;
    }

    private void Search(BoundCore core)
    {
        foreach (var source in core.Scope.Sources)
        {
            if (source is DerivedSource derived && !(IsReduced(derived.Query) && TryWhole(derived.Query, limit: false)))
                Search(derived.Query);
        }

        SearchAll(core.Subqueries);
    }

    private void SearchAll(IReadOnlyList<BoundSubquery> subqueries)
    {
        foreach (var subquery in subqueries)
        {
            if (!TryWhole(subquery.Query, limit: subquery.Node is not InExpression))
                Search(subquery.Query);
        }
    }

    /// <summary>False for a query that hands on its rows as they are: the conditions around it narrow its tables better than they would its answer.</summary>
    private static bool IsReduced(BoundQuery query) =>
        query.Plain is { } core && (core.IsAggregated || core.Syntax.Distinct || query.Syntax.Limit is not null || AggregateFunctions.HasWindow(core.Syntax));

    /// <param name="limit">True when only the first row counts: scalar subqueries and EXISTS.</param>
    private bool TryWhole(BoundQuery query, bool limit)
    {
        if (_replacements.ContainsKey(query.Syntax))
            return Cover(query);
        if (!_judged.Add(query.Syntax) || query.IsRecursive || query.Plain is not { Outputs: { Count: > 0 } outputs } core || !ClosedQueries.IsClosed(query) || outputs.Any(JsonOutputs.MayBeJson))
            return false;
        var text = query.Syntax;
        if (limit && text.Limit is null && !core.IsAggregated)
            text = text with { Limit = new LimitClause(new LiteralExpression(LiteralKind.Integer, "1"), null) };
        if (Plan(text, query.Common) is not { } plan)
            return false;
        var input = Add(query.Syntax, plan, outputs, core.Scope);
        _replacements.Add(query.Syntax, new SelectStatement(null, Everything(input, outputs, core.Scope), default, null) { Span = query.Syntax.Span });
        return Cover(query);
    }

    private bool TryArm(BoundQuery query, BoundCore core)
    {
        if (_replacements.ContainsKey(core.Syntax))
            return Cover(core);
        if (!_judged.Add(core.Syntax) || core.Outputs is not { Count: > 0 } outputs || !ClosedQueries.IsClosed(core))
            return false;
        var common = query.Syntax.With is { } with ? new CommonTables(query.Common, with) : query.Common;
        if (Plan(new SelectStatement(null, core.Syntax, default, null) { Span = core.Syntax.Span }, common) is not { } plan)
            return false;
        _replacements.Add(core.Syntax, Everything(Add(core.Syntax, plan, outputs, core.Scope), outputs, core.Scope, isArm: true) with { Span = core.Syntax.Span });
        return Cover(core);
    }

    private bool Cover(BoundQuery query)
    {
        foreach (var core in query.Cores)
            Cover(core);
        foreach (var subquery in query.Subqueries)
            Cover(subquery.Query);
        return true;
    }

    private bool Cover(BoundCore core)
    {
        foreach (var source in core.Scope.Sources)
        {
            _covered.Add(source);
            if (source is DerivedSource derived)
                Cover(derived.Query);
        }

        foreach (var subquery in core.Subqueries)
            Cover(subquery.Query);
        return true;
    }

    private SelectPlan? Plan(SelectStatement query, CommonTables? common)
    {
        if (CommonTableScope.Complete(query, common) is not { } whole)
            return null;
        var plan = SelectPlanner.PlanPart(context.ForPart(), whole);
        return plan is null || (plan.Scatter is null && !IsForOneShard(plan.Route)) ? null : plan;
    }

    private static bool IsForOneShard(RouteRule route) => route is AnyRoute or EmptyRoute or FixedRoute { Shards.Single: >= 0 };

    private QueryInput Add(Node node, SelectPlan plan, IReadOnlyList<OutputColumn> outputs, Scope scope)
    {
        var columns = new ScratchColumn[outputs.Count];
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
            columns[ordinal] = new ScratchColumn(ScratchNames.OfPlace(ordinal), OutputTypes.Of(outputs[ordinal], scope) ?? Affinity.Blob, Collation(outputs[ordinal], scope) ?? Collations.Binary);
        var input = new QueryInput(new ScratchTable($"~q{_found.Count + 1}", columns), plan);
        _found.Add(node, input);
        return input;
    }

    private static bool IsRowId(OutputColumn output) =>
        output.Binding is { IsCoalesced: false } binding && Origins.Of(binding) is { Source: TableLeaf { Table.RowIdColumn: >= 0 and var rowId } } origin && origin.Ordinal == rowId;

    private static string? Collation(OutputColumn output, Scope scope) =>
        output.Binding is { } binding ? Collations.Of(binding) : output.Expression is { } expression ? Collations.TryOf(expression, scope) : null;

    /// <summary>The fragment's rows under their own names, without the affinity and collation that columns have and the fragment's expressions had not.</summary>
    /// <param name="isArm">True in a set operation, whose collation is that of the first arm that has one: a rowid has none.</param>
    private static SelectCore Everything(QueryInput input, IReadOnlyList<OutputColumn> outputs, Scope scope, bool isArm = false)
    {
        var columns = new ResultColumn[outputs.Count];
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
        {
            var column = AsExpression(ScratchNames.Column(null, ScratchNames.OfPlace(ordinal)), OutputTypes.Of(outputs[ordinal], scope), isArm && IsRowId(outputs[ordinal]) ? null : Collation(outputs[ordinal], scope));
            if (outputs[ordinal].Expression is { } expression && Collations.Explicit(expression) is { } collation)
                column = new CollateExpression(column, ScratchNames.Quoted(collation));
            columns[ordinal] = new ResultColumn(column, ScratchNames.Quoted(outputs[ordinal].Name));
        }

        return new SelectCore(false, NodeList.Wrap(columns), ScratchNames.Table(input.Table.Name), null, default, null, default);
    }

    /// <summary>A plus has no affinity of its own but its operand's collation; a CASE has neither.</summary>
    private static Expression AsExpression(ColumnExpression column, Affinity? affinity, string? collation)
    {
        if (collation is not null)
            return affinity is null ? new UnaryExpression(UnaryOperator.Plus, column) : column;
        var bare = new CaseExpression(null, [new WhenClause(new LiteralExpression(LiteralKind.Integer, "1"), column)], null);
        return affinity is null or Affinity.Blob ? bare : new CastExpression(bare, new TypeName(affinity.Value.ToString().ToUpperInvariant(), default));
    }
}
