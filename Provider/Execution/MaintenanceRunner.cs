using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>ANALYZE, REINDEX and VACUUM: each shard does its own, and an object that is named need not be on all of them.</summary>
internal static class MaintenanceRunner
{
    public static async ValueTask<StatementResult> RunAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        ShardByShard.RefuseInTransaction(call);
        // The statement changes the engine's own tables, which it may keep no plan of.
        var statement = call.Bound.Own with { IsPlanned = false, Reusable = false };
        ShardException? missing = null;
        var found = false;
        foreach (var shard in call.Runtime.Topology.AllShards)
        {
            try
            {
                await OnAsync(call, shard, statement, ioBehavior, cancellationToken).ConfigureAwait(false);
                found = true;
            }
            catch (ShardException failure) when (IsMissing(failure))
            {
                missing ??= failure;
            }
        }

        return found || missing is null ? new StatementResult(null, -1) : throw missing;
    }

    private static async ValueTask OnAsync(
        StatementCall call, int shard, SessionStatement statement, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var pool = call.Runtime.Pools[shard];
        var session = await call.RentAsync(shard, SessionAccess.Write, ioBehavior, cancellationToken).ConfigureAwait(false);
        try
        {
            using var result = await session.ExecuteAsync(statement, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            pool.Return(session);
        }
    }

    private static bool IsMissing(ShardException failure) =>
        failure.ErrorCode == ShardErrorCode.UnknownTable || failure.Message.Contains("unable to identify the object", StringComparison.Ordinal);
}
