using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class StatementCacheTests : IDisposable
{
    private readonly SqliteFixture _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task It_keeps_no_more_than_its_count_and_drops_the_longest_unused()
    {
        await using var session = _file.Open(options: SqliteFixture.Creating with { StatementCacheCount = 3 });
        var texts = Enumerable.Range(0, 4).Select(number => SessionExtensions.Statement($"SELECT {number}")).ToList();
        using (var oldest = session.Run(texts[0]))
            session.Run(texts[1]).Dispose();
        var first = session.Run(texts[0]);
        first.Dispose();
        session.Run(texts[2]).Dispose();
        session.Run(texts[3]).Dispose();
        Assert.Equal(3, session.Statements.Count);
        Assert.Same(first, session.Run(texts[0]));
        Assert.Null(session.Statements.Take(texts[1]));
    }

    [Fact]
    public async Task It_keeps_no_more_than_its_bytes()
    {
        await using var session = _file.Open(options: SqliteFixture.Creating with { StatementCacheBytes = 20_000 });
        for (var number = 0; number < 100; number++)
            Assert.Equal(number, session.Scalar($"SELECT {number} FROM (SELECT 1) WHERE 1={number} OR 1"));
        Assert.InRange(session.Statements.Bytes, 1, 20_000);
        Assert.InRange(session.Statements.Count, 1, 99);
    }

    [Fact]
    public async Task Text_that_hardly_comes_again_is_not_kept()
    {
        await using var session = _file.Open();
        using (var rows = session.Run(new SessionStatement("SELECT 42", [], Reusable: false)))
            Assert.True(rows.Read());
        Assert.Equal(0, session.Statements.Count);
    }

    [Fact]
    public async Task Equal_texts_of_different_statements_share_one()
    {
        await using var session = _file.Open();
        var first = session.Run("SELECT 1");
        first.Dispose();
        Assert.Same(first, session.Run("SELECT " + 1));
        Assert.Equal(1, session.Statements.Count);
    }

    [Fact]
    public async Task Statements_in_use_survive_when_the_cache_overflows()
    {
        await using var session = _file.Open(options: SqliteFixture.Creating with { StatementCacheCount = 2 });
        var open = Enumerable.Range(0, 5).Select(number => session.Run($"SELECT {number} UNION ALL SELECT 9")).ToList();
        for (var number = 0; number < open.Count; number++)
        {
            Assert.True(open[number].Read());
            Assert.Equal(number, open[number].GetInteger(0));
            open[number].Dispose();
        }

        session.Run("SELECT 77").Dispose();
        Assert.InRange(session.Statements.Count, 1, 2);
    }

    [Fact]
    public async Task A_repeated_point_read_through_the_pool_allocates_nothing()
    {
        await using var pool = new SqlitePool(_file.Endpoint, SqliteFixture.Creating);
        var writer = pool.RentAsync(SessionAccess.Write, null, IOBehavior.Synchronous, Deadline.Never, default).Completed();
        writer.Do("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)");
        writer.Do("INSERT INTO t VALUES(7,'seven')");
        pool.Return(writer);
        var statement = SessionExtensions.Statement("SELECT id, name FROM t WHERE id=?", 1);
        Value[] inputs = [Value.FromInteger(7)];
        for (var turn = 0; turn < 100; turn++)
            Read(pool, statement, inputs);

        // What happens once (the runtime compiles a method better) may fall into one round, not into two.
        Assert.InRange(Enumerable.Range(0, 5).Count(_ => Allocated(pool, statement, inputs) > 0), 0, 1);
    }

    private static long Allocated(SqlitePool pool, SessionStatement statement, Value[] inputs)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < 1_000; turn++)
            Read(pool, statement, inputs);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Read(SqlitePool pool, SessionStatement statement, Value[] inputs)
    {
        var session = pool.RentAsync(SessionAccess.Read, null, IOBehavior.Synchronous, Deadline.Never, default).Completed();
        using var rows = session.ExecuteAsync(statement, inputs, IOBehavior.Synchronous, Deadline.AfterSeconds(30), default).Completed();
        rows.Owner = pool;
        if (!rows.Read() || rows.GetInteger(0) != 7 || rows.GetBytes(1).Length != 5 || rows.Read())
            throw new InvalidOperationException("The row is not what was written.");
    }
}
