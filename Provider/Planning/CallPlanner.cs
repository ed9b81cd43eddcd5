using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning;

/// <summary>
/// CALL: a procedure lives on one server and works with the tables there, so the default shard runs it, or the one that a hint names. What it
/// does inside is its own matter.
/// </summary>
internal static class CallPlanner
{
    public static CallPlan Plan(PlanContext context, CallStatement call)
    {
        if (call.Name.Schema is { } schema && !LogicalNames.IsOfServer(call.Name))
        {
            throw RefusedException.NotSupported(
                $"The schema {schema.Name} of {call.Name} is not part of the cluster", "A cluster is one database: write the name without a schema.", call.Name.Span);
        }

        var queries = new SubqueryCollector();
        foreach (var argument in call.Arguments)
            queries.Visit(argument);
        if (queries.Found is [var query, ..])
        {
            throw RefusedException.NotSupported(
                "A query in an argument of CALL would see the rows of the procedure's shard only", "Ask it first, and give its answer as a parameter.", query.Span);
        }

        return context.Finish(new CallPlan(new FixedRoute(ShardSet.Of(context.Topology.DefaultShard))) { Statement = context.Whole(call) });
    }
}
