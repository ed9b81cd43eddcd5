using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using ShardClient.Backends.Sqlite;
using ShardClient.Values;
using SQLitePCL;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class SqliteHandleTests : IDisposable
{
    private readonly SqliteFixture _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_statement_keeps_its_database_open_until_it_is_finalized()
    {
        var database = OpenDatabase();
        Assert.Equal(raw.SQLITE_OK, StatementHandle.Prepare(database, "SELECT 1 UNION ALL SELECT 2"u8, 0, out var statement, out _));
        Assert.Equal(raw.SQLITE_ROW, statement!.Step());
        database.Dispose();
        Assert.Equal(raw.SQLITE_ROW, statement.Step());
        Assert.False(database.IsClosed);
        statement.Dispose();
        Assert.True(database.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => database.Enter());
        Assert.Throws<ObjectDisposedException>(() => statement.Step());
        Assert.Throws<ObjectDisposedException>(() => statement.Enter());
    }

    [Fact]
    public void What_is_disposed_stays_until_the_last_call_has_left()
    {
        var database = OpenDatabase();
        Assert.Equal(raw.SQLITE_OK, StatementHandle.Prepare(database, "SELECT 1"u8, 0, out var statement, out _));
        statement!.Enter();
        statement.Dispose();
        database.Dispose();
        Assert.Equal(raw.SQLITE_ROW, statement.Step());
        statement.Leave();
        Assert.True(statement.IsClosed);
        Assert.True(database.IsClosed);
    }

    [Fact]
    public void What_follows_the_first_statement_is_told_in_bytes()
    {
        using var database = OpenDatabase();
        Assert.Equal(raw.SQLITE_OK, StatementHandle.Prepare(database, "SELECT 'ü'; SELECT 2"u8, 0, out var first, out var rest));
        Assert.Equal(" SELECT 2".Length, rest);
        first!.Dispose();
        Assert.Equal(raw.SQLITE_OK, StatementHandle.Prepare(database, "-- nothing"u8, 0, out var nothing, out rest));
        Assert.Equal((null, 0), (nothing, rest));
        Assert.Equal(raw.SQLITE_OK, StatementHandle.Prepare(database, default, 0, out nothing, out rest));
        Assert.Equal((null, 0), (nothing, rest));
    }

    [Fact]
    public void Interrupting_what_is_closed_does_nothing()
    {
        var database = OpenDatabase();
        database.Interrupt();
        database.Dispose();
        database.Interrupt();
        Assert.True(database.IsClosed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_engine_asks_the_session_however_it_was_opened(bool isConfigured)
    {
        await using var session = _file.Open(options: SqliteFixture.Creating with { Setup = new SqliteSessionSetup(isConfigured ? static _ => { } : null) });
        session.Do("CREATE TABLE t(a)");
        Assert.Equal(1, session.Do("INSERT INTO t VALUES(1)"));
        session.Do("ALTER TABLE t ADD COLUMN b");
        session.Do("ALTER TABLE t DROP COLUMN b");
        Assert.True(Assert.Throws<ShardException>(() => session.Do("INSERT INTO t VALUES(1)")).IsStale);

        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        const string endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT max(x) FROM c";
        Assert.Throws<OperationCanceledException>(() => session.Run(endless, Deadline.Never, stop.Token));
    }

    [Fact]
    public async Task A_session_that_nobody_disposes_lets_go_of_its_file()
    {
        Leak();
        for (var attempt = 0; attempt < 50 && OpenFiles() > 0; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, OpenFiles());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Leak()
    {
        foreach (var configure in new Action<SqliteConnection>?[] { null, static _ => { } })
            Assert.Equal(1, _file.Open(options: SqliteFixture.Creating with { Setup = new SqliteSessionSetup(configure) }).Scalar("SELECT 1"));
    }

    private int OpenFiles() => OperatingSystem.IsLinux()
        ? Directory.EnumerateFiles("/proc/self/fd").Count(link => TargetOf(link) == _file.Endpoint.Path)
        : 0;

    private static string? TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            // Another test closed it since it was listed.
            return null;
        }
    }

    private DatabaseHandle OpenDatabase()
    {
        Assert.Equal(
            raw.SQLITE_OK, DatabaseHandle.Open(_file.Endpoint.Path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, out var database));
        return database;
    }
}
