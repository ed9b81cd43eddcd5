using ShardClient.Planning.Binding;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Plans what no shard-by-shard plan answers on MySQL shards: what the shards can do of it by themselves comes to temporary tables of one server as their
/// answers, the rest as the rows of each mention of a table, and the statement runs over these. Every mention has its own, because MySQL opens a temporary
/// table once in a statement.
/// </summary>
internal static class ServerGatherPlanner
{
    /// <exception cref="RefusedException">What the statement says is bound to the tables themselves.</exception>
    public static GatherPlan Plan(PlanContext context, BoundQuery query, string reason)
    {
        if (context.Binder.OpaqueSources.FirstOrDefault(static source => source.Shards is not null) is { } ofOneShard)
            throw RefusedException.NotSupported($"{ofOneShard.Name} tells of one shard's definitions and cannot be read beside rows of several shards", "Read it in a statement of its own.", ofOneShard.Span);
        var rowByRow = RowByRow(context, query, reason);
        var parts = new ServerParts(context);
        parts.Search(query);
        if (parts.Replacements.Count == 0)
            return rowByRow;
        var tables = new ServerTables(context, query);
        var rewriter = new ServerGatherRewriter(context.Binder, tables, parts.Replacements);
        var statement = rewriter.Rewrite(query.Syntax);
        return rewriter.Used.Count == 0 ? rowByRow : new GatherPlan([.. rewriter.Used.Select(parts.InputOf), .. tables.Inputs], PlanText.Of(statement, context.Dialect), reason) { Otherwise = rowByRow };
    }

    private static GatherPlan RowByRow(PlanContext context, BoundQuery query, string reason)
    {
        var tables = new ServerTables(context, query);
        var statement = new ServerGatherRewriter(context.Binder, tables).Rewrite(query.Syntax);
        return new GatherPlan(tables.Inputs, PlanText.Of(statement, context.Dialect), reason);
    }
}
