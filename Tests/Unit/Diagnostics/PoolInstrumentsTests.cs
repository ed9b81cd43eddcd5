using ShardClient.Diagnostics;
using Xunit;

namespace ShardClient.Tests.Unit.Diagnostics;

public sealed class PoolInstrumentsTests
{
    private sealed record Pool(string PoolName, int Idle, int Used, int Max, int Pending) : IPoolReadings;

    [Fact]
    public void A_pool_is_read_when_somebody_collects()
    {
        var pool = new Pool("pool-read/s0", Idle: 2, Used: 3, Max: 8, Pending: 1);
        using var measurements = new RecordedMeasurements("db.client.connection.pool.name", pool.PoolName);
        ShardClientMeter.Register(pool);
        measurements.Collect();
        ShardClientMeter.Unregister(pool);

        Assert.Equal(2, measurements.Single("db.client.connection.count", "state=idle"));
        Assert.Equal(3, measurements.Single("db.client.connection.count", "state=used"));
        Assert.Equal(8, measurements.Single("db.client.connection.max"));
        Assert.Equal(1, measurements.Single("db.client.connection.pending_requests"));
    }

    [Fact]
    public void A_pool_that_has_ended_is_not_read()
    {
        var pool = new Pool("pool-ended/s0", 1, 1, 1, 0);
        using var measurements = new RecordedMeasurements("db.client.connection.pool.name", pool.PoolName);
        ShardClientMeter.Register(pool);
        ShardClientMeter.Unregister(pool);
        measurements.Collect();
        Assert.False(measurements.Has("db.client.connection.max"));
    }

    [Fact]
    public void Waiting_and_opening_are_measured_per_pool()
    {
        using var measurements = new RecordedMeasurements("db.client.connection.pool.name", "pool-times/s1");
        ShardClientMeter.SessionWaited("pool-times/s1", TimeSpan.FromMilliseconds(250));
        ShardClientMeter.SessionCreated("pool-times/s1", TimeSpan.FromMilliseconds(500));
        ShardClientMeter.SessionTimedOut("pool-times/s1");

        Assert.Equal(0.25, measurements.Single("db.client.connection.wait_time"));
        Assert.Equal(0.5, measurements.Single("db.client.connection.create_time"));
        Assert.Equal(1, measurements.Single("db.client.connection.timeouts"));
    }
}
