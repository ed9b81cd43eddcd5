using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Operators;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>Queries: the route, the text for one shard, and the operators for several.</summary>
internal static class SelectPlanner
{
    public static SelectPlan Plan(PlanContext context, SelectStatement select)
    {
        var query = context.Binder.Bind(select);
        RowIdCheck.Check(query);
        var facts = Facts.None;
        var rows = query.Plain is { } core
            ? context.Analyzer.Core(core, Facts.None, [], out facts)
            : context.Analyzer.Query(query, Facts.None, []);
        var route = context.Route();
        var plan = new SelectPlan(route) { Whole = context.Whole(select) };
        if (route is AnyRoute or EmptyRoute or FixedRoute { Shards.Single: >= 0 })
            return context.Finish(plan);
        if (context.Analyzer.FirstRefusal is { } refusal)
            return context.Finish(plan with { ScatterRefusal = refusal });
        try
        {
            plan = plan with { Scatter = Scatter(context, query, rows, facts, route) };
        }
        catch (RefusedException refused)
        {
            plan = plan with { ScatterRefusal = refused.Refusal };
        }

        return context.Finish(plan);
    }

    private static PlanOperator Scatter(PlanContext context, BoundQuery query, Distribution rows, Facts facts, RouteRule route)
    {
        if (rows is NotLocal refused)
            throw new RefusedException(refused.Refusal);
        if (rows is not Partitioned partitioned)
            throw RefusedException.NotSupported("The query reads no sharded table but its subqueries do", "Put a sharded table in FROM.", query.Syntax.Span);
        if (query.Plain is not { } core)
        {
            if (query.Syntax.OrderBy.Count > 0)
                throw new RefusedException(LocalityRefusals.SetOperation(query));
            return new Concat(new ShardScan(context.Text(query.Syntax)));
        }

        if (query.IsRecursive)
            throw new RefusedException(LocalityRefusals.Recursive(query));
        var source = new ScatterSource(context, query, core, partitioned, facts, route);
        return core.IsAggregated && !LocalityAnalyzer.GroupsStayOnShards(core, partitioned, facts)
            ? AggregateScatter.Plan(source)
            : PlainScatter.Plan(source);
    }
}

/// <summary>A query that several shards answer, as its planners see it.</summary>
internal sealed record ScatterSource(PlanContext Context, BoundQuery Query, BoundCore Core, Partitioned Rows, Facts Facts, RouteRule Route)
{
    public SelectStatement Select => Query.Syntax;
}
