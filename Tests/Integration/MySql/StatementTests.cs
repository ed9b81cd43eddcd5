using System.Text;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

[Collection(MySqlFixture.Name)]
public sealed class StatementTests(MySqlFixture fixture)
{
    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Drivers.BothWays), MemberType = typeof(Drivers))]
    public async Task Rows_of_each_driver_come_in_order(string driver, bool isAsync)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root, isAsync);
        var rows = await session.RowsAsync("SELECT seq, REPEAT('x', seq % 300) FROM seq_1_to_20000", isAsync, Deadline.Never, default);
        Assert.Equal(20_000, rows.Count);
        Assert.Equal(["Integer 20000", "Text " + new string('x', 200)], rows[^1]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Rows_stream_in_order(bool isAsync, bool compresses)
    {
        using var session = Session(isAsync, compresses);
        foreach (var isPrepared in new[] { false, true })
        {
            var rows = await session.RowsAsync("SELECT seq, REPEAT('x', seq % 300) FROM seq_1_to_20000", isPrepared, Deadline.Never, default);
            Assert.Equal(20_000, rows.Count);
            Assert.Equal(["Integer 20000", "Text " + new string('x', 200)], rows[^1]);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_value_of_more_than_16_MB_goes_there_and_back(bool isAsync, bool compresses)
    {
        using var session = Session(isAsync, compresses);
        session.Do("CREATE TEMPORARY TABLE large (b LONGBLOB)");
        var bytes = new byte[20 << 20];
        new Random(5).NextBytes(bytes.AsSpan(0, 1 << 20));
        session.Do("INSERT INTO large VALUES (?)", true, Value.FromBlob(bytes));
        Assert.Equal("Integer 20971520", session.Scalar("SELECT LENGTH(b) FROM large"));
        using var result = session.Start("SELECT b, 1 FROM large");
        Assert.True(result.ReadAsync(IOBehavior.Synchronous, default).Completed());
        Assert.True(bytes.AsSpan().SequenceEqual(result.GetBytes(0)));
        Assert.Equal(1, result.GetInteger(1));
    }

    [Fact]
    public void A_value_over_the_servers_limit_is_not_sent_and_the_session_goes_on()
    {
        using var session = Session(false, false);
        var error = Assert.Throws<ShardException>(() => session.Do("SELECT LENGTH(?)", true, Value.FromBlob(new byte[65 << 20])));
        Assert.Equal((ShardErrorCode.LimitExceeded, "s0"), (error.ErrorCode, error.Shard));
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", ShardErrorCode.ConstraintViolation, 1062, "23000")]
    [InlineData("INSERT INTO t VALUES (NULL)", ShardErrorCode.ConstraintViolation, 1048, "23000")]
    [InlineData("SELEC 1", ShardErrorCode.SyntaxError, 1064, "42000")]
    [InlineData("SELECT * FROM nowhere", ShardErrorCode.UnknownTable, 1146, "42S02")]
    [InlineData("SELECT x FROM t", ShardErrorCode.UnknownColumn, 1054, "42S22")]
    [InlineData("CREATE TEMPORARY TABLE t (a INT)", ShardErrorCode.AlreadyExists, 1050, "42S01")]
    [InlineData("SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 31999, MESSAGE_TEXT = 'mark'", ShardErrorCode.EngineError, 31999, "45000")]
    public void A_failure_has_number_and_state_and_the_session_goes_on(string text, object code, int number, string state)
    {
        foreach (var (driver, isPrepared) in Drivers.Names.SelectMany(static driver => new[] { (driver, false), (driver, true) }))
        {
            using var session = Drivers.Open(driver, fixture.Server.Root);
            session.Do("CREATE TEMPORARY TABLE t (a INT PRIMARY KEY)");
            session.Do("INSERT INTO t VALUES (1)");
            var error = Assert.Throws<ShardException>(() => session.Do(text, isPrepared));
            Assert.Equal(((ShardErrorCode)code, number, state, "s0"), (error.ErrorCode, error.EngineErrorCode, error.SqlState, error.Shard));
            Assert.Equal("Integer 1", session.Scalar("SELECT COUNT(*) FROM t"));
        }
    }

    [Theory]
    [MemberData(nameof(Drivers.BothWays), MemberType = typeof(Drivers))]
    public void A_failure_among_rows_comes_when_it_is_reached(string driver, bool isPrepared)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root);
        using (var result = session.Start("SELECT seq, IF(seq = 5000, (SELECT 1 UNION SELECT 2), 0) FROM seq_1_to_9000", isPrepared))
        {
            var error = Assert.Throws<ShardException>(() =>
            {
                while (result.ReadAsync(IOBehavior.Synchronous, default).Completed())
                    Assert.InRange(result.GetInteger(0), 1, 4_999);
            });
            Assert.Equal(1242, error.EngineErrorCode);
        }

        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_statements_in_one_text_have_their_results_in_turn(bool isAsync)
    {
        using var session = Session(isAsync, false);
        session.Do("CREATE TEMPORARY TABLE t (a INT)");
        var results = await session.ResultsAsync("SELECT 1; INSERT INTO t VALUES (5), (6); SELECT a FROM t; SELECT 'end'");
        Assert.Equal(["Integer 1", "", "Integer 5,Integer 6", "Text end"], results.Select(static rows => string.Join(',', rows.Select(static row => row[0]))));
        var error = await Assert.ThrowsAsync<ShardException>(() => session.ResultsAsync("SELECT 1; SELECT nix; SELECT 3"));
        Assert.Equal(1054, error.EngineErrorCode);
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task A_procedure_has_several_results_by_either_protocol()
    {
        using var session = Session(false, false);
        session.Do("CREATE OR REPLACE PROCEDURE two(n INT) BEGIN SELECT n; SELECT n + 1; END");
        Assert.Equal(3, (await session.ResultsAsync("CALL two(1)")).Count);
        Assert.Equal("Integer 7", session.Rows("CALL two(?)", true, Value.FromInteger(7))[0][0]);
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Drivers.All), MemberType = typeof(Drivers))]
    public void What_is_not_read_is_discarded(string driver)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root);
        foreach (var isPrepared in new[] { false, true })
        {
            foreach (var count in new[] { 10, 2_000_000_000 })
            {
                var result = session.Start($"SELECT seq, REPEAT('x', 100) FROM seq_1_to_{count}", isPrepared);
                Assert.True(result.ReadAsync(IOBehavior.Synchronous, default).Completed());
                result.Dispose();
                Assert.True(session.Session.IsUsable);
                Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Drivers.All), MemberType = typeof(Drivers))]
    public void A_second_statement_while_rows_are_read_is_refused(string driver)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root);
        using var result = session.Start("SELECT seq FROM seq_1_to_100000");
        Assert.False(session.Session.IsIdle);
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => session.Do("SELECT 1")).ErrorCode);
    }

    [Theory]
    [MemberData(nameof(Drivers.All), MemberType = typeof(Drivers))]
    public void Counts_keys_and_transactions_are_as_the_server_says(string driver)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root);
        session.Do("CREATE TEMPORARY TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, a INT)");
        Assert.Equal(3, session.Do("INSERT INTO t (a) VALUES (1), (2), (3)"));
        Assert.Equal(1, session.Session.LastInsertId);
        Assert.Equal(1, session.Do("INSERT INTO t (a) VALUES (?)", true, Value.FromInteger(4)));
        Assert.Equal(4, session.Session.LastInsertId);
        // Rows found, not rows changed: an UPDATE that finds its row has found it.
        Assert.Equal(4, session.Do("UPDATE t SET a = a"));
        Assert.Equal(-1, session.Do("SELECT 1"));
        Assert.False(session.Session.InTransaction);
        session.Do("BEGIN");
        Assert.True(session.Session.InTransaction);
        session.Do("ROLLBACK");
        Assert.False(session.Session.InTransaction);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_is_loaded_as_a_local_file(bool isAsync)
    {
        using var session = Session(isAsync, false);
        session.Do("CREATE TEMPORARY TABLE t (id INT, name VARCHAR(20))");
        var lines = new StringBuilder();
        for (var id = 0; id < 30_000; id++)
            lines.Append(id).Append("\tzeile ä\n");
        await session.ResultsAsync("LOAD DATA LOCAL INFILE 'any' INTO TABLE t CHARACTER SET utf8mb4", new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString())));
        Assert.Equal(["Integer 30000", "Text zeile ä"], session.Rows("SELECT COUNT(*), MAX(name) FROM t")[0]);
    }

    [Fact]
    public void A_server_that_asks_for_a_file_gets_none()
    {
        using var session = Session(false, false);
        session.Do("CREATE TEMPORARY TABLE t (a TEXT)");
        var error = Assert.Throws<ShardException>(() => session.Do("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t"));
        Assert.Equal(ShardErrorCode.NotSupported, error.ErrorCode);
        Assert.Contains("no byte was sent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_database_can_be_made_the_present_one()
    {
        using var session = Session(false, false);
        session.Do("CREATE DATABASE IF NOT EXISTS another");
        session.Session.ChangeDatabaseAsync("another", IOBehavior.Synchronous, Deadline.Never, default).Completed();
        Assert.Equal("Text another", session.Scalar("SELECT DATABASE()"));
        Assert.Equal("another", session.Session.Link.Database);
        session.Session.PingAsync(IOBehavior.Synchronous, Deadline.Never, default).Completed();
        Assert.Throws<ShardException>(() => session.Session.ChangeDatabaseAsync("nix", IOBehavior.Synchronous, Deadline.Never, default).Completed());
        Assert.True(session.Session.IsUsable);
    }

    [Fact]
    public void Prepared_statements_are_kept_and_bounded()
    {
        using var session = new MySqlSessionUser(fixture.Server.Root, options: new MySqlSessionOptions { StatementCacheCount = 3 });
        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 5; number++)
                Assert.Equal($"Integer {number}", session.Rows($"SELECT {number}", true)[0][0]);
        }

        Assert.Equal(3, session.Session.Statements.Count);
        Assert.InRange(int.Parse(session.Rows("SHOW SESSION STATUS LIKE 'Com_stmt_close'")[0][1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), 12, 15);
        Assert.Equal(5, session.Rows("SELECT ?, ?, ?, ?, ?", true, [.. Enumerable.Range(0, 5).Select(static number => Value.FromInteger(number))])[0].Length);
    }

    [Fact]
    public void A_kept_statement_follows_a_change_of_its_table()
    {
        using var session = Session(false, false);
        session.Do("CREATE TEMPORARY TABLE t (a INT)");
        session.Do("INSERT INTO t VALUES (1)");
        Assert.Equal(["Integer 1"], session.Rows("SELECT * FROM t", true)[0]);
        Assert.False(HasChanged());
        session.Do("ALTER TABLE t ADD b VARCHAR(5) DEFAULT 'x', MODIFY a BIGINT UNSIGNED");
        Assert.True(HasChanged());
        Assert.False(HasChanged());
        Assert.Equal(["Integer 1", "Text x"], session.Rows("SELECT * FROM t", true)[0]);

        bool HasChanged()
        {
            using var result = session.Start("SELECT * FROM t");
            return result.SchemaChanged;
        }
    }

    [Fact]
    public void A_parameter_of_another_type_is_no_change_of_a_table()
    {
        using var session = Session(false, false);
        foreach (var value in new[] { Value.FromInteger(1), Value.FromText("x"), Value.Null, Value.FromReal(0.5) })
        {
            using var result = session.Start("SELECT ?, CONCAT(?)", true, value, value);
            Assert.False(result.SchemaChanged);
        }
    }

    [Theory]
    [MemberData(nameof(Drivers.All), MemberType = typeof(Drivers))]
    public void A_wrong_number_of_parameters_is_refused_before_it_is_sent(string driver)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root);
        foreach (var isPrepared in new[] { false, true })
        {
            Assert.Equal(ShardErrorCode.InvalidParameter, Assert.Throws<ShardException>(() => session.Do("SELECT ?, ?", isPrepared, Value.Null)).ErrorCode);
            Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
        }
    }

    private MySqlSessionUser Session(bool isAsync, bool compresses) => new(fixture.Server.Root with { Compresses = compresses }, isAsync);
}
