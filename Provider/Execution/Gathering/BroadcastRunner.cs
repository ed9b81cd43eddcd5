using ShardClient.Backends;
using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>Copies small inputs to the shards of large ones, and lets these answer shard by shard.</summary>
internal static class BroadcastRunner
{
    /// <summary>Larger inputs are not copied to every shard.</summary>
    private const double MostCopiedRows = 100_000;

    /// <summary>On servers: so many rows move in no time, beside what it costs to read much more to gather the rest.</summary>
    private const double FewRows = 25_000;

    /// <summary>Less than this is gathered at once.</summary>
    private const double WorthCopying = 2_000;

    /// <summary>The way in which clearly fewer rows move than in a gather; null when there is none.</summary>
    /// <param name="isOnServers">Servers read the copies' tables by no keys of others, and are slow to gather what they could join.</param>
    public static async ValueTask<BroadcastPlan?> ChooseAsync(
        GatherPlan plan, ReadingOrder order, int shards, bool isOnServers, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        BroadcastPlan? best = null;
        var gathered = await order.ExpectedAsync(plan.Inputs, narrows: !isOnServers, ioBehavior, cancellationToken).ConfigureAwait(false);
        var least = isOnServers && gathered > WorthCopying ? Math.Max(gathered / 2, FewRows) : gathered / 2;
        foreach (var candidate in plan.Broadcasts)
        {
            var copied = await order.ExpectedAsync(candidate.Copies.Select(static copy => copy.Input), narrows: !isOnServers, ioBehavior, cancellationToken).ConfigureAwait(false);
            var moved = copied * (shards + 1);
            if (copied <= MostCopiedRows && moved < least)
                (best, least) = (candidate, moved);
        }

        return best;
    }

    /// <summary>True when the inputs turned out as small as they had been thought.</summary>
    public static bool IsWorthIt(BroadcastPlan plan, ReadingOrder order) => plan.Copies.Sum(copy => order.RowsOf(copy.Input)) <= MostCopiedRows;

    /// <summary>Makes the copies and runs the statement. The result keeps the reading open.</summary>
    public static async ValueTask<StatementResult> RunAsync(
        SnapshotReading reading, BroadcastPlan plan, ScratchSession scratch, ScratchOrigins origins, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var call = reading.Call;
        foreach (var shard in PlanShards.Of(plan.Then, call.Inputs.Span))
        {
            var session = await call.Session.Transaction!.EnlistAsync(shard, SessionAccess.Read, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            foreach (var copy in plan.Copies)
                await CopyAsync(call, copy, scratch, session, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        foreach (var copy in plan.Copies)
            origins.Rename(copy.Input.Table.Name, copy.Copy.Name);
        var result = await SelectRunner.RunAsync(call, plan.Then, ioBehavior, cancellationToken).ConfigureAwait(false);
        return result with { Rows = new GatherCursor(result.Rows!, origins, scratch, reading) };
    }

    /// <summary>The same in sessions of servers, whose pools clear the copies away with the transaction's end; null when the inputs are larger than thought.</summary>
    /// <param name="scratch">Given up where it is not needed any more.</param>
    public static async ValueTask<StatementResult?> OnServersAsync(
        SnapshotReading reading, BroadcastPlan plan, ScratchSession scratch, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var call = reading.Call;
        var copies = await ServerCopies.ReadAsync(call, [.. plan.Copies.Select(static copy => (TableInput)copy.Input)], ioBehavior, cancellationToken).ConfigureAwait(false);
        if (copies.Rows > MostCopiedRows)
            return null;
        scratch.Dispose();
        var sessions = new List<ShardSession>();
        foreach (var shard in PlanShards.Of(plan.Then, call.Inputs.Span))
            sessions.Add(await call.Session.Transaction!.EnlistAsync(shard, SessionAccess.Read, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false));
        await copies.PutAsync(sessions, call.Deadline, ioBehavior, cancellationToken).ConfigureAwait(false);
        return await SelectRunner.RunAsync(call, plan.Then, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask CopyAsync(
        StatementCall call, BroadcastCopy copy, ScratchSession scratch, ShardSession session, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var text = new SessionStatement($"SELECT * FROM main.{ScratchNames.Quote(copy.Input.Table.Name)}", [], Reusable: false);
        using var rows = await scratch.ExecuteAsync(text, default, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        await session.CopyInAsync(CreateText(copy), copy.Copy.InsertText, $"ANALYZE temp.{ScratchNames.Quote(copy.Copy.Name)}", rows, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private static string CreateText(BroadcastCopy copy) => copy.Input is TableInput { Indexed: { Count: > 0 } indexed }
        ? $"{copy.Copy.CreateTemporaryText}; CREATE INDEX temp.{ScratchNames.Quote($"{copy.Copy.Name}~index")} ON {ScratchNames.Quote(copy.Copy.Name)} ({string.Join(", ", indexed.Select(ScratchNames.Quote))})"
        : copy.Copy.CreateTemporaryText;
}
