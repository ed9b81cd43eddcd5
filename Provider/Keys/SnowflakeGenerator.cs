using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Diagnostics;
using ShardClient.Values;

namespace ShardClient.Keys;

/// <summary>
/// Snowflake keys of one process. The first key leases a worker of the cluster; while keys are made the lease is renewed, when they stop
/// it runs out. Without a lease no key is made, so that two processes never make the same one.
/// </summary>
internal sealed class SnowflakeGenerator(LeaseTable table, TimeProvider clock, ILogger? logger = null) : IKeyGenerator
{
    /// <summary>How far a borrowed worker's keys may run ahead of the clock.</summary>
    private const long MaxAheadMilliseconds = 1000;

    private const int ReleaseSeconds = 5;

    private readonly SnowflakeSequence _sequence = new(clock);
    private readonly SemaphoreSlim _leasing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private volatile WorkerLease? _lease;
    private volatile bool _isUsed;
    private volatile Exception? _renewalFailure;
    private Task _renewal = Task.CompletedTask;
    private bool _isDisposed;

    public string Name => KeyGenerators.Snowflake;

    public bool TryNext(out long key)
    {
        if (_lease is { } lease && clock.GetTimestamp() < lease.EndTimestamp && _sequence.TryNext(lease.Worker, lease.End, out key))
        {
            if (!_isUsed)
                _isUsed = true;
            return true;
        }

        key = 0;
        return false;
    }

    public ValueTask<long> NextAsync(KeyCaller caller, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (TryNext(out var key))
            return new ValueTask<long>(key);
        return caller.HeldWriter is { Engine: EngineKind.Sqlite } writer
            ? BorrowAsync(writer, ioBehavior, deadline, cancellationToken)
            : LeaseAsync(caller.Owner, ioBehavior, deadline, cancellationToken);
    }

    public async ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        await EnterAsync(ioBehavior, Deadline.Never, CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }
        finally
        {
            _leasing.Release();
        }

        // A renewal under way meets either this or the closed pool, and ends.
        if (ioBehavior == IOBehavior.Synchronous)
            _stop.Cancel();
        else
            await _stop.CancelAsync().ConfigureAwait(false);
        if (ioBehavior == IOBehavior.Asynchronous)
            await _renewal.ConfigureAwait(false);
        await ReleaseAsync(ioBehavior).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => CloseAsync(IOBehavior.Asynchronous);

    private async ValueTask<long> LeaseAsync(object? waiter, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await EnterAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (TryNext(out var key))
                return key;
            await TakeAsync(waiter, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            return TryNext(out key) ? key : throw ClockMoved();
        }
        finally
        {
            _leasing.Release();
        }
    }

    private async ValueTask EnterAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var entered = ioBehavior == IOBehavior.Synchronous
            ? _leasing.Wait(deadline.Remaining, cancellationToken)
            : await _leasing.WaitAsync(deadline.Remaining, cancellationToken).ConfigureAwait(false);
        if (!entered)
            throw new ShardException(ShardErrorCode.Timeout, "The command's time passed while a worker for generated keys was being leased.", "", _renewalFailure);
    }

    private async ValueTask TakeAsync(object? waiter, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        var (now, timestamp) = Moment();
        var expires = Expiry(now);
        var worker = await table.TakeAsync(owner, now, expires, waiter, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (worker < 0)
            throw AllTaken(_renewalFailure);

        // The millisecond after this one: who had the worker before may have made keys in this one.
        _sequence.StartFrom(Moment().Now + 1);
        _lease = Lease(worker, owner, expires, timestamp);
        logger?.WorkerLeased(worker);
        if (_renewal.IsCompleted)
            _renewal = RenewAsync(_stop.Token);
    }

    /// <summary>
    /// A key inside a transaction that holds the writer of the lease table itself. Nobody else can take a worker until that transaction ends, so
    /// any free one is ours until then; its later holder begins with a later millisecond.
    /// </summary>
    private async ValueTask<long> BorrowAsync(ShardSession writer, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var worker = await LeaseTable.FindAsync(writer, Moment().Now, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (worker < 0)
            throw AllTaken(_renewalFailure);
        if (_sequence.TryNext(worker, Moment().Now + MaxAheadMilliseconds, out var key))
            return key;
        throw ClockMoved();
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(WorkerLease.RenewalPeriod, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                // A process that makes no keys leaves the shard alone; its lease runs out.
                if (_isUsed && _lease is { } lease && !lease.HasRunOut(clock))
                    await ExtendAsync(lease, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Disposed: the lease is given back there.
        }
    }

    private async ValueTask ExtendAsync(WorkerLease lease, CancellationToken cancellationToken)
    {
        try
        {
            _isUsed = false;
            var (now, timestamp) = Moment();
            var expires = Expiry(now);
            var deadline = Deadline.AfterSeconds((int)WorkerLease.RenewalPeriod.TotalSeconds);
            var extended = await table.ExtendAsync(lease, now, expires, IOBehavior.Asynchronous, deadline, cancellationToken).ConfigureAwait(false);
            Replace(lease, extended ? Lease(lease.Worker, lease.Owner, expires, timestamp) : null);
            _renewalFailure = null;
        }
        catch (ShardException failure)
        {
            // The next tick tries again; when the lease runs out first, this is the reason that is told.
            _isUsed = true;
            _renewalFailure = failure;
        }
    }

    private void Replace(WorkerLease lease, WorkerLease? next)
    {
        // While the renewal waited the lease may have run out, and the worker may have been borrowed by a transaction.
        if (lease.HasRunOut(clock))
            _sequence.StartFrom(Moment().Now + 1);
        Interlocked.CompareExchange(ref _lease, next, lease);
    }

    private async ValueTask ReleaseAsync(IOBehavior ioBehavior)
    {
        if (Interlocked.Exchange(ref _lease, null) is not { } lease || lease.HasRunOut(clock))
            return;
        try
        {
            var end = Math.Max(Moment().Now, _sequence.LastMilliseconds + 1);
            await table.EndAsync(lease, end, ioBehavior, Deadline.AfterSeconds(ReleaseSeconds), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ShardException failure)
        {
            // A lease that cannot be given back runs out by itself.
            _renewalFailure = failure;
        }
    }

    private WorkerLease Lease(int worker, string owner, long expires, long timestamp) => new(
        worker,
        owner,
        expires - (long)WorkerLease.Margin.TotalMilliseconds,
        timestamp + (long)((WorkerLease.Duration - WorkerLease.Margin).TotalSeconds * clock.TimestampFrequency));

    /// <summary>Counted from the last key when the clock was set back: keys go on from there.</summary>
    private long Expiry(long now) => Math.Max(now, _sequence.LastMilliseconds) + (long)WorkerLease.Duration.TotalMilliseconds;

    private (long Now, long Timestamp) Moment() => (clock.GetUtcNow().ToUnixTimeMilliseconds(), clock.GetTimestamp());

    private static ShardException ClockMoved() => new(
        ShardErrorCode.LimitExceeded,
        "No key can be made now: the clock was set, or keys were made faster than 4096 in a millisecond.",
        "Run the statement again.");

    private static ShardException AllTaken(Exception? cause) => new(
        ShardErrorCode.LimitExceeded,
        $"All {WorkerLease.Workers} workers for generated keys are leased by running processes.",
        $"Let fewer processes make keys at once, or wait: a lease of a process that ended runs out after {WorkerLease.Duration.TotalSeconds:0} seconds.",
        cause);
}
