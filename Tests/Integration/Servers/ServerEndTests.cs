using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>A server that stops for a while, or dies and comes back, under many callers: each ends in time, and the same data source serves on.</summary>
[Collection(MySqlFixture.Faults)]
public sealed class ServerEndTests : IDisposable
{
    private const int Callers = 32;
    private const int Seconds = 2;

    private readonly MariaDbServer _server;
    private readonly ServerDatabases _databases;

    public ServerEndTests(MySqlFixture fixture)
    {
        _server = new MariaDbServer(fixture.Server);

        // What is committed stays when it is killed.
        using (var root = new MySqlSessionUser(_server.Root))
            root.Do("SET GLOBAL innodb_flush_log_at_trx_commit=1");
        _databases = new ServerDatabases(_server.Root, $"Default Command Timeout={Seconds};");
        var values = string.Join(',', Enumerable.Range(1, Callers).Select(static id => string.Create(CultureInfo.InvariantCulture, $"({id}, 0)")));
        ServerDatabases.Run(_databases.Cluster, "CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        ServerDatabases.Run(_databases.Cluster, $"INSERT INTO items VALUES {values}");
    }

    public void Dispose()
    {
        _databases.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AServerThatStopsIsGivenUpInTimeAndServesWhenItGoesOn(bool isAsync)
    {
        var failures = new ConcurrentBag<(Exception Failure, TimeSpan After)>();
        var callers = CallAsync(isAsync, failures);
        await Task.Delay(300);
        _server.Signal("STOP");
        try
        {
            await callers.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            _server.Signal("CONT");
        }

        Assert.Equal(Callers, failures.Count);
        foreach (var (failure, after) in failures)
        {
            var error = Assert.IsType<ShardException>(failure);
            Assert.True(error.ErrorCode is ShardErrorCode.Timeout or ShardErrorCode.OutcomeUnknown && error.Shard is not null, error.ToString());
            Assert.InRange(after.TotalSeconds, Seconds - 0.1, Seconds + 5);
        }

        await ServesAsync(isAsync);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AServerThatDiesIsToldToEveryCallerAndServesWhenItIsBack(bool isAsync)
    {
        var failures = new ConcurrentBag<(Exception Failure, TimeSpan After)>();
        var callers = CallAsync(isAsync, failures);
        await Task.Delay(300);
        _server.Signal("KILL");
        await callers.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Callers, failures.Count);
        foreach (var (failure, after) in failures)
        {
            var error = Assert.IsType<ShardException>(failure);
            Assert.True(error.ErrorCode is ShardErrorCode.ShardUnavailable or ShardErrorCode.OutcomeUnknown && error.Shard is not null, error.ToString());
            Assert.InRange(after.TotalSeconds, 0, Seconds + 3);
        }

        _server.Restart();
        await ServesAsync(isAsync);
    }

    /// <summary>One caller finds out that the server had ended; those who come after him are not handed the other connections that ended with it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AfterARestartOneCallerIsToldAtMost(bool isAsync)
    {
        await Task.WhenAll(Enumerable.Range(1, Callers).Select(id => OnThread(() => ReadAsync(id, isAsync))));
        _server.Signal("KILL");
        _server.Restart();
        var failed = 0;
        for (var call = 0; call < 3; call++)
        {
            for (var id = 1; id <= Callers; id++)
            {
                try
                {
                    await ReadAsync(id, isAsync);
                }
                catch (ShardException)
                {
                    failed++;
                }
            }
        }

        Assert.InRange(failed, 0, ServerDatabases.Shards);
    }

    /// <summary>Callers who hold all threads of the pool and wait: nothing that ends their waiting may need one of these threads for long.</summary>
    [Fact]
    public async Task CallersWhoBlockEveryThreadOfThePoolAreGivenUpInTimeToo()
    {
        await ReadAsync(1, isAsync: false);
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(64, ports);
        try
        {
            _server.Signal("STOP");
            var clock = Stopwatch.StartNew();
            var blocked = Enumerable.Range(0, 64).Select(call => Task.Run(() => Record.Exception(() => ReadAsync((call % Callers) + 1, isAsync: false).GetAwaiter().GetResult()))).ToList();
            var failures = await Task.WhenAll(blocked);
            Assert.All(failures, static failure => Assert.Equal(ShardErrorCode.Timeout, Assert.IsType<ShardException>(failure).ErrorCode));
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.00} s"));
            Assert.InRange(clock.Elapsed.TotalSeconds, Seconds - 0.1, Seconds + 6);
        }
        finally
        {
            ThreadPool.SetMinThreads(workers, ports);
            _server.Signal("CONT");
        }
    }

    private static Task OnThread(Func<Task> work) => Task.Factory.StartNew(() => work().GetAwaiter().GetResult(), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Callers who read and write until they are told of a failure.</summary>
    private Task CallAsync(bool isAsync, ConcurrentBag<(Exception Failure, TimeSpan After)> failures) => Task.WhenAll(Enumerable.Range(1, Callers).Select(id => OnThread(async () =>
    {
        while (true)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                if (id % 4 == 0)
                    await WriteAsync(id, isAsync);
                else
                    await ReadAsync(id, isAsync);
            }
            catch (Exception failure)
            {
                failures.Add((failure, clock.Elapsed));
                return;
            }
        }
    })));

    private async Task ServesAsync(bool isAsync)
    {
        // What was under way when the server went on, or was rolled back by it, may hold a row for a moment; a connection that had ended is found out once.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                for (var id = 1; id <= Callers; id++)
                    await WriteAsync(id, isAsync);
                break;
            }
            catch (ShardException) when (attempt < ServerDatabases.Shards)
            {
                await Task.Delay(100);
            }
        }

        var calls = Enumerable.Range(1, Callers).Select(id => OnThread(async () =>
        {
            for (var call = 0; call < 20; call++)
                await ReadAsync(id, isAsync);
        }));
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task ReadAsync(int id, bool isAsync)
    {
        using var connection = _databases.Cluster.OpenConnection();
        using var command = SharedReading.Command(connection, "SELECT id FROM items WHERE id = ?", (long)id);
        Assert.Equal((long)id, isAsync ? await command.ExecuteScalarAsync() : command.ExecuteScalar());
    }

    private async Task WriteAsync(int id, bool isAsync)
    {
        using var connection = _databases.Cluster.OpenConnection();
        using var command = SharedReading.Command(connection, "UPDATE items SET n = n + 1 WHERE id = ?", (long)id);
        Assert.Equal(1, isAsync ? await command.ExecuteNonQueryAsync() : command.ExecuteNonQuery());
    }
}
