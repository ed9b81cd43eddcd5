using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ShardClient.Diagnostics;

namespace ShardClient.Backends.Pooling;

/// <summary>What a pool tells the meter and the log. Nothing of it happens while a free session is rented.</summary>
/// <param name="poolName">Cluster and shard, e.g. <c>shop/s1</c>.</param>
internal sealed class PoolEvents(string poolName, string shard, ILogger logger)
{
    /// <summary>For pools that nobody watches.</summary>
    public static PoolEvents Quiet { get; } = new("", "", NullLogger.Instance);

    public string PoolName => poolName;

    public void Opened(SessionAccess access, long started)
    {
        var time = Stopwatch.GetElapsedTime(started);
        ShardClientMeter.SessionCreated(poolName, time);
        logger.SessionOpened(shard, access.ToString(), time.TotalMilliseconds);
    }

    public void Waited(SessionAccess access, long started)
    {
        var time = Stopwatch.GetElapsedTime(started);
        ShardClientMeter.SessionWaited(poolName, time);
        logger.SessionWaited(shard, access.ToString(), time.TotalMilliseconds);
    }

    public void GaveUp(int size, long started)
    {
        ShardClientMeter.SessionTimedOut(poolName);
        logger.PoolExhausted(shard, size, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    public void CircleBroken() => logger.DeadlockBroken(shard);

    public void Dropped() => logger.SessionDropped(shard);
}
