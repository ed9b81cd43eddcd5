using System.Runtime.CompilerServices;
using ShardClient.Backends.Pooling;
using ShardClient.Values;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>One connection to one server: one statement at a time, whose rows are read before the next one runs.</summary>
internal sealed partial class MySqlSession : ShardSession, IShelvedSession
{
    private readonly MySqlLink _link;
    private readonly MySqlEndpoint _endpoint;
    private readonly MySqlSessionOptions _options;
    private readonly KeptStatements _kept;
    private MySqlResult _result;
    private Sent _sent;
    private bool _isBroken;
    private bool _hasHung;
    private bool _isRetired;
    private bool _isDisposed;

    public MySqlSession(MySqlLink link, MySqlEndpoint endpoint, SessionAccess access, MySqlSessionOptions options)
    {
        _link = link;
        _endpoint = endpoint;
        _options = options;
        Access = access;
        _mode = _serverMode = link.StartMode;
        _kept = new KeptStatements(options.StatementCacheCount);
        _result = new MySqlResult(link, this);
        Guard = new CommandGuard(() => QueryKiller.KillAsync(endpoint, link.Greeting.ThreadId, options.KillGrace), link.Channel.Abort, options.KillGrace);
    }

    /// <summary>What the server may have got of the present statement, and has not answered.</summary>
    private enum Sent
    {
        Nothing,

        /// <summary>What comes before the statement: a reset, the preparing.</summary>
        Preamble,

        Statement,
    }

    public override int Shard => _endpoint.Shard;

    public override SessionAccess Access { get; }

    public override EngineKind Engine => EngineKind.MySql;

    public override string ServerVersion => _link.Greeting.ServerVersion;

    public override bool IsUsable => !_isBroken && !_isDisposed;

    public bool HasHung => _hasHung;

    public override long LastInsertId
    {
        get => _link.LastInsertId;
        set => _link.LastInsertId = value;
    }

    public override bool IsIdle => !_result.IsOpen;

    public CommandGuard Guard { get; }

    public MySqlLink Link => _link;

    public KeptStatements Statements => _kept;

    public bool KeepsStatements => _options.StatementCacheCount > 0;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Begin(deadline, cancellationToken);
        try
        {
            await SettleAsync(ioBehavior).ConfigureAwait(false);
            NoteTraces(statement);
            if (Prepares(statement, inputs.Span) && _link.TakesUtf8)
            {
                await BeginNowAsync(ioBehavior).ConfigureAwait(false);
                await RunPreparedAsync(statement, inputs, ioBehavior).ConfigureAwait(false);
            }
            else
            {
                await RunTextAsync(statement, inputs, null, ioBehavior).ConfigureAwait(false);
            }

            if (Guard.Reason != StopReason.None && _result.RecordsAffected < 0)
                await DiscardStoppedAsync(ioBehavior).ConfigureAwait(false);
            _result.IsTaken = true;
            return _result;
        }
        catch (Exception failure)
        {
            var meaning = await FailAsync(failure, ioBehavior).ConfigureAwait(false);
            if (ReferenceEquals(meaning, failure))
                throw;
            throw meaning;
        }
        finally
        {
            Guard.Unwatch();
        }
    }

    /// <summary>Runs a text, which may hold several statements; each one's result comes by <see cref="MySqlResult.NextResultAsync"/>.</summary>
    /// <param name="infile">What LOAD DATA LOCAL INFILE reads; null when the text has none.</param>
    public async ValueTask<MySqlResult> QueryAsync(
        SessionStatement text, ReadOnlyMemory<Value> inputs, Stream? infile, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Begin(deadline, cancellationToken);
        try
        {
            await SettleAsync(ioBehavior).ConfigureAwait(false);
            NoteTraces(text);
            await RunTextAsync(text, inputs, infile, ioBehavior).ConfigureAwait(false);
            _result.IsTaken = true;
            return _result;
        }
        catch (Exception failure)
        {
            throw await FailAsync(failure, ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            Guard.Unwatch();
        }
    }

    /// <summary>Makes another database the one that names without a database mean.</summary>
    public ValueTask ChangeDatabaseAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => CommandAsync(
        writer => Commands.Write(writer, CommandCode.ChangeDatabase, name), ioBehavior, deadline, cancellationToken);

    /// <summary>Asks the server whether it is there.</summary>
    public ValueTask PingAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => CommandAsync(
        static writer => Commands.Write(writer, CommandCode.Ping), ioBehavior, deadline, cancellationToken);

    public override RowLoader? LoaderOf(LoadTable table) => new MySqlLoader(table);

    public override void Interrupt() => Guard.Stop(StopReason.Cancelled);

    public override void Abandon() => _isBroken = true;

    public override void Retire() => _isRetired = true;

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Guard.Dispose();
        if (!_isBroken && IsIdle)
            await SayGoodbyeAsync().ConfigureAwait(false);
        _link.Dispose();
    }

    /// <summary>The last result has ended. When its statement was to be stopped, the KILL must not hit the next one.</summary>
    public ValueTask EndAsync(IOBehavior ioBehavior) => Guard.End() is { } stopping ? AbsorbAsync(stopping, ioBehavior) : default;

    /// <summary>Reads the rest of a result that nobody wants. Never throws: a session that fails at it is dropped by its pool.</summary>
    public async ValueTask DiscardAsync(MySqlResult result, long limit, IOBehavior ioBehavior)
    {
        try
        {
            await result.DrainAsync(limit, Guard, ioBehavior).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ShardException or ObjectDisposedException)
        {
            // An error that a statement ends with is of no interest any more; a lost connection is the pool's.
            if (failure is not ShardException { EngineErrorCode: not 0 and var number } || ErrPacket.EndsConnection(number))
                Break();
        }
    }

    /// <summary>What a failure means to the caller; one that leaves the connection out of step breaks the session.</summary>
    public async ValueTask<Exception> FailAsync(Exception failure, IOBehavior ioBehavior)
    {
        var answer = failure is ShardException { EngineErrorCode: not 0 and var number } ? number : 0;
        var reason = Guard.Reason;
        var isLost = answer == 0 ? _sent != Sent.Nothing : ErrPacket.EndsConnection(answer);
        var isUnanswered = answer == 0 && _sent == Sent.Statement;
        if (isLost)
        {
            Break();
        }
        else
        {
            // After an error the server says nothing more.
            _result.Forsake();
            await EndAsync(ioBehavior).ConfigureAwait(false);
        }

        if (reason == StopReason.Cancelled && IsStopped(failure))
            return Cancelled(isUnanswered, failure);
        if (reason == StopReason.TimedOut && IsStopped(failure))
            return isUnanswered ? MySqlErrors.UnansweredInTime(_endpoint, failure) : MySqlErrors.Timeout(_endpoint, failure);
        return failure is ShardException error ? MySqlErrors.Located(error, _endpoint, isUnanswered) : failure;
    }

    private OperationCanceledException Cancelled(bool isUnanswered, Exception failure) => new(
        isUnanswered
            ? $"The statement on shard '{_endpoint.Name}' was cancelled, and the server did not answer: whether it ran is not known."
            : $"The statement on shard '{_endpoint.Name}' was cancelled.",
        isUnanswered ? MySqlErrors.UnansweredInTime(_endpoint, failure) : failure,
        Guard.Token);

    // What begins and ends transactions is text: it has no values, and some of it the protocol does not prepare.
    private static bool IsWorthPreparing(SessionStatement statement) => statement.Reusable && (statement.IsPlanned || statement.Inputs.Length > 0);

    /// <summary>
    /// Whether a statement with these values is prepared. What stood as a literal in the caller's statement is a parameter here, and MySQL takes some literals
    /// otherwise: texts beside a TIME or YEAR, and numbers below 100 beside a YEAR, which are short for a year. So these go to it as literals.
    /// </summary>
    public bool Prepares(SessionStatement statement, ReadOnlySpan<Value> inputs) =>
        IsWorthPreparing(statement) && KeepsStatements && _waiting is null && (_link.Greeting.IsMariaDb || statement.MustBePrepared || !HasOtherLiterals(statement, inputs));

    private static bool HasOtherLiterals(SessionStatement statement, ReadOnlySpan<Value> inputs)
    {
        foreach (var index in statement.Inputs)
        {
            if (inputs[index] is { Kind: ValueKind.Text, Form: ValueForm.Plain } or { Kind: ValueKind.Integer, Integer: > 0 and < 100 })
                return true;
        }

        return false;
    }

    private static bool IsStopped(Exception failure) =>
        failure is ShardException { ErrorCode: ShardErrorCode.Timeout or ShardErrorCode.EngineError or ShardErrorCode.ShardUnavailable } or ObjectDisposedException;

    private void Begin(Deadline deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (_isBroken)
            throw MySqlErrors.Located(Wire.WireErrors.Lost(), _endpoint);
        if (_result.IsOpen)
            throw MySqlErrors.Busy(_endpoint);
        if (deadline.HasPassed)
            throw MySqlErrors.Timeout(_endpoint);
        if (_result.IsTaken)
            _result = new MySqlResult(_link, this);
        _sent = Sent.Nothing;
        Guard.Begin(deadline);
        if (cancellationToken.CanBeCanceled)
            Guard.Watch(cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunTextAsync(SessionStatement statement, ReadOnlyMemory<Value> inputs, Stream? infile, IOBehavior ioBehavior)
    {
        var answers = WriteText(statement, inputs.Span);
        _sent = Sent.Statement;
        await _link.Channel.SendAsync(ioBehavior).ConfigureAwait(false);
        if (answers > 0)
            await ReadFirstAnswersAsync(answers, ioBehavior).ConfigureAwait(false);
        await _result.StartAsync(null, infile, ioBehavior).ConfigureAwait(false);
    }

    private async ValueTask CommandAsync(Action<Wire.Framing.PacketWriter> write, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Begin(deadline, cancellationToken);
        try
        {
            await SettleAsync(ioBehavior).ConfigureAwait(false);
            write(_link.Channel.StartCommand());
            _link.Channel.Writer.End();
            _sent = Sent.Statement;
            await _link.Channel.SendAsync(ioBehavior).ConfigureAwait(false);
            await _link.ReadOkAsync(ioBehavior).ConfigureAwait(false);
            await EndAsync(ioBehavior).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw await FailAsync(failure, ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            Guard.Unwatch();
        }
    }

    // Some functions (SLEEP, BENCHMARK) answer a KILL with a value and not with an error.
    private async ValueTask DiscardStoppedAsync(IOBehavior ioBehavior)
    {
        await DiscardAsync(_result, long.MaxValue, ioBehavior).ConfigureAwait(false);
        throw new ShardException(ShardErrorCode.Timeout, "The statement was stopped.") { EngineErrorCode = 1317, Shard = _endpoint.Name };
    }

    /// <summary>Waits for the KILL to have happened, and lets it hit nothing; a server that falls silent over it is given up.</summary>
    private async ValueTask AbsorbAsync(Task stopping, IOBehavior ioBehavior)
    {
        for (Task? next = stopping; next is not null && IsUsable; next = Guard.End())
        {
            if (ioBehavior == IOBehavior.Synchronous)
                next.Wait(CancellationToken.None);
            else
                await next.ConfigureAwait(false);
            Guard.Continue(Deadline.After(_options.KillGrace));
            try
            {
                await _link.RunAsync("DO 0", ioBehavior).ConfigureAwait(false);
            }
            catch (ShardException hit)
            {
                if (hit.EngineErrorCode == 0 || ErrPacket.EndsConnection(hit.EngineErrorCode))
                    Break();
            }
        }
    }

    private void Break()
    {
        _isBroken = true;
        _hasHung |= Guard.Reason != StopReason.None;
        Guard.End();
        _link.Channel.Abort();
        _result.Forsake();
    }

    private async ValueTask SayGoodbyeAsync()
    {
        try
        {
            Commands.Write(_link.Channel.StartCommand(), CommandCode.Quit);
            _link.Channel.Writer.End();
            await _link.Channel.SendAsync(IOBehavior.Synchronous).ConfigureAwait(false);
        }
        catch (ShardException)
        {
            // The server has hung up first.
            _isBroken = true;
        }
    }
}
