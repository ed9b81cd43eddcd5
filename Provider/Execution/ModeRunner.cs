using ShardClient.Backends;
using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>SET sql_mode: a mode of the connection's own.</summary>
internal static class ModeRunner
{
    private static readonly SessionStatement Ask = new("SELECT @@SESSION.sql_mode", [], Reusable: false) { IsPlanned = false };

    /// <summary>The default shard's server works the value out and says what it has become.</summary>
    /// <exception cref="ShardException">What the server refuses; NotSupported for a mode under which statements cannot be read.</exception>
    public static async ValueTask<StatementResult> RunAsync(StatementCall call, ModePlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var pool = call.Runtime.Pools[call.Runtime.DefaultShard];
        var session = await pool.RentAsync(SessionAccess.Read, null, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        string text;
        try
        {
            session.Mode = call.Session.Mode.Text;
            var set = await session.ExecuteAsync(plan.Statement, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            await set.LeaveAsync(ioBehavior).ConfigureAwait(false);
            var answer = await session.ExecuteAsync(Ask, default, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            text = await answer.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false) ? answer.GetText(0) : "";
            await answer.LeaveAsync(ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            session.NoticeModeChange();
            pool.Return(session);
        }

        var mode = call.Runtime.Modes.Of(text);
        Check(call, mode);
        call.Session.Mode = mode;
        return new StatementResult(null, -1);
    }

    private static void Check(StatementCall call, ServerMode mode)
    {
        if (mode.Unreadable is { } word)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported, $"SET sql_mode: statements under {word} are of another language, which is not read here.", "Leave it out.");
        }

        // A text is read as a whole before its first statement runs.
        if (mode.Reading != call.Session.Mode.Reading && call.Statement.HasFollowers)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported, "SET sql_mode changes how statements are read, and others follow in the same text.", "Send SET sql_mode as a text of its own.");
        }
    }
}
