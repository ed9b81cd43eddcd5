using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>What a session keeps from one statement to the next, as far as the statements' words and the driver tell.</summary>
internal sealed partial class AdoNetSession
{
    private static readonly SessionStatement Ping = new("SELECT 1", [], Reusable: false);

    private bool _leavesTraces;
    private bool _inTransaction;
    private bool _asksForKey;
    private bool _enforcesForeignKeys = true;
    private bool _engineEnforcesForeignKeys = true;
    private string? _mode;
    private string? _engineMode;
    private string? _startMode;
    private long _lastInsertId;

    public override bool InTransaction => _inTransaction;

    /// <summary>Where the driver does not say the key of an INSERT, the engine is asked when somebody wants it.</summary>
    public override long LastInsertId
    {
        get
        {
            if (_asksForKey && IsIdle && IsUsable)
                AskForKey();
            return _lastInsertId;
        }

        set
        {
            _lastInsertId = value;
            _asksForKey = false;
        }
    }

    public override bool EnforcesForeignKeys
    {
        get => _enforcesForeignKeys;
        set => _enforcesForeignKeys = value;
    }

    public override string? StartMode => _startMode;

    public override string? Mode
    {
        get => _mode;
        set => _mode = value ?? _mode;
    }

    public override void NoticeModeChange() => _engineMode = null;

    public long IdleSince { get; set; }

    public long OpenedAt { get; } = Environment.TickCount64;

    public bool IsSettling => false;

    /// <summary>A session that may hold more than a new one is ended: ADO.NET knows no reset, and a driver's own pool would reset a prepared branch away.</summary>
    public bool TryClean()
    {
        if (!IsUsable || _isRetired || !IsIdle || _leavesTraces || _inTransaction || !_engineEnforcesForeignKeys)
            return false;
        _enforcesForeignKeys = true;
        LastInsertId = 0;
        return true;
    }

    public async ValueTask<bool> SettleAsync(bool isFresh, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (isFresh)
            return IsUsable;
        try
        {
            var answer = await ExecuteAsync(Ping, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            if (ioBehavior == IOBehavior.Synchronous)
                answer.Dispose();
            else
                await answer.DisposeAsync().ConfigureAwait(false);
            return IsUsable;
        }
        catch (Exception failure) when (failure is ShardException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Note(TextEffects effects) => _leavesTraces |= effects.LeavesTraces;

    /// <summary>The statement has run.</summary>
    private void NoteRun(AdoNetCommand command, bool hasColumns)
    {
        if (command.Effects.Transaction is { } begins)
            _inTransaction = begins;
        if (!command.Effects.IsInsert)
            return;
        var key = MySqlConnectorMembers.LastInsertId(command.Command);
        _asksForKey = key is null || hasColumns;
        if (key is > 0 or < 0)
            _lastInsertId = key.Value;
    }

    private void AskForKey()
    {
        _asksForKey = false;
        using var answer = ExecuteAsync(new SessionStatement(endpoint.Dialect.LastInsertId, []), default, IOBehavior.Synchronous, Deadline.Never, CancellationToken.None).Completed();
        if (answer.ReadAsync(IOBehavior.Synchronous, CancellationToken.None).Completed())
            _lastInsertId = answer.GetInteger(0);
    }

    /// <summary>Asks how the new session reads statements.</summary>
    public async ValueTask LearnModeAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (endpoint.Dialect.AskMode is not { } text)
            return;
        var answer = await ExecuteAsync(new SessionStatement(text, [], Reusable: false) { LeavesNoTraces = true }, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (await answer.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            _mode = _engineMode = _startMode = answer.GetText(0);
        await answer.LeaveAsync(ioBehavior).ConfigureAwait(false);
    }

    private ValueTask SettleAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        ReferenceEquals(_mode, _engineMode) && _enforcesForeignKeys == _engineEnforcesForeignKeys ? default : SettleNowAsync(ioBehavior, cancellationToken);

    private async ValueTask SettleNowAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await SettleForeignKeysAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        if (ReferenceEquals(_mode, _engineMode))
            return;
        var before = _engineMode;
        _engineMode = _mode;
        if (before == _mode)
            return;

        // A kept statement was read under the mode before.
        ForgetStatements();
        var traces = _leavesTraces;
        try
        {
            await RunAsync(new SessionStatement($"SET SESSION sql_mode='{_mode}'", [], Reusable: false), default, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Whether it was set is not known.
            _engineMode = null;
            throw;
        }

        _leavesTraces = traces;
    }

    private async ValueTask SettleForeignKeysAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_enforcesForeignKeys == _engineEnforcesForeignKeys)
            return;
        _engineEnforcesForeignKeys = _enforcesForeignKeys;
        var text = _enforcesForeignKeys ? endpoint.Dialect.EnforceForeignKeys : endpoint.Dialect.IgnoreForeignKeys;
        var traces = _leavesTraces;
        await RunAsync(new SessionStatement(text, [], Reusable: false), default, ioBehavior, cancellationToken).ConfigureAwait(false);
        _leavesTraces = traces;
    }
}
