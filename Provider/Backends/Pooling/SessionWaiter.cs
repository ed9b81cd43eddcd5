using ShardClient.Values;

namespace ShardClient.Backends.Pooling;

/// <summary>A caller in a shelf's queue. It is granted a session, or (with none) the right to open one.</summary>
internal sealed class SessionWaiter<TSession>(object? owner) : IDisposable
    where TSession : class
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public object? Owner { get; } = owner;

    /// <summary>Set before the signal, under the queue's lock.</summary>
    public bool IsGranted { get; private set; }

    public TSession? Session { get; private set; }

    public LinkedListNode<SessionWaiter<TSession>>? Node { get; set; }

    public void Grant(TSession? session)
    {
        Session = session;
        IsGranted = true;
    }

    public void Wake() => _signal.Release();

    /// <summary>False when the time passed first.</summary>
    public async ValueTask<bool> WaitAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        // The longest wait that a semaphore takes is 24 days; that is as good as for ever.
        var time = deadline.IsNever || deadline.Remaining.TotalMilliseconds > int.MaxValue ? Timeout.InfiniteTimeSpan : deadline.Remaining;
        return ioBehavior == IOBehavior.Synchronous
            ? _signal.Wait(time, cancellationToken)
            : await _signal.WaitAsync(time, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _signal.Dispose();
}
