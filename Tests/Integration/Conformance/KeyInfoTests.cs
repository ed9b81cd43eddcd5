using System.Data;
using System.Data.Common;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>What a reader tells of keys and of the tables its columns come from.</summary>
public sealed class KeyInfoTests : ConformanceCluster
{
    public KeyInfoTests()
    {
        Run("CREATE TABLE lines (user_id BIGINT NOT NULL, id BIGINT NOT NULL, note TEXT, twice AS (id * 2), PRIMARY KEY (user_id, id), SHARD KEY (user_id))");
        Run("CREATE TABLE tickets (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, SHARD KEY (user_id))");
        Run("CREATE REFERENCE TABLE countries (code TEXT NOT NULL UNIQUE, name TEXT)");
        Run("CREATE TABLE logs (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)");
        Run("CREATE VIEW all_lines AS SELECT user_id, id, note FROM lines");
    }

    [Theory]
    [InlineData("SELECT note, id, user_id FROM lines")]
    [InlineData("SELECT note, id, user_id FROM lines WHERE user_id = 1")]
    [InlineData("SELECT DISTINCT note, id, user_id FROM lines ORDER BY note")]
    [InlineData("SELECT note, id, user_id FROM main.lines AS l WHERE l.id > 3 LIMIT 5")]
    public void A_whole_key_is_told_on_one_shard_and_over_all(string text)
    {
        var columns = Columns(text);
        Assert.Equal([false, true, true], columns.Select(static column => column.IsKey!.Value));
        Assert.Equal([true, false, false], columns.Select(static column => column.AllowDBNull!.Value));
        Assert.All(columns, static column => Assert.Equal(("main", "lines", false), (column.BaseCatalogName, column.BaseTableName, column.IsUnique!.Value)));
    }

    [Theory]
    [InlineData("SELECT note, id FROM lines")]
    [InlineData("SELECT a.user_id, a.id FROM lines a JOIN lines b ON a.user_id = b.user_id")]
    [InlineData("SELECT user_id, id FROM all_lines")]
    [InlineData("SELECT user_id, id FROM lines UNION ALL SELECT user_id, id FROM lines")]
    [InlineData("SELECT user_id, id, MAX(note) FROM lines WHERE user_id = 1")]
    public void No_key_is_told_where_rows_may_repeat_or_a_part_is_missing(string text) =>
        Assert.All(Columns(text), static column => Assert.Equal((false, false), (column.IsKey, column.IsUnique)));

    [Theory]
    [InlineData("SELECT l.user_id FROM people p LEFT JOIN lines l ON l.user_id = p.id")]
    [InlineData("SELECT user_id, MAX(note) FROM lines WHERE user_id = 1")]
    [InlineData("SELECT (SELECT id FROM logs WHERE id = 5)")]
    public void Whether_a_column_may_be_NULL_is_not_told_where_the_query_adds_NULLs(string text) => Assert.Null(Columns(text)[0].AllowDBNull);

    [Fact]
    public void What_is_unique_on_each_shard_is_a_key_together_with_the_sharding_key()
    {
        var columns = Columns("SELECT * FROM tickets");
        Assert.Equal([true, true], columns.Select(static column => column.IsKey!.Value));
        Assert.Equal([false, false], columns.Select(static column => column.IsUnique!.Value));
        Assert.Equal([false, false], Columns("SELECT id, id FROM tickets").Select(static column => column.IsKey!.Value));
    }

    [Fact]
    public void A_unique_column_is_the_key_of_a_table_without_a_primary_one()
    {
        var code = Columns("SELECT code, name FROM countries")[0];
        Assert.Equal((true, true, false), (code.IsKey, code.IsUnique, code.AllowDBNull));
    }

    [Fact]
    public void Columns_that_an_insert_leaves_out_are_told()
    {
        Assert.Equal([true, false], Columns("SELECT id, text FROM logs").Select(static column => column.IsAutoIncrement!.Value));
        Assert.Equal([true, false], Columns("SELECT id, user_id FROM tickets").Select(static column => column.IsAutoIncrement!.Value));
        Assert.Equal([false, true, true], Columns("SELECT id, twice, 1 + 1 FROM lines").Select(static column => column.IsReadOnly!.Value));
    }

    [Fact]
    public void Without_KeyInfo_no_key_is_told_so_that_a_filled_table_keeps_all_rows()
    {
        Run("CREATE TABLE codes (code TEXT NOT NULL PRIMARY KEY, name TEXT)");
        Run("INSERT INTO codes VALUES ('a', 'x'), ('A', 'y')");
        using var command = Command("SELECT code, name FROM codes");
        using var reader = command.ExecuteReader();
        Assert.Null(reader.GetColumnSchema()[0].IsKey);
        using var table = new DataTable();
        table.Load(reader);
        Assert.Equal(2, table.Rows.Count);
    }

    [Theory]
    [InlineData(Way.Sync)]
    [InlineData(Way.Async)]
    public async Task The_schema_table_tells_the_same(Way way)
    {
        using var command = Command("SELECT id, text FROM logs");
        await using var reader = await way.Reader(command, CommandBehavior.KeyInfo);
        using var table = (way == Way.Sync ? reader.GetSchemaTable() : await reader.GetSchemaTableAsync(TestContext.Current.CancellationToken))!;
        var row = table.Rows[0];
        Assert.Equal((true, true, false, true), ((bool)row["IsKey"], (bool)row["IsUnique"], (bool)row["AllowDBNull"], (bool)row["IsAutoIncrement"]));
        Assert.Equal(("main", "logs", "id"), ((string)row["BaseCatalogName"], (string)row["BaseTableName"], (string)row["BaseColumnName"]));
    }

    [Fact]
    public void An_adapter_writes_back_what_it_read()
    {
        for (var user = 1; user <= 3; user++)
            Run($"INSERT INTO lines (user_id, id, note) VALUES ({user}, 1, 'note{user}')");
        using var adapter = ShardClientFactory.Instance.CreateDataAdapter()!;
        using var builder = ShardClientFactory.Instance.CreateCommandBuilder()!;
        using var select = Command("SELECT user_id, id, note, twice FROM lines ORDER BY user_id");
        adapter.SelectCommand = select;
        builder.DataAdapter = adapter;
        using var table = new DataTable();
        adapter.Fill(table);
        table.Rows[0]["note"] = "changed";
        table.Rows[1].Delete();
        table.Rows.Add(9L, 9L, "new");
        Assert.Equal(3, adapter.Update(table));
        using var rows = Command("SELECT note FROM lines ORDER BY user_id");
        using var reader = rows.ExecuteReader();
        var notes = new List<string>();
        while (reader.Read())
            notes.Add(reader.GetString(0));
        Assert.Equal(["changed", "note3", "new"], notes);
    }

    private DbColumn[] Columns(string text)
    {
        using var command = Command(text);
        using var reader = command.ExecuteReader(CommandBehavior.KeyInfo | CommandBehavior.SchemaOnly);
        return [.. reader.GetColumnSchema()];
    }
}
