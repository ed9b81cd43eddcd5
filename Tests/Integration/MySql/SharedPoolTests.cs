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
                    continue;
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

    [Fact]
    public async Task ACallerThatWaitsOnItsThreadHasASessionOfItsOwn()
    {
        await using var pool = Pool(new SharedReadOptions());
        await Warm(pool);
        Assert.Null(pool.TryReadSharedAsync(Prepared, new[] { Value.FromInteger(1) }, IOBehavior.Synchronous, Deadline.Never, default).Completed());
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
