using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql.Sharing;

/// <content>The loop that reads the answers, and what watches over those who wait for them.</content>
internal sealed partial class SharedSession
{
    private readonly MySqlResult _result;
    private long _answered;
    private long _answeredBefore;
    private long _silentSince;

    /// <summary>When commands were last seen under way, by <see cref="Environment.TickCount64"/>.</summary>
    private long _usedAt = Environment.TickCount64;

    /// <summary>Why it ended; null while it has not, or for want of use.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Answers so far.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    public void CloseIfUnused(long now)
    {
        if (now - _usedAt >= _options.IdleTimeout.TotalMilliseconds)
            CloseWhenIdle();
    }

    /// <summary>Looks after deadlines, and after a session that answers nothing.</summary>
    /// <returns>True while commands are under way.</returns>
    public bool Patrol(long now)
    {
        var isLost = false;
        lock (_gate)
        {
            if (_waiting.Count == 0 || _hasEnded)
                return false;
            _usedAt = now;
            if (_answered != _answeredBefore)
                (_answeredBefore, _silentSince) = (_answered, now);
            var silence = now - _silentSince;
            _isStalled = silence >= _options.Patience.TotalMilliseconds;
            isLost = silence >= _options.LostAfter.TotalMilliseconds;
            foreach (var command in _waiting)
            {
                if (_isStalled)
                    command.Read?.Move();
                else if (command.Read?.GivesUpAt <= now)
                    command.Read.GiveUp();
            }
        }

        if (isLost)
            End();
        return true;
    }

    /// <summary>Reads answers until the session ends; on the caller's thread where its callers wait on theirs.</summary>
    public async Task ReadAsync()
    {
        var reader = _link.Channel.Reader;
        try
        {
            while (true)
            {
                await reader.FillAsync(_ioBehavior).ConfigureAwait(false);
                while (reader.Buffered > 0)
                    await ReadAnswerAsync().ConfigureAwait(false);
                if (_ioBehavior == IOBehavior.Synchronous)
                    SendWritten();
            }
        }
#pragma warning disable CA1031 // whatever it is, it ends the session and nothing else
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // Whoever waits reads elsewhere, and hears there what is wrong with the server, if anything is.
            Failure = failure;
        }
        finally
        {
            End();
            LeaveReading();
        }
    }

    /// <summary>What callers on threads have written while answers were read: they leave it to whoever reads.</summary>
    private void SendWritten()
    {
        lock (_gate)
        {
            if (_isSending || _hasEnded || _filling.Built == 0)
                return;
            _isSending = true;
        }

        Send();
    }

    private void LeaveReading()
    {
        lock (_gate)
        {
            _isReading = false;
            if (!IsLeft)
                return;
        }

        GiveBack();
    }

    private async ValueTask ReadAnswerAsync()
    {
        Command command;
        lock (_gate)
        {
            if (!_waiting.TryPeek(out command))
                throw WireErrors.Malformed("an answer that nobody asked for");
        }

        _link.Channel.ExpectNextAnswer();
        if (command.Read is { } read)
            await ReadRowsAsync(read, command.Kept).ConfigureAwait(false);
        else
            await ReadPreparedAsync(command.Preparing!).ConfigureAwait(false);
    }

    private async ValueTask ReadRowsAsync(SharedRead read, KeptStatement? kept)
    {
        ShardException? error = null;
        var isTooLarge = false;
        try
        {
            await _result.StartAsync(kept, null, _ioBehavior).ConfigureAwait(false);
            if (_result.RecordsAffected >= 0)
                throw WireErrors.Malformed("no rows where a query was asked");
            read.StartRows(_result.RowColumns, kept is not null, _result.SchemaChanged);
            while (await _result.AdvanceAsync(_ioBehavior).ConfigureAwait(false))
            {
                isTooLarge = isTooLarge || read.Length + _result.Row.Length > _options.MaximumAnswer;
                if (!isTooLarge)
                    read.AddRow(_result.Row);
            }
        }
        catch (ShardException failure) when (failure.EngineErrorCode != 0)
        {
            error = failure;
        }

        if (_link.HasChanged || !IsAsLoggedIn(_link.Status))
            throw WireErrors.Malformed("an answer that changed the session");
        var isGone = error?.EngineErrorCode == MySqlErrors.UnknownStatement;
        lock (_gate)
        {
            if (isGone)
                _session.Statements.Forget(kept!);
            Dequeue();
        }

        read.Answer(isGone ? null : error, isMoved: isGone || isTooLarge);
    }

    private async ValueTask ReadPreparedAsync(string text)
    {
        var packet = await _link.Channel.ReadAsync(_ioBehavior).ConfigureAwait(false);

        // Why it cannot be prepared, the same text sent as it is tells its caller.
        var kept = packet is [ErrPacket.Header, ..]
            ? new KeptStatement(text, 0, 0) { IsPrepared = false }
            : await KeptStatement.ReadAsync(_link, text, PreparedPacket.Read(packet), _ioBehavior).ConfigureAwait(false);
        lock (_gate)
        {
            Dequeue();
            _preparing.Remove(text);
            if (_session.Statements.Keep(kept) is { IsPrepared: true } dropped)
                WriteClose(dropped);
        }
    }

    /// <summary>It has no answer, and travels with what is sent next.</summary>
    private void WriteClose(KeptStatement dropped)
    {
        Begin();
        Commands.Write(_filling, CommandCode.CloseStatement, dropped.Id);
        _filling.End();
    }

    private void Dequeue()
    {
        _bytes -= _waiting.Dequeue().Bytes;
        _answered++;
        _isStalled = false;
    }
}
