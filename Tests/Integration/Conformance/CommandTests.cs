using System.Data;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

public sealed class CommandTests : ConformanceCluster
{
    public static TheoryData<Way> Ways => [Way.Sync, Way.Async];

    [Theory]
    [InlineData("@id", "id")]
    [InlineData("$id", "$ID")]
    [InlineData(":id", "@id")]
    [InlineData("?1", "@anything")]
    [InlineData("?", "")]
    public void A_parameter_is_found_by_name_or_position(string written, string name)
    {
        Fill(3);
        using var command = Command($"SELECT name FROM people WHERE id = {written}", (name, 2));
        Assert.Equal("name2", command.ExecuteScalar());
    }

    [Fact]
    public void Positions_count_through_all_statements_of_a_text()
    {
        Fill(3);
        using var command = Command("INSERT INTO notes (text) VALUES (?); SELECT text || ? FROM notes", ("", "a"), ("", "b"));
        Assert.Equal("ab", command.ExecuteScalar());
    }

    [Fact]
    public void Length_and_depth_of_a_text_have_limits_of_their_own()
    {
        using var text = Command($"SELECT '{new string('x', 100_000)}'");
        Assert.Equal(100_000, ((string)text.ExecuteScalar()!).Length);
        text.CommandText = $"SELECT {new string('(', 100_000)}1{new string(')', 100_000)}";
        Assert.Equal(ShardErrorCode.LimitExceeded, Assert.Throws<ShardException>(() => text.ExecuteScalar()).ErrorCode);
    }

    [Fact]
    public void A_missing_parameter_is_named_and_nothing_has_run()
    {
        using var command = Command("INSERT INTO notes (text) VALUES (@text); INSERT INTO notes (text) VALUES (@other)", ("text", "x"));
        var error = Assert.Throws<InvalidOperationException>(() => command.ExecuteNonQuery());
        Assert.Contains("'@other'", error.Message, StringComparison.Ordinal);
        using var count = Command("SELECT COUNT(*) FROM notes");
        Assert.Equal(0L, count.ExecuteScalar());
    }

    [Fact]
    public void Names_and_positions_are_not_mixed()
    {
        using var command = Command("SELECT ? + @a", ("a", 1), ("", 2));
        Assert.ThrowsAny<Exception>(() => command.ExecuteScalar());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_kept_command_runs_again_with_new_values(Way way)
    {
        Fill(5);
        using var command = Command("SELECT name FROM people WHERE id = @id", ("id", 0));
        command.Prepare();
        for (var id = 1; id <= 5; id++)
        {
            command.Parameters[0].Value = id;
            Assert.Equal($"name{id}", await way.Scalar(command));
        }
    }

    [Fact]
    public void A_table_is_read_whole_by_its_name()
    {
        Fill(3);
        using var command = Command("people");
        command.CommandType = CommandType.TableDirect;
        using var reader = command.ExecuteReader();
        var rows = 0;
        while (reader.Read())
            rows++;
        Assert.Equal(3, rows);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Rows_written_are_counted(Way way)
    {
        using var insert = Command("INSERT INTO notes (text) VALUES ('a'), ('b'); UPDATE notes SET text = 'c'");
        Assert.Equal(4, await way.NonQuery(insert));
        using var select = Command("SELECT * FROM notes");
        Assert.Equal(-1, await way.NonQuery(select));
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_task()
    {
        using var command = Command("SELECT 1");
        var task = command.ExecuteScalarAsync(new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.True(task.IsCanceled);
    }

    [Fact]
    public async Task Cancel_from_another_thread_stops_a_statement()
    {
        using var command = Command("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT COUNT(*) FROM n");
        command.CommandTimeout = 60;
        var running = Task.Run(() => Record.Exception(() => command.ExecuteScalar()));
        while (!running.IsCompleted)
        {
            await Task.Delay(20);
            command.Cancel();
        }

        Assert.IsAssignableFrom<OperationCanceledException>(await running);
        command.CommandText = "SELECT 1";
        Assert.Equal(1L, command.ExecuteScalar());
    }

    [Theory]
    [InlineData("")]
    [InlineData("SELECT 1;")]
    public async Task Cancel_stops_an_execution_that_has_a_token_of_its_own(string before)
    {
        using var own = new CancellationTokenSource();
        using var command = Command(before + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT COUNT(*) FROM n");
        command.CommandTimeout = 60;
        var running = Task.Run(() => Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(own.Token)).AsTask(), TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            command.Cancel();
        }

        Assert.IsAssignableFrom<OperationCanceledException>(await running);
        command.CommandText = "SELECT 1";
        Assert.Equal(1L, await command.ExecuteScalarAsync(own.Token));
    }

    [Fact]
    public async Task Cancel_stops_reading_with_a_token_of_its_own()
    {
        using var own = new CancellationTokenSource();
        using var command = Command("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
        await using var reader = await command.ExecuteReaderAsync(own.Token);
        Assert.True(await reader.ReadAsync(own.Token));
        command.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(own.Token));
    }

    [Fact]
    public async Task A_token_that_stops_a_statement_is_the_one_that_is_told()
    {
        using var own = new CancellationTokenSource();
        using var command = Command("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT COUNT(*) FROM n");
        var running = Task.Run(() => Record.ExceptionAsync(() => command.ExecuteScalarAsync(own.Token)).AsTask(), TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        await own.CancelAsync();
        Assert.Equal(own.Token, Assert.IsAssignableFrom<OperationCanceledException>(await running).CancellationToken);
    }

    [Fact]
    public async Task Executions_leave_nothing_registered_on_a_token()
    {
        using var own = new CancellationTokenSource();
        using var command = Command("SELECT 1; SELECT 2");
        await Run(1000);
        var grown = new List<long>();
        while (grown.Count < 5 && !grown.Exists(static bytes => bytes < 1 << 20))
        {
            // The memory is the whole process's: what other tests keep meanwhile is not there each time.
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await Run(20_000);
            grown.Add(GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Contains(grown, static bytes => bytes < 1 << 20);

        async Task Run(int times)
        {
            for (var time = 0; time < times; time++)
                await command.ExecuteNonQueryAsync(own.Token);
        }
    }

    [Fact]
    public void The_time_out_is_one_deadline()
    {
        using var command = Command("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT COUNT(*) FROM n");
        command.CommandTimeout = 1;
        var error = Assert.Throws<ShardException>(() => command.ExecuteScalar());
        Assert.Equal(ShardErrorCode.Timeout, error.ErrorCode);
    }

    [Fact]
    public async Task A_batch_runs_its_commands_in_order_with_their_own_parameters()
    {
        foreach (var way in new[] { Way.Sync, Way.Async })
        {
            Run("DELETE FROM notes");
            using var batch = Connection.CreateBatch();
            batch.BatchCommands.Add(With("INSERT INTO notes (text) VALUES (@t), (@t)", ("t", "a")));
            batch.BatchCommands.Add(With("SELECT text FROM notes WHERE text = @t", ("t", "a")));
            batch.BatchCommands.Add(With("DELETE FROM notes WHERE text = @t", ("t", "none")));
            using var reader = way == Way.Sync ? batch.ExecuteReader() : await batch.ExecuteReaderAsync();
            Assert.True(await way.Read(reader));
            Assert.Equal("a", reader.GetString(0));
            Assert.False(await way.NextResult(reader));
            Assert.Equal([2, -1, 0], batch.BatchCommands.Select(command => command.RecordsAffected));
            Assert.Equal(2, reader.RecordsAffected);
        }

        static ShardBatchCommand With(string text, (string Name, object Value) parameter)
        {
            var command = new ShardBatchCommand(text);
            command.Parameters.AddWithValue(parameter.Name, parameter.Value);
            return command;
        }
    }
}
