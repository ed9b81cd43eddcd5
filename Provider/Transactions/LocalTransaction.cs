using ShardClient.Backends;
using ShardClient.Diagnostics;
using ShardClient.Execution;
using ShardClient.Options;
using ShardClient.Values;

namespace ShardClient.Transactions;

/// <summary>Makes transactions whose branches are the engines' own, committed one after the other.</summary>
internal sealed class LocalTransactionFactory : ITransactionFactory
{
    public static LocalTransactionFactory Instance { get; } = new();

    public OpenTransaction Begin(ClusterRuntime runtime, bool readOnly) => new LocalTransaction(runtime, readOnly);

    public OpenTransaction Autocommit(ClusterRuntime runtime, SessionPin pin) => new PinnedAutocommit(runtime, pin);
}

/// <summary>
/// One branch per touched shard. Under Single at most one of them writes, so that the commit is as atomic as the engine's own; under
/// BestEffort several may, and are committed in the order in which they were touched.
/// </summary>
internal sealed class LocalTransaction(ClusterRuntime runtime, bool readOnly) : OpenTransaction
{
    private readonly List<Branch> _branches = [];
    private readonly List<Savepoint> _savepoints = [];
    private bool _aborted;
    private bool _ended;

    public override bool IsReadOnly => readOnly;

    public override bool IsAborted => _aborted;

    public override async ValueTask<ShardSession> EnlistAsync(
        int shard, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        if (Pin is { WritesTemporaryOnly: true } pin && pin.Shard == shard)
            access = SessionAccess.Read;
        if (access == SessionAccess.Write)
            RefuseWrite(shard);
        var branch = Find(shard) ?? await BeginBranchAsync(shard, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        branch.Wrote |= access == SessionAccess.Write;
        branch.Session.Mode = Reading;
        return branch.Session;
    }

    public override void NoticeWrite(int shard)
    {
        RefuseWrite(shard);
        if (Find(shard) is { } branch)
            branch.Wrote = true;
    }

    public override ShardSession? HeldWriter(int shard) => readOnly ? null : Find(shard)?.Session;

    public override void Watch(SessionResult result, ShardSession session) => Find(session.Shard)?.Watch(result);

    public override void NoticeFailure(ShardSession session) => _aborted |= !session.InTransaction || !session.IsUsable;

    public override async ValueTask<bool> StartOverAsync(IOBehavior ioBehavior, Deadline deadline)
    {
        var isUndone = await EndAsync(ControlStatements.Rollback, ioBehavior, deadline).ConfigureAwait(false);
        (_aborted, _ended) = (false, false);
        return isUndone;
    }

    public override async ValueTask CommitAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_aborted)
        {
            await RollbackAsync(ioBehavior, deadline, CancellationToken.None).ConfigureAwait(false);
            throw Aborted();
        }

        var writers = _branches.FindAll(static branch => branch.Wrote);

        // What is known to fail goes first: then nothing is committed, as in one database.
        if (writers.Count > 1 && writers.FindIndex(static branch => branch.Session.CannotCommit) is > 0 and var broken)
            (writers[0], writers[broken]) = (writers[broken], writers[0]);
        for (var index = 0; index < writers.Count; index++)
        {
            try
            {
                await writers[index].RunAsync(ControlStatements.Commit, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (index > 0)
            {
                await RollbackAsync(ioBehavior, deadline, CancellationToken.None).ConfigureAwait(false);
                throw HalfCommitted(writers, index, failure);
            }
            catch (Exception failure) when (Unanswered.Is(failure))
            {
                await RollbackAsync(ioBehavior, deadline, CancellationToken.None).ConfigureAwait(false);
                throw Unanswered.Commit(runtime.ShardName(writers[0].Shard), failure);
            }
        }

        var shards = _branches.Count;
        await EndAsync(ControlStatements.Commit, ioBehavior, deadline).ConfigureAwait(false);
        ShardClientMeter.TransactionEnded(runtime.Name, committed: true);
        runtime.Logger.TransactionCommitted(shards);
    }

    public override async ValueTask RollbackAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var shards = _branches.Count;
        await EndAsync(ControlStatements.Rollback, ioBehavior, deadline).ConfigureAwait(false);
        ShardClientMeter.TransactionEnded(runtime.Name, committed: false);
        runtime.Logger.TransactionRolledBack(shards);
    }

    public override async ValueTask SavepointAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        foreach (var branch in _branches)
            await branch.RunAsync(ControlStatements.Savepoint(name), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        _savepoints.Add(new Savepoint(name, [.. _branches.Where(static branch => branch.Wrote).Select(static branch => branch.Shard)]));
    }

    public override async ValueTask RollbackToAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var index = IndexOf(name);
        foreach (var branch in _branches)
        {
            await branch.RunAsync(ControlStatements.RollbackTo(name), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            branch.Wrote = Array.IndexOf(_savepoints[index].Written, branch.Shard) >= 0;
        }

        _savepoints.RemoveRange(index + 1, _savepoints.Count - index - 1);
    }

    public override async ValueTask<bool> ReleaseAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var index = IndexOf(name);
        foreach (var branch in _branches)
            await branch.RunAsync(ControlStatements.Release(name), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        _savepoints.RemoveRange(index, _savepoints.Count - index);
        return index == 0;
    }

    private Branch? Find(int shard)
    {
        foreach (var branch in _branches)
        {
            if (branch.Shard == shard)
                return branch;
        }

        return null;
    }

    private async ValueTask<Branch> BeginBranchAsync(int shard, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var pool = runtime.Pools[shard];
        var access = readOnly ? SessionAccess.Read : SessionAccess.Write;
        var pinned = Pin?.Shard == shard ? Pin.Session : null;

        // A kept session that may write takes the writer's place, so that who else writes waits in turn.
        var rented = pinned is null || !readOnly ? await pool.RentAsync(access, this, ioBehavior, deadline, cancellationToken).ConfigureAwait(false) : null;
        var session = pinned ?? rented!;
        var branch = new Branch(pool, session, rented);
        try
        {
            session.EnforcesForeignKeys = !IgnoresForeignKeys;
            if (ControlStatements.Isolation(session.Engine, Isolation) is { } isolation)
                await branch.RunAsync(isolation, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            var begin = ControlStatements.Begin(session.Engine, readOnly);
            if (!BeginsWithStatement || !session.TryBeginWithNext(begin, WaitsForLocks))
                await branch.RunAsync(begin, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            foreach (var savepoint in _savepoints)
                await branch.RunAsync(ControlStatements.Savepoint(savepoint.Name), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (session.InTransaction)
                await EndBranchAsync(branch, ControlStatements.Rollback, ioBehavior, deadline).ConfigureAwait(false);
            branch.Leave();
            throw;
        }

        _branches.Add(branch);
        return branch;
    }

    private void RefuseWrite(int shard)
    {
        if (readOnly)
            throw WriteRefusals.ReadOnly();

        if (Mode != ShardTransactionMode.Single)
            return;
        foreach (var branch in _branches)
        {
            if (branch.Wrote && branch.Shard != shard)
                throw WriteRefusals.SecondShard(runtime.ShardName(branch.Shard), runtime.ShardName(shard));
        }
    }

    /// <returns>False when a server has warned of it, or did not answer.</returns>
    private async ValueTask<bool> EndAsync(SessionStatement statement, IOBehavior ioBehavior, Deadline deadline)
    {
        _ended = true;
        var isInDoubt = false;
        foreach (var branch in _branches)
        {
            if (branch.Session.IsUsable && branch.Session.InTransaction)
            {
                await EndBranchAsync(branch, statement, ioBehavior, deadline).ConfigureAwait(false);
                isInDoubt |= branch.Session.HasWarned;
            }

            isInDoubt |= !branch.Session.IsUsable;

            branch.Leave();
        }

        _branches.Clear();
        _savepoints.Clear();
        return !isInDoubt;
    }

    /// <summary>Ends a branch whose outcome is decided. A session that cannot even roll back says so by no longer being usable, and is dropped.</summary>
    private async ValueTask EndBranchAsync(Branch branch, SessionStatement statement, IOBehavior ioBehavior, Deadline deadline)
    {
        try
        {
            await branch.RunAsync(statement, ioBehavior, deadline, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ShardException or OperationCanceledException)
        {
            // The outcome is decided elsewhere; closing the session rolls the branch back.
            runtime.Logger.RollbackFailed(runtime.ShardName(branch.Shard));
            branch.Session.Abandon();
        }
    }

    private int IndexOf(string name)
    {
        var index = _savepoints.FindLastIndex(savepoint => string.Equals(savepoint.Name, name, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? index
            : throw new ShardException(ShardErrorCode.EngineError, $"The transaction has no savepoint \"{name}\".", "Set it first with SAVEPOINT or Save.");
    }

    private void ThrowIfUnusable()
    {
        if (_aborted)
            throw Aborted();
        if (_ended)
            throw new ShardException(ShardErrorCode.TransactionAborted, "The transaction has ended.", "Begin a new one.");
    }

    /// <summary>A named point to go back to.</summary>
    /// <param name="Written">The shards written until then.</param>
    private sealed record Savepoint(string Name, int[] Written);

    private static ShardException Aborted() => new(
        ShardErrorCode.TransactionAborted,
        "An earlier failure made the engine roll the transaction back.",
        "Roll back and run the whole transaction again.");

    private ShardException HalfCommitted(List<Branch> writers, int failed, Exception failure)
    {
        var done = string.Join(", ", writers.Take(failed).Select(branch => runtime.ShardName(branch.Shard)));
        runtime.Logger.TransactionHalfCommitted(done, runtime.ShardName(writers[failed].Shard));
        var what = Unanswered.Is(failure) ? "was not answered by" : "failed on";
        return new ShardException(
            ShardErrorCode.OutcomeUnknown,
            $"The commit {what} shard {runtime.ShardName(writers[failed].Shard)} after it had succeeded on {done}; the other shards were rolled back.",
            "Under Transaction Mode=BestEffort a commit over several shards is not atomic: compare the rows before running it again.",
            failure)
        {
            Shard = runtime.ShardName(writers[failed].Shard),
        };
    }
}
