using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <content>What goes to the server with the next statement, as a text before its own: the beginning of a transaction, and how long it waits for locks.</content>
internal sealed partial class MySqlSession
{
    // MariaDB sets it for one statement, and knows not to wait at all. MySQL's least is a second, for the session: it is set back with the next statement.
    private const string WithoutWaiting = "SET STATEMENT innodb_lock_wait_timeout=0 FOR ";
    private const string WaitShortly = "SET SESSION innodb_lock_wait_timeout=1";
    private const string WaitAsBefore = "SET SESSION innodb_lock_wait_timeout=DEFAULT";

    private string? _first;
    private string? _beginning;
    private bool _waitsForLocks = true;

    public override bool InTransaction => _beginning is not null || _link.InTransaction;

    public override bool HasWarned => _link.Warnings > 0;

    public override bool TryBeginWithNext(SessionStatement begin, bool waitsForLocks)
    {
        (_beginning, _waitsForLocks) = (begin.Text, waitsForLocks);
        _first = waitsForLocks || _link.Greeting.IsMariaDb ? null : WaitShortly;
        return true;
    }

    /// <summary>Writes a text, with what comes before it.</summary>
    /// <returns>How many answers come before its own.</returns>
    private int WriteText(SessionStatement statement, ReadOnlySpan<Value> inputs)
    {
        var (first, beginning, waits) = (_first, _beginning, _waitsForLocks);
        (_first, _beginning, _waitsForLocks) = (first == WaitShortly ? WaitAsBefore : null, null, true);
        QueryWriter.Write(_link, statement, inputs, first, beginning, waits || first is not null || !statement.IsPlanned ? null : WithoutWaiting);
        return (first is null ? 0 : 1) + (beginning is null ? 0 : 1);
    }

    /// <summary>Reads the answers to what came before the statement. What was set for a moment is no change that would have to be undone.</summary>
    private async ValueTask ReadFirstAnswersAsync(int count, IOBehavior ioBehavior)
    {
        var hasChanged = _link.HasChanged;
        for (; count > 0; count--)
            await _link.ReadOkAsync(ioBehavior).ConfigureAwait(false);
        _link.HasChanged = hasChanged;
    }

    /// <summary>Says by itself what a prepared statement cannot have before it.</summary>
    private async ValueTask BeginNowAsync(IOBehavior ioBehavior)
    {
        if (_beginning is null && _first is null)
            return;
        foreach (var text in new[] { _first, _beginning })
        {
            if (text is null)
                continue;
            var hasChanged = _link.HasChanged;
            _sent = Sent.Preamble;
            await _link.RunAsync(text, ioBehavior).ConfigureAwait(false);
            _sent = Sent.Nothing;
            _link.HasChanged = hasChanged;
        }

        (_first, _beginning) = (null, null);
    }
}
