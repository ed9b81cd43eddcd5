using System.Diagnostics;
using ShardClient.Diagnostics;
using ShardClient.Values;

namespace ShardClient.Backends.Pooling;

/// <summary>The sessions to one server, bounded; whoever finds none waits in turn.</summary>
internal abstract class ShelfPool<TSession> : ShardPool, IPoolReadings
    where TSession : ShardSession, IShelvedSession
{
    // A server or a firewall hangs up on those who are silent; asking the socket costs a system call, so only after a while.
    private const long FreshMilliseconds = 1_000;

    private readonly string _shardName;
    private readonly SessionPoolOptions _options;
    private readonly SessionVerifier? _verifier;
    private readonly SessionShelf<TSession> _shelf;
    private readonly Timer? _pruning;
    private long _lastLoss = long.MinValue;
    private volatile bool _isVerified;
    private volatile bool _isDisposed;

    protected ShelfPool(int shard, string shardName, SessionPoolOptions options, SessionVerifier? verifier)
    {
        Shard = shard;
        _shardName = shardName;
        _options = options;
        _verifier = verifier;
        _shelf = new(Math.Max(1, options.MaximumSessions), options.MaximumWaiters);
        var interval = options.IdleTimeout / 2;
        if (interval.TotalMilliseconds is >= 1 and <= int.MaxValue)
            _pruning = new Timer(Prune, null, interval, interval);
    }

    public override int Shard { get; }

    /// <summary>Sessions that exist.</summary>
    public int Open => _shelf.Open;

    /// <summary>Callers in the queue.</summary>
    public int Waiting => _shelf.Waiting;

    string IPoolReadings.PoolName => _options.Events.PoolName;

    int IPoolReadings.Idle => _shelf.CountFree();

    int IPoolReadings.Used => Math.Max(0, Open - _shelf.CountFree());

    int IPoolReadings.Max => _options.MaximumSessions;

    int IPoolReadings.Pending => Waiting;

    public override ValueTask<ShardSession> RentAsync(
        SessionAccess access, object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var session = _shelf.TryTake();
        if (session is not { IsSettling: false } || !IsFresh(session))
            return RentSlowlyAsync(session, owner, ioBehavior, deadline, cancellationToken);
        session.Mode = Mode;
        return new(session);
    }

    public override void Return(ShardSession session)
    {
        var returned = (TSession)session;
        var now = Environment.TickCount64;
        if (_isDisposed || IsTooOld(returned, now) || !returned.TryClean())
        {
            if (!_isDisposed && !returned.IsUsable)
                NoteLoss(returned, now);
            Drop(returned);
            return;
        }

        returned.IdleSince = now;
        _shelf.Put(returned);
        if (_isDisposed)
            CloseIdle();
    }

    public override void CloseIdle()
    {
        while (_shelf.TakeFree() is { } session)
            Drop(session);
    }

    public override async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        ShardClientMeter.Unregister(this);
        if (_pruning is not null)
            await _pruning.DisposeAsync().ConfigureAwait(false);
        CloseIdle();
    }

    /// <summary>Opens one more session for the shelf.</summary>
    protected abstract ValueTask<TSession> OpenSessionAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    private async ValueTask<ShardSession> RentSlowlyAsync(
        TSession? session, object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        // Each round drops a dead session, so there are at most as many as the pool has.
        while (true)
        {
            if (session is not null && await session.SettleAsync(IsFresh(session), ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
            {
                session.Mode = Mode;
                return session;
            }

            if (session is not null)
            {
                NoteLoss(session, Environment.TickCount64);
                Drop(session);
                cancellationToken.ThrowIfCancellationRequested();
            }

            session = _shelf.TryTake();
            if (session is not null)
                continue;
            if (!_shelf.TryReserve())
                session = await WaitAsync(owner, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            if (_isDisposed)
            {
                PutBack(session);
                CloseIdle();
                throw new ObjectDisposedException(GetType().Name);
            }

            if (session is null)
                return await OpenAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
    }

    // What was put back before another one was lost may have been lost with it.
    private bool IsFresh(TSession session) =>
        Environment.TickCount64 - session.IdleSince < FreshMilliseconds && session.IdleSince > Volatile.Read(ref _lastLoss);

    /// <summary>A server that ended may have ended all sessions, so none is believed unasked; one that hangs would keep a caller waiting for each.</summary>
    private void NoteLoss(TSession session, long now)
    {
        Volatile.Write(ref _lastLoss, now);
        _options.Events.Dropped();
        if (session.HasHung)
            CloseIdle();
    }

    private async ValueTask<TSession> OpenAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        TSession? session = null;
        var started = Stopwatch.GetTimestamp();
        try
        {
            session = await OpenSessionAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            Mode ??= session.StartMode is { } mode ? SqlModeText.WithoutReading(mode) : null;
            session.Mode = Mode;
            if (_verifier is not null && !_isVerified)
            {
                await _verifier(session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
                _isVerified = true;
            }

            _options.Events.Opened(SessionAccess.Write, started);
            return session;
        }
        catch
        {
            if (session is not null)
                Close(session);
            _shelf.Discard();
            throw;
        }
    }

    /// <summary>Null is the right to open one.</summary>
    private async ValueTask<TSession?> WaitAsync(object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var waiter = _shelf.Enqueue(owner) ?? throw QueueIsFull();
        try
        {
            if (await waiter.WaitAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false) || _shelf.Abandon(waiter))
            {
                _options.Events.Waited(SessionAccess.Write, started);
                return waiter.Session;
            }
        }
        catch (OperationCanceledException)
        {
            if (_shelf.Abandon(waiter))
                PutBack(waiter.Session);
            throw;
        }

        _options.Events.GaveUp(_options.MaximumSessions, started);
        throw Exhausted(
            $"all {_options.MaximumSessions} sessions were in use until the command's deadline.",
            "Close readers that are no longer needed, or raise Maximum Pool Size.");
    }

    private void PutBack(TSession? session)
    {
        if (session is not null)
            _shelf.Put(session);
        else
            _shelf.Discard();
    }

    // The most recently used session stays: the shelf never prunes it.
    private void Prune(object? state)
    {
        var now = Environment.TickCount64;
        _shelf.Prune(_options.MinimumSessions, session => now - session.IdleSince >= _options.IdleTimeout.TotalMilliseconds, Close);
    }

    private bool IsTooOld(TSession session, long now) =>
        _options.LifeTime > TimeSpan.Zero && now - session.OpenedAt >= _options.LifeTime.TotalMilliseconds;

    private void Drop(TSession session)
    {
        Close(session);
        _shelf.Discard();
    }

    private static void Close(TSession session) => session.DisposeAsync().Completed();

    private ShardException Exhausted(string problem, string advice) =>
        new(ShardErrorCode.PoolExhausted, $"Shard '{_shardName}': {problem}", advice) { Shard = _shardName };

    private ShardException QueueIsFull() => Exhausted(
        $"{_options.MaximumWaiters} callers wait for a session already.",
        "Lower the number of concurrent callers, or raise Maximum Pool Size.");
}
