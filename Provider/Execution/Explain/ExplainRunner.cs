using ShardClient.Planning;
using ShardClient.Planning.Describing;
using ShardClient.Routing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Explain;

/// <summary>
/// EXPLAIN ROUTE: what would run where with these parameters, as rows. ANALYZE runs the query too, throws its rows away, and tells of each step how many rows it
/// gave and how long that took, all it reads from included.
/// </summary>
internal static class ExplainRunner
{
    private static readonly ColumnMetadata[] Columns =
    [
        new("step") { DeclaredType = "INTEGER" }, new("operator") { DeclaredType = "TEXT" }, new("shards") { DeclaredType = "TEXT" }, new("text") { DeclaredType = "TEXT" },
    ];

    private static readonly ColumnMetadata[] MeasuredColumns =
        [.. Columns, new("rows") { DeclaredType = "BIGINT" }, new("milliseconds") { DeclaredType = "DOUBLE" }];

    public static async ValueTask<StatementResult> RunAsync(StatementCall call, ExplainPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var own = OwnText(call.Statement);
        var inputs = call.Inputs.ToArray();
        ExecutionProfile? profile = null;
        if (plan.Analyze)
        {
            profile = new ExecutionProfile();
            await MeasureAsync(Inner(call, own) with { Inputs = inputs, Profile = profile }, plan.Inner, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        var rows = new BufferedRows(profile is null ? Columns : MeasuredColumns);
        var steps = PlanDescriber.Describe(plan.Inner, call.Runtime.Topology, Route(plan.Inner, inputs), own, (rule, anyShard) => Router.Route(rule, inputs, anyShard));
        foreach (var step in steps)
            rows.Add(Row(step, profile));
        return new StatementResult(rows, -1);
    }

    /// <exception cref="ShardException">NotSupported: the statement writes.</exception>
    private static async ValueTask MeasureAsync(StatementCall call, StatementPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (plan is not SelectPlan select)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported, "EXPLAIN ROUTE ANALYZE runs the statement, and is there for queries only.", "EXPLAIN ROUTE shows the steps without running them.");
        }

        var result = await SelectRunner.RunAsync(call, select, ioBehavior, cancellationToken).ConfigureAwait(false);
        var rows = result.Rows!;
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The statement behind the EXPLAIN, as if it had been sent alone.</summary>
    private static StatementCall Inner(in StatementCall call, string own) =>
        call with { Bound = call.Bound with { Own = call.Bound.Own with { Text = own } } };

    private static Value[] Row(PlanStep step, ExecutionProfile? profile)
    {
        Value[] row = [Value.FromInteger(step.Step), Value.FromText(step.Operator), Value.FromText(step.Shards), Value.FromText(step.Text)];
        if (profile is null)
            return row;
        return profile.Of(step.Part) is { } measured
            ? [.. row, Value.FromInteger(measured.Rows), Value.FromReal(Math.Round(measured.Milliseconds, 3))]
            : [.. row, Value.Null, Value.Null];
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
