using ShardClient.Backends;
using ShardClient.Planning.Gathering;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>Fills a scratch session and runs the statement there.</summary>
internal static class GatherRunner
{
    public static async ValueTask<StatementResult> RunAsync(StatementCall call, GatherPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var inputs = call.Inputs.ToArray();
        var scratch = call.Runtime.Parts.Engine.OpenScratch();
        try
        {
            var origins = new ScratchOrigins();
            await FillAsync(call with { Inputs = inputs, IsPart = true }, plan, scratch, origins, ioBehavior, cancellationToken).ConfigureAwait(false);
            var result = await scratch.ExecuteAsync(plan.Text, inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            return new StatementResult(new GatherCursor(result, scratch, origins), -1);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    /// <summary>Outside a transaction the statement gets one of its own, so that all its parts see each shard at one moment.</summary>
    private static async ValueTask FillAsync(
        StatementCall call, GatherPlan plan, ScratchSession scratch, ScratchOrigins origins, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (call.Session.InTransaction)
        {
            await new GatherFill(call, scratch, origins).RunAsync(plan, ioBehavior, cancellationToken).ConfigureAwait(false);
            return;
        }

        var reading = new LogicalSession(call.Runtime);
        reading.Begin(System.Data.IsolationLevel.Snapshot, readOnly: true);
        try
        {
            await EnlistAsync(call, plan, reading.Transaction!, ioBehavior, cancellationToken).ConfigureAwait(false);
            await new GatherFill(call with { Session = reading }, scratch, origins).RunAsync(plan, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await reading.CloseAsync(ioBehavior).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the sessions of all parts in shard order, so that two statements never wait for each other in a circle.</summary>
    private static async ValueTask EnlistAsync(
        StatementCall call, GatherPlan plan, OpenTransaction transaction, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shards = ShardSet.Empty;
        foreach (var input in plan.Inputs)
        {
            shards = shards.Union(input switch
            {
                QueryInput query => Router.Route(query.Query.Route, call.Inputs.Span, query.Query.AnyShard),
                TableInput table => Router.Route(table.Route, call.Inputs.Span, table.AnyShard),
                _ => ShardSet.Empty,
            });
        }

        call.Session.LastRoute = shards;
        foreach (var shard in shards)
            await transaction.EnlistAsync(shard, SessionAccess.Read, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
    }
}
