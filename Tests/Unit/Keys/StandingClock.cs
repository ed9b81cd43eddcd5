namespace ShardClient.Tests.Unit.Keys;

/// <summary>A clock that the test moves; without timers.</summary>
internal sealed class StandingClock : TimeProvider
{
    private long _milliseconds = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private long _elapsed;

    public override long TimestampFrequency => 1000;

    public long Now => Volatile.Read(ref _milliseconds);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);

    public override long GetTimestamp() => Volatile.Read(ref _elapsed);

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _milliseconds, (long)time.TotalMilliseconds);
        Interlocked.Add(ref _elapsed, (long)time.TotalMilliseconds);
    }

    /// <summary>Somebody sets the clock; no time passes.</summary>
    public void Set(TimeSpan offset) => Interlocked.Add(ref _milliseconds, (long)offset.TotalMilliseconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new StandingTimer();

    private sealed class StandingTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
