using ShardClient.Planning.Binding;
using ShardClient.Planning.Routes;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// The parts of a statement over MySQL shards that these do most of: queries that they answer by themselves, and groups, which they form of their own rows.
/// What they answer comes to a temporary table in the part's place.
/// </summary>
internal sealed class ServerParts(PlanContext context)
{
    private readonly Dictionary<Node, Node> _replacements = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, QueryInput> _inputs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> _wholes = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> _judged = new(ReferenceEqualityComparer.Instance);

    /// <summary>What stands in the place of each part.</summary>
    public IReadOnlyDictionary<Node, Node> Replacements => _replacements;

    /// <summary>What fills the scratch table of the part in whose place a node stands.</summary>
    public QueryInput InputOf(Node part) => _inputs[part];

    /// <summary>The input that holds a query's own rows; null for a query that its groups still have to be put together for.</summary>
    public QueryInput? AnswerTo(SelectStatement query) => _wholes.Contains(query) ? _inputs[query] : null;

    /// <summary>Looks for parts: the query itself, and those inside it.</summary>
    /// <param name="isInner">True for a query inside another one.</param>
    /// <param name="isList">True for one whose values may narrow a table: x IN (SELECT ...).</param>
    public void Search(BoundQuery query, bool isInner = false, bool isList = false)
    {
        StackGuard.Check();
        if (_replacements.ContainsKey(query.Syntax))
            return;
        if (_judged.Add(query.Syntax) && query is { Plain: { } core, IsRecursive: false } && !query.IsNested && ClosedQueries.IsClosed(query))
        {
            if ((isInner && (isList || IsReduced(query, core)) && TryWhole(query, core)) || TryGroups(query, core, isInner))
                SearchAll(core.Subqueries);
        }

        if (_replacements.ContainsKey(query.Syntax))
            return;
        foreach (var arm in query.Cores)
        {
            foreach (var derived in arm.Scope.Sources.OfType<DerivedSource>())
                Search(derived.Query, isInner: true);
            SearchAll(arm.Subqueries);
        }

        SearchAll(query.Subqueries);
    }

    private void SearchAll(IReadOnlyList<BoundSubquery> subqueries)
    {
        foreach (var subquery in subqueries)
            Search(subquery.Query, isInner: true, isList: subquery.Node is InExpression { Not: false });
    }

    /// <summary>A query that the shards answer by themselves.</summary>
    private bool TryWhole(BoundQuery query, BoundCore core)
    {
        if (core.From is null || core.Outputs is not { } outputs)
            return false;
        var columns = new List<AnswerColumn>();
        foreach (var output in outputs)
        {
            if (ServerOutputs.Column(output, core, ScratchNames.OfPlace(columns.Count)) is not { } column)
                return false;
            columns.Add(column);
        }

        var whole = query.Syntax;
        if (Complete(whole, query.Common) is not { } asked || Plan(asked, SelectPlanner.PlanPart) is not { } plan || !IsAnswered(plan))
            return false;
        var typed = Complete(new SelectStatement(whole.With, core.Syntax with { Columns = ServerOutputs.Named(core.Syntax.Columns), Where = null, Having = null }, default, AnswerColumns.NoRows), query.Common)!;
        var input = Add(whole, plan, typed, columns);
        var list = outputs.Select((output, index) => new ResultColumn(ScratchNames.Column(null, columns[index].Name), ScratchNames.Quoted(output.Name))).ToArray();
        _wholes.Add(whole);
        _replacements.Add(whole, new SelectStatement(null, new SelectCore(false, NodeList.Wrap(list), TableOf(input), null, default, null, default), default, null) { Span = whole.Span });
        return true;
    }

    /// <summary>True for a query that hands on fewer rows than it reads.</summary>
    private static bool IsReduced(BoundQuery query, BoundCore core) => core.IsAggregated || core.Syntax.Distinct || query.Syntax.Limit is not null;

    private bool TryGroups(BoundQuery query, BoundCore core, bool isInner)
    {
        if (!core.IsAggregated || core.From is null || core.Scope.HasInnerAggregates || core.Syntax.Modifiers.Contains("SQL_CALC_FOUND_ROWS"))
            return false;
        try
        {
            var groups = new ServerGroups(core, NextName(), isInner);
            var rewritten = query.Syntax with { Body = groups.Rewrite(query.Syntax.OrderBy, out var sorted), OrderBy = sorted };
            var (asked, typed, columns) = groups.Partial();
            if (Complete(asked with { With = query.Syntax.With }, query.Common) is not { } partial || Plan(partial, SelectPlanner.PlanRows) is not { } plan)
                return false;
            Add(query.Syntax, plan, Complete(typed with { With = query.Syntax.With }, query.Common)!, columns);
            _replacements.Add(query.Syntax, WithoutUnused(rewritten));
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private static SelectStatement WithoutUnused(SelectStatement query)
    {
        if (query.With is not { } with)
            return query;
        var mentioned = new TableNames.Finder();
        mentioned.Visit(query with { With = null });
        return with.Tables.Any(table => mentioned.Mentions(table.Name.Name)) ? query : query with { With = null };
    }

    /// <summary>Null also for a query with a table that not every shard has: the server that holds the answers may be without it.</summary>
    private SelectPlan? Plan(SelectStatement query, Func<PlanContext, SelectStatement, SelectPlan?> planner)
    {
        var part = context.ForPart();
        return planner(part, query) is { } plan && part.Singles().Count == 0 && part.Home().Equals(context.Topology.AllShards) ? plan : null;
    }

    private static SelectStatement? Complete(SelectStatement query, CommonTables? common) => CommonTableScope.Complete(query, common);

    private static bool IsAnswered(SelectPlan plan) => plan.Scatter is not null || plan.Route is AnyRoute or EmptyRoute or FixedRoute { Shards.Single: >= 0 };

    private string NextName() => $"~q{_inputs.Count + 1}";

    private QueryInput Add(Node part, SelectPlan plan, SelectStatement typed, IReadOnlyList<AnswerColumn> columns)
    {
        var name = NextName();
        var select = context.Text(typed);
        var create = select with { Text = $"CREATE TEMPORARY TABLE {ServerScratchTable.Quote(name)} AS {select.Text}" };
        var input = new QueryInput(new ServerAnswerTable(name, columns, create), plan);
        _inputs.Add(part, input);
        return input;
    }

    private static TableReference TableOf(QueryInput input) => new(new ObjectName(null, ScratchNames.Quoted(input.Table.Name)), null, null, false);
}
