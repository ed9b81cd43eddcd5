using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <content>A transaction that begins in one round trip with its first statement: as the statement before it in one text.</content>
internal sealed partial class MySqlSession
{
    private string? _beginning;

    public override bool InTransaction => _beginning is not null || _link.InTransaction;

    public override bool TryBeginWithNext(SessionStatement begin)
    {
        _beginning = begin.Text;
        return true;
    }

    /// <summary>Writes a text, with the beginning before it where there is one.</summary>
    /// <returns>True when the first answer is the beginning's.</returns>
    private bool WriteText(SessionStatement statement, ReadOnlySpan<Value> inputs)
    {
        QueryWriter.Write(_link, statement, inputs, _beginning);
        var begins = _beginning is not null;
        _beginning = null;
        return begins;
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
