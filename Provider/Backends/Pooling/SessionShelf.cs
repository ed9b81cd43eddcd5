namespace ShardClient.Backends.Pooling;

/// <summary>
/// The free sessions of one kind and the queue for them. Taking and putting without waiters is one exchange: no lock, no allocation.
/// Waiters are served in turn, and nobody overtakes them.
/// </summary>
internal sealed class SessionShelf<TSession>(int capacity, int maximumWaiters, bool isExclusive = false) : IHeldResource
    where TSession : class
{
    private readonly TSession?[] _slots = new TSession?[capacity - 1];
    private readonly LinkedList<SessionWaiter<TSession>> _queue = new();
    private readonly Lock _gate = new();
    private TSession? _hot;
    private int _open;
    private int _waiting;
    private volatile object? _holder;

    /// <summary>Sessions that exist, out or free.</summary>
    public int Open => Volatile.Read(ref _open);

    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Free sessions, counted now: for whoever watches.</summary>
    public int CountFree()
    {
        var count = Volatile.Read(ref _hot) is null ? 0 : 1;
        foreach (ref var slot in _slots.AsSpan())
            count += Volatile.Read(ref slot) is null ? 0 : 1;
        return count;
    }

    /// <summary>Who has the session of an exclusive shelf; null when it is free or its holder is nobody who could wait.</summary>
    public object? Holder
    {
        get => _holder;
        set => _holder = value;
    }

    /// <summary>A free session, or null: then reserve one or wait.</summary>
    public TSession? TryTake() => Waiting > 0 ? null : TakeFree();

    /// <summary>The right to open one more; ended by <see cref="Discard"/>.</summary>
    public bool TryReserve() => Waiting == 0 && Reserve();

    public void Put(TSession session)
    {
        Place(session);
        Interlocked.MemoryBarrier();
        if (Waiting > 0)
            Serve();
    }

    /// <summary>One session less: it was closed, or could not be opened.</summary>
    public void Discard()
    {
        Interlocked.Decrement(ref _open);
        if (Waiting > 0)
            Serve();
    }

    /// <summary>Joins the queue; null when it is full. May be granted at once.</summary>
    public SessionWaiter<TSession>? Enqueue(object? owner)
    {
        lock (_gate)
        {
            if (_queue.Count >= maximumWaiters)
                return null;
            var waiter = new SessionWaiter<TSession>(owner);
            waiter.Node = _queue.AddLast(waiter);
            Interlocked.Increment(ref _waiting);
            ServeLocked();
            return waiter;
        }
    }

    /// <summary>Leaves the queue; true when the waiter was granted after all.</summary>
    public bool Abandon(SessionWaiter<TSession> waiter)
    {
        lock (_gate)
        {
            if (waiter.IsGranted)
                return true;
            Remove(waiter);
            return false;
        }
    }

    /// <summary>Takes whatever is free, for closing.</summary>
    public TSession? TakeFree()
    {
        if (Interlocked.Exchange(ref _hot, null) is { } hot)
            return hot;
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Closes free sessions that <paramref name="isOld"/>, but leaves so many.</summary>
    public void Prune(int minimum, Func<TSession, bool> isOld, Action<TSession> close)
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            if (Open <= minimum)
                return;
            if (slot is null || Interlocked.Exchange(ref slot, null) is not { } session)
                continue;
            if (!isOld(session))
            {
                Put(session);
                continue;
            }

            close(session);
            Discard();
        }
    }

    private bool Reserve()
    {
        if (Interlocked.Increment(ref _open) <= capacity)
            return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    private void Place(TSession session)
    {
        if (Interlocked.CompareExchange(ref _hot, session, null) is null)
            return;
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot is null && Interlocked.CompareExchange(ref slot, session, null) is null)
                return;
        }

        throw new InvalidOperationException("A session was given back twice; please report this fault of ShardClient.");
    }

    private void Serve()
    {
        lock (_gate)
            ServeLocked();
    }

    private void ServeLocked()
    {
        while (_queue.First is { } first)
        {
            var session = TakeFree();
            if (session is null && !Reserve())
                return;
            var waiter = first.Value;
            Remove(waiter);
            if (isExclusive)
                _holder = waiter.Owner;
            waiter.Grant(session);
            if (waiter.Owner is { } owner)
                WaitGraph.Shared.Leave(owner);
            waiter.Wake();
        }
    }

    private void Remove(SessionWaiter<TSession> waiter)
    {
        _queue.Remove(waiter.Node!);
        Interlocked.Decrement(ref _waiting);
    }
}
