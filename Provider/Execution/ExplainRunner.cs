using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>EXPLAIN ROUTE: what would run where, as rows.</summary>
internal static class ExplainRunner
{
    public static ValueTask<StatementResult> RunAsync(StatementCall call, ExplainPlan plan)
    {
        var rows = new BufferedRows("step", "operator", "shards", "text");
        return new ValueTask<StatementResult>(new StatementResult(rows, -1));
    }
}
