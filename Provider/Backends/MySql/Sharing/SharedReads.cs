using ShardClient.Values;

namespace ShardClient.Backends.MySql.Sharing;

/// <summary>
/// The shared sessions of one pool: they are sessions of the pool like others, and count there. Nobody waits for one: while there is none, or all are
/// full, a read takes a session of its own, and one more is opened beside.
/// </summary>
internal sealed class SharedReads : IAsyncDisposable
{
    private static readonly TimeSpan OpeningTime = TimeSpan.FromSeconds(15);

    // What reading an answer takes is little.
    private const int ReaderStack = 256 << 10;

    private readonly Lock _gate = new();
    private readonly MySqlPool _pool;
    private readonly MySqlEndpoint _endpoint;
    private readonly IOBehavior _ioBehavior;
    private readonly SharedBudget _budget;
    private readonly SharedReadOptions _options;
    private readonly SharedReadShelf _shelf;
    private readonly Timer _patrol;
    private readonly Timer? _pruning;
    private SharedSession[] _sessions = [];
    private long _pausedUntil = long.MinValue;
    private long _answeredByEnded;
    private int _isOpening;
    private int _isPatrolled;
    private volatile bool _isDisposed;

    /// <param name="ioBehavior">How its callers wait: those who wait on their threads have sessions whose answers are read by a thread of their own.</param>
    /// <param name="budget">How many sessions may be shared, by callers of either kind.</param>
    public SharedReads(MySqlPool pool, MySqlEndpoint endpoint, SharedReadOptions options, IOBehavior ioBehavior, SharedBudget budget)
    {
        _budget = budget;
        _ioBehavior = ioBehavior;
        _pool = pool;
        _endpoint = endpoint;
        _options = options;
        _shelf = new SharedReadShelf(options.MaximumSessions * options.MaximumDepth);
        _patrol = new Timer(static reads => ((SharedReads)reads!).Patrol(), this, Timeout.Infinite, Timeout.Infinite);
        var interval = options.IdleTimeout / 2;
        if (interval.TotalMilliseconds is >= 1 and <= int.MaxValue)
            _pruning = new Timer(static reads => ((SharedReads)reads!).Prune(), this, interval, interval);
    }

    /// <summary>Sessions that are shared now.</summary>
    public int Count => Volatile.Read(ref _sessions).Length;

    public IReadOnlyList<SharedSession> Sessions => Volatile.Read(ref _sessions);

    /// <summary>Answers that came by shared sessions.</summary>
    public long Answered => Interlocked.Read(ref _answeredByEnded) + Volatile.Read(ref _sessions).Sum(static session => session.Answered);

    /// <inheritdoc cref="ShardPool.TryReadSharedAsync"/>
    public ValueTask<SessionResult?> TryReadAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Pick() is not { } session || deadline.HasPassed)
            return default;
        var read = _shelf.Rent();
        read.Begin(_endpoint, deadline, _ioBehavior);
        if (!session.TryRead(read, statement, inputs.Span))
        {
            _shelf.Return(read);
            return default;
        }

        if (Volatile.Read(ref _isPatrolled) == 0)
            BeginPatrol();
        return _ioBehavior == IOBehavior.Synchronous
            ? new(read.Wait(session, _options.Patrol, cancellationToken))
            : read.WaitAsync(cancellationToken);
    }

    /// <summary>Closes what nobody uses now.</summary>
    public void CloseIdle()
    {
        foreach (var session in Volatile.Read(ref _sessions))
            session.CloseWhenIdle();
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _patrol.DisposeAsync().ConfigureAwait(false);
        if (_pruning is not null)
            await _pruning.DisposeAsync().ConfigureAwait(false);
        foreach (var session in Volatile.Read(ref _sessions))
            session.End();
    }

    /// <summary>The first session that is not crowded, so that as many reads as possible travel together; else the one with the fewest.</summary>
    private SharedSession? Pick()
    {
        var sessions = Volatile.Read(ref _sessions);
        SharedSession? best = null;
        var least = int.MaxValue;
        foreach (var session in sessions)
        {
            if (!session.TakesReads)
                continue;
            var depth = session.Depth;
            if (depth < _options.CrowdedDepth)
                return session;
            if (depth < least)
                (best, least) = (session, depth);
        }

        if (sessions.Length < _options.MaximumSessions)
            Open();
        return best;
    }

    /// <summary>Not on the caller's time. For callers on threads it is a thread too that opens the session and reads it then, so that none of the pool is needed.</summary>
    private void Open()
    {
        if (_isDisposed || Environment.TickCount64 < Interlocked.Read(ref _pausedUntil) || Interlocked.Exchange(ref _isOpening, 1) != 0)
            return;
        if (!_budget.TryTake())
        {
            Volatile.Write(ref _isOpening, 0);
            return;
        }

        if (_ioBehavior == IOBehavior.Asynchronous)
        {
            _ = Task.Run(ServeAsync);
            return;
        }

        var thread = new Thread(static reads => ((SharedReads)reads!).ServeAsync().GetAwaiter().GetResult(), ReaderStack) { IsBackground = true, Name = "ShardClient shared reads" };
        thread.UnsafeStart(this);
    }

    private async Task ServeAsync()
    {
        SharedSession? shared = null;
        try
        {
            shared = await OpenAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the reads that go their own way meet the same failure, and say it
        catch (Exception)
#pragma warning restore CA1031
        {
            Pause();
        }
        finally
        {
            if (shared is null)
                _budget.Return();
            Volatile.Write(ref _isOpening, 0);
        }

        if (shared is not null)
            await shared.ReadAsync().ConfigureAwait(false);
    }

    /// <summary>Null for a session that cannot be shared: no other one could be then.</summary>
    private async ValueTask<SharedSession?> OpenAsync()
    {
        var deadline = Deadline.AfterSeconds((int)OpeningTime.TotalSeconds);
        var session = (MySqlSession)await _pool.RentAsync(SessionAccess.Read, null, _ioBehavior, deadline, CancellationToken.None).ConfigureAwait(false);
        if (!session.IsSettled)
            await session.PingAsync(_ioBehavior, deadline, CancellationToken.None).ConfigureAwait(false);
        if (SharedSession.CanShare(session))
            return Add(session);
        Refuse(session);
        return null;
    }

    private void Refuse(MySqlSession session)
    {
        Interlocked.Exchange(ref _pausedUntil, long.MaxValue);
        _pool.Return(session);
    }

    private SharedSession Add(MySqlSession session)
    {
        var shared = new SharedSession(session, _options, Release, _ioBehavior);
        lock (_gate)
            Volatile.Write(ref _sessions, [.. _sessions, shared]);
        BeginPatrol();
        if (_isDisposed)
            shared.End();
        return shared;
    }

    private void Release(SharedSession ended)
    {
        lock (_gate)
            Volatile.Write(ref _sessions, Array.FindAll(_sessions, session => session != ended));
        _budget.Return();
        Interlocked.Add(ref _answeredByEnded, ended.Answered);
        if (!ended.WasClosed)
            Pause();
        ended.Session.Abandon();
        _pool.Return(ended.Session);
    }

    private void Pause() => Interlocked.Exchange(ref _pausedUntil, Environment.TickCount64 + (long)_options.Pause.TotalMilliseconds);

    private void BeginPatrol()
    {
        if (Interlocked.Exchange(ref _isPatrolled, 1) == 0 && !_isDisposed)
            _patrol.Change(_options.Patrol, Timeout.InfiniteTimeSpan);
    }

    // The timer runs while reads are under way only.
    private void Patrol()
    {
        var now = Environment.TickCount64;
        Interlocked.Exchange(ref _isPatrolled, 0);
        var isBusy = false;
        foreach (var session in Volatile.Read(ref _sessions))
            isBusy |= session.Patrol(now);
        if (isBusy)
            BeginPatrol();
    }

    private void Prune()
    {
        var now = Environment.TickCount64;
        foreach (var session in Volatile.Read(ref _sessions))
            session.CloseIfUnused(now);
    }
}
