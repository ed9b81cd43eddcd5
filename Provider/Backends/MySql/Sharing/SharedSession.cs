using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql.Sharing;

/// <summary>
/// A session that many callers read on at once: their commands go out one after the other, several in one send, and the answers come back in the same
/// order. Callers write into a buffer; whoever finds nobody sending sees to it that it is sent. One loop reads every answer, copies its rows out and
/// wakes its caller. Nothing in it is ever killed, and what is not as expected ends the session: its callers read elsewhere.
/// </summary>
internal sealed partial class SharedSession : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Command> _waiting = new();
    private readonly HashSet<string> _preparing = new(StringComparer.Ordinal);
    private readonly MySqlSession _session;
    private readonly MySqlLink _link;
    private readonly SharedReadOptions _options;
    private readonly Action<SharedSession> _released;
    private readonly IOBehavior _ioBehavior;
    private PacketWriter _filling;
    private PacketWriter _sending;
    private int _bytes;
    private bool _isSending;
    private bool _isReading = true;
    private bool _isClosing;
    private bool _hasEnded;
    private bool _isStalled;

    /// <param name="session">Taken from its pool, and given back in doubt when this session ends.</param>
    /// <param name="released">Told once, when nobody uses the connection any more.</param>
    /// <param name="ioBehavior">How it is read and written: synchronously by a thread of its own and those of its callers.</param>
    public SharedSession(MySqlSession session, SharedReadOptions options, Action<SharedSession> released, IOBehavior ioBehavior)
    {
        _ioBehavior = ioBehavior;
        _session = session;
        _link = session.Link;
        _options = options;
        _released = released;
        _result = new MySqlResult(_link);
        _filling = _link.Channel.Writer;
        _sending = new PacketWriter(_link.Channel.Bytes) { MaximumPayload = _filling.MaximumPayload };
    }

    /// <summary>What waits for an answer: a caller's read, or the preparing of a text.</summary>
    private readonly record struct Command(SharedRead? Read, KeptStatement? Kept, string? Preparing, int Bytes);

    public MySqlSession Session => _session;

    /// <summary>True when it was ended for want of use.</summary>
    public bool WasClosed => _isClosing;

    /// <summary>Commands without an answer.</summary>
    public int Depth => _waiting.Count;

    /// <summary>False once it ends or closes, and while it answers nothing.</summary>
    public bool TakesReads => !_hasEnded && !_isClosing && !_isStalled;

    /// <summary>
    /// True for a session whose commands can travel together: its packets are not numbered through (compression), and the server tells what becomes of the
    /// session, which commits by itself.
    /// </summary>
    public static bool CanShare(MySqlSession session) =>
        session.Link is { TellsChanges: true, HasChanged: false, TakesUtf8: true, Channel.Bytes: not CompressedChannel } && IsAsLoggedIn(session.Link.Status);

    /// <summary>Writes a caller's command; false when the session does not take it, and nothing was written.</summary>
    /// <exception cref="ShardException">The statement's values do not fit its text.</exception>
    public bool TryRead(SharedRead read, SessionStatement statement, ReadOnlySpan<Value> inputs)
    {
        bool mustSend;
        bool isAlone;
        lock (_gate)
        {
            if (!TakesReads || _waiting.Count >= _options.MaximumDepth || _bytes >= _options.MaximumBytes || statement.Text.Length > _options.MaximumCommand)
                return false;
            isAlone = _waiting.Count == 0;
            if (!TryWrite(read, statement, inputs))
                return false;

            // Who reads for callers on their threads has answers to come, and sends what was written meanwhile.
            mustSend = !_isSending && (isAlone || _ioBehavior == IOBehavior.Asynchronous);
            _isSending |= mustSend;
        }

        // Others have answers to come, and then probably something to send as well: what goes together costs both ends less.
        if (mustSend && isAlone)
            Send();
        else if (mustSend && _ioBehavior == IOBehavior.Asynchronous)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    void IThreadPoolWorkItem.Execute() => Send();

    /// <summary>Ends at once; who waits reads elsewhere.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_hasEnded)
                return;
            _hasEnded = true;
            foreach (var command in _waiting)
                command.Read?.Move();
        }

        _link.Channel.Abort();
    }

    /// <summary>For the one who is left with it, when nobody reads or sends any more.</summary>
    public void Dispose()
    {
        _result.Dispose();
        _filling.Dispose();
        _sending.Dispose();
    }

    /// <summary>Says goodbye when nothing is under way; the server hangs up then.</summary>
    public void CloseWhenIdle()
    {
        lock (_gate)
        {
            if (_hasEnded || _isClosing || _isSending || _waiting.Count > 0)
                return;
            _isClosing = _isSending = true;
            Begin();
            Commands.Write(_filling, CommandCode.Quit);
            _filling.End();
        }

        Send();
    }

    private static bool IsAsLoggedIn(ServerStatus status) =>
        (status & (ServerStatus.AutoCommit | ServerStatus.InTransaction | ServerStatus.MoreResults)) == ServerStatus.AutoCommit;

    private bool TryWrite(SharedRead read, SessionStatement statement, ReadOnlySpan<Value> inputs)
    {
        var kept = Find(statement, inputs, out var mustPrepare);
        if (kept is not null && kept.Parameters != statement.Inputs.Length)
            return false;
        Begin();
        if (kept is not null)
            ExecutionWriter.Write(_filling, kept.Id, inputs, statement.Inputs);
        else
            QueryWriter.WritePayload(_filling, _link, statement, inputs);
        if (_filling.Payload.Length > _options.MaximumCommand)
            return false;
        Await(new Command(read, kept, null, _filling.Payload.Length));
        if (mustPrepare)
            Prepare(statement.Text);
        return true;
    }

    /// <summary>The prepared statement; null for a text that goes as it is, because it is not prepared, or not yet.</summary>
    private KeptStatement? Find(SessionStatement statement, ReadOnlySpan<Value> inputs, out bool mustPrepare)
    {
        mustPrepare = false;
        if (!_session.Prepares(statement, inputs))
            return null;
        if (_session.Statements.TryFind(statement.Text, out var kept))
            return kept.IsPrepared ? kept : null;
        mustPrepare = !_preparing.Contains(statement.Text);
        return null;
    }

    /// <summary>For those who come next.</summary>
    private void Prepare(string text)
    {
        _preparing.Add(text);
        Begin();
        Commands.Write(_filling, CommandCode.Prepare, text);
        Await(new Command(null, null, text, _filling.Payload.Length));
    }

    private void Begin()
    {
        _filling.Sequence = 0;
        _filling.Begin();
    }

    private void Await(Command command)
    {
        _filling.End();
        if (_waiting.Count == 0)
            _silentSince = Environment.TickCount64;
        _waiting.Enqueue(command);
        _bytes += command.Bytes;
    }

    private void Send() => _ = SendAsync();

    private async Task SendAsync()
    {
        try
        {
            while (TakeWritten() is { } writer)
                await writer.FlushAsync(_ioBehavior).ConfigureAwait(false);
        }
        catch (ShardException)
        {
            // The reading loop meets the same end and sees to the rest.
            End();
            LeaveSending();
        }
    }

    /// <summary>What has been written since; null when there is nothing, and the next one who writes sends.</summary>
    private PacketWriter? TakeWritten()
    {
        lock (_gate)
        {
            if (!_hasEnded && _filling.Built > 0)
            {
                (_filling, _sending) = (_sending, _filling);
                return _sending;
            }

            _isSending = false;
            if (!IsLeft)
                return null;
        }

        GiveBack();
        return null;
    }

    private void LeaveSending()
    {
        lock (_gate)
        {
            _isSending = false;
            if (!IsLeft)
                return;
        }

        GiveBack();
    }

    /// <summary>True when it has ended and nobody reads or sends any more: whoever sees it first gives the connection back.</summary>
    private bool IsLeft => _hasEnded && !_isReading && !_isSending;

    private void GiveBack()
    {
        Dispose();
        _released(this);
    }
}
