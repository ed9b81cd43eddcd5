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
        var tables = new ServerTables(context, query);
        var statement = new ServerGatherRewriter(context.Binder, tables).Rewrite(query.Syntax);
        var rowByRow = new GatherPlan(tables.NarrowedInputs(static _ => null), PlanText.Of(statement, context.Dialect), reason);
        var plan = OfParts(context, query, reason) ?? rowByRow;
        var broadcasts = plan.Inputs.Any(static input => input is TableInput) ? new ServerBroadcasts(context, query, tables).Plans() : [];
        return broadcasts.Count == 0 && plan == rowByRow ? plan : plan with { Broadcasts = broadcasts, Otherwise = rowByRow };
    }

    /// <summary>A statement that nothing has to be gathered for but what shards answer; null for any other.</summary>
    /// <param name="known">The tables that it mentions and that only the shards' own sessions have.</param>
    public static GatherPlan? OverAnswers(PlanContext context, BoundQuery query, IReadOnlyList<ScratchTable> known, string reason) =>
        OfParts(context, query, reason) is { } plan && plan.Inputs.All(static input => input is QueryInput) ? plan with { Known = known } : null;

    private static GatherPlan? OfParts(PlanContext context, BoundQuery query, string reason)
    {
        var parts = new ServerParts(context);
        parts.Search(query);
        if (parts.Replacements.Count == 0)
            return null;
        var tables = new ServerTables(context, query);
        var rewriter = new ServerGatherRewriter(context.Binder, tables, parts.Replacements);
        var statement = rewriter.Rewrite(query.Syntax);
        return rewriter.Used.Count == 0 ? null : new GatherPlan([.. rewriter.Used.Select(parts.InputOf), .. tables.NarrowedInputs(query => rewriter.Used.Contains(query, ReferenceEqualityComparer.Instance) ? parts.AnswerTo(query) : null)], PlanText.Of(statement, context.Dialect), reason);
    }
}
