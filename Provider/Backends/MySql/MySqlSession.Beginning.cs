using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <content>What goes to the server with the next statement, as texts before its own: how long it waits for locks, and the beginning of a transaction.</content>
internal sealed partial class MySqlSession
{
    // MariaDB knows not to wait at all; MySQL's least is a second. It is set back with the statement after: MariaDB's SET STATEMENT would do so by itself, but
    // its answer says that the session has changed, and whether the statement has changed it nobody could tell.
    private const string WaitNot = "SET SESSION innodb_lock_wait_timeout=0";
    private const string WaitShortly = "SET SESSION innodb_lock_wait_timeout=1";
    private const string WaitAsBefore = "SET SESSION innodb_lock_wait_timeout=DEFAULT";

    private string? _waiting;
    private string? _beginning;

    public override bool InTransaction => _beginning is not null || _link.InTransaction;

    public override bool HasWarned => _link.Warnings > 0;

    public override bool TryBeginWithNext(SessionStatement begin, bool waitsForLocks)
    {
        _beginning = begin.Text;
        _waiting = waitsForLocks ? null : _link.Greeting.IsMariaDb ? WaitNot : WaitShortly;
        return true;
    }

    /// <summary>Writes a text, with what comes before it.</summary>
    /// <returns>How many answers come before its own.</returns>
    private int WriteText(SessionStatement statement, ReadOnlySpan<Value> inputs)
    {
        var (waiting, beginning) = (_waiting, _beginning);
        (_waiting, _beginning) = (waiting is null or WaitAsBefore ? null : WaitAsBefore, null);
        QueryWriter.Write(_link, statement, inputs, waiting, beginning);
        return (waiting is null ? 0 : 1) + (beginning is null ? 0 : 1);
    }

    /// <summary>Reads the answers to what came before the statement. What is set for a moment is no change that would have to be undone.</summary>
    private async ValueTask ReadFirstAnswersAsync(int count, IOBehavior ioBehavior)
    {
        var hasChanged = _link.HasChanged;
        for (; count > 0; count--)
            await _link.ReadOkAsync(ioBehavior).ConfigureAwait(false);
        _link.HasChanged = hasChanged;
    }

    /// <summary>Begins by itself, where a prepared statement follows.</summary>
    private async ValueTask BeginNowAsync(IOBehavior ioBehavior)
    {
        if (_beginning is not { } begin)
            return;
        _beginning = null;
        _sent = Sent.Preamble;
        await _link.RunAsync(begin, ioBehavior).ConfigureAwait(false);
        _sent = Sent.Nothing;
    }
}
