using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Keys;
using ShardClient.Tests.Unit.Backends;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Keys;

public sealed class SnowflakeGeneratorTests : IAsyncDisposable
{
    private readonly SqliteFixture _fixture = new();
    private readonly StandingClock _clock = new();
    private readonly SqlitePool _pool;

    public SnowflakeGeneratorTests() => _pool = new SqlitePool(_fixture.Endpoint, SqliteFixture.Creating);

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        _fixture.Dispose();
    }

    [Fact]
    public async Task The_first_key_leases_a_worker_and_the_next_ones_cost_nothing()
    {
        await using var generator = Generator();
        Assert.False(generator.TryNext(out _));
        var key = await generator.NextAsync(default, IOBehavior.Asynchronous, Deadline.Never, Token);
        Assert.Equal(0, Worker(key));
        Assert.True(generator.TryNext(out var next));
        Assert.True(next > key);
        Assert.Equal(1, Query("SELECT COUNT(*) FROM shardclient_leases"));
    }

    [Fact]
    public async Task Two_generators_have_two_workers()
    {
        await using var one = Generator();
        await using var other = Generator();
        Assert.Equal((0, 1), (Worker(Next(one)), Worker(Next(other))));
    }

    [Fact]
    public async Task A_worker_that_was_given_back_is_taken_again_after_its_last_key()
    {
        var one = Generator();
        var last = Next(one);
        await one.DisposeAsync();
        _clock.Pass(TimeSpan.FromMilliseconds(2));
        await using var other = Generator();
        var key = Next(other);
        Assert.Equal(0, Worker(key));
        Assert.True(key >> 22 > last >> 22);
    }

    [Fact]
    public async Task A_worker_whose_keys_are_in_the_future_is_not_taken_after_the_clock_was_set_back()
    {
        var one = Generator();
        Next(one);
        await one.DisposeAsync();
        _clock.Set(TimeSpan.FromHours(-1));
        await using var other = Generator();
        Assert.Equal(1, Worker(Next(other)));
    }

    [Fact]
    public async Task Without_renewal_no_key_is_made_when_the_lease_has_run_out()
    {
        await using var generator = Generator();
        var first = Next(generator);
        _clock.Pass(WorkerLease.Duration - WorkerLease.Margin);
        Assert.False(generator.TryNext(out _));
        Assert.True(Next(generator) > first);
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_anothers()
    {
        await using var one = Generator();
        Next(one);
        _clock.Pass(WorkerLease.Duration);
        await using var other = Generator();
        Assert.Equal(0, Worker(Next(other)));
        Assert.Equal(1, Worker(Next(one)));
    }

    [Fact]
    public async Task Keys_go_on_when_the_clock_is_set_back_under_a_lease()
    {
        await using var generator = Generator();
        var before = Next(generator);
        _clock.Set(TimeSpan.FromHours(-1));
        Assert.True(Next(generator) > before);
        _clock.Pass(WorkerLease.Duration);
        Assert.True(Next(generator) > before);
    }

    [Fact]
    public async Task When_all_workers_are_leased_the_error_says_so()
    {
        Do(LeaseTexts.SqliteTable);
        Do($"WITH RECURSIVE n (w) AS (SELECT 0 UNION ALL SELECT w + 1 FROM n WHERE w < 1023) INSERT INTO shardclient_leases SELECT w, 'x', {_clock.Now + 1000} FROM n");
        await using var generator = Generator();
        var refusal = Assert.Throws<ShardException>(() => Next(generator));
        Assert.Equal(ShardErrorCode.LimitExceeded, refusal.ErrorCode);
        Assert.Contains("1024 workers", refusal.Message, StringComparison.Ordinal);
        _clock.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(0, Worker(Next(generator)));
    }

    [Fact]
    public async Task A_transaction_that_holds_the_writer_borrows_a_worker_instead_of_waiting_for_itself()
    {
        await using var generator = Generator();
        var writer = Rent();
        writer.Do("BEGIN IMMEDIATE");
        var one = generator.NextAsync(new KeyCaller(null, writer), IOBehavior.Synchronous, Deadline.AfterSeconds(1), Token).Completed();
        var two = generator.NextAsync(new KeyCaller(null, writer), IOBehavior.Synchronous, Deadline.AfterSeconds(1), Token).Completed();
        writer.Do("ROLLBACK");
        _pool.Return(writer);
        Assert.True(two > one);
        Assert.True(Next(generator) >> 22 > two >> 22);
    }

    [Fact]
    public async Task Callers_at_once_share_one_lease()
    {
        await using var generator = new SnowflakeGenerator(new LeaseTable(_pool), TimeProvider.System);
        var keys = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Task.Run(() => generator.NextAsync(default, IOBehavior.Asynchronous, Deadline.AfterSeconds(10), Token).AsTask())));
        Assert.Equal(50, keys.Distinct().Count());
        Assert.Equal(1, Query("SELECT COUNT(*) FROM shardclient_leases"));
    }

    [Fact]
    public async Task A_generator_that_was_disposed_makes_no_key()
    {
        var generator = Generator();
        Next(generator);
        await generator.DisposeAsync();
        await generator.DisposeAsync();
        Assert.False(generator.TryNext(out _));
        Assert.Throws<ObjectDisposedException>(() => Next(generator));
    }

    [Fact]
    public async Task A_lease_is_extended_only_by_its_owner_and_before_its_end()
    {
        var table = new LeaseTable(_pool);
        var worker = await table.TakeAsync("me", 100, 200, null, IOBehavior.Asynchronous, Deadline.Never, Token);
        var lease = new WorkerLease(worker, "me", 200, 0);
        Assert.True(await table.ExtendAsync(lease, 150, 300, IOBehavior.Asynchronous, Deadline.Never, Token));
        Assert.False(await table.ExtendAsync(lease with { Owner = "you" }, 150, 400, IOBehavior.Asynchronous, Deadline.Never, Token));
        Assert.False(await table.ExtendAsync(lease, 300, 400, IOBehavior.Asynchronous, Deadline.Never, Token));
        Assert.Equal(300, Query("SELECT expires FROM shardclient_leases"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static long Worker(long key) => key >> 12 & 1023;

    private static long Next(SnowflakeGenerator generator) =>
        generator.NextAsync(default, IOBehavior.Synchronous, Deadline.AfterSeconds(10), Token).Completed();

    private SnowflakeGenerator Generator() => new(new LeaseTable(_pool), _clock);

    private ShardSession Rent() => _pool.RentAsync(SessionAccess.Write, null, IOBehavior.Synchronous, Deadline.AfterSeconds(5), Token).Completed();

    private void Do(string text)
    {
        var session = Rent();
        session.Do(text);
        _pool.Return(session);
    }

    private long Query(string text)
    {
        var session = Rent();
        try
        {
            using var result = session.Run(text);
            Assert.True(result.ReadAsync(IOBehavior.Synchronous, Token).Completed());
            return result.GetInteger(0);
        }
        finally
        {
            _pool.Return(session);
        }
    }
}
