using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Dapper;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>What a program may rely on and no other test shows.</summary>
[Collection("Data sources of connection strings")]
public sealed class ContractTests : IDisposable
{
    private readonly TestCluster _cluster = new TestCluster(shards: 3).WithShop(users: 6);
    private readonly ShardConnection _connection;

    public ContractTests() => _connection = _cluster.Open();

    [Fact]
    public void A_connection_string_is_the_same_instance_before_and_after_Open()
    {
        using var connection = new ShardConnection(_cluster.ConnectionString);
        var before = connection.ConnectionString;
        connection.Open();
        Assert.Same(before, connection.ConnectionString);
        Assert.Equal(_cluster.ConnectionString, before);
        connection.Close();
        Assert.Same(before, connection.ConnectionString);
        ShardConnection.ClearPool(connection);
    }

    [Fact]
    public async Task A_disposed_data_source_holds_no_file_and_refuses_what_comes_later()
    {
        var source = new ShardDataSource(_cluster.ConnectionString);
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
            Assert.Equal(6, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM orders"));
        await source.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => source.CreateConnection());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => source.CheckAsync(TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task CheckAsync_names_every_shard_that_cannot_be_used()
    {
        using var busy = new TestCluster(shards: 3, "Maximum Pool Size=2;Default Command Timeout=1");
        await busy.Source.CheckAsync(TestContext.Current.CancellationToken);
        var open = new List<IDisposable>();
        foreach (var shard in new[] { "s1", "s1", "s2", "s2" })
        {
            var connection = await busy.Source.OpenShardAsync(shard, TestContext.Current.CancellationToken);
            var command = new ShardCommand("SELECT i FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)", connection);
            open.InsertRange(0, [command.ExecuteReader(), command, connection]);
        }

        var error = await Assert.ThrowsAsync<ShardException>(() => busy.Source.CheckAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Equal((true, true, false), (error.Message.Contains("s1", StringComparison.Ordinal), error.Message.Contains("s2", StringComparison.Ordinal), error.Message.Contains("s0", StringComparison.Ordinal)));
        open.ForEach(static held => held.Dispose());
    }

    [Theory]
    [InlineData("", typeof(bool))]
    [InlineData("Sqlite Types=Storage", typeof(long))]
    public void Types_are_declared_or_stored_as_the_connection_says(string option, Type expected)
    {
        using var cluster = new TestCluster(shards: 2, option);
        using var connection = cluster.Open();
        connection.Execute("CREATE TABLE flags (id INTEGER PRIMARY KEY, isOn BOOLEAN); INSERT INTO flags VALUES (1, 1)");
        Assert.Equal(expected, connection.ExecuteScalar("SELECT isOn FROM flags")!.GetType());
    }

    [Fact]
    public void The_connections_time_out_is_that_of_commands_that_say_none()
    {
        using var cluster = new TestCluster(shards: 2, "Default Command Timeout=7");
        using var connection = cluster.Open();
        using var command = connection.CreateCommand();
        using var batch = connection.CreateBatch();
        Assert.Equal((7, 7), (command.CommandTimeout, batch.Timeout));
    }

    [Fact]
    public void Another_database_is_refused() => Assert.Throws<NotSupportedException>(() => _connection.ChangeDatabase("other"));

    [Fact]
    public void Readers_of_a_transaction_share_its_session()
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = new ShardCommand("INSERT INTO notes VALUES (1, 'a'), (2, 'b')", _connection, transaction);
        insert.ExecuteNonQuery();
        using var first = new ShardCommand("SELECT id FROM notes ORDER BY id", _connection, transaction);
        using var second = new ShardCommand("SELECT id FROM notes ORDER BY id", _connection, transaction);
        using var one = first.ExecuteReader();
        using var two = second.ExecuteReader();
        Assert.True(one.Read() && two.Read() && one.Read());
        Assert.Equal((2L, 1L), (one.GetInt64(0), two.GetInt64(0)));
        Assert.True(two.Read());
        Assert.False(one.Read() || two.Read());
    }

    [Fact]
    public void All_statements_of_a_text_share_one_deadline()
    {
        const string slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT COUNT(*) FROM n;";
        using var command = new ShardCommand(string.Concat(Enumerable.Repeat(slow, 100)), _connection) { CommandTimeout = 1 };
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(ShardErrorCode.Timeout, Assert.Throws<ShardException>(() => command.ExecuteNonQuery()).ErrorCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.5, 10);
    }

    [Fact]
    public void Session_functions_are_answered_for_the_connection_and_not_for_a_session()
    {
        Assert.Equal(1, _connection.Execute("INSERT INTO tickets (user_id, title) VALUES (5, 'x')"));
        var id = _connection.ExecuteScalar<long>("SELECT id FROM tickets");
        Assert.Equal((id, 1L, 1L), _connection.QuerySingle<(long, long, long)>("SELECT last_insert_rowid(), changes(), total_changes() > 0"));
        using var other = _cluster.Open();
        Assert.Equal((0L, 0L), other.QuerySingle<(long, long)>("SELECT last_insert_rowid(), changes()"));
    }

    [Theory]
    [InlineData("ATTACH 'x' AS y")]
    [InlineData("PRAGMA case_sensitive_like = 1")]
    [InlineData("PRAGMA cache_size = -4000")]
    [InlineData("PRAGMA journal_mode = DELETE")]
    [InlineData("PRAGMA synchronous = EXTRA")]
    [InlineData("PRAGMA recursive_triggers(1)")]
    [InlineData("VACUUM INTO 'x'")]
    public void What_would_belong_to_one_session_is_refused_by_name(string text)
    {
        var refusal = Refusal(text);
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.NotNull(refusal.Position);
    }

    [Theory]
    [InlineData("PRAGMA foreign_keys = ON", null)]
    [InlineData("PRAGMA foreign_keys(yes)", null)]
    [InlineData("PRAGMA journal_mode = WAL", "wal")]
    [InlineData("PRAGMA synchronous = NORMAL", null)]
    [InlineData("PRAGMA synchronous = 1", null)]
    [InlineData("PRAGMA recursive_triggers = 0", null)]
    [InlineData("PRAGMA encoding = 'UTF-8'", null)]
    [InlineData("PRAGMA foreign_keys", 1L)]
    [InlineData("PRAGMA user_version", 0L)]
    public void A_setting_that_holds_in_every_session_is_accepted_and_told(string text, object? answer) => Assert.Equal(answer, _connection.ExecuteScalar(text));

    [Fact]
    public void A_setting_that_every_session_was_given_is_accepted()
    {
        using var source = new ShardDataSourceBuilder("Data Source=:memory:;Shards=2").ConfigureSqliteSession(static session =>
        {
            using var command = session.CreateCommand();
            command.CommandText = "PRAGMA recursive_triggers = ON";
            command.ExecuteNonQuery();
        }).Build();
        using var connection = source.OpenConnection();
        connection.Execute("PRAGMA recursive_triggers = ON");
        Assert.Throws<ShardException>(() => connection.Execute("PRAGMA recursive_triggers = OFF"));
    }

    [Fact]
    public void The_moment_is_one_for_all_shards()
    {
        var moments = _connection.Query<string>("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') FROM orders").Distinct();
        Assert.Single(moments);
        Assert.Single(_connection.Query<string>("SELECT DISTINCT CURRENT_TIMESTAMP FROM orders"));
    }

    [Fact]
    public void The_master_table_and_the_table_functions_show_logical_tables()
    {
        Assert.Equal(["countries", "notes", "orders", "tickets"], _connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
        Assert.Equal(["user_id", "id", "amount"], _connection.Query<string>("SELECT name FROM pragma_table_info('orders')"));
        Assert.Equal("orders", _connection.ExecuteScalar<string>("SELECT tbl_name FROM sqlite_schema WHERE sql LIKE '%SHARD KEY (user_id)%' AND name = 'orders'"));
    }

    [Fact]
    public void Unknown_names_in_a_text_are_no_variables()
    {
        using var command = new ShardCommand("SELECT @nobody", _connection);
        Assert.Contains("@nobody", Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT amount FROM orders WHERE user_id = 1")]
    [InlineData("SELECT amount FROM orders ORDER BY amount")]
    [InlineData("SELECT amount FROM orders WHERE user_id IN (1, 2, 3)")]
    public void A_columns_type_is_that_of_its_declaration_on_any_route(string text)
    {
        using var command = new ShardCommand(text, _connection);
        using var reader = command.ExecuteReader();
        var before = (reader.GetFieldType(0), reader.GetDataTypeName(0));
        Assert.True(reader.Read());
        Assert.Equal(before, (reader.GetFieldType(0), reader.GetDataTypeName(0)));
        Assert.Equal((typeof(long), "INTEGER"), before);
    }

    [Fact]
    public void An_expression_has_the_type_of_its_first_value_that_is_not_NULL()
    {
        using var command = new ShardCommand("SELECT CASE WHEN user_id > 2 THEN 1.5 END FROM orders ORDER BY user_id", _connection);
        using var reader = command.ExecuteReader();
        while (reader.Read() && reader.IsDBNull(0))
        {
        }

        Assert.Equal(typeof(double), reader.GetFieldType(0));
    }

    [Fact]
    public async Task A_snapshot_reads_beside_a_writer_and_a_second_writer_waits_until_its_deadline()
    {
        using var writing = _connection.BeginTransaction();
        _connection.Execute("INSERT INTO notes VALUES (1, 'a')", transaction: writing);
        await using var second = _cluster.Open();
        await using (var snapshot = await second.BeginTransactionAsync(IsolationLevel.Snapshot, TestContext.Current.CancellationToken))
            Assert.Equal(0, second.ExecuteScalar<int>("SELECT COUNT(*) FROM notes", transaction: snapshot));
        var waited = Assert.Throws<ShardException>(() => second.Execute("INSERT INTO notes VALUES (2, 'b')", commandTimeout: 1));
        Assert.True(waited.IsTransient);
    }

    [Theory]
    [InlineData("Consistency=Strong")]
    [InlineData("Consistency=Session;Consistency Scope=Connection")]
    [InlineData("Consistency=Session;Consistency Scope=DataSource;Atomic Reads=false")]
    [InlineData("Consistency=Bounded;Max Staleness=5")]
    [InlineData("Consistency=Eventual")]
    public void A_read_sees_what_was_committed_before_it_under_every_consistency(string option)
    {
        using var source = new ShardDataSource($"{_cluster.ConnectionString};{option}");
        using var reading = source.OpenConnection();
        for (var round = 1; round <= 20; round++)
        {
            _connection.Execute("UPDATE orders SET amount = @round WHERE user_id = 1", new { round });
            Assert.Equal(round, reading.ExecuteScalar<int>("SELECT amount FROM orders WHERE user_id = 1"));
            Assert.Equal(round, reading.ExecuteScalar<int>("SELECT amount FROM orders ORDER BY user_id"));
        }
    }

    [Fact]
    public void Atomic_reads_are_refused_with_what_to_do()
    {
        var built = Assert.Throws<ShardException>(() => new ShardDataSource("Data Source=:memory:;Shards=2;Atomic Reads=true"));
        Assert.Equal(ShardErrorCode.InvalidConfiguration, built.ErrorCode);
        Assert.Contains("two-phase", built.Message, StringComparison.Ordinal);
        Assert.Contains("two-phase", Assert.Throws<ArgumentException>(() => new ShardConnection("Data Source=:memory:;Shards=2;Atomic Reads=true")).Message, StringComparison.Ordinal);
        Assert.Contains("two-phase", Assert.Throws<ArgumentException>(() => new ShardConnectionStringBuilder { AtomicReads = true }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_row_holds_is_in_no_tag_and_in_no_message()
    {
        const string secret = "do-not-show-4711";
        var told = new List<string>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "ShardClient",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => AddAll(activity.TagObjects.ToArray()),
        };
        ActivitySource.AddActivityListener(activities);
        using var meters = new MeterListener { InstrumentPublished = Enable };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => AddAll(tags));
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => AddAll(tags));
        meters.Start();
        _connection.Execute("INSERT INTO notes VALUES (77, @secret)", new { secret });
        Assert.Equal(secret, _connection.QuerySingle<string>($"SELECT text FROM notes WHERE text = '{secret}'"));
        var refused = Assert.Throws<ShardException>(() => _connection.Execute("INSERT INTO notes VALUES (77, @secret)", new { secret }));
        lock (told)
        {
            // Other tests' statements are told here too; this one's tags are among them.
            Assert.Contains(told, static tag => tag.Contains("s0", StringComparison.Ordinal));
            Assert.DoesNotContain(told, static tag => tag.Contains(secret, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(secret, refused.Message, StringComparison.Ordinal);

        void AddAll(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                lock (told)
                    told.Add($"{tag.Key}={tag.Value}");
            }
        }

        static void Enable(Instrument instrument, MeterListener listener)
        {
            if (instrument.Meter.Name == "ShardClient")
                listener.EnableMeasurementEvents(instrument);
        }
    }

    [Fact]
    public void The_factory_is_found_by_its_invariant_name()
    {
        DbProviderFactories.RegisterFactory("ShardClient", ShardClientFactory.Instance);
        Assert.Same(ShardClientFactory.Instance, DbProviderFactories.GetFactory(_connection));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _cluster.Dispose();
    }

    private ShardException Refusal(string text)
    {
        using var command = new ShardCommand(text, _connection);
        return Assert.Throws<ShardException>(() => command.ExecuteNonQuery());
    }
}
