using System.Data;
using System.Data.Common;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>The same on files and on servers.</summary>
public abstract class ReaderTests(IConformanceDatabase database) : ConformanceCluster(database)
{
    public static TheoryData<Way> Ways => [Way.Sync, Way.Async];

    [Fact]
    public async Task Types_are_the_declared_ones_before_and_after_the_first_row_and_on_every_shard()
    {
        Fill(9);
        Run("INSERT INTO people (id) VALUES (10)");
        Type[] expected = [typeof(long), typeof(string), typeof(DateTime), typeof(decimal), typeof(bool), typeof(byte[])];
        using var command = Command("SELECT * FROM people ORDER BY id DESC");
        using var reader = await Way.Sync.Reader(command);
        Assert.Equal(expected, Types());
        while (reader.Read())
            Assert.Equal(expected, Types());
        Assert.Equal(expected, Types());

        Type[] Types() => Enumerable.Range(0, reader.FieldCount).Select(reader.GetFieldType).ToArray();
    }

    [Fact]
    public void A_row_is_read_as_it_is_declared()
    {
        Fill(3);
        using var command = Command("SELECT * FROM people WHERE id = @id", ("id", 3));
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal([3L, "name3", new DateTime(2000, 1, 3), 3.25m, true, new byte[] { 3 }], Enumerable.Range(0, 6).Select(reader.GetValue));
        Assert.Equal(new DateOnly(2000, 1, 3), reader.GetFieldValue<DateOnly>(2));
        Assert.Equal(3, reader.GetFieldValue<int?>(0));
        Assert.Equal(DayOfWeek.Wednesday, reader.GetFieldValue<DayOfWeek>(0));
        Assert.Equal(1, reader.GetOrdinal("NAME"));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("nobody"));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetValue(6));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Statements_run_in_order_each_at_its_NextResult(Way way)
    {
        Fill(2);
        using var command = Command("SELECT 1; INSERT INTO notes (text) VALUES ('a'); SELECT text FROM notes; UPDATE notes SET text = 'b'; SELECT text FROM notes");
        var reader = await way.Reader(command);
        Assert.Equal(-1, reader.RecordsAffected);
        Assert.True(await way.Read(reader));
        Assert.True(await way.NextResult(reader));
        Assert.Equal(1, reader.RecordsAffected);
        Assert.True(await way.Read(reader));
        Assert.Equal("a", reader.GetString(0));
        Assert.True(await way.NextResult(reader));
        Assert.True(await way.Read(reader));
        Assert.Equal("b", reader.GetString(0));
        Assert.False(await way.NextResult(reader));
        Assert.Equal(2, reader.RecordsAffected);
        await way.Close(reader);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Closing_a_reader_runs_what_is_left_of_the_text(Way way)
    {
        using (var command = Command("SELECT 1; INSERT INTO notes (text) VALUES ('late')"))
            Assert.Equal("1", $"{await way.Scalar(command)}");
        using var count = Command("SELECT COUNT(*) FROM notes");
        Assert.Equal(1L, await way.Scalar(count));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task After_a_failure_nothing_more_of_the_text_runs(Way way)
    {
        using (var command = Command("SELECT 1; INSERT INTO nowhere VALUES (1); INSERT INTO notes (text) VALUES ('never')"))
            await Assert.ThrowsAsync<ShardException>(() => way.NonQuery(command));
        using var count = Command("SELECT COUNT(*) FROM notes");
        Assert.Equal(0L, await way.Scalar(count));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Several_readers_are_open_at_once(Way way)
    {
        Fill(5);
        using var first = Command("SELECT id FROM people ORDER BY id");
        using var second = Command("SELECT name FROM people WHERE id = @id", ("@id", 0L));
        using var reader = await way.Reader(first);
        var names = new List<string>();
        while (await way.Read(reader))
        {
            second.Parameters[0].Value = reader.GetInt64(0);
            using var inner = await way.Reader(second);
            Assert.True(await way.Read(inner));
            names.Add(inner.GetString(0));
        }

        Assert.Equal(["name1", "name2", "name3", "name4", "name5"], names);
    }

    [Fact]
    public void Cancelling_a_command_leaves_the_other_readers_of_the_connection_alone()
    {
        Fill(5);
        using var first = Command("SELECT id FROM people ORDER BY id");
        using var second = Command("SELECT id FROM people ORDER BY id");
        using var reader = first.ExecuteReader();
        Assert.True(reader.Read());
        using (var other = second.ExecuteReader())
        {
            Assert.True(other.Read());
            second.Cancel();
            Assert.Throws<OperationCanceledException>(() => other.Read());
        }

        var rows = 1;
        while (reader.Read())
            rows++;
        Assert.Equal(5, rows);
        Assert.Equal("1", $"{Command("SELECT 1").ExecuteScalar()}");
    }

    [Fact]
    public void A_command_whose_reader_is_open_is_not_run_again()
    {
        using var command = Command("SELECT 1");
        using var reader = command.ExecuteReader();
        Assert.Throws<InvalidOperationException>(() => command.ExecuteReader());
        Assert.Throws<InvalidOperationException>(() => command.CommandText = "SELECT 2");
        reader.Close();
        Assert.Equal("1", $"{command.ExecuteScalar()}");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task HasRows_looks_ahead_without_losing_a_row(Way way)
    {
        Fill(1);
        using var command = Command("SELECT id FROM people; SELECT id FROM people WHERE id = 99");
        using var reader = await way.Reader(command);
        Assert.True(reader.HasRows);
        Assert.Throws<InvalidOperationException>(() => reader.GetInt64(0));
        Assert.True(await way.Read(reader));
        Assert.Equal(1, reader.GetInt64(0));
        Assert.False(await way.Read(reader));
        Assert.True(reader.HasRows);
        Assert.Equal("id", reader.GetName(0));
        Assert.True(await way.NextResult(reader));
        Assert.False(reader.HasRows);
    }

    [Theory]
    [InlineData(CommandBehavior.SingleRow, 1)]
    [InlineData(CommandBehavior.SingleResult, 3)]
    public void A_single_row_or_result_is_all_that_is_shown(CommandBehavior behavior, int rows)
    {
        Fill(3);
        using var command = Command("SELECT id FROM people ORDER BY id; SELECT 7");
        using var reader = command.ExecuteReader(behavior);
        var read = 0;
        while (reader.Read())
            read++;
        Assert.Equal(rows, read);
        Assert.False(reader.NextResult());
    }

    [Fact]
    public void SchemaOnly_tells_columns_and_changes_nothing()
    {
        using (var command = Command("INSERT INTO notes (text) VALUES ('x'); SELECT id, text FROM notes"))
        {
            using var reader = command.ExecuteReader(CommandBehavior.SchemaOnly);
            Assert.Equal(["id", "text"], reader.GetColumnSchema().Select(column => column.ColumnName));
            Assert.False(reader.Read());
        }

        using var count = Command("SELECT COUNT(*) FROM notes");
        Assert.Equal(0L, count.ExecuteScalar());
    }

    [Fact]
    public void CloseConnection_closes_it_with_the_reader()
    {
        using var connection = Open();
        using var command = new ShardCommand("SELECT 1", connection);
        command.ExecuteReader(CommandBehavior.CloseConnection).Dispose();
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void Bytes_and_characters_are_copied_in_parts()
    {
        using var command = Command("SELECT X'01020304', 'ab¢d', NULL");
        using var reader = command.ExecuteReader();
        reader.Read();
        var bytes = new byte[3];
        Assert.Equal(4, reader.GetBytes(0, 0, null, 0, 0));
        Assert.Equal(2, reader.GetBytes(0, 2, bytes, 1, 2));
        Assert.Equal([0, 3, 4], bytes);
        var letters = new char[2];
        Assert.Equal(2, reader.GetChars(1, 2, letters, 0, 2));
        Assert.Equal(['¢', 'd'], letters);
        using var stream = reader.GetStream(0);
        Assert.Equal(1, stream.ReadByte());
        Assert.Equal("ab¢d", reader.GetTextReader(1).ReadToEnd());
        Assert.True(reader.IsDBNull(2));
        Assert.Null(reader.GetFieldValue<string?>(1) is "ab¢d" ? null : "wrong");
        Assert.Throws<InvalidCastException>(() => reader.GetString(2));
    }

    [Fact]
    public void A_schema_table_names_the_columns_and_where_they_come_from()
    {
        Fill(1);
        using var command = Command("SELECT id AS number, name, 1 + 1 FROM people");
        using var reader = command.ExecuteReader();
        var schema = reader.GetColumnSchema();
        Assert.Equal(("number", "id", "people", typeof(long)), (schema[0].ColumnName, schema[0].BaseColumnName, schema[0].BaseTableName, schema[0].DataType!));
        Assert.Equal((true, false, 50), (schema[2].IsExpression, schema[1].IsExpression, schema[1].ColumnSize));
        var table = reader.GetSchemaTable()!;
        Assert.Equal("number", table.Rows[0][SchemaTableColumn.ColumnName]);
    }

    [Fact]
    public void A_table_is_loaded_from_a_reader()
    {
        Fill(4);
        using var command = Command("SELECT * FROM people ORDER BY id");
        using var reader = command.ExecuteReader();
        using var table = new DataTable();
        table.Load(reader);
        Assert.Equal(4, table.Rows.Count);
        Assert.Equal(4.25m, table.Rows[3]["paid"]);
    }
}
