using System.Diagnostics;
using ShardClient.Backends.Pooling;
using ShardClient.Diagnostics;
using ShardClient.Values;

namespace ShardClient.Backends.Sqlite;

/// <summary>The sessions to one file: one writer, many readers.</summary>
internal sealed class SqlitePool(SqliteEndpoint endpoint, SqliteSessionOptions options, SessionVerifier? verifier = null) : ShardPool, IPoolReadings
{
    private readonly SessionShelf<SqliteSession> _writer = new(1, options.MaximumWaiters, isExclusive: true);
    private readonly SessionShelf<SqliteSession> _readers = new(Math.Max(1, options.MaximumReaders), options.MaximumWaiters);
    private volatile bool _isVerified;
    private volatile bool _isDisposed;
    private long _nextPrune = Environment.TickCount64 + (long)options.IdleTimeout.TotalMilliseconds;

    public override int Shard => endpoint.Shard;

    public SqliteEndpoint Endpoint => endpoint;

    /// <summary>Reading sessions that exist.</summary>
    public int OpenReaders => _readers.Open;

    public int OpenWriters => _writer.Open;

    /// <summary>Callers in the queues.</summary>
    public int Waiting => _readers.Waiting + _writer.Waiting;

    string IPoolReadings.PoolName => options.Events.PoolName;

    int IPoolReadings.Idle => _readers.CountFree() + _writer.CountFree();

    int IPoolReadings.Used => Math.Max(0, OpenReaders + OpenWriters - _readers.CountFree() - _writer.CountFree());

    int IPoolReadings.Max => options.MaximumReaders + 1;

    int IPoolReadings.Pending => Waiting;

    public override ValueTask<ShardSession> RentAsync(
        SessionAccess access, object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var shelf = Shelf(access);
        if (shelf.TryTake() is not { } session)
            return RentSlowlyAsync(access, owner, ioBehavior, deadline, cancellationToken);
        if (access == SessionAccess.Write)
            shelf.Holder = owner;
        return new(session);
    }

    public override void Return(ShardSession session)
    {
        var returned = (SqliteSession)session;
        var shelf = Shelf(returned.Access);
        if (returned.Access == SessionAccess.Write)
            shelf.Holder = null;
        if (_isDisposed || !returned.TryClean())
        {
            if (!_isDisposed && !returned.IsRetired)
                options.Events.Dropped();
            Close(returned);
            shelf.Discard();
            return;
        }

        returned.IdleSince = Environment.TickCount64;
        shelf.Put(returned);
        if (_isDisposed)
            CloseFree(shelf);
        else if (returned.IdleSince > Volatile.Read(ref _nextPrune))
            Prune(returned.IdleSince);
    }

    public override void CloseIdle()
    {
        CloseFree(_readers);
        CloseFree(_writer);
    }

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        ShardClientMeter.Unregister(this);
        CloseIdle();
        return ValueTask.CompletedTask;
    }

    private SessionShelf<SqliteSession> Shelf(SessionAccess access) => access == SessionAccess.Write ? _writer : _readers;

    private async ValueTask<ShardSession> RentSlowlyAsync(
        SessionAccess access, object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var shelf = Shelf(access);
        SqliteSession? session = null;
        if (!shelf.TryReserve())
        {
            session = await WaitAsync(shelf, access, owner, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        else if (access == SessionAccess.Write)
        {
            shelf.Holder = owner;
        }

        if (_isDisposed)
        {
            PutBack(shelf, access, session);
            CloseFree(shelf);
            throw new ObjectDisposedException(nameof(SqlitePool));
        }

        return session ?? await OpenAsync(shelf, access, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SqliteSession> OpenAsync(
        SessionShelf<SqliteSession> shelf, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        SqliteSession? session = null;
        var started = Stopwatch.GetTimestamp();
        try
        {
            session = await SqliteOpener.OpenAsync(endpoint, options, access, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            if (verifier is not null && !_isVerified)
            {
                await verifier(session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
                _isVerified = true;
            }

            options.Events.Opened(access, started);
            return session;
        }
        catch
        {
            if (session is not null)
                Close(session);
            if (access == SessionAccess.Write)
                shelf.Holder = null;
            shelf.Discard();
            throw;
        }
    }

    private async ValueTask<SqliteSession?> WaitAsync(
        SessionShelf<SqliteSession> shelf, SessionAccess access, object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var waiter = shelf.Enqueue(owner) ?? throw QueueIsFull();
        if (owner is not null && access == SessionAccess.Write && !WaitGraph.Shared.TryEnter(owner, shelf, () => waiter.IsGranted)
            && !shelf.Abandon(waiter))
        {
            options.Events.CircleBroken();
            throw Circle();
        }

        try
        {
            if (await waiter.WaitAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
            {
                options.Events.Waited(access, started);
                return waiter.Session;
            }
        }
        catch (OperationCanceledException)
        {
            if (GiveUp(shelf, waiter))
                PutBack(shelf, access, waiter.Session);
            throw;
        }

        if (GiveUp(shelf, waiter))
            return waiter.Session;
        options.Events.GaveUp(access == SessionAccess.Write ? 1 : options.MaximumReaders, started);
        throw WaitedTooLong(access);
    }

    /// <summary>True when the grant came at the same moment.</summary>
    private static bool GiveUp(SessionShelf<SqliteSession> shelf, SessionWaiter<SqliteSession> waiter)
    {
        if (shelf.Abandon(waiter))
            return true;
        if (waiter.Owner is not null)
            WaitGraph.Shared.Leave(waiter.Owner);
        return false;
    }

    private static void PutBack(SessionShelf<SqliteSession> shelf, SessionAccess access, SqliteSession? session)
    {
        if (access == SessionAccess.Write)
            shelf.Holder = null;
        if (session is not null)
            shelf.Put(session);
        else
            shelf.Discard();
    }

    private void Prune(long now)
    {
        var idle = (long)options.IdleTimeout.TotalMilliseconds;
        Volatile.Write(ref _nextPrune, now + Math.Max(1, idle / 2));
        _readers.Prune(Math.Max(1, options.MinimumReaders), session => now - session.IdleSince >= idle, Close);
    }

    private static void CloseFree(SessionShelf<SqliteSession> shelf)
    {
        while (shelf.TakeFree() is { } session)
        {
            Close(session);
            shelf.Discard();
        }
    }

    private static void Close(SqliteSession session) => session.DisposeAsync().Completed();

    private ShardException WaitedTooLong(SessionAccess access) => access == SessionAccess.Write
        ? new ShardException(
            ShardErrorCode.LockTimeout,
            $"Another transaction wrote to shard '{endpoint.Name}' until the command's deadline.",
            "Keep transactions short or raise CommandTimeout, then run it again.") { Shard = endpoint.Name }
        : new ShardException(
            ShardErrorCode.PoolExhausted,
            $"All {options.MaximumReaders} reading sessions of shard '{endpoint.Name}' were in use until the command's deadline.",
            "Close readers that are no longer needed, or raise Maximum Pool Size.") { Shard = endpoint.Name };

    private ShardException QueueIsFull() => new(
        ShardErrorCode.PoolExhausted,
        $"{options.MaximumWaiters} callers wait for a session of shard '{endpoint.Name}' already.",
        "Lower the number of concurrent callers, or raise Maximum Pool Size.") { Shard = endpoint.Name };

    private ShardException Circle() => new(
        ShardErrorCode.Deadlock,
        $"This transaction and another wait for each other's shards; the circle was closed at shard '{endpoint.Name}'.",
        "Roll back and run it again; writing the shards in the same order avoids it.") { Shard = endpoint.Name };
}
