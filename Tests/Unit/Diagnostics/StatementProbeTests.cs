using System.Diagnostics;
using ShardClient.Diagnostics;
using Xunit;

namespace ShardClient.Tests.Unit.Diagnostics;

public sealed class StatementProbeTests
{
    private static StatementFacts Facts(string cluster) => new(cluster, "sqlite", "SELECT", "orders", StatementDigest.Of("SELECT 1"));

    [Fact]
    public void A_statement_is_an_activity_with_its_route_and_rows()
    {
        using var activities = new RecordedActivities("probe-activity");
        var probe = StatementProbe.Start(Facts("probe-activity"));
        probe.Routed("s0,s2", 2);
        probe.Stop(rows: 7, shards: 2);

        var activity = Assert.Single(activities.Ended);
        Assert.Equal("SELECT orders", activity.DisplayName);
        Assert.Equal(ActivityKind.Client, activity.Kind);
        Assert.Equal("sqlite", activity.GetTagItem("db.system.name"));
        Assert.Equal("probe-activity", activity.GetTagItem("db.namespace"));
        Assert.Equal("s0,s2", activity.GetTagItem("shardclient.route"));
        Assert.Equal(2, activity.GetTagItem("shardclient.shards"));
        Assert.Equal(7L, activity.GetTagItem("db.response.returned_rows"));
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
    }

    [Fact]
    public void A_failed_statement_says_the_kind_of_error()
    {
        using var activities = new RecordedActivities("probe-error");
        StatementProbe.Start(Facts("probe-error")).Stop(rows: -1, shards: 0, nameof(ShardErrorCode.Timeout));

        var activity = Assert.Single(activities.Ended);
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal("Timeout", activity.GetTagItem("error.type"));
        Assert.Null(activity.GetTagItem("db.response.returned_rows"));
    }

    [Fact]
    public void The_callers_own_activity_stays_current_while_rows_are_read()
    {
        using var activities = new RecordedActivities("probe-current");
        using var own = new Activity("own").Start();
        var probe = StatementProbe.Start(Facts("probe-current"));
        Assert.Same(own, Activity.Current);
        using var inner = new Activity("inner").Start();
        probe.Stop(rows: 0, shards: 1);

        Assert.Same(inner, Activity.Current);
        Assert.Equal(own.SpanId, Assert.Single(activities.Ended).ParentSpanId);
    }

    [Fact]
    public void Its_duration_rows_and_shards_are_measured()
    {
        using var measurements = new RecordedMeasurements("db.namespace", "probe-meter");
        Assert.True(StatementProbe.IsWanted);
        StatementProbe.Start(Facts("probe-meter")).Stop(rows: 3, shards: 4);

        Assert.InRange(measurements.Single("db.client.operation.duration"), 0, 10);
        Assert.Equal(3, measurements.Single("db.client.response.returned_rows"));
        Assert.Equal(4, measurements.Single("shardclient.operation.shards"));
    }

    [Fact]
    public void Without_a_listener_it_does_nothing()
    {
        var probe = default(StatementProbe);
        probe.Routed("s0", 1);
        probe.Stop(1, 1);
        Assert.False(probe.IsOn);
        Assert.False(probe.IsTraced);
    }

    [Fact]
    public void A_digest_is_short_and_differs_with_the_text()
    {
        Assert.Matches("^[0-9a-f]{16}$", StatementDigest.Of("SELECT 1"));
        Assert.NotEqual(StatementDigest.Of("SELECT a"), StatementDigest.Of("SELECT b"));
    }
}
