using System.Diagnostics;
using System.Globalization;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What happens to callers of shared sessions when one of them leaves, when a statement is held up, when a session or the server ends.</summary>
[Collection(MySqlFixture.Faults)]
public sealed class SharedReadFailureTests(MySqlFixture fixture)
{
    private const string ById = "SELECT n FROM items WHERE id = ?";
    private const string OfHeld = "SELECT n FROM held WHERE id = ?";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ACallerWhoLeavesHurtsNobody(bool isCancelled)
    {
        using var databases = Make(fixture.Endpoint);
        await SharedReading.WarmAsync(databases.Cluster, ById);
        await SharedReading.WarmAsync(databases.Cluster, OfHeld);
        using var locker = new MySqlSessionUser(fixture.Endpoint);
        locker.Do($"LOCK TABLES {databases.Databases[0]}.held WRITE");
        using var ending = new CancellationTokenSource();
        var leaving = Enumerable.Range(1, 16).Select(id => LeaveAsync(databases.Cluster, id, isCancelled, ending.Token)).ToList();
        var staying = Enumerable.Range(1, 32).Select(async id =>
        {
            for (var call = 0; call < 30; call++)
                Assert.Equal(id * 7, await SharedReading.ScalarAsync(databases.Cluster, ById, (long)id));
        }).ToList();
        if (isCancelled)
            ending.CancelAfter(50);
        await Task.WhenAll(leaving).WaitAsync(TimeSpan.FromSeconds(20));
        await Task.WhenAll(staying).WaitAsync(TimeSpan.FromSeconds(20));
        locker.Do("UNLOCK TABLES");
        Assert.Equal(21, await SharedReading.ScalarAsync(databases.Cluster, OfHeld, 3L));
    }

    [Fact]
    public async Task ReadsBehindAStatementThatIsHeldUpAreAnsweredElsewhere()
    {
        using var databases = Make(fixture.Endpoint);
        await SharedReading.WarmAsync(databases.Cluster, ById);
        await SharedReading.WarmAsync(databases.Cluster, OfHeld);
        using var locker = new MySqlSessionUser(fixture.Endpoint);
        locker.Do($"LOCK TABLES {string.Join(", ", databases.Databases[..ServerDatabases.Shards].Select(static name => $"{name}.held WRITE"))}");
        var held = Enumerable.Range(1, 8).Select(id => SharedReading.ScalarAsync(databases.Cluster, OfHeld, (long)id)).ToList();
        var clock = Stopwatch.StartNew();
        var others = Enumerable.Range(1, 64).Select(async id => Assert.Equal(id * 7, await SharedReading.ScalarAsync(databases.Cluster, ById, (long)id)));
        await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"They took {clock.Elapsed}.");
        Assert.All(held, static read => Assert.False(read.IsCompleted));
        locker.Do("UNLOCK TABLES");
        for (var id = 1; id <= 8; id++)
            Assert.Equal(id * 7, await held[id - 1].WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task SessionsThatAreEndedByTheServerCostNobodyAnAnswer()
    {
        using var databases = Make(fixture.Endpoint);
        await SharedReading.WarmAsync(databases.Cluster, ById);
        using var killer = new MySqlSessionUser(fixture.Endpoint);
        using var ending = new CancellationTokenSource();
        var reading = Enumerable.Range(1, 32).Select(id => Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
                Assert.Equal(id * 7, await SharedReading.ScalarAsync(databases.Cluster, ById, (long)id));
        })).ToList();
        var own = killer.Session.Link.Greeting.ThreadId;
        for (var round = 0; round < 5; round++)
        {
            await Task.Delay(200);
            var shared = SharedThreads(databases.Cluster);
            foreach (var thread in shared.Where(thread => thread != own))
                killer.Kill(thread);
        }

        ending.Cancel();
        await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(30));
        await Task.Delay(1100);
        await SharedReading.WarmAsync(databases.Cluster, ById);
        var before = SharedReading.Answered(databases.Cluster);
        Assert.Equal(14, await SharedReading.ScalarAsync(databases.Cluster, ById, 2L));
        Assert.True(SharedReading.Answered(databases.Cluster) > before, "Reads share sessions again.");
    }

    [Fact]
    public async Task TheEndOfTheServerReachesEveryCallerAndItsReturnToo()
    {
        using var server = new MariaDbServer(fixture.Server);
        using var databases = Make(server.Root);
        await SharedReading.WarmAsync(databases.Cluster, ById);
        var reading = Enumerable.Range(1, 32).Select(id => Task.Run(async () =>
        {
            while (true)
                Assert.Equal(id * 7, await SharedReading.ScalarAsync(databases.Cluster, ById, (long)id));
        })).ToList();
        await Task.Delay(300);
        server.Signal("KILL");
        foreach (var read in reading)
        {
            var failure = await Assert.ThrowsAsync<ShardException>(() => read.WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal((ShardErrorCode.ShardUnavailable, true), (failure.ErrorCode, failure.Shard is not null));
        }

        server.Restart();
        await Task.Delay(1100);
        await SharedReading.WarmAsync(databases.Cluster, ById);
        for (var id = 1; id <= 64; id++)
            Assert.Equal(id * 7, await SharedReading.ScalarAsync(databases.Cluster, ById, (long)id));
    }

    private static async Task LeaveAsync(ShardDataSource source, int id, bool isCancelled, CancellationToken cancellationToken)
    {
        await using var connection = source.OpenConnection();
        await using var command = SharedReading.Command(connection, OfHeld, (long)id);
        command.CommandTimeout = isCancelled ? 0 : 1;
        try
        {
            Assert.Equal(id * 7, await command.ExecuteScalarAsync(isCancelled ? cancellationToken : default));
        }
        catch (Exception left) when (isCancelled ? left is OperationCanceledException : left is ShardException { ErrorCode: ShardErrorCode.Timeout })
        {
            Assert.True(id > 0);
        }
    }

    private static List<uint> SharedThreads(ShardDataSource source)
    {
        using var connection = source.OpenConnection();
        return [.. connection.Session.Runtime.Pools.Cast<Backends.MySql.MySqlPool>().SelectMany(static pool => pool.Shared!.Sessions).Select(static session => session.Session.Link.Greeting.ThreadId)];
    }

    private static ServerDatabases Make(Backends.MySql.MySqlEndpoint server)
    {
        var databases = new ServerDatabases(server, SharedReading.Options);
        var values = string.Join(',', Enumerable.Range(1, 64).Select(static id => string.Create(CultureInfo.InvariantCulture, $"({id}, {id * 7})")));
        foreach (var table in new[] { "items", "held" })
        {
            ServerDatabases.Run(databases.Cluster, $"CREATE TABLE {table} (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
            ServerDatabases.Run(databases.Cluster, $"INSERT INTO {table} VALUES {values}");
        }

        return databases;
    }
}
