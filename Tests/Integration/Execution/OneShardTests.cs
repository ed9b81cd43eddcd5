using Dapper;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>Texts that go to one shard as they are.</summary>
public sealed class OneShardTests
{
    [Fact]
    public async Task A_connection_to_a_shard_sees_that_shard_alone()
    {
        using var cluster = new TestCluster().WithShop(users: 40);
        long sum = 0;
        foreach (var shard in new[] { "s0", "s1", "s2", "s3" })
        {
            await using var connection = await cluster.Source.OpenShardAsync(shard, TestContext.Current.CancellationToken);
            var rows = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM orders");
            Assert.InRange(rows, 1, 39);
            Assert.Equal(1, await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM sqlite_master WHERE name = 'shardclient_meta'"));
            sum += rows;
        }

        Assert.Equal(40, sum);
    }

    [Fact]
    public async Task A_shard_that_is_not_there_is_refused_with_the_names_of_those_that_are()
    {
        using var cluster = new TestCluster();
        var error = await Assert.ThrowsAsync<ShardException>(async () =>
            await cluster.Source.OpenShardAsync("s9", TestContext.Current.CancellationToken));
        Assert.Contains("s0, s1, s2, s3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hint_sends_a_text_with_its_parameters_to_a_shard()
    {
        using var cluster = new TestCluster().WithShop(users: 40);
        using var connection = cluster.Open();
        const string Count = "/*+ shard(s2) */ SELECT count(*) FROM orders WHERE user_id > @low";
        var all = connection.ExecuteScalar<long>(Count, new { low = 0 });
        Assert.InRange(all, 1, 39);
        Assert.Equal(0, connection.ExecuteScalar<long>(Count, new { low = 40 }));
        Assert.Equal(all, connection.Execute("/*+ shard(s2) */ DELETE FROM orders"));
        Assert.Equal(40 - all, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }
}
