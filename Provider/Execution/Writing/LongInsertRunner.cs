using ShardClient.Planning;
using ShardClient.Planning.Writing;
using ShardClient.Routing;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Writes the rows of a long INSERT, each on its shard.</summary>
internal static class LongInsertRunner
{
    public static ValueTask<StatementResult> RunAsync(StatementCall call, LongInsertPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        plan.Shape.GeneratedAt < 0
            ? WriteAsync(call, plan, [], ioBehavior, cancellationToken)
            : GenerateAndWriteAsync(call, plan, ioBehavior, cancellationToken);

    private static async ValueTask<StatementResult> GenerateAndWriteAsync(
        StatementCall call, LongInsertPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var keys = await GenerateAsync(call, plan, ioBehavior, cancellationToken).ConfigureAwait(false);
        var (counters, first) = (call.Session.Counters, Array.Find(keys, static key => key != 0));
        return plan.Shape.Engine == EngineKind.MySql
            ? await LastGeneratedKey.KeepAsync(counters, counters.LastInsertId, first == 0 ? null : first, WriteAsync(call, plan, keys, ioBehavior, cancellationToken)).ConfigureAwait(false)
            : await WriteAsync(call, plan, keys, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>The key of each row that wants one, 0 for a row with its own; empty when no row wants one.</returns>
    private static async ValueTask<long[]> GenerateAsync(StatementCall call, LongInsertPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        long[] keys = [];
        for (var row = 0; row < plan.Count; row++)
        {
            if (!LongInsertKeys.Wants(plan, row))
                continue;
            if (keys.Length == 0)
                keys = new long[plan.Count];
            keys[row] = await StatementInputs.NextKeyAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        return keys;
    }

    private static ValueTask<StatementResult> WriteAsync(
        StatementCall call, LongInsertPlan plan, long[] keys, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var routed = RowRouter.Route(plan, keys);
        var statements = new LongInsertStatements(plan, routed, keys);
        var shard = routed.Shards.Single;
        if (shard < 0)
            return WriteRunner.OnManyAsync(call, new ManyWrites(statements) { IsInsert = true, LastShard = routed.LastShard }, ioBehavior, cancellationToken);
        var sent = plan.Shape.Whole is null && keys.Length == 0 ? call.Bound.Own : statements[0].Statement;
        return WriteRunner.OnOneAsync(call, shard, sent, isInsert: true, ioBehavior, cancellationToken);
    }
}
