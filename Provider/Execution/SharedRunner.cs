using System.Runtime.CompilerServices;
using ShardClient.Backends;
using ShardClient.Diagnostics;
using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// Runs point reads on sessions that many callers use at the same time. A read that finds no room there, or whose session failed before it was answered, runs
/// on a session of its own: it is repeated at most once, and being a read outside a transaction, it may see any state from when it was asked.
/// </summary>
internal static class SharedRunner
{
    /// <summary>True when the execution may go the shared way: outside transactions and whatever else keeps a session, under the mode of shared sessions, with keys of the columns' own kinds.</summary>
    public static bool Shares(in StatementCall call, SelectPlan plan) =>
        plan.Point is { } point && call.Session.Transaction is null && call.Session.Mode.Text == call.Runtime.Pools[0].Mode && point.IsOf(call.Inputs.Span);

    public static ValueTask<StatementResult> RunAsync(
        in StatementCall call, int shard, SessionStatement sent, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var reading = call.Runtime.Pools[shard].TryReadSharedAsync(sent, call.Inputs, ioBehavior, call.Deadline, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
            return AwaitAsync(call, shard, reading, sent, ioBehavior, cancellationToken);
        var result = reading.Result;
        return result is { SchemaChanged: false }
            ? new(new StatementResult(result, -1))
            : FinishAsync(call, shard, result, sent, ioBehavior, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<StatementResult> AwaitAsync(
        StatementCall call, int shard, ValueTask<SessionResult?> reading, SessionStatement sent, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var result = await reading.ConfigureAwait(false);
        return result is { SchemaChanged: false }
            ? new StatementResult(result, -1)
            : await FinishAsync(call, shard, result, sent, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<StatementResult> FinishAsync(
        in StatementCall call, int shard, SessionResult? result, SessionStatement sent, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (result is null)
            return SelectRunner.OnOneAsync(call, shard, sent, ioBehavior, cancellationToken);

        // The plan was made for other columns: it is made anew, and the read runs again.
        result.Dispose();
        call.Runtime.Logger.ForeignChangeNoticed(call.Runtime.ShardName(shard));
        call.Runtime.Redefined();
        return call.AgainAsync(ioBehavior, cancellationToken);
    }
}
