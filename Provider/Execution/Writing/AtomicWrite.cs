using System.Data;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>A write of several steps: under a savepoint of the open transaction, else in a transaction of its own. All of it stands, or nothing.</summary>
internal static class AtomicWrite
{
    private const string Savepoint = "shardclient_statement";

    /// <param name="work">The steps; its call belongs to the transaction.</param>
    /// <param name="runsOthers">False when the steps run no other statement of the session, which would fill its inputs anew.</param>
    public static async ValueTask<StatementResult> RunAsync(
        StatementCall call, Func<StatementCall, ValueTask<StatementResult>> work, IOBehavior ioBehavior, CancellationToken cancellationToken, bool runsOthers = true)
    {
        var open = call.Session.InTransaction ? call.Session.Transaction : null;
        if (open is { IsReadOnly: true })
            throw WriteRefusals.ReadOnly();
        var session = call.Session;
        if (open is null)
        {
            session = call.Session.ForStatement();
            session.Begin(IsolationLevel.Serializable, readOnly: false);
        }
        else
        {
            await open.SavepointAsync(Savepoint, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var result = await work(call with { Session = session, Inputs = runsOthers ? call.Inputs.ToArray() : call.Inputs, IsPart = true }).ConfigureAwait(false);
            await KeepAsync(call, open, session, ioBehavior, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (KeptRowsException kept)
        {
            await KeepAsync(call, open, session, ioBehavior, cancellationToken).ConfigureAwait(false);
            throw kept.Failure;
        }
        catch (Exception failure)
        {
            call.Session.Counters.Failed(failure);
            await UndoAsync(call, open, session, ioBehavior).ConfigureAwait(false);
            throw;
        }
    }

    private static ValueTask KeepAsync(
        StatementCall call, OpenTransaction? open, LogicalSession session, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        open is null
            ? session.CommitAsync(ioBehavior, call.Deadline, cancellationToken)
            : ReleaseAsync(open, call.Deadline, ioBehavior, cancellationToken);

    private static async ValueTask ReleaseAsync(OpenTransaction open, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        await open.ReleaseAsync(Savepoint, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);

    /// <summary>Takes back what a failed statement did; the caller's transaction goes on.</summary>
    private static async ValueTask UndoAsync(StatementCall call, OpenTransaction? open, LogicalSession session, IOBehavior ioBehavior)
    {
        if (open is null)
        {
            await session.CloseAsync(ioBehavior).ConfigureAwait(false);
        }
        else if (!open.IsAborted)
        {
            await open.RollbackToAsync(Savepoint, ioBehavior, call.Deadline, CancellationToken.None).ConfigureAwait(false);
            await open.ReleaseAsync(Savepoint, ioBehavior, call.Deadline, CancellationToken.None).ConfigureAwait(false);
        }
    }
}

/// <summary>A row was refused under OR FAIL: what was written before it stays.</summary>
#pragma warning disable CA1032, CA1064 // never leaves the write
internal sealed class KeptRowsException(ShardException failure) : Exception(failure.Message, failure)
#pragma warning restore CA1032, CA1064
{
    public ShardException Failure { get; } = failure;
}
