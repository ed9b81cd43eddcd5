using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Plans what no shard-by-shard plan answers on MySQL shards: the rows of each mention of a table come to a temporary table of one server, and the
/// statement runs over these. Every mention has its own, because MySQL opens a temporary table once in a statement.
/// </summary>
internal static class ServerGatherPlanner
{
    /// <exception cref="RefusedException">What the statement says is bound to the tables themselves.</exception>
    public static GatherPlan Plan(PlanContext context, BoundQuery query, string reason)
    {
        if (context.Binder.OpaqueSources.FirstOrDefault(static source => source.Shards is not null) is { } ofOneShard)
            throw RefusedException.NotSupported($"{ofOneShard.Name} tells of one shard's definitions and cannot be read beside rows of several shards", "Read it in a statement of its own.", ofOneShard.Span);
        var tables = new ServerTables(context, query);
        var statement = new ServerGatherRewriter(context.Binder, tables).Rewrite(query.Syntax);
        return new GatherPlan(tables.Inputs, PlanText.Of(statement, context.Dialect), reason);
    }
}
