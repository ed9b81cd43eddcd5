using System.Runtime.ExceptionServices;
using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// Tries the parts of an INSERT on all servers at once, in a transaction that is the statement's own. None of them waits for a lock: two statements of which
/// each holds what the other waits for, on two servers, would wait until their time is up, because neither server sees the circle. One that would have to
/// wait is taken back and runs in shard order.
/// </summary>
internal sealed class WritesAtOnce
{
    private readonly StatementCall _call;
    private readonly ManyWrites _writes;
    private readonly OpenTransaction _transaction;
    private readonly ShardSession[] _sessions;
    private Exception? _failure;
    private Exception? _unsent;

    private WritesAtOnce(StatementCall call, ManyWrites writes)
    {
        (_call, _writes, _transaction) = (call, writes, call.Session.Transaction!);
        _sessions = new ShardSession[writes.Steps.Count];
    }

    public static bool May(StatementCall call, ManyWrites writes) =>
        writes is { IsInsert: true, CountOnce: false } && call.Session is { IsOfStatement: true, Pin: null } && call.Runtime.SendsAhead && call.Runtime.Contention.IsLow;

    /// <returns>Null when somebody else holds a lock that it needs: nothing of it stands, and the transaction begins anew.</returns>
    /// <exception cref="ShardException">What failed first, in shard order.</exception>
    public static async ValueTask<StatementResult?> TryAsync(StatementCall call, ManyWrites writes, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var attempt = new WritesAtOnce(call, writes);
        var sent = await attempt.SendAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        using var outcome = new WriteOutcome(call, writes);
        for (var index = 0; index < sent; index++)
            await attempt.ReceiveAsync(attempt._sessions[index], outcome, ioBehavior, cancellationToken).ConfigureAwait(false);
        if ((attempt._failure ?? attempt._unsent) is not { } failure)
            return outcome.Tell();
        if (failure is ShardException { ErrorCode: ShardErrorCode.LockTimeout or ShardErrorCode.Deadlock })
        {
            call.Runtime.Contention.Notice();
            if (await attempt._transaction.StartOverAsync(ioBehavior, call.Deadline).ConfigureAwait(false))
                return null;
        }

        ExceptionDispatchInfo.Throw(failure);
        return null;
    }

    /// <summary>Sessions are taken in shard order, and each server begins while the next one is told.</summary>
    /// <returns>How many were told.</returns>
    private async ValueTask<int> SendAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var sent = 0;
        (_transaction.BeginsWithStatement, _transaction.WaitsForLocks) = (true, false);
        try
        {
            for (; sent < _sessions.Length; sent++)
            {
                var step = _writes.Steps[sent];
                var session = _sessions[sent] = await _transaction.EnlistAsync(step.Shard, _writes.Access, ioBehavior, _call.Deadline, cancellationToken).ConfigureAwait(false);
                session.LastInsertId = _call.Session.Counters.LastInsertId;
                if (!await session.TrySendAsync(step.Statement, _call.Inputs, ioBehavior, _call.Deadline, cancellationToken).ConfigureAwait(false))
                    throw new InvalidOperationException($"A session of shard {step.Shard} does not send ahead.");
            }
        }
        catch (Exception failure) when (failure is ShardException or OperationCanceledException)
        {
            // What was sent before is answered before.
            _unsent = failure;
        }
        finally
        {
            (_transaction.BeginsWithStatement, _transaction.WaitsForLocks) = (false, true);
        }

        if (_unsent is not null && _sessions[sent] is { } failed)
            _transaction.NoticeFailure(failed);
        return sent;
    }

    private async ValueTask ReceiveAsync(ShardSession session, WriteOutcome outcome, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            using var result = await session.ReceiveAsync(ioBehavior).ConfigureAwait(false);
            await outcome.AddAsync(session, result, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ShardException or OperationCanceledException)
        {
            _transaction.NoticeFailure(session);
            _failure ??= failure;
        }
    }
}
