using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Takes the inner queries that stand by themselves out of a statement's expressions.</summary>
internal sealed class StagedPlanner
{
    private readonly PlanContext _context;
    private readonly List<Prelude> _preludes = [];
    private readonly Dictionary<Node, Node> _replacements = new(ReferenceEqualityComparer.Instance);

    private StagedPlanner(PlanContext context) => _context = context;

    /// <summary>Null when there is nothing to take out, or when it does not help.</summary>
    /// <param name="otherwise">How the statement is answered as it stands.</param>
    public static StagedPlan? Plan(PlanContext context, BoundQuery query, GatherPlan otherwise)
    {
        if (query.Plain is not { } core)
            return null;
        var planner = new StagedPlanner(context);
        planner.Take(core);
        if (planner._preludes.Count == 0)
            return null;
        var rest = new NodeReplacer(planner._replacements).Rewrite(query.Syntax);
        return SelectPlanner.PlanRest(context.ForPart(), rest) is { } then ? new StagedPlan(planner._preludes, then, otherwise) : null;
    }

    private void Take(BoundCore core)
    {
        foreach (var subquery in core.Subqueries)
            Take(subquery);
        foreach (var source in core.Scope.Sources)
        {
            if (source is DerivedSource { IsView: false, CommonTable: null, Query.Plain: { } inner })
                Take(inner);
        }
    }

    private void Take(BoundSubquery subquery)
    {
        if (subquery.Query.Plain is not { Outputs: [var output] } core || JsonOutputs.MayBeJson(output) || !ClosedQueries.IsClosed(subquery.Query))
            return;
        var affinity = OutputTypes.Of(output, core.Scope);
        switch (subquery.Node)
        {
            case ExistsExpression exists when Query(FirstRow(exists.Query), subquery) is { } plan:
                Add(exists, plan, PreludeKind.Exists, null, static input => input);
                break;
            case SubqueryExpression scalar when affinity != Affinity.Blob && Query(FirstRow(scalar.Query), subquery) is { } plan:
                Add(scalar, plan, PreludeKind.Scalar, affinity, input => affinity is { } known ? new CastExpression(input, new TypeName(known.ToString().ToUpperInvariant(), default)) : input);
                break;
            case InExpression { Query: { } list } membership when ComparesAsStored(membership, subquery, affinity) && Query(list, subquery) is { } plan:
                Add(membership, plan, PreludeKind.List, affinity, input => membership with { Query = Elements(input, output.Expression is { } item ? Collations.Explicit(item) : null) });
                break;
        }
    }

    /// <summary>What reads the statement's common tables stays with them: they would be worked out twice.</summary>
    private SelectPlan? Query(SelectStatement query, BoundSubquery subquery) =>
        CommonTableScope.Complete(query, subquery.Query.Common) == query ? SelectPlanner.PlanRest(_context.ForPart(), query) : null;

    private void Add(Expression node, SelectPlan plan, PreludeKind kind, Affinity? affinity, Func<Expression, Expression> inPlace)
    {
        var input = _context.AddInput(new InputSource(InputKind.Answer, _preludes.Count));
        _preludes.Add(new Prelude(plan, input, kind, affinity));
        _replacements.Add(node, inPlace(new InputExpression(input) { Span = node.Span }));
    }

    private static SelectStatement FirstRow(SelectStatement query) =>
        query.Limit is null ? query with { Limit = new LimitClause(new LiteralExpression(LiteralKind.Integer, "1"), null) } : query;

    /// <summary>True when both sides are columns of one kind, so that elements of a JSON array compare as the query's rows would.</summary>
    private static bool ComparesAsStored(InExpression membership, BoundSubquery subquery, Affinity? values)
    {
        var operand = subquery.Scope.Origin(membership.Operand)?.Column?.Affinity;
        return operand is { } one && values is { } other && one != Affinity.Blob && other != Affinity.Blob && (one == Affinity.Text) == (other == Affinity.Text);
    }

    /// <param name="collation">The explicit one of the query's own item, which goes before the operand's.</param>
    private static SelectStatement Elements(Expression array, string? collation)
    {
        Expression element = new ColumnExpression(null, null, new Identifier("value"));
        var value = new ResultColumn(collation is null ? element : new CollateExpression(element, ScratchNames.Quoted(collation)), null);
        var rows = new TableFunctionReference(new ObjectName(null, new Identifier("json_each")), [array], null);
        return new SelectStatement(null, new SelectCore(false, [value], rows, null, default, null, default), default, null);
    }
}
