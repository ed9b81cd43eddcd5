using ShardClient.Planning;
using ShardClient.Planning.Describing;
using ShardClient.Routing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>EXPLAIN ROUTE: what would run where with these parameters, as rows. Nothing runs.</summary>
internal static class ExplainRunner
{
    public static ValueTask<StatementResult> RunAsync(in StatementCall call, ExplainPlan plan)
    {
        if (plan.Analyze)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported, "EXPLAIN ROUTE ANALYZE is not available in this version.", "EXPLAIN ROUTE shows the steps without running them.");
        }

        var rows = new BufferedRows(
            new ColumnMetadata("step") { DeclaredType = "INTEGER" },
            new ColumnMetadata("operator") { DeclaredType = "TEXT" },
            new ColumnMetadata("shards") { DeclaredType = "TEXT" },
            new ColumnMetadata("text") { DeclaredType = "TEXT" });
        var inputs = call.Inputs.ToArray();
        var route = Route(plan.Inner, inputs);
        foreach (var step in PlanDescriber.Describe(plan.Inner, call.Runtime.Topology, route, OwnText(call.Statement), (rule, anyShard) => Router.Route(rule, inputs, anyShard)))
            rows.Add(Value.FromInteger(step.Step), Value.FromText(step.Operator), Value.FromText(step.Shards), Value.FromText(step.Text));
        return new ValueTask<StatementResult>(new StatementResult(rows, -1));
    }

    private static ShardSet? Route(StatementPlan plan, ReadOnlySpan<Value> inputs) => plan switch
    {
        SelectPlan select => Router.Route(select.Route, inputs, select.AnyShard),
        WritePlan write => Router.Route(write.Route, inputs, write.AnyShard),
        InsertPlan insert => RowRouter.Route(insert, inputs).Shards,
        _ => null,
    };

    private static string OwnText(PreparedStatement statement)
    {
        var span = ((ExplainStatement)statement.Parsed.Statement).Inner.Span;
        return statement.Source.Substring(span.Start, span.Length);
    }
}
