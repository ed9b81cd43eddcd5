using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;
using ShardClient.Values;

namespace ShardClient.Backends.MySql.Sharing;

/// <summary>
/// One caller's read on a shared session: first what he waits for, awaiting it or on his thread, then the rows. The caller may leave before the answer comes;
/// his answer is then read and dropped, because stopping the statement would hit a neighbour's. Whichever of answer and leave comes first decides.
/// </summary>
internal sealed partial class SharedRead(SharedReadShelf shelf) : SessionResult, IValueTaskSource<SessionResult?>, IThreadPoolWorkItem
{
    private readonly object _waiter = new();
    private ManualResetValueTaskSourceCore<SessionResult?> _source;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private MySqlEndpoint? _endpoint;
    private Exception? _failure;
    private bool _isMoved;
    private bool _isBlocking;
    private bool _isAnswered;
    private int _isSettled;

    /// <summary>When the caller gives up, by <see cref="Environment.TickCount64"/>.</summary>
    public long GivesUpAt { get; private set; }

    /// <param name="ioBehavior">How its caller waits.</param>
    public void Begin(MySqlEndpoint endpoint, Deadline deadline, IOBehavior ioBehavior)
    {
        _source.Reset();
        _endpoint = endpoint;
        (_isBlocking, _isAnswered) = (ioBehavior == IOBehavior.Synchronous, false);
        (_failure, _isMoved, _isSettled) = (null, false, 0);
        GivesUpAt = deadline.IsNever ? long.MaxValue : Environment.TickCount64 + (long)Math.Min(deadline.Remaining.TotalMilliseconds, int.MaxValue);
        ForgetRows();
    }

    /// <summary>The answer, for the one caller.</summary>
    public ValueTask<SessionResult?> WaitAsync(CancellationToken cancellationToken)
    {
        _token = cancellationToken;
        var version = _source.Version;
        _registration = cancellationToken.UnsafeRegister(static read => ((SharedRead)read!).Cancel(), this);
        return new(this, version);
    }

    /// <summary>The answer, for the one caller, on his thread: he looks after his deadline and the session by himself, and needs no thread of the pool.</summary>
    public SessionResult? Wait(SharedSession session, TimeSpan patrol, CancellationToken cancellationToken)
    {
        _token = cancellationToken;
        using (cancellationToken.UnsafeRegister(static read => ((SharedRead)read!).Cancel(), this))
        {
            while (!IsAnsweredWithin(patrol))
                session.Patrol(Environment.TickCount64);
        }

        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return _isMoved ? null : this;
    }

    /// <summary>The answer has been read.</summary>
    /// <param name="error">The server's own, for this statement.</param>
    public void Answer(Exception? error, bool isMoved) => Settle(error, isMoved);

    /// <summary>The deadline has passed.</summary>
    public void GiveUp() => Settle(MySqlErrors.Timeout(_endpoint!), isMoved: false);

    /// <summary>The session fails, or answers nothing: the caller runs its read on a session of its own.</summary>
    public void Move() => Settle(null, isMoved: true);

    void IThreadPoolWorkItem.Execute()
    {
        if (_failure is { } failure)
            _source.SetException(failure);
        else
            _source.SetResult(_isMoved ? null : this);
    }

    SessionResult? IValueTaskSource<SessionResult?>.GetResult(short token)
    {
        _registration.Dispose();
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<SessionResult?>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<SessionResult?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Cancel() => Settle(new OperationCanceledException($"The statement on shard '{_endpoint!.Name}' was cancelled.", _token), isMoved: false);

    // The caller goes on elsewhere: whoever settles has others to serve.
    private void Settle(Exception? failure, bool isMoved)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) != 0)
            return;
        (_failure, _isMoved) = (failure, isMoved);
        if (!_isBlocking)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
            return;
        }

        lock (_waiter)
        {
            _isAnswered = true;
            Monitor.Pulse(_waiter);
        }
    }

    private bool IsAnsweredWithin(TimeSpan time)
    {
        lock (_waiter)
            return _isAnswered || (Monitor.Wait(_waiter, time) && _isAnswered);
    }
}
