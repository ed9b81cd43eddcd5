using System.Net.Sockets;
using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>Why a command was stopped.</summary>
internal enum StopReason
{
    None,
    Cancelled,
    TimedOut,

    /// <summary>Nobody wants the rest of its rows.</summary>
    Discarded,
}

/// <summary>
/// Watches the running command of a session: when its deadline passes or its token is cancelled, the server is asked over another connection to
/// stop it (KILL QUERY), and when that does not help in time, the connection is ended. So neither reading nor writing has to know of tokens
/// and deadlines, and a command that is in time costs no timer: the one timer is set only when it would come too late.
/// </summary>
internal sealed class CommandGuard : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<Task> _kill;
    private readonly Action _abort;
    private readonly TimeSpan _grace;
    private readonly Timer _timer;
    private long _deadline = long.MaxValue;
    private long _alarm = long.MaxValue;
    private bool _isRunning;
    private Task? _stopping;
    private CancellationTokenRegistration _registration;

    /// <param name="kill">Asks the server to stop the command.</param>
    /// <param name="abort">Ends the connection.</param>
    public CommandGuard(Func<Task> kill, Action abort, TimeSpan grace)
    {
        _kill = kill;
        _abort = abort;
        _grace = grace;
        _timer = new Timer(static guard => ((CommandGuard)guard!).Ring(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Why the present command was stopped; stays until the next one begins.</summary>
    public StopReason Reason { get; private set; }

    /// <summary>The token that was watched last.</summary>
    public CancellationToken Token { get; private set; }

    public void Begin(Deadline deadline) => Begin(deadline, StopReason.None);

    private void Begin(Deadline deadline, StopReason reason)
    {
        var moment = deadline.IsNever ? long.MaxValue : Environment.TickCount64 + (long)Math.Min(deadline.Remaining.TotalMilliseconds, int.MaxValue);
        lock (_gate)
        {
            Reason = reason;
            _stopping = null;
            _isRunning = true;
            _deadline = moment;
            if (moment < _alarm)
                SetAlarm(moment);
        }
    }

    /// <summary>What follows a command that was stopped is watched too, and leaves the reason as it is.</summary>
    public void Continue(Deadline deadline) => Begin(deadline, Reason);

    /// <summary>Stops the command when the token is cancelled, until <see cref="Unwatch"/>.</summary>
    public void Watch(CancellationToken cancellationToken)
    {
        Token = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static guard => ((CommandGuard)guard!).Stop(StopReason.Cancelled), this);
    }

    public void Unwatch()
    {
        _registration.Dispose();
        _registration = default;
    }

    /// <summary>The command is over. A KILL under way would hit the next one, so its end has to be awaited.</summary>
    /// <returns>Null when nothing was to be stopped.</returns>
    public Task? End()
    {
        if (_registration != default)
            Unwatch();
        lock (_gate)
        {
            _isRunning = false;
            _deadline = long.MaxValue;
            var stopping = _stopping;
            _stopping = null;
            return stopping;
        }
    }

    /// <summary>Has the command stopped. From any thread, more than once, also when there is none.</summary>
    public void Stop(StopReason reason)
    {
        lock (_gate)
        {
            if (!_isRunning || _stopping is not null)
                return;
            if (Reason == StopReason.None)
                Reason = reason;
            _stopping = Task.Run(StopAsync);
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task StopAsync()
    {
        // A KILL that overtakes its statement hits nothing, so it is said again.
        var end = Environment.TickCount64 + (long)_grace.TotalMilliseconds;
        try
        {
            do
                await _kill().WaitAsync(_grace).ConfigureAwait(false);
            while (!await HasEndedAsync().ConfigureAwait(false) && Environment.TickCount64 < end);
        }
        catch (Exception failure) when (failure is ShardException or TimeoutException or IOException or SocketException)
        {
            // The server does not even talk to us: what remains is to hang up.
            _abort();
            return;
        }

        if (IsRunning)
            _abort();
    }

    private async Task<bool> HasEndedAsync()
    {
        for (var pause = 1; pause < 200 && IsRunning; pause *= 2)
            await Task.Delay(pause).ConfigureAwait(false);
        return !IsRunning;
    }

    private bool IsRunning
    {
        get
        {
            lock (_gate)
                return _isRunning;
        }
    }

    private void Ring()
    {
        lock (_gate)
        {
            _alarm = long.MaxValue;
            if (_deadline == long.MaxValue)
                return;
            if (Environment.TickCount64 < _deadline)
            {
                SetAlarm(_deadline);
                return;
            }

            // Under the same lock, so that it is this command that is stopped and not the next one.
            Stop(StopReason.TimedOut);
        }
    }

    private void SetAlarm(long moment)
    {
        _alarm = moment;
        _timer.Change(Math.Max(1, moment - Environment.TickCount64), Timeout.Infinite);
    }
}
