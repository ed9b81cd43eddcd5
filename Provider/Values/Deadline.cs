using System.Diagnostics;

namespace ShardClient.Values;

/// <summary>The one moment by which a whole execution (queueing, all shards, retries) must be done. A value: no timer, no allocation.</summary>
internal readonly struct Deadline
{
    private readonly long _timestamp;

    private Deadline(long timestamp) => _timestamp = timestamp;

    /// <summary>No limit: what a time-out of 0 means in ADO.NET.</summary>
    public static Deadline Never => new(long.MaxValue);

    /// <summary>True when there is no limit.</summary>
    public bool IsNever => _timestamp == long.MaxValue;

    /// <summary>True when the moment has come.</summary>
    public bool HasPassed => !IsNever && Stopwatch.GetTimestamp() >= _timestamp;

    /// <summary>The time left, never negative; <see cref="Timeout.InfiniteTimeSpan"/> without a limit.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (IsNever)
                return Timeout.InfiniteTimeSpan;
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _timestamp);
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    /// <summary>A deadline so long from now.</summary>
    public static Deadline After(TimeSpan time) => new(Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));

    /// <summary>A deadline that many seconds from now; 0 is none.</summary>
    public static Deadline AfterSeconds(int seconds) =>
        seconds == 0 ? Never : new(Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency));
}
