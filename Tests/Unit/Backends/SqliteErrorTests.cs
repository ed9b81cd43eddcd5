using Microsoft.Data.Sqlite;
using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class SqliteErrorTests : IDisposable
{
    private readonly SqliteFixture _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_constraint_names_the_shard_the_column_and_the_extended_code()
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a PRIMARY KEY, b NOT NULL DEFAULT 1)");
        session.Do("INSERT INTO t(a) VALUES('secret')");
        var error = Assert.Throws<ShardException>(() => session.Do("INSERT INTO t(a) VALUES('secret')"));
        Assert.Equal((ShardErrorCode.ConstraintViolation, "s0", 1555, false), (error.ErrorCode, error.Shard, error.EngineErrorCode, error.IsTransient));
        Assert.Contains("t.a", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Equal(1555, Assert.IsType<SqliteException>(error.InnerException).SqliteExtendedErrorCode);
        Assert.Equal(1, session.Do("INSERT INTO t(a) VALUES('other')"));
    }

    [Fact]
    public void A_full_scratch_database_is_a_limit_and_no_shard()
    {
        var error = SqliteErrors.Create(SQLitePCL.raw.SQLITE_FULL, "database or disk is full", new SqliteEndpoint(-1, "gather", ""));
        Assert.Equal((ShardErrorCode.LimitExceeded, null), (error.ErrorCode, error.Shard));
        Assert.Contains("raise Gather Limit or Spill Limit", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Shard '", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", ShardErrorCode.UnknownTable, true)]
    [InlineData("SELECT missing FROM t", ShardErrorCode.UnknownColumn, true)]
    [InlineData("INSERT INTO t(missing) VALUES(1)", ShardErrorCode.UnknownColumn, true)]
    [InlineData("INSERT INTO t VALUES(1,2,3)", ShardErrorCode.EngineError, true)]
    [InlineData("DROP INDEX nowhere", ShardErrorCode.EngineError, true)]
    [InlineData("CREATE TABLE t(b)", ShardErrorCode.AlreadyExists, false)]
    [InlineData("SELEC 1", ShardErrorCode.SyntaxError, false)]
    [InlineData("SELECT", ShardErrorCode.SyntaxError, false)]
    [InlineData("SELECT no_such_function(1)", ShardErrorCode.EngineError, false)]
    public async Task The_engines_messages_get_codes(string text, ShardErrorCode code, bool isSchemaError)
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a)");
        var error = Assert.Throws<ShardException>(() => session.Do(text));
        Assert.Equal((code, isSchemaError), (error.ErrorCode, error.IsSchemaError));
        Assert.True(session.IsUsable);
    }

    [Fact]
    public async Task A_kept_write_whose_schema_changed_is_stopped_once_and_then_runs()
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a)");
        Assert.Equal(1, session.Do("INSERT INTO t VALUES(1)"));
        session.Do("ALTER TABLE t ADD COLUMN b");
        session.Do("ALTER TABLE t DROP COLUMN b");
        var error = Assert.Throws<ShardException>(() => session.Do("INSERT INTO t VALUES(1)"));
        Assert.True(error.IsStale);
        Assert.Equal(1, session.Do("INSERT INTO t VALUES(1)"));
        Assert.Equal(2, session.Do("DELETE FROM t"));
    }

    [Fact]
    public void A_missing_file_is_not_made_unless_asked()
    {
        var error = Assert.Throws<ShardException>(() => _file.Open(options: new SqliteSessionOptions()));
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.Contains("'s0.db'", error.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_file.Folder, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_file.Endpoint.Path));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_stays_as_it_was()
    {
        var content = new string('x', 10_000);
        File.WriteAllText(_file.Endpoint.Path, content);
        Assert.Equal(ShardErrorCode.ShardUnavailable, Assert.Throws<ShardException>(() => _file.Open()).ErrorCode);
        Assert.Equal(content, File.ReadAllText(_file.Endpoint.Path));
    }

    [Fact]
    public void A_folder_is_not_a_shard()
    {
        Directory.CreateDirectory(_file.Endpoint.Path);
        Assert.Equal(ShardErrorCode.ShardUnavailable, Assert.Throws<ShardException>(() => _file.Open()).ErrorCode);
    }

    [Fact]
    public async Task A_damaged_page_makes_the_shard_unavailable_and_the_session_unusable()
    {
        await using (var session = _file.Open())
        {
            session.Do("CREATE TABLE t(a)");
            session.Do("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<5000) INSERT INTO t SELECT randomblob(100) FROM n");
        }

        using (var file = File.OpenWrite(_file.Endpoint.Path))
        {
            file.Position = 4096 * 2;
            file.Write(new byte[4096 * 40]);
        }

        await using var damaged = _file.Open();
        var error = Assert.Throws<ShardException>(() => damaged.Do("SELECT * FROM t"));
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.False(damaged.IsUsable);
    }

    [Fact]
    public async Task A_deferred_constraint_fails_at_COMMIT_and_the_transaction_stays_open()
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE p(a PRIMARY KEY)");
        session.Do("CREATE TABLE c(a REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        session.Do("BEGIN IMMEDIATE");
        session.Do("INSERT INTO c VALUES(1)");
        Assert.Equal(ShardErrorCode.ConstraintViolation, Assert.Throws<ShardException>(() => session.Do("COMMIT")).ErrorCode);
        Assert.True(session.InTransaction);
        session.Do("ROLLBACK");
        Assert.Equal(ShardErrorCode.ConstraintViolation, Assert.Throws<ShardException>(() => session.Do("INSERT INTO c VALUES(1) RETURNING a")).ErrorCode);
        Assert.Equal(0, session.Scalar("SELECT count(*) FROM c"));
    }
}
