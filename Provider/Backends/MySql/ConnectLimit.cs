using ShardClient.Wire.Transport;

namespace ShardClient.Backends.MySql;

/// <summary>Ends a connection in the making when its time is up or its caller gives up.</summary>
internal sealed class ConnectLimit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ByteChannel? _channel;
    private bool _isReleased;

    public ConnectLimit(TimeSpan time, CancellationToken cancellationToken)
    {
        var milliseconds = time <= TimeSpan.Zero ? 1 : (long)Math.Min(time.TotalMilliseconds, int.MaxValue);
        _timer = new Timer(static limit => ((ConnectLimit)limit!).End(), this, milliseconds, Timeout.Infinite);
        _registration = cancellationToken.UnsafeRegister(static limit => ((ConnectLimit)limit!).End(), this);
    }

    /// <summary>True when the connection was ended from here.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>Done when the connection was ended from here.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Ends this one when the time comes, or at once when it has come.</summary>
    public void Watch(ByteChannel channel)
    {
        lock (_gate)
        {
            _channel = channel;
            if (HasEnded)
                channel.Abort();
        }
    }

    /// <summary>The connection is made, and is left alone from now on.</summary>
    /// <exception cref="ShardException">It was ended in the last moment.</exception>
    public void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            if (HasEnded)
                throw Wire.WireErrors.Lost();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _registration.Dispose();
    }

    private void End()
    {
        lock (_gate)
        {
            if (_isReleased || HasEnded)
                return;
            _ended.SetResult();
            _channel?.Abort();
        }
    }
}
