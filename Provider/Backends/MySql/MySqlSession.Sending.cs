using ShardClient.Values;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <content>A statement in two halves: sent, and its answer taken later.</content>
internal sealed partial class MySqlSession
{
    private KeptStatement? _awaited;
    private int _firstAnswers;
    private (SessionStatement Statement, ReadOnlyMemory<Value> Inputs) _asked;

    public override async ValueTask<bool> TrySendAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Begin(deadline, cancellationToken);
        try
        {
            await SettleAsync(ioBehavior).ConfigureAwait(false);
            NoteTraces(statement);
            (_awaited, _asked) = (null, default);
            if (Prepares(statement, inputs.Span) && _link.TakesUtf8)
            {
                await BeginNowAsync(ioBehavior).ConfigureAwait(false);
                if (!_kept.TryFind(statement.Text, out var kept))
                    kept = await PrepareAsync(statement.Text, ioBehavior).ConfigureAwait(false);
                if (kept.IsPrepared)
                    (_awaited, _asked) = (kept, (statement, inputs));
            }

            _firstAnswers = 0;
            if (_awaited is { } prepared)
                WriteKept(prepared, statement, inputs);
            else
                _firstAnswers = WriteText(statement, inputs.Span);
            _sent = Sent.Statement;
            await _link.Channel.SendAsync(ioBehavior).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure)
        {
            Guard.Unwatch();
            throw await FailAsync(failure, ioBehavior).ConfigureAwait(false);
        }
    }

    public override async ValueTask<SessionResult> ReceiveAsync(IOBehavior ioBehavior)
    {
        try
        {
            await ReceiveSentAsync(ioBehavior).ConfigureAwait(false);
            if (Guard.Reason != StopReason.None && _result.RecordsAffected < 0)
                await DiscardStoppedAsync(ioBehavior).ConfigureAwait(false);
            _result.IsTaken = true;
            return _result;
        }
        catch (Exception failure)
        {
            throw await FailAsync(failure, ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            _asked = default;
            Guard.Unwatch();
        }
    }

    private void WriteKept(KeptStatement kept, SessionStatement statement, ReadOnlyMemory<Value> inputs)
    {
        _sent = Sent.Nothing;
        if (kept.Parameters != statement.Inputs.Length)
            throw QueryWriter.WrongParameterCount(_endpoint, kept.Parameters, statement.Inputs.Length);
        var writer = _link.Channel.StartCommand();
        ExecutionWriter.Write(writer, kept.Id, inputs.Span, statement.Inputs);
        writer.End();
    }

    private async ValueTask ReceiveSentAsync(IOBehavior ioBehavior)
    {
        try
        {
            if (_firstAnswers > 0)
                await ReadFirstAnswersAsync(_firstAnswers, ioBehavior).ConfigureAwait(false);
            await _result.StartAsync(_awaited, null, ioBehavior).ConfigureAwait(false);
        }
        catch (ShardException error) when (_awaited is { } gone && error.EngineErrorCode == MySqlErrors.UnknownStatement)
        {
            // Somebody reset the session behind our back: it did not run.
            _kept.Forget(gone);
            await RunPreparedAsync(_asked.Statement, _asked.Inputs, ioBehavior).ConfigureAwait(false);
        }
    }
}
