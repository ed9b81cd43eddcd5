using ShardClient.Backends;
using ShardClient.Execution.Gathering;
using ShardClient.Planning.Writing;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Changes rows of servers beside copies of what the statement reads. The rows are read first, by sessions that then take the copies.</summary>
internal static class CopyWriteRunner
{
    public static ValueTask<StatementResult> RunAsync(StatementCall call, CopyWrite write, int anyShard, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        AtomicWrite.RunAsync(call, inner => ReadAndWriteAsync(inner, write, anyShard, ioBehavior, cancellationToken), ioBehavior, cancellationToken);

    private static async ValueTask<StatementResult> ReadAndWriteAsync(
        StatementCall call, CopyWrite write, int anyShard, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var targets = Router.Route(write.Targets, call.Inputs.Span, anyShard);
        foreach (var shard in PlanShards.Of(write.Inputs, call.Inputs.Span).Union(targets))
            await SessionAsync(call, shard, ioBehavior, cancellationToken).ConfigureAwait(false);
        var copies = await ServerCopies.ReadAsync(call, write.Inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        var filled = new List<ShardSession>();
        try
        {
            var steps = new List<RoutedStatement>();
            foreach (var shard in targets)
            {
                filled.Add(await SessionAsync(call, shard, ioBehavior, cancellationToken).ConfigureAwait(false));
                await copies.PutAsync(filled[^1], call.Deadline, ioBehavior, cancellationToken).ConfigureAwait(false);
                steps.Add(new RoutedStatement(shard, write.Statement));
            }

            return await new ManyWrites(steps) { Access = SessionAccess.Read }.RunAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var session in filled)
                await copies.DropAsync(session, call.Deadline, ioBehavior).ConfigureAwait(false);
        }
    }

    private static ValueTask<ShardSession> SessionAsync(in StatementCall call, int shard, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        call.Session.Transaction!.EnlistAsync(shard, SessionAccess.Read, ioBehavior, call.Deadline, cancellationToken);
}
