using System.Diagnostics.Metrics;

namespace ShardClient.Diagnostics;

/// <summary>What a pool of sessions says of itself when somebody asks. Called from any thread.</summary>
internal interface IPoolReadings
{
    /// <summary>Cluster and shard, e.g. <c>shop/s1</c>.</summary>
    string PoolName { get; }

    int Idle { get; }

    int Used { get; }

    /// <summary>The most sessions that may be open.</summary>
    int Max { get; }

    /// <summary>Callers that wait for a session.</summary>
    int Pending { get; }
}

/// <summary>Gauges over all pools: read when a listener collects, so that renting a session costs nothing.</summary>
internal static class PoolInstruments
{
    private static readonly Lock Sync = new();
    private static IPoolReadings[] _pools = [];

    public static void Create(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "db.client.connection.count", Counts, "{connection}", "Open sessions, by db.client.connection.state (idle, used).");
        meter.CreateObservableUpDownCounter(
            "db.client.connection.max", () => Each(static pool => pool.Max), "{connection}", "The most sessions a pool may open.");
        meter.CreateObservableUpDownCounter(
            "db.client.connection.pending_requests", () => Each(static pool => pool.Pending), "{request}", "Callers that wait for a session.");
    }

    public static void Register(IPoolReadings pool)
    {
        lock (Sync)
            _pools = [.. _pools, pool];
    }

    public static void Unregister(IPoolReadings pool)
    {
        lock (Sync)
            _pools = Array.FindAll(_pools, other => other != pool);
    }

    private static IEnumerable<Measurement<int>> Counts()
    {
        foreach (var pool in Volatile.Read(ref _pools))
        {
            yield return Measure(pool, pool.Idle, "idle");
            yield return Measure(pool, pool.Used, "used");
        }
    }

    private static Measurement<int> Measure(IPoolReadings pool, int value, string state) => new(
        value,
        new KeyValuePair<string, object?>(Tags.PoolName, pool.PoolName),
        new KeyValuePair<string, object?>(Tags.PoolState, state));

    private static IEnumerable<Measurement<int>> Each(Func<IPoolReadings, int> reading)
    {
        foreach (var pool in Volatile.Read(ref _pools))
            yield return new Measurement<int>(reading(pool), new KeyValuePair<string, object?>(Tags.PoolName, pool.PoolName));
    }
}
