using ShardClient.Planning.Binding;
using ShardClient.Planning.Gathering;
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
        var plan = ShardByShard(context, query);
        if (context.IsOnServers)
            plan = WithPoint(context, query, plan);
        if (plan.ScatterRefusal is not { } refusal)
            return context.Finish(context.IsOnServers && plan.Scatter is not (null or Concat) ? plan with { Otherwise = Otherwise(context, query) } : plan);
        try
        {
            if (context.IsOnServers)
                return context.Finish(plan with { Gather = ServerGatherPlanner.Plan(context, query, refusal.Problem), ScatterRefusal = null });
            var gather = GatherPlanner.Plan(context, query, refusal.Problem);
            plan = plan with { Gather = gather, Staged = StagedPlanner.Plan(context, query, gather), ScatterRefusal = null };
        }
        catch (RefusedException refused)
        {
            plan = plan with { ScatterRefusal = refused.Refusal };
        }

        return context.Finish(plan);
    }

    private static SelectPlan WithPoint(PlanContext context, BoundQuery query, SelectPlan plan)
    {
        var (point, reason) = PointReads.Judge(context, query);
        return plan with { Point = point, PlainReason = reason };
    }

    private static GatherPlan? Otherwise(PlanContext context, BoundQuery query)
    {
        try
        {
            return ServerGatherPlanner.Plan(context, query, "The order of an expression's texts is only known to the engine");
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>A part of another statement, planned without gathering; null when that does not do.</summary>
    public static SelectPlan? PlanPart(PlanContext context, SelectStatement select)
    {
        try
        {
            return context.Finish(ShardByShard(context, context.Binder.Bind(select)));
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>A statement over tables of MySQL shards and copies of others beside them; null where rows of the shards' own tables still have to be gathered.</summary>
    public static SelectPlan? PlanBesideCopies(PlanContext context, SelectStatement select, IReadOnlyList<ScratchTable> copies)
    {
        try
        {
            var query = context.Binder.Bind(select);
            var plan = ShardByShard(context, query);
            if (plan.ScatterRefusal is not { } refusal)
                return plan.Scatter is null ? null : context.Finish(plan);
            return ServerGatherPlanner.OverAnswers(context, query, copies, refusal.Problem) is { } gather ? context.Finish(plan with { Gather = gather, ScatterRefusal = null }) : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>A query whose answer is those of all its shards, one after the other, as each gives it; null when rows of several have to meet first.</summary>
    public static SelectPlan? PlanRows(PlanContext context, SelectStatement select)
    {
        try
        {
            var query = context.Binder.Bind(select);
            var rows = context.Analyzer.Core(query.Plain!, Facts.None, [], out var facts);
            var route = context.RouteOfAll();
            var plan = new SelectPlan(route) { Whole = context.Text(select) };
            if (route is AnyRoute or EmptyRoute or FixedRoute { Shards.Single: >= 0 })
                return context.Finish(plan);
            if (context.Singles().Count > 0 || context.Analyzer.FirstRefusal is not null || rows is not Partitioned partitioned || NodeFinder<SubqueryReference>.IsIn(select, static inner => inner.Lateral))
                return null;
            var source = new ScatterSource(context, query, query.Plain!, partitioned, facts, route);
            return context.Finish(plan with { Scatter = new Concat(PlainScatter.Scan(source, select)) });
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>What is left of a statement, or an inner query that runs before it, planned in any way; null when refused.</summary>
    public static SelectPlan? PlanRest(PlanContext context, SelectStatement select)
    {
        var plan = Plan(context, select);
        return plan.ScatterRefusal is null ? plan : null;
    }

    private static SelectPlan ShardByShard(PlanContext context, BoundQuery query)
    {
        var facts = Facts.None;
        var rows = query.Plain is { } core
            ? context.Analyzer.Core(core, Facts.None, [], out facts)
            : context.Analyzer.Query(query, Facts.None, []);
        var route = context.RouteOfAll();
        var plan = new SelectPlan(route) { Whole = context.Whole(query.Syntax) };
        if (route is AnyRoute or EmptyRoute or FixedRoute { Shards.Single: >= 0 })
            return plan;
        if (context.Singles() is [var one, var other, ..])
            return plan with { ScatterRefusal = LocalityRefusals.TwoSingleTables(one, other) };
        if (context.Analyzer.FirstRefusal is { } refusal)
            return plan with { ScatterRefusal = refusal };
        try
        {
            var scatter = Scatter(context, query, rows, facts, route);
            if (!context.IsOnServers)
                KnownCollations.Check(scatter, query);
            return plan with { Scatter = scatter };
        }
        catch (RefusedException refused)
        {
            return plan with { ScatterRefusal = refused.Refusal };
        }
    }

    private static PlanOperator Scatter(PlanContext context, BoundQuery query, Distribution rows, Facts facts, RouteRule route)
    {
        if (rows is NotLocal refused)
            throw new RefusedException(refused.Refusal);
        if (rows is not Partitioned partitioned)
            throw RefusedException.NotSupported("The query reads no sharded table but its subqueries do", "Put a sharded table in FROM.", query.Syntax.Span);
        if (query.IsNested || query.Syntax.Into is not null)
            throw RefusedException.NotSupported("A query in parentheses, or one with INTO, is answered by one shard only", "Name the sharding key so that one shard answers.", query.Syntax.Span);
        if (context.IsOnServers && NodeFinder<SubqueryReference>.IsIn(query.Syntax, static inner => inner.Lateral))
            throw RefusedException.NotSupported("A LATERAL subquery is answered by one shard only", "Name the sharding key so that one shard answers.", query.Syntax.Span);
        if (query.Plain is not { } core)
        {
            if (query.Syntax.OrderBy.Count > 0)
                throw new RefusedException(LocalityRefusals.SetOperation(query));
            return new Concat(new ShardScan(context.Text(query.Syntax)));
        }

        if (query.IsRecursive)
            throw new RefusedException(LocalityRefusals.Recursive(query));
        var source = new ScatterSource(context, query, core, partitioned, facts, route);
        if (context.IsOnServers)
            return core.IsAggregated && !LocalityAnalyzer.GroupsStayOnShards(core, partitioned, facts) ? ServerAggregates.Plan(source) : ServerScatter.Plan(source);
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
