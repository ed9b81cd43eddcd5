using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Plans what no shard-by-shard plan answers.</summary>
internal static class GatherPlanner
{
    /// <exception cref="RefusedException">The statement reads what only its own file can answer (a virtual table, the engine's own tables).</exception>
    public static GatherPlan Plan(PlanContext context, BoundQuery query, string reason) => Plan(context, query, query.Syntax, null, reason);

    /// <param name="query">All that the statement reads, as a query.</param>
    /// <param name="text">The statement, made of the query's own nodes.</param>
    /// <param name="target">The table that the statement changes.</param>
    /// <exception cref="RefusedException">The statement reads what only its own file can answer.</exception>
    public static GatherPlan Plan(PlanContext context, BoundQuery query, Statement text, GatherTarget? target, string reason)
    {
        // It is in one session, which the parts of a gather do not share.
        if (context.Binder.Leaves.FirstOrDefault(static leaf => leaf.Table.IsTemporary) is { } temporary)
            throw new RefusedException(LocalityRefusals.SingleTable(temporary));
        var fragments = new Fragments(context);
        fragments.Search(query);
        var tables = new GatheredTables(context, query, fragments, target);
        var rewriter = new GatherRewriter(context, fragments.Replacements, tables);
        var statement = rewriter.Rewrite(text);
        var queries = fragments.Inputs.Where(input => rewriter.Used.Contains(input.Table.Name)).ToList<GatherInput>();
        var plan = new GatherPlan([.. queries, .. tables.Inputs(queries)], PlanText.Of(statement, context.Dialect), reason);
        return target is not null ? plan : plan with { Broadcasts = [.. new BroadcastPlanner(context, query, fragments, tables, plan).Plans()] };
    }
}
