using System.Diagnostics;
using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class DeadlineTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n";

    private readonly SqliteFixture _file = new();

    public static TheoryData<bool> SyncAndAsync => [false, true];

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(SyncAndAsync))]
    public async Task A_lock_of_another_process_is_waited_for_until_the_deadline(bool isAsync)
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a)");
        using var foreign = _file.Foreign();
        foreign.Do("BEGIN IMMEDIATE");
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<ShardException>(() => Execute(session, "INSERT INTO t VALUES(1)", isAsync, Deadline.AfterSeconds(1)));
        Assert.Equal((ShardErrorCode.LockTimeout, true, "s0"), (error.ErrorCode, error.IsTransient, error.Shard));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 5);
        foreign.Do("COMMIT");
        Assert.Equal(1, session.Do("INSERT INTO t VALUES(1)"));
    }

    [Theory]
    [MemberData(nameof(SyncAndAsync))]
    public async Task A_lock_that_is_given_up_in_time_is_taken(bool isAsync)
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a)");
        using var foreign = _file.Foreign();
        foreign.Do("BEGIN IMMEDIATE; INSERT INTO t VALUES(0)");
        var release = Task.Run(async () =>
        {
            await Task.Delay(100);
            foreign.Do("COMMIT");
        });
        await Execute(session, "BEGIN IMMEDIATE", isAsync, Deadline.AfterSeconds(20));
        Assert.True(session.InTransaction);
        await release;
    }

    [Theory]
    [MemberData(nameof(SyncAndAsync))]
    public async Task Waiting_for_a_lock_ends_when_the_token_does(bool isAsync)
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a)");
        using var foreign = _file.Foreign();
        foreign.Do("BEGIN IMMEDIATE");
        using var source = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Execute(session, "INSERT INTO t VALUES(1)", isAsync, Deadline.AfterSeconds(20), source.Token));
    }

    [Fact]
    public async Task A_running_statement_is_stopped_at_its_deadline()
    {
        await using var session = _file.Open();
        var watch = Stopwatch.StartNew();
        var error = Assert.Throws<ShardException>(() => session.Run(Endless, Deadline.AfterSeconds(1)));
        Assert.Equal((ShardErrorCode.Timeout, false), (error.ErrorCode, error.IsTransient));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 5);
        Assert.Equal(1, session.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task A_running_statement_is_stopped_by_its_token()
    {
        await using var session = _file.Open();
        using var source = new CancellationTokenSource(100);
        var error = Assert.ThrowsAny<OperationCanceledException>(() => session.Run(Endless, Deadline.Never, source.Token));
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(1, session.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task A_token_stops_a_read_between_rows_too()
    {
        await using var session = _file.Open();
        using var source = new CancellationTokenSource();
        using var rows = session.Run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n");
        Assert.True(rows.ReadAsync(IOBehavior.Synchronous, source.Token).Completed());
        await source.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => rows.ReadAsync(IOBehavior.Synchronous, source.Token).Completed());
    }

    [Fact]
    public async Task Another_thread_can_interrupt()
    {
        await using var session = _file.Open();
        var interrupt = Task.Run(async () =>
        {
            await Task.Delay(100);
            session.Interrupt();
        });
        Assert.Throws<OperationCanceledException>(() => session.Run(Endless, Deadline.AfterSeconds(20)));
        await interrupt;
        Assert.Equal(1, session.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task A_read_transaction_that_has_grown_old_cannot_write_and_says_so_at_once()
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a)");
        session.Do("BEGIN");
        session.Scalar("SELECT count(*) FROM t");
        using (var foreign = _file.Foreign())
            foreign.Do("INSERT INTO t VALUES(1)");
        var watch = Stopwatch.StartNew();
        var error = Assert.Throws<ShardException>(() => session.Run("INSERT INTO t VALUES(2)", Deadline.AfterSeconds(20)));
        Assert.Equal((ShardErrorCode.Deadlock, true), (error.ErrorCode, error.IsTransient));
        Assert.True(watch.Elapsed.TotalSeconds < 5);
    }

    private static async Task Execute(ShardSession session, string text, bool isAsync, Deadline deadline, CancellationToken cancellationToken = default)
    {
        var statement = new SessionStatement(text, []);
        using var result = isAsync
            ? await session.ExecuteAsync(statement, default, IOBehavior.Asynchronous, deadline, cancellationToken)
            : session.ExecuteAsync(statement, default, IOBehavior.Synchronous, deadline, cancellationToken).Completed();
    }
}
