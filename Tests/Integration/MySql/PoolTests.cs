using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

[Collection(MySqlFixture.Name)]
public sealed class PoolTests(MySqlFixture fixture)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_comes_back_as_good_as_new(bool compresses)
    {
        await using var pool = Pool(compresses: compresses);
        var first = await Rent(pool);
        foreach (var text in new[] { "SET @mine=1, sql_mode='NO_BACKSLASH_ESCAPES'", "CREATE TEMPORARY TABLE mine (a INT)", "BEGIN", "DO GET_LOCK('mine', 0)", "USE mysql", "SET NAMES latin1" })
            Do(first, text);
        pool.Return(first);
        var second = await Rent(pool);
        Assert.Same(first, second);
        Assert.False(second.InTransaction);
        Assert.Equal(
            ["Null", "Integer 0", "Text test", "Text utf8mb4", "Integer 1"],
            Row(second, "SELECT @mine, @@sql_mode LIKE '%NO_BACKSLASH%', DATABASE(), @@character_set_client, IS_FREE_LOCK('mine')"));
        Assert.Equal(1146, Assert.Throws<ShardException>(() => Do(second, "SELECT * FROM mine")).EngineErrorCode);
        Assert.True(second.Link.NoBackslashEscapes is false && second.Link.TakesUtf8);
        pool.Return(second);
    }

    [Fact]
    public async Task A_session_that_changed_nothing_keeps_its_prepared_statements()
    {
        await using var pool = Pool();
        for (var round = 0; round < 3; round++)
        {
            var session = await Rent(pool);
            Row(session, "SELECT 1", isPrepared: true);
            Assert.Equal((1, false), (session.Statements.Count, session.IsResetting));
            pool.Return(session);
            Assert.False(session.IsResetting);
        }
    }

    [Fact]
    public async Task A_reset_can_be_asked_for_always()
    {
        await using var pool = Pool(new MySqlSessionOptions { AlwaysResets = true });
        var session = await Rent(pool);
        Row(session, "SELECT 1", isPrepared: true);
        pool.Return(session);
        Assert.True(session.IsResetting);
        Assert.Same(session, await Rent(pool));
        Assert.False(session.IsResetting);
        Row(session, "SELECT 1", isPrepared: true);
        pool.Return(session);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_the_server_ended_is_replaced(bool isResetting)
    {
        await using var pool = Pool();
        var session = await Rent(pool);
        if (isResetting)
            Do(session, "SET @mine=1");
        var id = session.Link.Greeting.ThreadId;
        if (!isResetting)
            pool.Return(session);
        using (var root = new MySqlSessionUser(fixture.Endpoint))
            root.Kill(id);
        if (isResetting)
            pool.Return(session);
        await Task.Delay(1100);
        var next = await Rent(pool);
        Assert.NotEqual(id, next.Link.Greeting.ThreadId);
        Assert.Equal(["Integer 1"], Row(next, "SELECT 1"));
        Assert.Equal(1, pool.Open);
        pool.Return(next);
    }

    [Fact]
    public async Task A_session_whose_rows_are_not_read_is_dropped()
    {
        await using var pool = Pool();
        var session = await Rent(pool);
        _ = await session.ExecuteAsync(new SessionStatement("SELECT REPEAT('x', 1000) FROM information_schema.columns", []), default, IOBehavior.Asynchronous, Deadline.Never, default);
        pool.Return(session);
        Assert.Equal(0, pool.Open);
    }

    [Fact]
    public async Task A_result_gives_its_session_back_when_it_ends()
    {
        await using var pool = Pool(new MySqlSessionOptions { MaximumSessions = 1 });
        for (var round = 0; round < 3; round++)
        {
            var session = await Rent(pool);
            var result = await session.ExecuteAsync(new SessionStatement("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3", []), default, IOBehavior.Asynchronous, Deadline.Never, default);
            result.Owner = pool;
            var next = Rent(pool).AsTask();
            for (var row = 0; row < 3; row++)
                Assert.True(await result.ReadAsync(IOBehavior.Asynchronous, default));
            Assert.False(next.IsCompleted);
            if (round < 2)
                Assert.False(await result.ReadAsync(IOBehavior.Asynchronous, default));
            else
                await result.DisposeAsync();
            var second = await next;
            Assert.Same(session, second);
            var other = await second.ExecuteAsync(new SessionStatement("SELECT 7", []), default, IOBehavior.Asynchronous, Deadline.Never, default);
            await result.DisposeAsync();
            Assert.True(await other.ReadAsync(IOBehavior.Asynchronous, default));
            Assert.Equal(7, other.GetInteger(0));
            await other.DisposeAsync();
            pool.Return(second);
        }
    }

    [Theory]
    [MemberData(nameof(Drivers.BothWays), MemberType = typeof(Drivers))]
    public async Task Who_waits_too_long_is_told_so(string driver, bool isAsync)
    {
        await using var pool = Drivers.Pool(driver, fixture.Endpoint, maximumSessions: 1, maximumWaiters: 1);
        var session = await Rent(pool);
        var behavior = isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous;
        var waiting = Task.Run(async () => await pool.RentAsync(SessionAccess.Write, null, behavior, Deadline.AfterSeconds(1), default));
        await Task.Delay(200);
        var full = await Assert.ThrowsAsync<ShardException>(async () => await Rent(pool));
        var late = await Assert.ThrowsAsync<ShardException>(() => waiting);
        Assert.Equal((ShardErrorCode.PoolExhausted, ShardErrorCode.PoolExhausted), (full.ErrorCode, late.ErrorCode));
        using var source = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pool.RentAsync(SessionAccess.Write, null, behavior, Deadline.Never, source.Token));
        pool.Return(session);
        Assert.Same(session, await Rent(pool));
        pool.Return(session);
    }

    [Fact]
    public async Task Waiters_are_served_in_turn()
    {
        await using var pool = Pool(new MySqlSessionOptions { MaximumSessions = 1 });
        var session = await Rent(pool);
        var order = new List<int>();
        var waiting = new List<Task>();
        for (var number = 0; number < 5; number++)
        {
            var mine = number;
            waiting.Add(Wait());
            Assert.Equal(mine + 1, pool.Waiting);

            async Task Wait()
            {
                var got = await Rent(pool);
                order.Add(mine);
                pool.Return(got);
            }
        }

        pool.Return(session);
        await Task.WhenAll(waiting);
        Assert.Equal([0, 1, 2, 3, 4], order);
    }

    [Fact]
    public async Task Idle_and_old_sessions_are_closed()
    {
        await using (var pool = Pool(new MySqlSessionOptions { IdleTimeout = TimeSpan.FromMilliseconds(100), MinimumSessions = 1 }))
        {
            var sessions = new[] { await Rent(pool), await Rent(pool), await Rent(pool) };
            foreach (var session in sessions)
                pool.Return(session);
            Assert.Equal(3, pool.Open);
            for (var waited = 0; waited < 100 && pool.Open > 1; waited++)
                await Task.Delay(20);
            Assert.Equal(1, pool.Open);
        }

        await using var shortLived = Pool(new MySqlSessionOptions { LifeTime = TimeSpan.FromMilliseconds(1) });
        var old = await Rent(shortLived);
        await Task.Delay(30);
        shortLived.Return(old);
        Assert.Equal(0, shortLived.Open);
    }

    [Fact]
    public async Task A_server_that_is_not_the_one_that_was_meant_is_refused()
    {
        await using var pool = new MySqlPool(fixture.Endpoint, new MySqlSessionOptions(), (_, _, _, _) =>
            throw new ShardException(ShardErrorCode.EndpointMismatch, "another shard"));
        Assert.Equal(ShardErrorCode.EndpointMismatch, (await Assert.ThrowsAsync<ShardException>(async () => await Rent(pool))).ErrorCode);
        Assert.Equal(0, pool.Open);
    }

    [Theory]
    [MemberData(nameof(Drivers.All), MemberType = typeof(Drivers))]
    public async Task What_a_session_was_used_for_is_not_seen_by_the_next_user(string driver)
    {
        await using var pool = Drivers.Pool(driver, fixture.Endpoint, maximumSessions: 1, maximumWaiters: 1);
        foreach (var text in new[] { "SET @mine=1", "CREATE TEMPORARY TABLE mine (a INT)", "BEGIN", "DO GET_LOCK('mine', 0)", "SELECT 1" })
        {
            var first = await pool.RentAsync(SessionAccess.Write, null, IOBehavior.Synchronous, Deadline.Never, default);
            Do(first, text);
            pool.Return(first);
            var second = await pool.RentAsync(SessionAccess.Write, null, IOBehavior.Asynchronous, Deadline.Never, default);
            Assert.False(second.InTransaction);
            Assert.Equal(["Null", "Integer 1"], Row(second, "SELECT @mine, IS_FREE_LOCK('mine')"));
            Assert.Equal(1146, Assert.Throws<ShardException>(() => Do(second, "SELECT * FROM mine")).EngineErrorCode);
            pool.Return(second);
        }
    }

    [Fact]
    public async Task A_session_with_a_prepared_branch_is_never_used_again()
    {
        await using var pool = Pool();
        var session = await Rent(pool);
        Do(session, "CREATE TABLE IF NOT EXISTS branched (a INT)");
        foreach (var text in new[] { "XA START 'b'", "INSERT INTO branched VALUES (1)", "XA END 'b'", "XA PREPARE 'b'" })
            Do(session, text);
        pool.Return(session);
        Assert.Equal(0, pool.Open);
        var next = await Rent(pool);
        await CommitBranch(next);
        Assert.Equal(["Integer 1"], Row(next, "SELECT COUNT(*) FROM branched"));
        Do(next, "DROP TABLE branched");
        pool.Return(next);
    }

    [Fact]
    public async Task A_point_query_allocates_nothing()
    {
        await using var pool = Pool();
        var statement = new SessionStatement("SELECT ? + 1, 'text'", [0]);
        Assert.Equal(50 * 7, Run(pool, statement, 50));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(pool, statement, 200);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 * 40);
    }

    [Fact]
    public async Task Many_callers_share_few_sessions_and_never_an_answer()
    {
        await using var pool = Pool(new MySqlSessionOptions { MaximumSessions = 3 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var behavior = caller % 2 == 0 ? IOBehavior.Synchronous : IOBehavior.Asynchronous;
            for (var round = 0; round < 100; round++)
            {
                var session = (MySqlSession)await pool.RentAsync(SessionAccess.Write, null, behavior, Deadline.Never, default);
                var expected = (caller * 1000) + round;
                if (round % 10 == 0)
                    Do(session, $"SET @mine={expected}");
                Assert.Equal([$"Integer {expected}", round % 10 == 0 ? $"Integer {expected}" : "Null"], Row(session, $"SELECT {expected}, @mine", isPrepared: round % 2 == 0));
                pool.Return(session);
            }
        })));
        Assert.InRange(pool.Open, 1, 3);
    }

    /// <summary>MariaDB lets nobody else end a branch until its connection is gone (1397).</summary>
    private static async Task CommitBranch(MySqlSession session)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Do(session, "XA COMMIT 'b'");
                return;
            }
            catch (ShardException busy) when (busy.EngineErrorCode == 1397 && attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>The sum of the answers.</summary>
    private static long Run(MySqlPool pool, SessionStatement statement, int times)
    {
        Value[] inputs = [Value.FromInteger(6)];
        var sum = 0L;
        for (var round = 0; round < times; round++)
        {
            var session = pool.RentAsync(SessionAccess.Read, null, IOBehavior.Synchronous, Deadline.AfterSeconds(30), default).Completed();
            using var result = session.ExecuteAsync(statement, inputs, IOBehavior.Synchronous, Deadline.AfterSeconds(30), default).Completed();
            result.Owner = pool;
            while (result.ReadAsync(IOBehavior.Synchronous, default).Completed())
                sum += result.GetInteger(0);
        }

        return sum;
    }

    private static void Do(ShardSession session, string text)
    {
        using var result = session.ExecuteAsync(new SessionStatement(text, [], Reusable: false), default, IOBehavior.Synchronous, Deadline.Never, default).AsTask().GetAwaiter().GetResult();
        Assert.NotNull(result);
    }

    private static string[] Row(ShardSession session, string text, bool isPrepared = false)
    {
        using var result = session.ExecuteAsync(new SessionStatement(text, [], isPrepared), default, IOBehavior.Synchronous, Deadline.Never, default).AsTask().GetAwaiter().GetResult();
        Assert.True(result.ReadAsync(IOBehavior.Synchronous, default).AsTask().GetAwaiter().GetResult());
        return [.. Enumerable.Range(0, result.ColumnCount).Select(column => SessionUser.Describe(result, column))];
    }

    private static ValueTask<ShardSession> Rent(ShardPool pool) => pool.RentAsync(SessionAccess.Write, null, IOBehavior.Asynchronous, Deadline.Never, default);

    private static async ValueTask<MySqlSession> Rent(MySqlPool pool) =>
        (MySqlSession)await pool.RentAsync(SessionAccess.Write, null, IOBehavior.Asynchronous, Deadline.Never, default);

    private MySqlPool Pool(MySqlSessionOptions? options = null, bool compresses = false) =>
        new(fixture.Endpoint with { Compresses = compresses }, options ?? new MySqlSessionOptions());
}
