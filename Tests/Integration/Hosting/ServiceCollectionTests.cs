using System.Data.Common;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace ShardClient.Tests.Integration.Hosting;

public sealed class ServiceCollectionTests
{
    private const string Memory = "Data Source=:memory:;Shards=2";

    [Fact]
    public async Task A_registered_cluster_is_one_data_source_and_a_connection_for_each_who_asks()
    {
        await using var provider = new ServiceCollection().AddShardClient(Memory).BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<ShardDataSource>(), provider.GetRequiredService<DbDataSource>());
        Assert.NotSame(provider.GetRequiredService<ShardConnection>(), provider.GetRequiredService<ShardConnection>());

        var connection = provider.GetRequiredService<DbConnection>();
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("SELECT 1"));
    }

    [Fact]
    public async Task Two_clusters_are_told_apart_by_their_keys()
    {
        await using var provider = new ServiceCollection()
            .AddShardClient("Data Source=:memory:;Shards=2;Cluster Name=left", serviceKey: "l")
            .AddShardClient("Data Source=:memory:;Shards=3;Cluster Name=right", serviceKey: "r")
            .BuildServiceProvider();
        await using var left = provider.GetRequiredKeyedService<ShardConnection>("l");
        await using var right = provider.GetRequiredKeyedService<ShardConnection>("r");
        await left.OpenAsync(TestContext.Current.CancellationToken);
        await right.OpenAsync(TestContext.Current.CancellationToken);

        Assert.Equal("left", left.Database);
        Assert.Equal("right", right.Database);
        Assert.Null(provider.GetService<ShardDataSource>());
    }

    [Fact]
    public async Task Configure_runs_when_the_data_source_is_asked_for()
    {
        var calls = 0;
        await using var provider = new ServiceCollection()
            .AddShardClient(Memory, builder => builder.ConfigureSqliteSession(session =>
            {
                Interlocked.Increment(ref calls);
                session.CreateFunction("twice", (long number) => 2 * number, isDeterministic: true);
            }))
            .BuildServiceProvider();
        Assert.Equal(0, calls);
        await using var connection = await provider.GetRequiredService<ShardDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken);
        Assert.True(calls > 0);
    }

    [Fact]
    public async Task The_data_source_ends_with_the_host()
    {
        var provider = new ServiceCollection().AddShardClient(Memory).BuildServiceProvider();
        var cluster = provider.GetRequiredService<ShardDataSource>();
        await provider.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => cluster.CreateConnection());
    }

    [Fact]
    public async Task The_health_check_is_healthy_while_every_shard_answers()
    {
        var report = await CheckAsync(Memory);
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    [Fact]
    public async Task The_health_check_says_which_shard_is_missing()
    {
        var folder = Directory.CreateTempSubdirectory("shardclient-health-");
        try
        {
            var text = $"Data Source={folder.FullName};Shards=2";
            await using (var cluster = new ShardDataSource(text))
                await (await cluster.OpenConnectionAsync(TestContext.Current.CancellationToken)).DisposeAsync();
            File.WriteAllText(Path.Combine(folder.FullName, "s1.db"), "This is not a database. It is long enough to be read as one, though.");

            var entry = (await CheckAsync(text)).Entries["shardclient"];
            Assert.Equal(HealthStatus.Unhealthy, entry.Status);
            Assert.Contains("s1", entry.Description, StringComparison.Ordinal);
            Assert.IsType<ShardException>(entry.Exception);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HealthReport> CheckAsync(string connectionString)
    {
        var services = new ServiceCollection().AddLogging().AddShardClient(connectionString);
        services.AddHealthChecks().AddShardClient();
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
    }
}
