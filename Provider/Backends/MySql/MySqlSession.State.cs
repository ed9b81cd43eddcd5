using System.Runtime.CompilerServices;
using ShardClient.Backends.Pooling;
using ShardClient.Values;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>
/// What a session keeps from one statement to the next, and how it gets rid of it: prepared statements, and whatever a reset clears. The reset is
/// sent when the session comes back to its pool and its answer is read when the session is taken again, so that nobody waits for it. A session that
/// the server says nothing has changed in (session tracking) is not reset, because a reset forgets the prepared statements too.
/// </summary>
internal sealed partial class MySqlSession
{
    private readonly List<uint> _toClose = [];
    private bool _isResetting;
    private bool _leavesTraces;
    private bool _mayHoldBranch;
    private bool _enforcesForeignKeys = true;
    private bool _serverEnforcesForeignKeys = true;
    private string? _mode;
    private string? _serverMode;

    public override bool EnforcesForeignKeys
    {
        get => _enforcesForeignKeys;
        set => _enforcesForeignKeys = value;
    }

    public override string? StartMode => _link.StartMode;

    public override string? Mode
    {
        get => _mode;
        set => _mode = value ?? _mode;
    }

    public override void NoticeModeChange() => _serverMode = null;

    /// <summary>True when nothing has to be said to the server before the next command.</summary>
    public bool IsSettled => !_isResetting && _toClose.Count == 0 && _enforcesForeignKeys == _serverEnforcesForeignKeys && ReferenceEquals(_mode, _serverMode);

    public long IdleSince { get; set; }

    public long OpenedAt { get; } = Environment.TickCount64;

    /// <summary>True when an answer to a reset is still to be read.</summary>
    public bool IsResetting => _isResetting;

    /// <summary>True when the peer has hung up, or sent what nobody asked for.</summary>
    public bool IsStale => _link.Channel.Reader.Buffered > 0 || _link.Channel.Bytes.IsStale;

    public override void ForgetStatements() => _kept.Clear(statement => _toClose.Add(statement.Id));

    bool IShelvedSession.IsSettling => _isResetting;

    public bool TryClean()
    {
        if (!IsUsable || _isRetired || !IsIdle || _mayHoldBranch)
            return false;
        _enforcesForeignKeys = true;
        _leavesTraces |= _waiting is not null;
        (_waiting, _beginning) = (null, null);
        if (_options.AlwaysResets || !_link.TellsChanges || _leavesTraces || _link.HasChanged || _link.InTransaction || !_serverEnforcesForeignKeys)
            return TryStartReset();
        return true;
    }

    /// <summary>Reads the answer to a reset.</summary>
    /// <exception cref="ShardException">The session is of no more use.</exception>
    public async ValueTask FinishResetAsync(IOBehavior ioBehavior)
    {
        if (!_isResetting)
            return;
        await _link.ReadOkAsync(ioBehavior).ConfigureAwait(false);
        _link.Channel.ExpectNextAnswer();
        await _link.ReadAnswersAsync(ioBehavior).ConfigureAwait(false);
        _isResetting = false;
        _link.HasChanged = false;
    }

    async ValueTask<bool> IShelvedSession.SettleAsync(bool isFresh, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            if (_isResetting)
                await AwaitResetAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            return isFresh || !IsStale;
        }
        catch (ShardException)
        {
            return false;
        }
    }

    /// <summary>Reads the answer to a reset, in time or not at all.</summary>
    /// <exception cref="ShardException">The session is of no more use.</exception>
    private async ValueTask AwaitResetAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Guard.Begin(deadline);
        Guard.Watch(cancellationToken);
        try
        {
            await FinishResetAsync(ioBehavior).ConfigureAwait(false);
            await EndAsync(ioBehavior).ConfigureAwait(false);
        }
        catch (ShardException)
        {
            Break();
            throw;
        }
        finally
        {
            Guard.Unwatch();
        }
    }

    private void NoteTraces(SessionStatement statement)
    {
        if (statement.LeavesNoTraces)
            return;
        _leavesTraces |= SessionTraces.MayLeave(statement.Text);
        _mayHoldBranch |= SessionTraces.MayPrepareBranch(statement.Text);
    }

    private bool TryStartReset()
    {
        // The reset keeps the database, and there is no way back to none.
        var hasMoved = _link.Database != _endpoint.Database;
        if (hasMoved && _endpoint.Database.Length == 0)
            return false;
        _kept.Clear(null);
        _toClose.Clear();
        _leavesTraces = false;
        _serverEnforcesForeignKeys = true;
        try
        {
            Commands.Write(_link.Channel.StartCommand(), CommandCode.ResetConnection);
            _link.Channel.Writer.End();
            FlushCompressed(IOBehavior.Synchronous).Completed();
            var setup = $"{MySqlOpener.SetupText(_link)};{SetMode}";
            Commands.Write(_link.Channel.StartCommand(), CommandCode.Query, hasMoved ? $"USE {Quoted(_endpoint.Database)};{setup}" : setup);
            _link.Channel.Writer.End();
            _link.Channel.SendAsync(IOBehavior.Synchronous).Completed();
            _serverMode = _mode;
            _isResetting = true;
            return true;
        }
        catch (ShardException)
        {
            // The connection was lost.
            _isBroken = true;
            return false;
        }
    }

    private static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>Brings the session to where the next command may be written.</summary>
    private ValueTask SettleAsync(IOBehavior ioBehavior) =>
        IsSettled ? default : SettleNowAsync(ioBehavior);

    private async ValueTask SettleNowAsync(IOBehavior ioBehavior)
    {
        _sent = Sent.Preamble;
        await FinishResetAsync(ioBehavior).ConfigureAwait(false);
        if (_enforcesForeignKeys != _serverEnforcesForeignKeys)
        {
            await _link.RunAsync($"SET foreign_key_checks={(_enforcesForeignKeys ? 1 : 0)}", ioBehavior).ConfigureAwait(false);
            _serverEnforcesForeignKeys = _enforcesForeignKeys;
        }

        if (!ReferenceEquals(_mode, _serverMode))
            await SettleModeAsync(ioBehavior).ConfigureAwait(false);

        // These have no answer, and travel with the command.
        foreach (var id in _toClose)
        {
            Commands.Write(_link.Channel.StartCommand(), CommandCode.CloseStatement, id);
            _link.Channel.Writer.End();
            await FlushCompressed(ioBehavior).ConfigureAwait(false);
        }

        _toClose.Clear();
        _sent = Sent.Nothing;
    }

    private async ValueTask SettleModeAsync(IOBehavior ioBehavior)
    {
        if (_mode != _serverMode)
        {
            // A kept statement was read under the mode before.
            ForgetStatements();
            var hasChanged = _link.HasChanged;
            await _link.RunAsync(SetMode, ioBehavior).ConfigureAwait(false);
            _link.HasChanged = hasChanged;
        }

        _serverMode = _mode;
    }

    private string SetMode => $"SET SESSION sql_mode='{_mode}'";

    // A compressed packet holds bytes of one command only: the server numbers them by command.
    private ValueTask FlushCompressed(IOBehavior ioBehavior) =>
        _link.Channel.Bytes is CompressedChannel ? _link.Channel.SendAsync(ioBehavior) : default;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunPreparedAsync(SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior)
    {
        if (!_kept.TryFind(statement.Text, out var kept))
            kept = await PrepareAsync(statement.Text, ioBehavior).ConfigureAwait(false);
        if (!kept.IsPrepared)
        {
            await RunTextAsync(statement, inputs, null, ioBehavior).ConfigureAwait(false);
            return;
        }

        if (kept.Parameters != statement.Inputs.Length)
        {
            _sent = Sent.Nothing;
            throw QueryWriter.WrongParameterCount(_endpoint, kept.Parameters, statement.Inputs.Length);
        }

        try
        {
            await RunKeptAsync(kept, statement, inputs, ioBehavior).ConfigureAwait(false);
        }
        catch (ShardException error) when (error.EngineErrorCode == MySqlErrors.UnknownStatement)
        {
            // Somebody reset the session behind our back: it did not run.
            _kept.Forget(kept);
            kept = await PrepareAsync(statement.Text, ioBehavior).ConfigureAwait(false);
            await RunKeptAsync(kept, statement, inputs, ioBehavior).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunKeptAsync(KeptStatement kept, SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior)
    {
        var writer = _link.Channel.StartCommand();
        _sent = Sent.Nothing;
        ExecutionWriter.Write(writer, kept.Id, inputs.Span, statement.Inputs);
        writer.End();
        _sent = Sent.Statement;
        await _link.Channel.SendAsync(ioBehavior).ConfigureAwait(false);
        await _result.StartAsync(kept, null, ioBehavior).ConfigureAwait(false);
    }

    private async ValueTask<KeptStatement> PrepareAsync(string text, IOBehavior ioBehavior)
    {
        Commands.Write(_link.Channel.StartCommand(), CommandCode.Prepare, text);
        _link.Channel.Writer.End();
        _sent = Sent.Preamble;
        await _link.Channel.SendAsync(ioBehavior).ConfigureAwait(false);
        var packet = await _link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false);
        KeptStatement kept;
        if (packet is [ErrPacket.Header, ..])
        {
            var error = _link.Error(packet);
            kept = error.EngineErrorCode == MySqlErrors.UnsupportedByPrepare ? new KeptStatement(text, 0, 0) { IsPrepared = false } : throw error;
        }
        else
        {
            kept = await KeptStatement.ReadAsync(_link, text, PreparedPacket.Read(packet), ioBehavior).ConfigureAwait(false);
        }

        if (_kept.Keep(kept) is { IsPrepared: true } dropped)
            _toClose.Add(dropped.Id);
        return kept;
    }
}
