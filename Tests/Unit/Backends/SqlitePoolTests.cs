using System.Diagnostics;
using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class SqlitePoolTests : IDisposable
{
    private readonly SqliteFixture _file = new();

    public static TheoryData<bool> SyncAndAsync => [false, true];

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_returned_session_is_rented_again_and_the_writer_is_one()
    {
        await using var pool = Pool();
        var reader = Rent(pool, SessionAccess.Read);
        var second = Rent(pool, SessionAccess.Read);
        Assert.NotSame(reader, second);
        pool.Return(reader);
        Assert.Same(reader, Rent(pool, SessionAccess.Read));
        var writer = Rent(pool, SessionAccess.Write);
        pool.Return(writer);
        Assert.Same(writer, Rent(pool, SessionAccess.Write));
        Assert.Equal((2, 1), (pool.OpenReaders, pool.OpenWriters));
    }

    [Theory]
    [MemberData(nameof(SyncAndAsync))]
    public async Task A_second_writer_waits_until_its_deadline_and_is_told(bool isAsync)
    {
        await using var pool = Pool();
        var writer = Rent(pool, SessionAccess.Write);
        var error = await Assert.ThrowsAsync<ShardException>(() => RentAsync(pool, SessionAccess.Write, isAsync, Deadline.AfterSeconds(1)));
        Assert.Equal((ShardErrorCode.LockTimeout, "s0"), (error.ErrorCode, error.Shard));
        Assert.Equal(0, pool.Waiting);
        pool.Return(writer);
        Assert.Same(writer, Rent(pool, SessionAccess.Write));
    }

    [Theory]
    [MemberData(nameof(SyncAndAsync))]
    public async Task Waiting_ends_with_the_token(bool isAsync)
    {
        await using var pool = Pool(new SqliteSessionOptions { Create = true, MaximumReaders = 1 });
        Rent(pool, SessionAccess.Read);
        using var source = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RentAsync(pool, SessionAccess.Read, isAsync, Deadline.AfterSeconds(20), cancellationToken: source.Token));
        Assert.Equal(0, pool.Waiting);
    }

    [Fact]
    public async Task Readers_are_bounded_and_exhaustion_says_so()
    {
        await using var pool = Pool(new SqliteSessionOptions { Create = true, MaximumReaders = 2 });
        Rent(pool, SessionAccess.Read);
        Rent(pool, SessionAccess.Read);
        var error = Assert.Throws<ShardException>(() => Rent(pool, SessionAccess.Read, deadline: Deadline.AfterSeconds(1)));
        Assert.Equal((ShardErrorCode.PoolExhausted, true), (error.ErrorCode, error.IsTransient));
        Assert.Equal(2, pool.OpenReaders);
    }

    [Fact]
    public async Task The_queue_is_bounded()
    {
        await using var pool = Pool(new SqliteSessionOptions { Create = true, MaximumWaiters = 1 });
        var writer = Rent(pool, SessionAccess.Write);
        var first = RentAsync(pool, SessionAccess.Write, isAsync: true);
        var error = Assert.Throws<ShardException>(() => Rent(pool, SessionAccess.Write));
        Assert.Equal(ShardErrorCode.PoolExhausted, error.ErrorCode);
        pool.Return(writer);
        Assert.Same(writer, await first);
    }

    [Fact]
    public async Task Waiters_are_served_in_turn()
    {
        await using var pool = Pool();
        var writer = Rent(pool, SessionAccess.Write);
        var waiters = Enumerable.Range(0, 5).Select(_ => RentAsync(pool, SessionAccess.Write, isAsync: true)).ToList();
        for (var turn = 0; turn < waiters.Count; turn++)
        {
            Assert.All(waiters[turn..], waiter => Assert.False(waiter.IsCompleted));
            pool.Return(writer);
            Assert.Same(writer, await waiters[turn]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Waits_in_a_circle_are_broken_and_the_others_go_on(int owners)
    {
        var pools = Enumerable.Range(0, owners).Select(shard => new SqlitePool(_file.Another(shard), SqliteFixture.Creating)).ToList();
        var names = Enumerable.Range(0, owners).Select(_ => new object()).ToList();
        var held = names.Select((owner, index) => Rent(pools[index], SessionAccess.Write, owner)).ToList();
        var waits = new List<Task<ShardSession>>();
        for (var index = 0; index < owners - 1; index++)
            waits.Add(RentAsync(pools[index + 1], SessionAccess.Write, isAsync: index % 2 == 0, owner: names[index], onThread: true));
        await Until(() => pools.Sum(pool => pool.Waiting) == owners - 1);
        await Task.Delay(50);

        var last = owners - 1;
        var error = Assert.Throws<ShardException>(() => Rent(pools[0], SessionAccess.Write, names[last], Deadline.AfterSeconds(20)));
        Assert.Equal((ShardErrorCode.Deadlock, true), (error.ErrorCode, error.IsTransient));

        pools[last].Return(held[last]);
        for (var index = owners - 2; index >= 0; index--)
        {
            Assert.Same(held[index + 1], await waits[index]);
            pools[index + 1].Return(held[index + 1]);
            pools[index].Return(held[index]);
        }

        Assert.Same(held[0], Rent(pools[0], SessionAccess.Write, names[last]));
        foreach (var pool in pools)
            await pool.DisposeAsync();
    }

    [Fact]
    public async Task Two_owners_that_wait_for_the_same_shard_are_no_circle()
    {
        await using var pool = Pool();
        var writer = Rent(pool, SessionAccess.Write, new object());
        var first = RentAsync(pool, SessionAccess.Write, isAsync: true, owner: new object());
        var second = RentAsync(pool, SessionAccess.Write, isAsync: true, owner: new object());
        pool.Return(writer);
        pool.Return(await first);
        Assert.Same(writer, await second);
    }

    [Fact]
    public async Task An_open_transaction_is_rolled_back_on_return()
    {
        await using var pool = Pool();
        var writer = Rent(pool, SessionAccess.Write);
        writer.Do("CREATE TABLE t(a)");
        writer.Do("BEGIN IMMEDIATE");
        writer.Do("INSERT INTO t VALUES(1)");
        pool.Return(writer);
        writer = Rent(pool, SessionAccess.Write);
        Assert.False(writer.InTransaction);
        Assert.Equal(0, writer.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_session_with_an_open_cursor_is_not_given_to_the_next()
    {
        await using var pool = Pool();
        var reader = Rent(pool, SessionAccess.Read);
        var rows = reader.Run("SELECT 1 UNION ALL SELECT 2");
        pool.Return(reader);
        Assert.NotSame(reader, Rent(pool, SessionAccess.Read));
        rows.Dispose();
    }

    [Fact]
    public async Task A_result_that_owns_its_session_gives_it_back_at_its_last_row_and_only_once()
    {
        await using var pool = Pool();
        var reader = Rent(pool, SessionAccess.Read);
        var statement = SessionExtensions.Statement("SELECT 1");
        var rows = reader.Run(statement);
        rows.Owner = pool;
        Assert.True(rows.Read());
        Assert.False(rows.Read());
        Assert.Same(reader, Rent(pool, SessionAccess.Read));
        using var next = reader.Run(statement);
        next.Owner = pool;
        Assert.NotSame(rows, next);
        rows.Dispose();
        Assert.True(next.Read());
        Assert.Equal(1, next.GetInteger(0));
        Assert.NotSame(reader, Rent(pool, SessionAccess.Read));
    }

    [Fact]
    public async Task The_first_session_is_verified_before_anybody_gets_one_and_a_refusal_is_not_remembered_as_success()
    {
        var calls = 0;
        await using var pool = new SqlitePool(_file.Endpoint, SqliteFixture.Creating, (session, ioBehavior, deadline, token) =>
        {
            Assert.Equal(1, session.Scalar("SELECT 1"));
            return ++calls < 3 ? throw new ShardException(ShardErrorCode.EndpointMismatch, "Another shard.") : ValueTask.CompletedTask;
        });
        Assert.Equal(ShardErrorCode.EndpointMismatch, Assert.Throws<ShardException>(() => Rent(pool, SessionAccess.Read)).ErrorCode);
        Assert.Equal(ShardErrorCode.EndpointMismatch, Assert.Throws<ShardException>(() => Rent(pool, SessionAccess.Write)).ErrorCode);
        Assert.Equal((0, 0), (pool.OpenReaders, pool.OpenWriters));
        Rent(pool, SessionAccess.Write);
        Rent(pool, SessionAccess.Read);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Idle_readers_are_closed_as_others_come_back()
    {
        await using var pool = Pool(new SqliteSessionOptions { Create = true, IdleTimeout = TimeSpan.FromMilliseconds(100) });
        var readers = Enumerable.Range(0, 5).Select(_ => Rent(pool, SessionAccess.Read)).ToList();
        readers.ForEach(pool.Return);
        Assert.Equal(5, pool.OpenReaders);
        await Task.Delay(250);
        pool.Return(Rent(pool, SessionAccess.Read));
        Assert.Equal(1, pool.OpenReaders);
    }

    [Fact]
    public async Task Disposal_closes_free_sessions_at_once_and_the_others_when_they_return()
    {
        var pool = Pool();
        var reader = Rent(pool, SessionAccess.Read);
        pool.Return(Rent(pool, SessionAccess.Write));
        await pool.DisposeAsync();
        Assert.Equal((1, 0), (pool.OpenReaders, pool.OpenWriters));
        Assert.Equal(1, reader.Scalar("SELECT 1"));
        pool.Return(reader);
        Assert.Equal(0, pool.OpenReaders);
        Assert.False(reader.IsUsable);
        Assert.Throws<ObjectDisposedException>(() => Rent(pool, SessionAccess.Read));
    }

    [Fact]
    public async Task A_missing_file_leaves_the_pool_empty_and_usable_once_the_file_is_there()
    {
        await using var pool = Pool(new SqliteSessionOptions());
        Assert.Equal(ShardErrorCode.ShardUnavailable, Assert.Throws<ShardException>(() => Rent(pool, SessionAccess.Write)).ErrorCode);
        Assert.Equal(0, pool.OpenWriters);
        using (var foreign = _file.Foreign())
            foreign.Do("CREATE TABLE t(a)");
        Assert.Equal(0, Rent(pool, SessionAccess.Write).Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Many_threads_share_few_readers_beside_one_writer_and_lose_nothing()
    {
        await using var pool = Pool(new SqliteSessionOptions { Create = true, MaximumReaders = 3 });
        var setup = Rent(pool, SessionAccess.Write);
        setup.Do("CREATE TABLE t(a)");
        pool.Return(setup);
        var watch = Stopwatch.StartNew();
        var work = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            for (var turn = 0; turn < 100; turn++)
            {
                var writes = (number + turn) % 4 == 0;
                var session = await RentAsync(pool, writes ? SessionAccess.Write : SessionAccess.Read, isAsync: turn % 2 == 0, Deadline.AfterSeconds(30));
                if (writes)
                    session.Do("INSERT INTO t VALUES(1)");
                else
                    session.Scalar("SELECT count(*) FROM t");
                pool.Return(session);
            }
        }));
        await Task.WhenAll(work);
        Assert.Equal(200, Rent(pool, SessionAccess.Read).Scalar("SELECT count(*) FROM t"));
        Assert.InRange(pool.OpenReaders, 1, 3);
        Assert.Equal((1, 0), (pool.OpenWriters, pool.Waiting));
    }

    private SqlitePool Pool(SqliteSessionOptions? options = null) => new(_file.Endpoint, options ?? SqliteFixture.Creating);

    private static ShardSession Rent(SqlitePool pool, SessionAccess access, object? owner = null, Deadline? deadline = null) =>
        pool.RentAsync(access, owner, IOBehavior.Synchronous, deadline ?? Deadline.Never, default).Completed();

    private static Task<ShardSession> RentAsync(
        SqlitePool pool, SessionAccess access, bool isAsync, Deadline? deadline = null, object? owner = null, bool onThread = false, CancellationToken cancellationToken = default)
    {
        var limit = deadline ?? Deadline.AfterSeconds(20);
        if (isAsync)
            return pool.RentAsync(access, owner, IOBehavior.Asynchronous, limit, cancellationToken).AsTask();
        return Task.Factory.StartNew(
            () => pool.RentAsync(access, owner, IOBehavior.Synchronous, limit, cancellationToken).Completed(),
            CancellationToken.None, onThread ? TaskCreationOptions.LongRunning : TaskCreationOptions.None, TaskScheduler.Default);
    }

    private static async Task Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < 10);
            await Task.Delay(5);
        }
    }
}
