using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class SqliteSessionTests : IDisposable
{
    private readonly SqliteFixture _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_was_bound()
    {
        await using var session = _file.Open();
        Value[] inputs =
        [
            Value.FromInteger(long.MinValue), Value.FromReal(0.1), Value.FromText("a\0ü😀"), Value.FromUtf8([0xFF, 0x00, 0xC3]),
            Value.FromBlob(new byte[] { 0, 1, 2 }), Value.Null, Value.FromText(""), Value.FromBlob(Array.Empty<byte>()), Value.FromReal(double.NaN),
            Value.FromText(new string('x', 100_000)),
        ];
        using var result = session.Run("SELECT ?1,?2,?3,?4,?5,?6,?7,?8,?9,?10", inputs);
        Assert.True(result.Read());
        Assert.Equal(long.MinValue, result.GetInteger(0));
        Assert.Equal(0.1, result.GetReal(1));
        Assert.Equal("a\0ü😀", result.GetText(2));
        Assert.Equal([0xFF, 0x00, 0xC3], result.GetBytes(3).ToArray());
        Assert.Equal(ValueKind.Text, result.GetKind(3));
        Assert.Equal([0, 1, 2], result.GetBytes(4).ToArray());
        ValueKind[] kinds = [.. Enumerable.Range(0, 10).Select(result.GetKind)];
        Assert.Equal(
            [ValueKind.Integer, ValueKind.Real, ValueKind.Text, ValueKind.Text, ValueKind.Blob, ValueKind.Null, ValueKind.Text, ValueKind.Blob, ValueKind.Null, ValueKind.Text],
            kinds);
        Assert.Equal(0, result.GetBytes(0).Length);
        Assert.Equal(ValueKind.Integer, result.GetKind(0));
        Assert.Equal(100_000, result.GetText(9).Length);
        Assert.False(result.Read());
        Assert.False(result.Read());
    }

    [Fact]
    public async Task A_reader_cannot_write_and_a_writer_can()
    {
        await using var writer = _file.Open();
        writer.Do("CREATE TABLE t(a)");
        await using var reader = _file.Open(SessionAccess.Read);
        var error = Assert.Throws<ShardException>(() => reader.Do("INSERT INTO t VALUES(1)"));
        Assert.Equal(ShardErrorCode.EngineError, error.ErrorCode);
        Assert.Equal(8, error.EngineErrorCode & 0xFF);
        Assert.Equal(1, writer.Do("INSERT INTO t VALUES(1)"));
        Assert.Equal(1, reader.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Affected_rows_are_counted_for_writes_only()
    {
        await using var session = _file.Open();
        Assert.Equal(0, session.Do("CREATE TABLE t(a UNIQUE)"));
        Assert.Equal(3, session.Do("INSERT INTO t VALUES(1),(2),(3)"));
        Assert.Equal(0, session.Do("DELETE FROM t WHERE a>9"));
        Assert.Equal(0, session.Do("INSERT OR IGNORE INTO t VALUES(1)"));
        Assert.Equal(-1, session.Do("SELECT * FROM t"));
        Assert.Equal(-1, session.Do("EXPLAIN DELETE FROM t"));
        Assert.Equal(-1, session.Do("BEGIN"));
        Assert.Equal(3, session.Do("DELETE FROM t"));
        Assert.Equal(-1, session.Do("COMMIT"));
        Assert.Equal(0, session.Do("CREATE TABLE u(a)"));
    }

    [Fact]
    public async Task A_write_with_RETURNING_is_committed_before_its_first_row()
    {
        await using var session = _file.Open();
        await using var reader = _file.Open(SessionAccess.Read);
        session.Do("CREATE TABLE t(a INTEGER PRIMARY KEY)");
        using (var result = session.Run("INSERT INTO t VALUES(1),(2),(3) RETURNING a, a*2.5 AS b"))
        {
            Assert.False(session.InTransaction);
            Assert.Equal(3, result.RecordsAffected);
            Assert.Equal(3, reader.Scalar("SELECT count(*) FROM t"));
            Assert.True(result.Read());
            Assert.Equal("b", result.Columns[1].Name);
            Assert.Equal(2.5, result.GetReal(1));
        }

        Assert.Equal(3, session.LastInsertId);
        Assert.Equal(3, reader.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Columns_carry_their_declaration_and_origin_and_follow_a_foreign_ALTER()
    {
        await using var session = _file.Open();
        session.Do("CREATE TABLE t(a VARCHAR(20), b)");
        var statement = SessionExtensions.Statement("SELECT *, 1+1 AS two FROM t AS x");
        using (var before = session.Run(statement))
        {
            Assert.Equal(new ColumnMetadata("a") { DeclaredType = "VARCHAR(20)", BaseTable = "t", BaseColumn = "a" }, before.Columns[0]);
            Assert.Equal(new ColumnMetadata("two"), before.Columns[2]);
            Assert.False(before.SchemaChanged);
        }

        using (var foreign = _file.Foreign())
            foreign.Do("ALTER TABLE t ADD COLUMN c DATE");
        using var after = session.Run(statement);
        Assert.True(after.SchemaChanged);
        Assert.Equal(4, after.ColumnCount);
        Assert.Equal("DATE", after.Columns[2].DeclaredType);
    }

    [Fact]
    public async Task A_statement_in_use_is_prepared_again_for_its_second_user()
    {
        await using var session = _file.Open();
        var statement = SessionExtensions.Statement("SELECT ?1 UNION ALL SELECT ?1+1", 1);
        using var first = session.Run(statement, Value.FromInteger(1));
        using var second = session.Run(statement, Value.FromInteger(10));
        Assert.True(first.Read());
        Assert.True(second.Read());
        Assert.Equal(1, first.GetInteger(0));
        Assert.Equal(10, second.GetInteger(0));
        Assert.True(first.Read());
        Assert.Equal(2, first.GetInteger(0));
    }

    [Fact]
    public async Task Inputs_are_mapped_to_parameters()
    {
        await using var session = _file.Open();
        using var result = session.Run(new SessionStatement("SELECT ?, ?, ?", [2, 0, 2]), Value.FromInteger(1), Value.FromInteger(2), Value.FromInteger(3));
        Assert.True(result.Read());
        Assert.Equal((3, 1, 3), (result.GetInteger(0), result.GetInteger(1), result.GetInteger(2)));
    }

    [Fact]
    public async Task A_second_statement_in_the_text_is_refused_but_comments_are_not()
    {
        await using var session = _file.Open();
        Assert.Equal(1, session.Scalar("SELECT 1; -- and no more\n /* at all */ ;"));
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => session.Do("SELECT 1; SELECT 2")).ErrorCode);
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => session.Do("SELECT 1\0; DROP TABLE t")).ErrorCode);
        using var empty = session.Run("-- nothing");
        Assert.False(empty.Read());
        Assert.Empty(empty.Columns);
    }

    [Fact]
    public async Task Configuration_hooks_run_on_each_session()
    {
        var options = SqliteFixture.Creating with { Setup = new SqliteSessionSetup(static connection => connection.CreateFunction("twice", static (long value) => value * 2)) };
        await using var writer = _file.Open(SessionAccess.Write, options);
        await using var reader = _file.Open(SessionAccess.Read, options);
        Assert.Equal(42, reader.Scalar("SELECT twice(21)"));
        Assert.Equal(42, writer.Scalar("SELECT twice(21)"));
    }

    [Fact]
    public async Task A_UTF16_file_gives_UTF8()
    {
        using (var foreign = _file.Foreign())
            foreign.Do("PRAGMA encoding='UTF-16'; CREATE TABLE t(a); INSERT INTO t VALUES('aü')");
        await using var session = _file.Open();
        using var result = session.Run("SELECT a FROM t");
        Assert.True(result.Read());
        Assert.Equal("aü", result.GetText(0));
    }

    [Fact]
    public async Task Reading_to_the_end_ends_the_read_lock_before_disposal()
    {
        await using var session = _file.Open(options: SqliteFixture.Creating);
        session.Do("CREATE TABLE t(a)");
        using var result = session.Run("SELECT * FROM t");
        Assert.False(result.Read());
        Assert.Equal(0, session.Do("DROP TABLE t"));
    }
}
