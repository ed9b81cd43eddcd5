using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using ShardClient.Tests.Integration.Execution;
using SQLitePCL;
using Xunit;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>Rows copied in bulk: they must be the same as in one plain database that was given them one by one, each where its key belongs.</summary>
public sealed class BulkCopyTests : IDisposable
{
    private readonly TestCluster _cluster = new TestCluster(4, "Transaction Mode=BestEffort").WithShop();

    public void Dispose() => _cluster.Dispose();

    public static TheoryData<string> Sources => ["reader", "table", "rows", "reader async", "table async", "rows async", "stream"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Rows_of_every_kind_of_source_are_those_of_one_plain_database(string kind)
    {
        using var connection = _cluster.Open();
        using var plain = Plain("CREATE TABLE orders (user_id INTEGER NOT NULL, id INTEGER NOT NULL, amount INTEGER, PRIMARY KEY (user_id, id))");
        var rows = Orders(5_000);
        InsertOneByOne(plain, "orders", rows);
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders" };
        var result = await BulkSources.CopyAsync(copy, kind, rows);

        Assert.Equal(5_000, result.RowsRead);
        Assert.Same(result, copy.Result);
        Assert.Equal(Content(plain, "orders"), Content(connection, "orders"));
        await AssertPlacesAsync(connection, result, "orders", 5_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public async Task Batches_of_any_size_come_to_the_same(int batchSize)
    {
        using var connection = _cluster.Open();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BatchSize = batchSize };
        var result = copy.WriteToServer(Orders(batchSize == 1 ? 50 : 3_333));
        await AssertPlacesAsync(connection, result, "orders", batchSize == 1 ? 50 : 3_333);
    }

    [Fact]
    public void Under_Transaction_Mode_Single_each_shard_has_its_own_commit()
    {
        using var single = new TestCluster(3).WithShop();
        using var connection = single.Open();
        new ShardBulkCopy(connection) { DestinationTableName = "orders" }.WriteToServer(Orders(1_000));
        Assert.Equal(1_000, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task Columns_are_mapped_by_place_and_by_name_and_the_rest_have_their_defaults()
    {
        using var connection = _cluster.Open();
        connection.Execute("CREATE TABLE made (k INTEGER NOT NULL, a TEXT DEFAULT 'none', b INTEGER, c INTEGER GENERATED ALWAYS AS (b * 2), SHARD KEY (k))");
        var table = new DataTable();
        table.Columns.Add("second", typeof(int));
        table.Columns.Add("unused", typeof(string));
        table.Columns.Add("first", typeof(long));
        for (var row = 0; row < 500; row++)
            table.Rows.Add(row % 5 == 0 ? DBNull.Value : row, "x", (long)row);
        table.AcceptChanges();
        table.Rows[3].Delete();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "made" };
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping("first", "k"));
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(0, "b"));
        var result = await copy.WriteToServerAsync(table, TestContext.Current.CancellationToken);
        Assert.Equal(499, result.RowsRead);
        Assert.Equal(
            "499|399|499|0",
            string.Join('|', new[] { "count(*)", "count(b)", "sum(a = 'none')", "sum(k = 3)" }.Select(value => connection.ExecuteScalar<long>($"SELECT {value} FROM made"))));
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM made WHERE b IS NOT NULL AND (b <> k OR c <> 2 * b)"));
    }

    [Fact]
    public void Keys_that_the_cluster_generates_are_filled_in_and_given_ones_stay()
    {
        using var connection = _cluster.Open();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "tickets" };
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(0, "user_id"));
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(1, "title"));
        copy.WriteToServer(Enumerable.Range(0, 2_000).Select(static row => new object?[] { row % 50, $"title {row}" }));
        Assert.Equal(2_000, connection.ExecuteScalar<long>("SELECT count(DISTINCT id) FROM tickets"));

        var all = new ShardBulkCopy(connection) { DestinationTableName = "tickets" };
        all.WriteToServer([[77, 1, "given"], [null, 2, "generated"]]);
        Assert.Equal(77, connection.ExecuteScalar<long>("SELECT id FROM tickets WHERE title = 'given'"));
        Assert.True(connection.ExecuteScalar<long>("SELECT id FROM tickets WHERE title = 'generated'") > 1_000_000);
    }

    [Fact]
    public async Task A_reference_table_has_the_rows_on_every_shard()
    {
        using var connection = _cluster.Open();
        connection.Execute("CREATE REFERENCE TABLE moments (id INTEGER PRIMARY KEY, at TEXT DEFAULT (CURRENT_TIMESTAMP), name TEXT)");
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "moments" };
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(0, "id"));
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(1, "name"));
        var result = copy.WriteToServer(Enumerable.Range(0, 1_000).Select(static row => new object?[] { row, $"name {row}" }));
        Assert.Equal(1_000, result.RowsRead);
        Assert.Equal([1_000, 1_000, 1_000, 1_000], result.Shards.Select(static shard => shard.RowsCommitted));
        var contents = new HashSet<string>();
        foreach (var shard in result.Shards)
        {
            await using var one = await _cluster.Source.OpenShardAsync(shard.Shard);
            contents.Add(Content(one, "moments"));
        }

        Assert.Single(contents);
    }

    [Fact]
    public void A_reference_table_under_Transaction_Mode_Single_is_refused_as_by_INSERT()
    {
        using var single = new TestCluster(3).WithShop();
        using var connection = single.Open();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "countries" };
        Assert.Equal(ShardErrorCode.SecondShardWritten, Assert.Throws<ShardException>(() => copy.WriteToServer([["at", "Austria"]])).ErrorCode);
    }

    [Fact]
    public void Single_and_temporary_tables_are_filled_too()
    {
        using var connection = _cluster.Open();
        connection.Execute("CREATE TEMP TABLE mine (a INTEGER, b TEXT)");
        foreach (var table in new[] { "notes", "mine" })
        {
            new ShardBulkCopy(connection) { DestinationTableName = table }.WriteToServer(Enumerable.Range(0, 700).Select(static row => new object?[] { row, $"text {row}" }));
            Assert.Equal(700, connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}"));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(300, 900)]
    public async Task A_row_that_a_shard_refuses_takes_its_batch_back_and_the_account_tells_what_stands(int batchSize, int expected)
    {
        using var connection = _cluster.Open();
        var rows = Orders(1_000).ToList();
        rows.Insert(950, rows[10]);
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BatchSize = batchSize };
        var error = Assert.Throws<ShardException>(() => copy.WriteToServer(rows));
        Assert.Equal(ShardErrorCode.ConstraintViolation, error.ErrorCode);
        Assert.Equal(expected, copy.Result!.Shards.Sum(static shard => shard.RowsCommitted));
        Assert.Equal(0, copy.Result.Shards.Sum(static shard => shard.RowsInDoubt));
        await AssertPlacesAsync(connection, copy.Result, "orders", expected);
        new ShardBulkCopy(connection) { DestinationTableName = "countries" }.WriteToServer([["at", "Austria"]]);
    }

    [Fact]
    public async Task When_a_shard_fails_at_the_commit_the_account_tells_what_is_sure_and_what_is_not()
    {
        var refuses = false;
        _cluster.Source.ConfigureSqliteSession("refusing", connection =>
        {
            if (connection.DataSource.EndsWith("s2.db", StringComparison.Ordinal))
                raw.sqlite3_commit_hook(connection.Handle!, _ => Volatile.Read(ref refuses) ? 1 : 0, null);
        });
        using var connection = _cluster.Open();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders" };
        Volatile.Write(ref refuses, true);
        var error = Assert.Throws<ShardException>(() => copy.WriteToServer(Orders(1_000)));
        Volatile.Write(ref refuses, false);
        Assert.Equal((ShardErrorCode.OutcomeUnknown, "s2"), (error.ErrorCode, error.Shard));
        Assert.Equal(["s0", "s1", "s2", "s3"], copy.Result!.Shards.Select(static shard => shard.Shard));
        foreach (var shard in copy.Result.Shards)
        {
            var isBefore = string.CompareOrdinal(shard.Shard, "s2") < 0;
            Assert.Equal(isBefore ? shard.RowsSent : 0, shard.RowsCommitted);
            Assert.Equal(shard.Shard == "s2" ? shard.RowsSent : 0, shard.RowsInDoubt);
            await using var one = await _cluster.Source.OpenShardAsync(shard.Shard);
            Assert.Equal(shard.RowsCommitted, await one.ExecuteScalarAsync<long>("SELECT count(*) FROM orders"));
        }
    }

    [Fact]
    public void A_deferred_key_that_stays_broken_lets_no_shard_commit()
    {
        using var connection = _cluster.Open();
        connection.Execute("CREATE TABLE late (code TEXT REFERENCES countries(code) DEFERRABLE INITIALLY DEFERRED, user_id INTEGER, SHARD KEY (user_id))");
        new ShardBulkCopy(connection) { DestinationTableName = "countries" }.WriteToServer([["at", "Austria"]]);
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "late" };
        Assert.Throws<ShardException>(() => copy.WriteToServer(Enumerable.Range(0, 500).Select(static row => new object?[] { row == 499 ? "xx" : "at", row })));
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM late"));
        Assert.Equal(0, copy.Result!.Shards.Sum(static shard => shard.RowsCommitted + shard.RowsInDoubt));
    }

    [Fact]
    public void A_key_that_is_no_value_of_its_column_is_refused_with_the_rows_number()
    {
        using var connection = _cluster.Open();
        var rows = Orders(2_000).ToList();
        rows[1_500][0] = "no number";
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders" };
        var error = Assert.Throws<ShardException>(() => copy.WriteToServer(rows));
        Assert.Equal(ShardErrorCode.InvalidKeyValue, error.ErrorCode);
        Assert.Contains("user_id of row 1501", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name_before_a_row_is_read()
    {
        using var connection = _cluster.Open();
        connection.Execute("CREATE VIEW seen AS SELECT * FROM notes");
        AssertRefused("nowhere", null, ShardErrorCode.UnknownTable, "nowhere");
        AssertRefused("seen", null, ShardErrorCode.NotSupported, "view");
        AssertRefused("orders", "amuont", ShardErrorCode.UnknownColumn, "amuont");

        void AssertRefused(string table, string? column, ShardErrorCode code, string part)
        {
            var copy = new ShardBulkCopy(connection) { DestinationTableName = table };
            if (column is not null)
                copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping(0, column));
            var error = Assert.Throws<ShardException>(() => copy.WriteToServer(Unread()));
            Assert.Equal(code, error.ErrorCode);
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        static IEnumerable<object?[]> Unread()
        {
            Assert.Fail("A row was read.");
            yield break;
        }
    }

    [Fact]
    public void A_source_of_another_width_is_refused()
    {
        using var connection = _cluster.Open();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders" };
        using var table = new DataTable();
        table.Columns.Add("only");
        Assert.Contains("1 columns", Assert.Throws<InvalidOperationException>(() => copy.WriteToServer(table)).Message, StringComparison.Ordinal);
        Assert.Contains("Row 2 has 2 values", Assert.Throws<InvalidOperationException>(() => copy.WriteToServer([[1, 1, 1], [2, 2]])).Message, StringComparison.Ordinal);
        copy.ColumnMappings.Add(new ShardBulkCopyColumnMapping("other", "user_id"));
        Assert.Contains("no column other", Assert.Throws<InvalidOperationException>(() => copy.WriteToServer(table)).Message, StringComparison.Ordinal);
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inside_a_transaction_the_rows_stand_or_fall_with_it(bool commits)
    {
        using var connection = _cluster.Open();
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("INSERT INTO orders VALUES (100000, 1, 1)", transaction: transaction);
            var result = new ShardBulkCopy(connection, transaction) { DestinationTableName = "orders", BatchSize = 100 }.WriteToServer(Orders(1_000));
            Assert.Equal((1_000, 0), (result.Shards.Sum(static shard => shard.RowsSent), result.Shards.Sum(static shard => shard.RowsCommitted)));
            Assert.Equal(1_001, connection.ExecuteScalar<long>("SELECT count(*) FROM orders", transaction: transaction));
            if (commits)
                transaction.Commit();
            else
                transaction.Rollback();
        }

        Assert.Equal(commits ? 1_001 : 0, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void A_failure_inside_a_transaction_takes_back_the_copys_rows_alone()
    {
        using var connection = _cluster.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO orders VALUES (100000, 1, 1)", transaction: transaction);
        var rows = Orders(1_000).ToList();
        rows.Add(rows[10]);
        Assert.Throws<ShardException>(() => new ShardBulkCopy(connection, transaction) { DestinationTableName = "orders" }.WriteToServer(rows));
        Assert.Equal(1, connection.ExecuteScalar<long>("SELECT count(*) FROM orders", transaction: transaction));
        transaction.Commit();
        Assert.Equal(1, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void The_connections_transaction_has_to_be_named()
    {
        using var connection = _cluster.Open();
        using var transaction = connection.BeginTransaction();
        Assert.Throws<InvalidOperationException>(() => new ShardBulkCopy(connection) { DestinationTableName = "orders" }.WriteToServer(Orders(1)));
    }

    [Fact]
    public void Progress_is_told_and_may_stop_the_copy()
    {
        using var connection = _cluster.Open();
        var told = new List<long>();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", NotifyAfter = 400 };
        copy.RowsCopied += (_, progress) =>
        {
            told.Add(progress.RowsCopied);
            progress.Abort = progress.RowsCopied == 1_200;
        };
        Assert.Throws<OperationCanceledException>(() => copy.WriteToServer(Orders(2_000)));
        Assert.Equal([400, 800, 1_200], told);
        Assert.Equal(1_200, copy.Result!.RowsRead);
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task A_cancelled_token_and_a_passed_time_stop_the_copy()
    {
        using var connection = _cluster.Open();
        using var source = new CancellationTokenSource();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BulkCopyTimeout = 1 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await copy.WriteToServerAsync(CancellingAfter(1_500, source), source.Token));
        var error = Assert.Throws<ShardException>(() => copy.WriteToServer(Slowly()));
        Assert.Equal(ShardErrorCode.Timeout, error.ErrorCode);
        Assert.Equal(0, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));

        static IEnumerable<object?[]> CancellingAfter(int count, CancellationTokenSource source)
        {
            foreach (var row in Orders(3_000))
            {
                if (count-- == 0)
                    source.Cancel();
                yield return row;
            }
        }

        static IEnumerable<object?[]> Slowly()
        {
            foreach (var row in Orders(100))
            {
                Thread.Sleep(20);
                yield return row;
            }
        }
    }

    [Fact]
    public async Task Several_copies_at_once_wait_for_each_other_and_all_arrive()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(copier => Task.Run(async () =>
        {
            using var connection = _cluster.Open();
            var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders", BatchSize = copier * 500 };
            var rows = Orders(3_000).Select(row => new object?[] { row[0], (int)row[1]! + (copier * 100_000), row[2] });
            await copy.WriteToServerAsync(rows, TestContext.Current.CancellationToken);
        })));
        using var connection = _cluster.Open();
        Assert.Equal(9_000, connection.ExecuteScalar<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public void Long_values_and_every_type_arrive_as_by_parameters()
    {
        using var connection = _cluster.Open();
        connection.Execute("CREATE TABLE wide (k INTEGER, t TEXT, b BLOB, r REAL, d DATETIME, g GUID, m DECIMAL, SHARD KEY (k))");
        using var plain = Plain("CREATE TABLE wide (k INTEGER, t TEXT, b BLOB, r REAL, d DATETIME, g GUID, m DECIMAL)");
        var random = new Random(11);
        var rows = Enumerable.Range(0, 300).Select(row =>
        {
            var bytes = new byte[random.Next(20_000)];
            random.NextBytes(bytes);
            return new object?[] { row, new string('ä', random.Next(5_000)), bytes, random.NextDouble(), new DateTime(2026, 1, 1).AddSeconds(row), Guid.NewGuid(), row / 7m };
        }).ToList();
        rows.Add([300, null, DBNull.Value, null, null, null, null]);
        InsertOneByOne(plain, "wide", rows);
        new ShardBulkCopy(connection) { DestinationTableName = "wide" }.WriteToServer(rows);
        Assert.Equal(Content(plain, "wide"), Content(connection, "wide"));
    }

    [Fact]
    public void Triggers_and_foreign_keys_act_as_by_INSERT()
    {
        using var connection = _cluster.Open();
        connection.Execute("CREATE TABLE log (user_id INTEGER, text TEXT, SHARD KEY (user_id))");
        connection.Execute("CREATE TRIGGER logged AFTER INSERT ON orders BEGIN INSERT INTO log VALUES (new.user_id, 'order ' || new.id); END");
        new ShardBulkCopy(connection) { DestinationTableName = "orders" }.WriteToServer(Orders(1_000));
        Assert.Equal(1_000, connection.ExecuteScalar<long>("SELECT count(*) FROM log"));
        connection.Execute("CREATE TABLE lines (code TEXT REFERENCES countries(code), user_id INTEGER, SHARD KEY (user_id))");
        var error = Assert.Throws<ShardException>(() => new ShardBulkCopy(connection) { DestinationTableName = "lines" }.WriteToServer([["xx", 1]]));
        Assert.Equal(ShardErrorCode.ConstraintViolation, error.ErrorCode);
    }

    [Fact]
    public void A_changed_table_is_noticed_between_two_copies()
    {
        using var connection = _cluster.Open();
        var copy = new ShardBulkCopy(connection) { DestinationTableName = "orders" };
        copy.WriteToServer(Orders(1_000));
        connection.Execute("ALTER TABLE orders ADD COLUMN note TEXT");
        copy.WriteToServer(Orders(1_000).Select(static row => new object?[] { row[0], (int)row[1]! + 50_000, row[2], "new" }));
        Assert.Equal("2000|1000", connection.QuerySingle<string>("SELECT count(*) || '|' || count(note) FROM orders"));
    }

    private static List<object?[]> Orders(int count) =>
        [.. Enumerable.Range(0, count).Select(static row => new object?[] { row % 97, row, row % 10 == 0 ? null : row * 3 })];

    private static SqliteConnection Plain(string definition)
    {
        var plain = new SqliteConnection("Data Source=:memory:");
        plain.Open();
        plain.Execute(definition);
        return plain;
    }

    private static void InsertOneByOne(SqliteConnection plain, string table, IEnumerable<object?[]> rows)
    {
        foreach (var row in rows)
        {
            using var command = plain.CreateCommand();
            command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", row.Select(static (_, index) => $"@p{index}"))})";
            for (var index = 0; index < row.Length; index++)
                command.Parameters.AddWithValue($"@p{index}", row[index] ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Every row with its storage classes, in an order that does not depend on places.</summary>
    private static string Content(System.Data.Common.DbConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} LIMIT 0";
        var columns = new List<string>();
        using (var reader = command.ExecuteReader())
        {
            for (var ordinal = 0; ordinal < reader.FieldCount; ordinal++)
                columns.Add(reader.GetName(ordinal));
        }

        command.CommandText = $"SELECT {string.Join(" || '|' || ", columns.Select(static name => $"typeof({name}) || ':' || quote({name})"))} FROM {table}";
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
            lines.Add(rows.GetString(0));
        lines.Sort(StringComparer.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{lines.Count}\n{string.Join("\n", lines)}");
    }

    /// <summary>Each shard holds as many rows as the account says, and each row is found by its key.</summary>
    private async Task AssertPlacesAsync(ShardConnection connection, ShardBulkCopyResult result, string table, int count)
    {
        foreach (var shard in result.Shards)
        {
            await using var one = await _cluster.Source.OpenShardAsync(shard.Shard);
            Assert.Equal(shard.RowsCommitted, await one.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}"));
        }

        Assert.Equal(count, result.Shards.Sum(static shard => shard.RowsCommitted));
        var found = 0L;
        for (var user = 0; user < 97; user++)
            found += await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table} WHERE user_id = @user", new { user });
        Assert.Equal(count, found);
    }
}
