using System.Data;
using System.Data.Common;
using Dapper;
using ShardClient.Tests.Integration.Conformance;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Stored procedures and functions of one shard, through ADO.NET's ways to call them.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerProcedureTests : IDisposable
{
    private const int ManyRows = 20_000;

    private readonly ServerDatabases _databases;
    private readonly ShardConnection _connection;

    public ServerProcedureTests(MySqlFixture fixture)
    {
        _databases = new ServerDatabases(fixture);
        _connection = _databases.Cluster.OpenConnection();
        _connection.Execute("CREATE TABLE notes (id INT, text VARCHAR(20))");
        Make("s0", "PROCEDURE work_out(a INT, OUT b INT, INOUT c VARCHAR(20), OUT d DECIMAL(10, 3)) BEGIN SET b = a * 2; SET c = CONCAT(c, '!'); SET d = a / 3; END");
        Make("s0", "PROCEDURE several(n INT) BEGIN SELECT 1 AS one; SELECT 2 AS two UNION ALL SELECT n; INSERT INTO notes VALUES (n, 'several'); END");
        Make("s0", "PROCEDURE rows_and_output(OUT o INT) BEGIN SELECT 'row' AS a; SELECT 7 AS b; SET o = 42; END");
        Make("s0", $"PROCEDURE many() BEGIN DECLARE n INT DEFAULT 0; CREATE TEMPORARY TABLE t (pad VARCHAR(200)); WHILE n < {ManyRows} DO INSERT INTO t VALUES (REPEAT('x', 200)); SET n = n + 1; END WHILE; SELECT pad FROM t; DROP TEMPORARY TABLE t; INSERT INTO notes VALUES (500, 'after'); END");
        Make("s0", "PROCEDURE fails() BEGIN SELECT 1; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END");
        Make("s0", "FUNCTION add_up(a INT, b INT) RETURNS INT DETERMINISTIC RETURN a + b");
        foreach (var shard in new[] { "s0", "s1" })
            Make(shard, "PROCEDURE whose(OUT db VARCHAR(64)) SET db = DATABASE()");
    }

    public static TheoryData<Way> Ways => [Way.Sync, Way.Async];

    public void Dispose()
    {
        _connection.Dispose();
        _databases.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Parameters_are_found_by_name_and_get_their_values(Way way)
    {
        using var command = Procedure("work_out", Out("@d"), new ShardParameter("@c", "hey") { Direction = ParameterDirection.InputOutput }, Out("@b"), new ShardParameter("@a", 4));
        await way.NonQuery(command);
        Assert.Equal([1.333m, "hey!", 8, 4], command.Parameters.Cast<DbParameter>().Select(static parameter => parameter.Value));
    }

    [Fact]
    public void A_direction_that_is_not_said_is_the_procedure_s_own_and_a_type_that_is_said_is_the_value_s()
    {
        using var command = Procedure("work_out", new ShardParameter("a", 4), new ShardParameter("b", DbType.Int64), new ShardParameter("c", "z"), new ShardParameter("d", DbType.Double));
        command.ExecuteNonQuery();
        Assert.Equal([4, 8L, "z!", 1.333], command.Parameters.Cast<DbParameter>().Select(static parameter => parameter.Value));
    }

    [Fact]
    public void Parameters_without_names_are_taken_in_order()
    {
        using var command = Procedure("work_out", new ShardParameter("", 4), Out(""), new ShardParameter("", "z"), Out(""));
        command.ExecuteNonQuery();
        Assert.Equal(8, command.Parameters[1].Value);
    }

    [Fact]
    public void A_missing_parameter_is_named()
    {
        using var command = Procedure("work_out", new ShardParameter("a", 4));
        Assert.Contains("'b'", Assert.Throws<InvalidOperationException>(() => command.ExecuteNonQuery()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Several_results_are_read_in_turn(Way way)
    {
        using var command = Procedure("several", new ShardParameter("n", 5));
        Assert.Equal("one:1;two:2,5;", await ReadAll(way, command));
        Assert.Equal(1L, _connection.ExecuteScalar("SELECT COUNT(*) FROM notes WHERE id = 5"));
    }

    [Fact]
    public async Task CALL_stands_in_a_text_among_other_statements()
    {
        using var command = new ShardCommand("CALL several(@n); SELECT 'end' AS last", _connection);
        command.Parameters.AddWithValue("n", 6);
        Assert.Equal("one:1;two:2,6;last:end;", await ReadAll(Way.Sync, command));
        Assert.Equal("one:1;two:2,6;last:end;", await ReadAll(Way.Async, command));
    }

    [Fact]
    public void CALL_stands_in_a_batch()
    {
        using var batch = _connection.CreateBatch();
        foreach (var text in new[] { "CALL several(8)", "SELECT 9" })
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = text;
            batch.BatchCommands.Add(command);
        }

        using var reader = batch.ExecuteReader();
        var results = 1;
        while (reader.NextResult())
            results++;
        Assert.Equal(3, results);
        Assert.Equal(1, reader.RecordsAffected);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Outputs_come_after_the_rows_and_are_no_result(Way way)
    {
        using var command = Procedure("rows_and_output", Out("o"));
        Assert.Equal("a:row;b:7;", await ReadAll(way, command));
        Assert.Equal(42, command.Parameters[0].Value);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_reader_that_is_closed_early_has_the_outputs_and_the_procedure_has_run_to_its_end(Way way)
    {
        using var command = Procedure("rows_and_output", Out("o"));
        var reader = await way.Reader(command);
        await way.Close(reader);
        Assert.Equal(42, command.Parameters[0].Value);

        using var many = Procedure("many");
        reader = await way.Reader(many);
        Assert.True(await way.Read(reader));
        await way.Close(reader);
        Assert.Equal(1L, _connection.ExecuteScalar("SELECT COUNT(*) FROM notes WHERE id = 500"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_function_s_value_is_that_of_the_return_parameter(Way way)
    {
        using var command = Procedure("add_up", new ShardParameter("a", 2), new ShardParameter("r", null) { Direction = ParameterDirection.ReturnValue }, new ShardParameter("b", 5));
        Assert.Equal(7, await way.Scalar(command));
        Assert.Equal(7, command.Parameters[1].Value);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_error_after_the_first_rows_is_raised_where_it_comes(Way way)
    {
        using (var command = Procedure("fails"))
        {
            var reader = await way.Reader(command);
            Assert.True(await way.Read(reader));
            Assert.Equal("45000", (await Assert.ThrowsAsync<ShardException>(() => way.NextResult(reader))).SqlState);
            await way.Close(reader);
        }

        Assert.Equal(1L, _connection.ExecuteScalar<long>("SELECT 1"));
    }

    [Fact]
    public void A_procedure_is_part_of_the_transaction()
    {
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Execute("several", new { n = 70 }, transaction, commandType: CommandType.StoredProcedure);
            transaction.Rollback();
        }

        Assert.Equal(0L, _connection.ExecuteScalar("SELECT COUNT(*) FROM notes WHERE id = 70"));
    }

    [Theory]
    [InlineData("whose", 0)]
    [InlineData("/*+ shard(s1) */ whose", 1)]
    public void The_default_shard_runs_it_or_the_one_of_a_hint(string text, int shard)
    {
        using var command = Procedure(text, Out("db"));
        command.ExecuteNonQuery();
        Assert.Equal(_databases.Databases[shard], command.Parameters[0].Value);
    }

    [Fact]
    public void Dapper_reads_outputs_and_several_results()
    {
        var parameters = new DynamicParameters();
        parameters.Add("a", 9);
        parameters.Add("b", dbType: DbType.Int32, direction: ParameterDirection.Output);
        parameters.Add("c", "z", DbType.String, ParameterDirection.InputOutput, 20);
        parameters.Add("d", dbType: DbType.Decimal, direction: ParameterDirection.Output);
        _connection.Execute("work_out", parameters, commandType: CommandType.StoredProcedure);
        Assert.Equal((18, "z!", 3m), (parameters.Get<int>("b"), parameters.Get<string>("c"), parameters.Get<decimal>("d")));
        using var results = _connection.QueryMultiple("several", new { n = 3 }, commandType: CommandType.StoredProcedure);
        Assert.Equal(1, results.ReadSingle<int>());
        Assert.Equal([2, 3], results.Read<int>());
    }

    [Fact]
    public void A_query_in_an_argument_is_refused()
    {
        var error = Assert.Throws<ShardException>(() => _connection.Execute("CALL several((SELECT MAX(id) FROM notes))"));
        Assert.Equal(ShardErrorCode.NotSupported, error.ErrorCode);
    }

    [Fact]
    public void A_text_for_one_shard_may_give_several_results()
    {
        using var results = _connection.QueryMultiple("/*+ shard(s0) */ SELECT 1; UPDATE notes SET text = 'x'; SELECT 2");
        Assert.Equal((1, 2), (results.ReadSingle<int>(), results.ReadSingle<int>()));
    }

    [Fact]
    public async Task A_token_stops_a_procedure()
    {
        Make("s0", "PROCEDURE sleeps() BEGIN SELECT 1; SELECT SLEEP(30); END");
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var command = Procedure("sleeps");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(source.Token));
        Assert.Equal(1L, _connection.ExecuteScalar<long>("SELECT 1"));
    }

    [Fact]
    public void A_procedure_that_is_made_anew_is_called_as_it_is_now()
    {
        using var command = Procedure("whose", Out("db"));
        command.ExecuteNonQuery();
        _connection.Execute("/*+ shard(s0) */ DROP PROCEDURE whose");
        Make("s0", "PROCEDURE whose(n INT, OUT db VARCHAR(64)) SET db = n");
        command.Parameters.Add(new ShardParameter("n", 3));
        Assert.Throws<ShardException>(() => command.ExecuteNonQuery());
        command.ExecuteNonQuery();
        Assert.Equal("3", command.Parameters[0].Value);
    }

    private void Make(string shard, string definition) => _connection.Execute($"/*+ shard({shard}) */ CREATE {definition}");

    private ShardCommand Procedure(string name, params ShardParameter[] parameters)
    {
        var command = new ShardCommand(name, _connection) { CommandType = CommandType.StoredProcedure };
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static ShardParameter Out(string name) => new() { ParameterName = name, Direction = ParameterDirection.Output };

    /// <summary>Each result as the name of its first column and that column's values.</summary>
    private static async Task<string> ReadAll(Way way, DbCommand command)
    {
        var found = "";
        var reader = await way.Reader(command);
        do
        {
            var values = new List<object>();
            var name = reader.GetName(0);
            while (await way.Read(reader))
                values.Add(reader.GetValue(0));
            found += $"{name}:{string.Join(',', values)};";
        }
        while (await way.NextResult(reader));
        await way.Close(reader);
        return found;
    }
}
