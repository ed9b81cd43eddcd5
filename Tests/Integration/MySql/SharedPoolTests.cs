using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Backends.MySql.Sharing;
using ShardClient.Values;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>The shared sessions of a pool: how many there are, over which connections, and how they end.</summary>
[Collection(MySqlFixture.Name)]
public sealed class SharedPoolTests(MySqlFixture fixture)
{
    private static readonly SessionStatement Prepared = new("SELECT ? + 1, 'text'", [0]);

    [Theory]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.Required)]
    public async Task ManyReadsShareFewSessions(object tls)
    {
        await using var pool = Pool(new SharedReadOptions { MaximumSessions = 3, MaximumDepth = 8, CrowdedDepth = 4 }, fixture.Endpoint with { Tls = new TlsSettings { Mode = (TlsMode)tls } });
        await Warm(pool);
        var shared = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 100; call++)
            {
                if (await Read(pool, Prepared, (caller * 1000) + call) is not { } answer)
                {
                    // It would be read on a session of its own meanwhile.
                    await Task.Delay(1);
                    continue;
                }

                Interlocked.Increment(ref shared);
                Assert.Equal((caller * 1000) + call + 1, answer);
            }
        })));
        Assert.True(shared > 600, $"{shared} of 6400 reads were shared.");
        Assert.InRange(pool.Shared!.Count, 1, 3);
        Assert.InRange(pool.Open, 1, 3);
    }

    [Fact]
    public async Task ACompressedConnectionIsNotShared()
    {
        await using var pool = Pool(new SharedReadOptions(), fixture.Endpoint with { Compresses = true });
        for (var round = 0; round < 20; round++)
        {
            Assert.Null(await Read(pool, Prepared, 1));
            await Task.Delay(10);
        }

        Assert.Equal(0, pool.Shared!.Count);
    }

    [Theory]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.Required)]
    public async Task ManyThreadsShareFewSessions(object tls)
    {
        await using var pool = Pool(new SharedReadOptions { MaximumSessions = 3, MaximumDepth = 8, CrowdedDepth = 4 }, fixture.Endpoint with { Tls = new TlsSettings { Mode = (TlsMode)tls } });
        WarmThreads(pool);
        var shared = 0;
        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => OnThread(() =>
        {
            for (var call = 0; call < 100; call++)
            {
                if (ReadOnThread(pool, Prepared, (caller * 1000) + call) is not { } answer)
                {
                    Thread.Sleep(1);
                    continue;
                }

                Interlocked.Increment(ref shared);
                Assert.Equal((caller * 1000) + call + 1, answer);
            }
        })));
        Assert.True(shared > 300, $"{shared} of 3200 reads were shared.");
        Assert.InRange(pool.SharedByThreads!.Count, 1, 3);
        Assert.Equal(0, pool.Shared!.Count);
    }

    /// <summary>The answers are read by a thread that is not of the pool, and so is what has to be sent.</summary>
    [Fact]
    public async Task CallersWhoBlockEveryThreadOfThePoolAreAnswered()
    {
        await using var pool = Pool(new SharedReadOptions { MaximumSessions = 2 });
        WarmThreads(pool);
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.GetMaxThreads(out var most, out var mostPorts);
        ThreadPool.SetMinThreads(64, ports);
        try
        {
            Assert.True(ThreadPool.SetMaxThreads(64, mostPorts), "The pool takes a bound.");

            // More than there are threads, so that none is free while they run.
            var calls = Enumerable.Range(0, 200).Select(caller => Task.Run(() =>
            {
                for (var call = 0; call < 50; call++)
                    Assert.Equal(call + 1, ReadOnThread(pool, Prepared, call) ?? call + 1);
            })).ToArray();
            await OnThread(() => Assert.True(Task.WaitAll(calls, TimeSpan.FromSeconds(30)), "They wait for each other."));
        }
        finally
        {
            ThreadPool.SetMaxThreads(most, mostPorts);
            ThreadPool.SetMinThreads(workers, ports);
        }

        Assert.True(pool.SharedByThreads!.Answered > 1_000, $"{pool.SharedByThreads.Answered} were shared.");
    }

    [Fact]
    public async Task CallersOfBothKindsShareNoMoreSessionsThanAreAllowed()
    {
        await using var pool = Pool(new SharedReadOptions { MaximumSessions = 2, CrowdedDepth = 1 });
        await Warm(pool);
        WarmThreads(pool);
        var threads = Enumerable.Range(0, 16).Select(_ => OnThread(() =>
        {
            for (var call = 0; call < 100; call++)
                Assert.Equal(call + 1, ReadOnThread(pool, Prepared, call) ?? call + 1);
        }));
        var tasks = Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var call = 0; call < 100; call++)
                Assert.Equal(call + 1, await Read(pool, Prepared, call) ?? call + 1);
        });
        await Task.WhenAll([.. threads, .. tasks]);
        Assert.Equal((1, 1), (pool.Shared!.Count, pool.SharedByThreads!.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ACallerOnAThreadLeavesInTimeAndHurtsNobody(bool isCancelled)
    {
        // Nobody is moved to another session for its silence.
        await using var pool = Pool(new SharedReadOptions { MaximumSessions = 1, Patience = TimeSpan.FromMinutes(1) });
        WarmThreads(pool);
        var slow = new SessionStatement("SELECT SLEEP(2) + ?", [0]);
        using var source = new CancellationTokenSource();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var leaving = OnThread(() =>
        {
            var failure = Record.Exception(() => ReadOnThread(pool, slow, 0, isCancelled ? Deadline.Never : Deadline.AfterSeconds(1), source.Token));
            Assert.True(isCancelled ? failure is OperationCanceledException : failure is ShardException { ErrorCode: ShardErrorCode.Timeout }, $"{failure}");
        });
        await Task.Delay(200);
        var staying = OnThread(() => Assert.Equal(8, ReadOnThread(pool, Prepared, 7)));
        Assert.False(leaving.IsCompleted, "It left before it was asked to.");
        if (isCancelled)
            await source.CancelAsync();
        await leaving.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1.9);
        await staying.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, pool.SharedByThreads!.Count);
    }

    [Fact]
    public async Task CallersOnThreadsOfASessionThatAnswersNothingReadElsewhere()
    {
        await using var pool = Pool(new SharedReadOptions { MaximumSessions = 1, Patience = TimeSpan.FromMilliseconds(100) });
        WarmThreads(pool);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Null(ReadOnThread(pool, new SessionStatement("SELECT SLEEP(2) + ?", [0]), 0));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.05, 1.9);
    }

    [Fact]
    public async Task AnUnusedSessionIsClosedAndAnotherOneOpenedWhenItIsNeeded()
    {
        await using var pool = Pool(new SharedReadOptions { IdleTimeout = TimeSpan.FromMilliseconds(100) });
        for (var round = 0; round < 2; round++)
        {
            await Warm(pool);
            await Until(() => pool.Shared!.Count == 0 && pool.Open == 0);
        }
    }

    [Fact]
    public async Task ClearingThePoolClosesWhatNobodyUses()
    {
        await using var pool = Pool(new SharedReadOptions());
        await Warm(pool);
        await Until(() => pool.Shared!.Sessions[0].Depth == 0);
        pool.CloseIdle();
        await Until(() => pool.Shared!.Count == 0 && pool.Open == 0);
    }

    [Fact]
    public async Task AStatementThatIsPushedOutOfTheCacheIsPreparedAgain()
    {
        await using var pool = new MySqlPool(fixture.Endpoint, new MySqlSessionOptions { StatementCacheCount = 2, Sharing = new SharedReadOptions { MaximumSessions = 1 } });
        await Warm(pool);
        for (var round = 0; round < 5; round++)
        {
            for (var text = 0; text < 5; text++)
                Assert.Equal(round + text, await Read(pool, new SessionStatement($"SELECT ? + {text}", [0]), round) ?? round + text);
        }

        Assert.True(pool.Shared!.Answered > 25);
    }

    [Fact]
    public async Task TheEndOfThePoolEndsItsSharedSessionsAndLeavesNobodyWaiting()
    {
        var pool = Pool(new SharedReadOptions());
        await Warm(pool);
        var reading = Enumerable.Range(0, 32).Select(number => Task.Run(async () => await Read(pool, new SessionStatement("SELECT SLEEP(0.01) + ?", [0]), number))).ToList();
        await pool.DisposeAsync();
        await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(20));
        await Until(() => pool.Shared!.Count == 0);
    }

    [Fact]
    public async Task TheEndOfThePoolLeavesNoThreadWaiting()
    {
        var pool = Pool(new SharedReadOptions());
        WarmThreads(pool);
        var slow = new SessionStatement("SELECT SLEEP(0.01) + ?", [0]);
        var reading = Enumerable.Range(0, 16).Select(number => OnThread(() => Assert.Equal(number, ReadOnThread(pool, slow, number) ?? number))).ToList();
        await pool.DisposeAsync();
        await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(20));
        await Until(() => pool.SharedByThreads!.Count == 0 && pool.Open == 0);
    }

    [Fact]
    public async Task AServerThatCannotBeReachedIsNotAskedAllTheTime()
    {
        await using var pool = Pool(new SharedReadOptions { Pause = TimeSpan.FromMinutes(1) }, fixture.Endpoint with { User = "nobody", Password = "wrong" });
        for (var round = 0; round < 50; round++)
        {
            Assert.Null(await Read(pool, Prepared, 1));
            await Task.Delay(2);
        }

        Assert.Equal((0, 0), (pool.Shared!.Count, pool.Open));
    }

    private static async Task Warm(MySqlPool pool)
    {
        for (var round = 0; await Read(pool, Prepared, 1) is null; round++)
        {
            Assert.True(round < 500, "No session is shared.");
            await Task.Delay(10);
        }
    }

    private static Task OnThread(Action work) => Task.Factory.StartNew(work, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void WarmThreads(MySqlPool pool)
    {
        for (var round = 0; ReadOnThread(pool, Prepared, 1) is null; round++)
        {
            Assert.True(round < 500, "No session is shared.");
            Thread.Sleep(10);
        }
    }

    private static long? ReadOnThread(MySqlPool pool, SessionStatement statement, long input) => ReadOnThread(pool, statement, input, Deadline.AfterSeconds(20), default);

    private static long? ReadOnThread(MySqlPool pool, SessionStatement statement, long input, Deadline deadline, CancellationToken cancellationToken)
    {
        using var result = pool.TryReadSharedAsync(statement, new[] { Value.FromInteger(input) }, IOBehavior.Synchronous, deadline, cancellationToken).Completed();
        if (result is null)
            return null;
        Assert.True(result.ReadAsync(IOBehavior.Synchronous, default).Completed());
        return result.GetInteger(0);
    }

    private static async Task<long?> Read(MySqlPool pool, SessionStatement statement, long input)
    {
        await using var result = await pool.TryReadSharedAsync(statement, new[] { Value.FromInteger(input) }, IOBehavior.Asynchronous, Deadline.AfterSeconds(20), default);
        if (result is null)
            return null;
        Assert.True(await result.ReadAsync(IOBehavior.Asynchronous, default));
        return result.GetInteger(0);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var waited = 0; !condition(); waited++)
        {
            Assert.True(waited < 500, "It did not come to that.");
            await Task.Delay(10);
        }
    }

    private MySqlPool Pool(SharedReadOptions options, MySqlEndpoint? endpoint = null) =>
        new(endpoint ?? fixture.Endpoint, new MySqlSessionOptions { Sharing = options });
}
