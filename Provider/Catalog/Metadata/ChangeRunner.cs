using System.Text.Json;
using ShardClient.Backends;
using ShardClient.Topology;

namespace ShardClient.Catalog.Metadata;

/// <summary>
/// Runs a change on every shard as one step as far as files can be. The pending record is committed on the default shard; then every shard's
/// transaction is opened and its texts are run in it; only when all have succeeded are they committed, the default shard last. A shard's texts
/// and its new version are one transaction, so whoever finds the record after a crash knows which shards are done.
/// </summary>
internal sealed class ChangeRunner(IReadOnlyList<ShardPool> pools, int home, Func<int, string> shardName)
{
    private const string BeforeTexts = "shardclient_change";

    /// <summary>Runs a change that was made from version <c>change.Version - 1</c>.</summary>
    /// <returns>False when the stored version is another one by now: nothing was done; look again and make the change anew.</returns>
    public async ValueTask<bool> TryRunAsync(ClusterChange change, Call call)
    {
        using var writers = new WriterSet(pools, call);
        var stored = await BeginHomeAsync(writers, call).ConfigureAwait(false);
        if (stored.Pending is not null || stored.Version != change.Version - 1)
            return false;
        await SetPendingAsync(writers, change, call).ConfigureAwait(false);
        if ((await BeginHomeAsync(writers, call).ConfigureAwait(false)).Pending != change.ToJson())
            return await IsFinishedByOthersAsync(writers, change, call).ConfigureAwait(false);
        await writers.SavepointAsync(home, BeforeTexts).ConfigureAwait(false);
        var progress = new ChangeProgress(isResumed: false);
        try
        {
            await RunTextsAsync(writers, change, progress, call).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ShardException or OperationCanceledException)
        {
            if (!await TakeBackAsync(writers, change, progress, call.Uncancelled).ConfigureAwait(false))
                throw failure is ShardException inner ? MetadataErrors.HalfRun(change.What, inner) : failure;
            await ForgetAsync(writers, change, call.Uncancelled).ConfigureAwait(false);
            throw;
        }

        await CommitAsync(writers, change, done: []).ConfigureAwait(false);
        return true;
    }

    /// <summary>Finishes what the default shard still has pending, or takes it back where only that is possible.</summary>
    /// <exception cref="ShardException">TopologyMismatch: it can be neither finished nor taken back.</exception>
    public async ValueTask FinishPendingAsync(Call call)
    {
        using var writers = new WriterSet(pools, call);
        var stored = await BeginHomeAsync(writers, call).ConfigureAwait(false);
        if (stored.Pending is null)
            return;
        // Another runner tells the one who began it, should he still be alive, that it is no longer his to forget.
        var change = Read(stored.Pending) with { Runner = Guid.NewGuid() };
        writers.IgnoresForeignKeys = change.IgnoresForeignKeys;
        await SetPendingAsync(writers, change, call).ConfigureAwait(false);
        stored = await BeginHomeAsync(writers, call).ConfigureAwait(false);
        if (stored.Pending != change.ToJson())
            return;
        var progress = new ChangeProgress(isResumed: true);
        try
        {
            await RunTextsAsync(writers, change, progress, call).ConfigureAwait(false);
            await CommitAsync(writers, change, progress.Done).ConfigureAwait(false);
        }
        catch (ShardException failure) when (!failure.IsTransient && failure.ErrorCode is not (ShardErrorCode.OutcomeUnknown or ShardErrorCode.Timeout))
        {
            // What a server has committed by itself is undone at once; what shards have published is undone as a change of its own.
            if (!await TakeBackAsync(writers, change, progress, call).ConfigureAwait(false) || !await TryTakeBackAsync(writers, change, failure, call).ConfigureAwait(false))
                throw MetadataErrors.PendingFailed(change.What, failure);
        }
    }

    private async ValueTask<ShardIdentity> BeginHomeAsync(WriterSet writers, Call call) => await MetadataTable.ReadAsync(
        await writers.BeginAsync(home).ConfigureAwait(false), shardName(home), call).ConfigureAwait(false);

    private async ValueTask SetPendingAsync(WriterSet writers, ClusterChange? change, Call call)
    {
        var session = await writers.BeginAsync(home).ConfigureAwait(false);
        await MetadataTable.SetPendingAsync(session, change?.ToJson(), call).ConfigureAwait(false);
        await writers.CommitAsync(home).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsFinishedByOthersAsync(WriterSet writers, ClusterChange change, Call call)
    {
        // Who finishes takes the writers himself: holding on to them here would make him wait for us.
        await writers.RollbackAsync().ConfigureAwait(false);
        writers.Dispose();
        await FinishPendingAsync(call).ConfigureAwait(false);
        var stored = await BeginHomeAsync(writers, call).ConfigureAwait(false);
        if (stored.Published.Contains(change.Id))
            return true;
        return PublishedChanges.MayForget(change.Version, stored.Version) ? throw MetadataErrors.ChangeForgotten(change.What) : false;
    }

    /// <summary>Runs what is still to run, in open transactions.</summary>
    private async ValueTask RunTextsAsync(WriterSet writers, ClusterChange change, ChangeProgress progress, Call call)
    {
        for (var shard = 0; shard < pools.Count; shard++)
        {
            var session = await writers.BeginAsync(shard).ConfigureAwait(false);
            var stored = await MetadataTable.ReadAsync(session, shardName(shard), call).ConfigureAwait(false);
            if (stored.Version >= change.Version)
            {
                progress.Done.Add(shard);
                continue;
            }

            foreach (var text in change.Texts.TryGetValue(shard, out var texts) ? texts : [])
                await progress.RunAsync(session, text, call).ConfigureAwait(false);

            // A server's definitions have ended the transaction: what is published waits for the others in a new one.
            session = await writers.BeginAsync(shard).ConfigureAwait(false);
            await MetadataTable.PublishAsync(session, change.Version, change.Topology, call).ConfigureAwait(false);
            if (shard == home)
                await MetadataTable.CompleteChangeAsync(session, stored.Published.With(change.Id), call).ConfigureAwait(false);
        }
    }

    /// <summary>What a server has committed by itself is undone; files only roll back.</summary>
    /// <returns>False when nothing undoes it: the record stays, so that the next one finishes the change.</returns>
    private static async ValueTask<bool> TakeBackAsync(WriterSet writers, ClusterChange change, ChangeProgress progress, Call call)
    {
        if (progress.Committed.Count == 0)
            return true;
        await writers.RollbackAsync().ConfigureAwait(false);
        if (change.Undo is null)
            return false;
        foreach (var shard in progress.Committed)
        {
            var session = await writers.BeginAsync(shard).ConfigureAwait(false);
            foreach (var text in change.Undo)
                await ChangeProgress.UndoAsync(session, text, call).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask CommitAsync(WriterSet writers, ClusterChange change, List<int> done)
    {
        try
        {
            for (var shard = 0; shard < pools.Count; shard++)
            {
                if (shard != home && !done.Contains(shard))
                    await writers.CommitAsync(shard).ConfigureAwait(false);
            }

            await writers.CommitAsync(home).ConfigureAwait(false);
        }
        catch (ShardException failure)
        {
            throw MetadataErrors.CommitFailed(change.What, failure);
        }
    }

    /// <summary>After a text failed and before anything was committed: the cluster is as it was, so the record goes.</summary>
    private async ValueTask ForgetAsync(WriterSet writers, ClusterChange change, Call call)
    {
        // The default shard stays locked meanwhile: whoever found the record now would finish what its author is told has failed.
        await writers.RollbackAsync(except: home).ConfigureAwait(false);
        await writers.RollbackToAsync(home, BeforeTexts).ConfigureAwait(false);
        if ((await BeginHomeAsync(writers, call).ConfigureAwait(false)).Pending == change.ToJson())
            await SetPendingAsync(writers, null, call).ConfigureAwait(false);
    }

    /// <summary>An interrupted change that the engine now refuses is undone on the shards that have it, itself as a change that can be resumed.</summary>
    private async ValueTask<bool> TryTakeBackAsync(WriterSet writers, ClusterChange change, ShardException failure, Call call)
    {
        if (change.Undo is null || failure.ErrorCode == ShardErrorCode.ShardUnavailable)
            return false;
        await writers.RollbackAsync().ConfigureAwait(false);
        var texts = new Dictionary<int, IReadOnlyList<string>>();
        var stored = await BeginHomeAsync(writers, call).ConfigureAwait(false);
        for (var shard = 0; shard < pools.Count; shard++)
        {
            var session = await writers.BeginAsync(shard).ConfigureAwait(false);
            if ((await MetadataTable.ReadAsync(session, shardName(shard), call).ConfigureAwait(false)).Version >= change.Version
                && change.Texts.ContainsKey(shard))
            {
                texts[shard] = change.Undo;
            }
        }

        var before = TopologyChanges.Parse(stored.Topology) with { Version = change.Version + 1 };
        var back = ClusterChange.To(before, $"undo of {change.What}", texts) with { IgnoresForeignKeys = change.IgnoresForeignKeys };
        await SetPendingAsync(writers, back, call).ConfigureAwait(false);
        await writers.RollbackAsync().ConfigureAwait(false);
        writers.Dispose();
        await FinishPendingAsync(call).ConfigureAwait(false);
        return true;
    }

    private ClusterChange Read(string pending)
    {
        try
        {
            return ClusterChange.FromJson(pending);
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw MetadataErrors.Damaged(shardName(home));
        }
    }
}
