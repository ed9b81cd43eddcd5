using System.Data;
using System.Data.Common;
using ShardClient.Backends.Pooling;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>One connection of a driver: one statement at a time, whose rows are read before the next one runs.</summary>
internal sealed partial class AdoNetSession(DbConnection connection, AdoNetEndpoint endpoint, SessionAccess access, AdoNetSessionOptions options)
    : ShardSession, IShelvedSession
{
    private readonly Dictionary<string, AdoNetCommand> _kept = new(StringComparer.Ordinal);
    private volatile DbCommand? _running;
    private AdoNetResult? _result;
    private volatile bool _isInterrupted;
    private bool _isBroken;
    private bool _isRetired;
    private bool _isDisposed;

    public AdoNetEndpoint Endpoint => endpoint;

    public override int Shard => endpoint.Shard;

    public override SessionAccess Access => access;

    public override EngineKind Engine => endpoint.Dialect.Engine;

    public override string ServerVersion => connection.ServerVersion;

    public override bool IsUsable => !_isBroken && !_isDisposed;

    public override bool IsIdle => _result is null;

    /// <summary>Commands that are kept.</summary>
    public int Kept => _kept.Count;

    public override async ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Begin(deadline, cancellationToken);
        await SettleAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        var command = CommandOf(statement, out var isKept);
        Note(command.Effects);
        var result = new AdoNetResult(this, command, deadline, !isKept);
        _result = result;
        try
        {
            command.Bind(inputs.Span, statement.Inputs);
            await PrepareAsync(command, statement, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
            await StartAsync(command, result, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            NoteRun(command, result.ColumnCount > 0);
            return result;
        }
        catch (Exception failure)
        {
            await FailAsync(result, ioBehavior).ConfigureAwait(false);
            if (!isKept || (command.CanPrepare && !command.IsPrepared))
                Forget(command);
            throw Meaning(failure, deadline, cancellationToken);
        }
    }

    public override void Interrupt()
    {
        if (_running is not { } running)
            return;
        _isInterrupted = true;
        Cancel(running);
    }

    public override void ForgetStatements()
    {
        foreach (var command in _kept.Values)
            command.Dispose();
        _kept.Clear();
    }

    public override void Abandon() => _isBroken = true;

    public override void Retire() => _isRetired = true;

    /// <summary>Blocks, as a pool that drops a session does not wait for it.</summary>
    public override ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return default;
        _isDisposed = true;
        try
        {
            ForgetStatements();
            connection.Dispose();
        }
        catch (Exception failure) when (AdoNetErrors.IsDrivers(failure))
        {
            // The server has hung up first.
            _isBroken = true;
        }

        return default;
    }

    /// <summary>What a driver's failure means to the caller.</summary>
    public Exception Meaning(Exception failure, Deadline deadline, CancellationToken cancellationToken)
    {
        NoticeFailure();
        if (failure is not ShardException && AdoNetErrors.IsStopped(failure))
        {
            if (_isInterrupted || cancellationToken.IsCancellationRequested)
                return new OperationCanceledException($"The statement on shard '{endpoint.Name}' was cancelled.", failure, cancellationToken);
            if (AdoNetErrors.IsTimeout(failure) || deadline.HasPassed)
                return AdoNetErrors.Timeout(endpoint, failure);
        }

        return AdoNetErrors.IsDrivers(failure) ? AdoNetErrors.From(failure, endpoint, _isBroken) : failure;
    }

    /// <summary>Something failed: looks whether the connection is still there.</summary>
    public void NoticeFailure() => _isBroken |= connection.State != ConnectionState.Open;

    /// <summary>A result was read to its end or disposed.</summary>
    public void Ended(AdoNetResult result)
    {
        if (!ReferenceEquals(_result, result))
            return;
        _result = null;
        _running = null;
    }

    /// <summary>Runs a blocking call of the driver's, which a cancelled token stops.</summary>
    public bool Watched(Func<bool> call, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return call();
        using var registration = cancellationToken.UnsafeRegister(static command => Cancel((DbCommand?)command), _running);
        return call();
    }

    private static void Cancel(DbCommand? command)
    {
        try
        {
            command?.Cancel();
        }
        catch (Exception failure) when (AdoNetErrors.IsDrivers(failure))
        {
            // It has ended meanwhile, or the server cannot even be asked; then the driver's time-out ends it.
            System.Diagnostics.Debug.WriteLine(failure.Message);
        }
    }

    private void Begin(Deadline deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (_isBroken)
            throw AdoNetErrors.Refused(endpoint, ShardErrorCode.ShardUnavailable, "the connection to the server was lost.", "Run it again: it takes another one.");
        if (_result is not null)
        {
            throw AdoNetErrors.Refused(
                endpoint,
                ShardErrorCode.NotSupported,
                "a session was asked to run a statement while the rows of another are being read from it.",
                "Read the rows to their end first, or use another session.");
        }

        if (deadline.HasPassed)
            throw AdoNetErrors.Timeout(endpoint);
        _isInterrupted = false;
    }

    private AdoNetCommand CommandOf(SessionStatement statement, out bool isKept)
    {
        isKept = _kept.TryGetValue(statement.Text, out var command);
        if (isKept && command!.Command.Parameters.Count == statement.Inputs.Length)
            return command;
        isKept = false;
        command = new AdoNetCommand(connection, endpoint.Dialect, statement);
        if (command.CountPlaces() is { } places && places != statement.Inputs.Length)
        {
            command.Dispose();
            throw AdoNetErrors.Refused(
                endpoint,
                ShardErrorCode.InvalidParameter,
                $"the statement has {places} parameters, but {statement.Inputs.Length} were given.",
                "Give each parameter of the text exactly one value.");
        }

        // A driver keeps what it prepares for as long as the connection lives, so the first ones stay and the rest is run as text.
        if (statement.Reusable && _kept.Count < options.StatementCacheCount)
            isKept = _kept.TryAdd(statement.Text, command);
        return command;
    }

    private void Forget(AdoNetCommand command)
    {
        if (_kept.TryGetValue(command.Command.CommandText, out var kept) && ReferenceEquals(kept, command))
            _kept.Remove(command.Command.CommandText);
        command.Dispose();
    }

    /// <summary>Kept statements are prepared; and those with a real number, which as text would become a decimal.</summary>
    private async ValueTask PrepareAsync(
        AdoNetCommand command, SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (command.IsPrepared || !command.CanPrepare || !(_kept.ContainsKey(statement.Text) || HasReal(inputs.Span)))
            return;
        try
        {
            await command.PrepareAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException failure) when (AdoNetErrors.Number(failure) == MySql.MySqlErrors.UnsupportedByPrepare)
        {
            command.CanPrepare = false;
        }
    }

    private static bool HasReal(ReadOnlySpan<Value> inputs)
    {
        foreach (ref readonly var input in inputs)
        {
            if (input.Kind == ValueKind.Real)
                return true;
        }

        return false;
    }

    private async ValueTask StartAsync(AdoNetCommand command, AdoNetResult result, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var driver = command.Command;
        driver.CommandTimeout = deadline.IsNever ? 0 : (int)Math.Clamp(Math.Ceiling(deadline.Remaining.TotalSeconds), 1, int.MaxValue);
        _running = driver;
        DbDataReader? reader = null;
        if (ioBehavior == IOBehavior.Synchronous)
            Watched(() => (reader = driver.ExecuteReader()) is not null, cancellationToken);
        else
            reader = await driver.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await result.StartAsync(reader!, ioBehavior, cancellationToken).ConfigureAwait(false);

        // Some functions (SLEEP, BENCHMARK) answer a KILL with a value and not with an error.
        if ((_isInterrupted || cancellationToken.IsCancellationRequested) && result.ColumnCount > 0)
            throw new OperationCanceledException(cancellationToken);
    }

    private async ValueTask FailAsync(AdoNetResult result, IOBehavior ioBehavior)
    {
        await result.AbandonAsync(ioBehavior).ConfigureAwait(false);
        _result = null;
        _running = null;
        NoticeFailure();
    }
}
