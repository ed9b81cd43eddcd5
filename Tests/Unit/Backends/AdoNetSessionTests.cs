using Microsoft.Data.Sqlite;
using ShardClient.Backends;
using ShardClient.Backends.AdoNet;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

/// <summary>Sessions over a driver of somebody else's: here SQLite's, which is a <see cref="System.Data.Common.DbProviderFactory"/> like any other.</summary>
public sealed class AdoNetSessionTests : IDisposable
{
    private readonly SqliteFixture _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(IOBehavior.Synchronous)]
    [InlineData(IOBehavior.Asynchronous)]
    public async Task Every_kind_of_value_comes_back_as_it_was_bound(object behavior)
    {
        await using var session = await OpenAsync((IOBehavior)behavior);
        Value[] inputs =
        [
            Value.FromInteger(long.MinValue), Value.FromReal(0.1), Value.FromText("aü😀"), Value.FromUtf8("ä"u8.ToArray()), Value.FromBlob(new byte[] { 0, 1, 2 }),
            Value.Null, Value.FromText(""), Value.FromText(new string('x', 100_000)),
        ];
        await using var result = await session.ExecuteAsync(
            new SessionStatement("SELECT ?1,?2,?3,?4,?5,?6,?7,?8", [0, 1, 2, 3, 4, 5, 6, 7]), inputs, (IOBehavior)behavior, Deadline.Never, default);
        Assert.True(await result.ReadAsync((IOBehavior)behavior, default));
        Assert.Equal(long.MinValue, result.GetInteger(0));
        Assert.Equal(0.1, result.GetReal(1));
        Assert.Equal("aü😀", result.GetText(2));
        Assert.Equal("aü😀"u8.ToArray(), result.GetBytes(2).ToArray());
        Assert.Equal("ä"u8.ToArray(), result.GetBytes(3).ToArray());
        Assert.Equal([0, 1, 2], result.GetBytes(4).ToArray());
        Assert.Equal(100_000, result.GetBytes(7).Length);
        Assert.Equal("aü😀"u8.ToArray(), result.GetBytes(2).ToArray());
        Assert.Equal(
            [ValueKind.Integer, ValueKind.Real, ValueKind.Text, ValueKind.Text, ValueKind.Blob, ValueKind.Null, ValueKind.Text, ValueKind.Text],
            Enumerable.Range(0, 8).Select(result.GetKind));
        Assert.Equal((0, ""), (result.GetInteger(5), result.GetText(6)));
        Assert.False(await result.ReadAsync((IOBehavior)behavior, default));
        Assert.False(await result.ReadAsync((IOBehavior)behavior, default));
    }

    [Fact]
    public async Task Inputs_are_taken_where_the_statement_says()
    {
        await using var session = Open();
        using var result = session.Run(new SessionStatement("SELECT ?1 - ?2", [1, 0]), Value.FromInteger(2), Value.FromInteger(9));
        Assert.True(result.Read());
        Assert.Equal(7, result.GetInteger(0));
    }

    [Fact]
    public async Task Columns_have_names_types_and_origins()
    {
        await using var session = Open();
        session.Do("CREATE TABLE t(id INTEGER PRIMARY KEY, name VARCHAR(20))");
        using var result = session.Run("SELECT id, name AS n FROM t");
        Assert.Equal([("id", ColumnType.Integer, "t", "id"), ("n", ColumnType.String, "t", "name")], result.Columns.Select(static column => (column.Name, column.Type, column.BaseTable!, column.BaseColumn!)));
        Assert.Equal(-1, result.RecordsAffected);
    }

    [Fact]
    public async Task Rows_changed_keys_and_transactions_are_told()
    {
        await using var session = Open();
        Assert.Equal(0, session.Do("CREATE TABLE t(id INTEGER PRIMARY KEY, a)"));
        Assert.Equal(3, session.Do("INSERT INTO t(a) VALUES(1),(2),(3)"));
        Assert.Equal(3, session.LastInsertId);
        Assert.Equal(2, session.Do("UPDATE t SET a = 0 WHERE id > ?1", Value.FromInteger(1)));
        Assert.Equal(3, session.LastInsertId);
        session.LastInsertId = 77;
        Assert.Equal(1, session.Do("DELETE FROM t WHERE id = 3"));
        Assert.Equal(77, session.LastInsertId);
        session.Do("BEGIN");
        Assert.True(session.InTransaction);
        session.Do("SAVEPOINT s");
        session.Do("DELETE FROM t");
        session.Do("ROLLBACK TO s");
        Assert.True(session.InTransaction);
        session.Do("COMMIT");
        Assert.False(session.InTransaction);
        Assert.Equal(2, session.Scalar("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES(1)", ShardErrorCode.ConstraintViolation)]
    [InlineData("SELEC 1", ShardErrorCode.SyntaxError)]
    [InlineData("SELECT * FROM nowhere", ShardErrorCode.UnknownTable)]
    [InlineData("SELECT x FROM t", ShardErrorCode.UnknownColumn)]
    [InlineData("CREATE TABLE t(a)", ShardErrorCode.AlreadyExists)]
    public async Task A_failure_is_what_it_is_with_our_own_sessions_and_the_session_goes_on(string text, object code)
    {
        await using var session = Open();
        session.Do("CREATE TABLE t(a INTEGER PRIMARY KEY)");
        session.Do("INSERT INTO t VALUES(1)");
        var error = Assert.Throws<ShardException>(() => session.Do(text));
        Assert.Equal(((ShardErrorCode)code, "s0"), (error.ErrorCode, error.Shard));
        Assert.True(session.IsIdle && session.IsUsable);
        Assert.Equal(1, session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_failed_begin_begins_nothing()
    {
        await using var session = Open();
        Assert.Throws<ShardException>(() => session.Do("BEGIN nonsense"));
        Assert.False(session.InTransaction);
    }

    [Fact]
    public async Task A_second_statement_while_rows_are_read_is_refused()
    {
        await using var session = Open();
        using (var result = session.Run("SELECT 1 UNION ALL SELECT 2"))
        {
            Assert.False(session.IsIdle);
            Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => session.Do("SELECT 1")).ErrorCode);
        }

        Assert.True(session.IsIdle);
    }

    [Fact]
    public async Task A_passed_deadline_and_a_cancelled_token_run_nothing()
    {
        await using var session = Open();
        session.Do("CREATE TABLE t(a)");
        var soon = Deadline.AfterSeconds(1);
        await Task.Delay(1_100);
        Assert.Equal(ShardErrorCode.Timeout, Assert.Throws<ShardException>(() => session.Run("INSERT INTO t VALUES(1)", soon)).ErrorCode);
        Assert.Throws<OperationCanceledException>(() => session.Run("INSERT INTO t VALUES(1)", Deadline.Never, new CancellationToken(true)));
        Assert.Equal(0, session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task The_rest_of_a_result_is_given_up_when_it_is_disposed()
    {
        await using var session = Open();
        var result = session.Run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT i FROM n");
        Assert.True(result.Read());
        result.Dispose();
        Assert.Equal(1, session.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task Kept_commands_are_bounded_and_run_again()
    {
        await using var session = AdoNetPool.OpenAsync(
            Endpoint, new AdoNetSessionOptions { StatementCacheCount = 2 }, SessionAccess.Write, IOBehavior.Synchronous, Deadline.Never, default).Completed();
        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 4; number++)
                Assert.Equal(number + round, session.Scalar($"SELECT {number} + ?1", Value.FromInteger(round)));
        }

        Assert.Equal(2, session.Kept);
        session.ForgetStatements();
        Assert.Equal(0, session.Kept);
    }

    [Fact]
    public async Task A_kept_command_follows_a_change_of_its_table()
    {
        await using var session = Open();
        session.Do("CREATE TABLE t(a)");
        session.Do("INSERT INTO t VALUES(1)");
        using (var before = session.Run("SELECT * FROM t"))
            Assert.Single(before.Columns);
        session.Do("ALTER TABLE t ADD b");
        using var after = session.Run("SELECT * FROM t");
        Assert.True(after.Read());
        Assert.Equal((2, true), (after.ColumnCount, after.SchemaChanged));
    }

    [Fact]
    public async Task Foreign_keys_are_left_unchecked_when_that_is_said()
    {
        await using var session = Open();
        session.Do("CREATE TABLE parent(id INTEGER PRIMARY KEY)");
        session.Do("CREATE TABLE child(id REFERENCES parent(id))");
        session.EnforcesForeignKeys = true;
        Assert.Throws<ShardException>(() => session.Do("INSERT INTO child VALUES(5)"));
        session.EnforcesForeignKeys = false;
        Assert.Equal(1, session.Do("INSERT INTO child VALUES(5)"));
        session.EnforcesForeignKeys = true;
        Assert.Throws<ShardException>(() => session.Do("INSERT INTO child VALUES(6)"));
    }

    [Fact]
    public async Task Rows_are_copied_into_a_table()
    {
        await using var from = Open();
        await using var session = Open();
        var rows = from.Run("SELECT 1, 'x' UNION ALL SELECT 2, NULL");
        await session.CopyInAsync("CREATE TEMP TABLE copy(a, b)", "INSERT INTO copy VALUES(?1, ?2)", "ANALYZE copy", rows, IOBehavior.Asynchronous, default);
        rows.Dispose();
        Assert.Equal(2, session.Scalar("SELECT count(*) FROM copy"));
        Assert.Equal(1, session.Scalar("SELECT count(*) FROM copy WHERE b IS NULL"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        var endpoint = Endpoint with { ConnectionString = $"Data Source={_file.Folder}/nowhere/x.db;Mode=ReadOnly;Pooling=False" };
        var error = await Assert.ThrowsAsync<ShardException>(async () => await AdoNetPool.OpenAsync(
            endpoint, new AdoNetSessionOptions(), SessionAccess.Write, IOBehavior.Asynchronous, Deadline.AfterSeconds(5), default));
        Assert.Equal((ShardErrorCode.ShardUnavailable, "s0"), (error.ErrorCode, error.Shard));
    }

    [Fact]
    public async Task The_pool_keeps_what_left_no_traces_and_ends_the_rest()
    {
        await using var pool = new AdoNetPool(Endpoint, new AdoNetSessionOptions { MaximumSessions = 1 });
        var first = await RentAsync(pool);
        first.Do("CREATE TABLE t(a)");
        first.Do("INSERT INTO t VALUES(1)");
        pool.Return(first);
        var second = await RentAsync(pool);
        Assert.Same(first, second);
        second.Do("CREATE TEMP TABLE mine(a)");
        pool.Return(second);
        Assert.Equal(0, pool.Open);
        var third = await RentAsync(pool);
        Assert.NotSame(second, third);
        third.Do("BEGIN IMMEDIATE");
        pool.Return(third);
        var fourth = await RentAsync(pool);
        Assert.Equal(1, fourth.Do("INSERT INTO t VALUES(2)"));
        pool.Return(fourth);
    }

    [Fact]
    public async Task A_session_that_was_silent_for_long_is_asked_first()
    {
        await using var pool = new AdoNetPool(Endpoint, new AdoNetSessionOptions());
        var first = await RentAsync(pool);
        pool.Return(first);
        await Task.Delay(1_100);
        Assert.Same(first, await RentAsync(pool));
        first.Abandon();
        pool.Return(first);
        Assert.Equal(0, pool.Open);
    }

    [Fact]
    public async Task A_result_gives_its_session_back_when_it_ends()
    {
        await using var pool = new AdoNetPool(Endpoint, new AdoNetSessionOptions { MaximumSessions = 1 });
        var session = await RentAsync(pool);
        var result = session.Run("SELECT 1 UNION ALL SELECT 2");
        result.Owner = pool;
        var next = RentAsync(pool).AsTask();
        Assert.True(result.Read() && result.Read());
        Assert.False(next.IsCompleted);
        Assert.False(result.Read());
        Assert.Same(session, await next);
        result.Dispose();
        pool.Return(session);
        Assert.Equal(1, pool.Open);
    }

    private AdoNetEndpoint Endpoint => new()
    {
        Shard = 0,
        Name = "s0",
        Driver = "Sqlite",
        Factory = SqliteFactory.Instance,
        ConnectionString = $"Data Source={_file.Endpoint.Path};Pooling=False",
        Dialect = AdoNetDialect.Sqlite,
    };

    private AdoNetSession Open() =>
        AdoNetPool.OpenAsync(Endpoint, new AdoNetSessionOptions(), SessionAccess.Write, IOBehavior.Synchronous, Deadline.Never, default).Completed();

    private ValueTask<AdoNetSession> OpenAsync(IOBehavior behavior) =>
        AdoNetPool.OpenAsync(Endpoint, new AdoNetSessionOptions(), SessionAccess.Write, behavior, Deadline.Never, default);

    private static ValueTask<ShardSession> RentAsync(AdoNetPool pool) =>
        pool.RentAsync(SessionAccess.Write, null, IOBehavior.Asynchronous, Deadline.AfterSeconds(20), default);
}
