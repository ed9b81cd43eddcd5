using System.Globalization;
using Dapper;
using ShardClient.Tests.Integration.Execution;
using ShardClient.Tests.Integration.MySql;
using ShardClient.Tests.Integration.Servers;
using Xunit;

namespace ShardClient.Tests.Integration.Dialects;

/// <summary>One script, whichever dialect it is written in, on shards of SQLite and on shards of a server: the same tables, the same answers.</summary>
[Collection(MySqlFixture.Name)]
public sealed class OneTextTests : IDisposable
{
    private readonly TestCluster _files = new(ServerDatabases.Shards, "Transaction Mode=BestEffort");
    private readonly ServerDatabases _servers;

    public OneTextTests(MySqlFixture fixture)
    {
        _servers = new ServerDatabases(fixture);
        _files.Open().Dispose();
    }

    public void Dispose()
    {
        _files.Dispose();
        _servers.Dispose();
    }

    [Theory]
    [InlineData("mysql")]
    [InlineData("sqlite")]
    public void An_applications_script_runs_on_both_engines_and_answers_alike(string dialect)
    {
        var script = dialect == "mysql" ? ShopScripts.MySql : ShopScripts.Sqlite;
        foreach (var source in new[] { _files.Source, _servers.Cluster })
            Run(source, script);

        foreach (var question in ShopScripts.Questions)
        {
            var expected = Rows(_files.Source, question);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Rows(_servers.Cluster, question));
        }
    }

    [Theory]
    [InlineData("CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT, SHARD KEY (id))")]
    [InlineData("CREATE TABLE `notes` (`id` BIGINT NOT NULL AUTO_INCREMENT, `body` TEXT, PRIMARY KEY (`id`), SHARD KEY (`id`)) ENGINE=InnoDB")]
    public void Generated_keys_are_known_by_either_name(string definition)
    {
        foreach (var source in new[] { _files.Source, _servers.Cluster })
        {
            using var connection = source.OpenConnection();
            connection.Execute(definition);
            connection.Execute("INSERT INTO notes (body) VALUES ('a')");
            var key = connection.ExecuteScalar<long>("SELECT last_insert_rowid()");
            Assert.Equal(key, connection.ExecuteScalar<long>("SELECT LAST_INSERT_ID()"));
            Assert.Equal("a", connection.ExecuteScalar<string>("SELECT body FROM notes WHERE id = @key", new { key }));
        }
    }

    [Fact]
    public void An_index_that_a_table_brings_along_can_be_dropped_by_its_name()
    {
        foreach (var source in new[] { _files.Source, _servers.Cluster })
        {
            Run(source, "CREATE TABLE a (id INT PRIMARY KEY, b INT, KEY by_b (b)); CREATE TABLE c (id INT PRIMARY KEY, b INT, KEY by_b (b))");
            Run(source, "ALTER TABLE a DROP INDEX by_b; DROP INDEX by_b ON c; ALTER TABLE a ADD INDEX by_b (b, id)");
            Run(source, "CREATE INDEX other ON c (b); DROP INDEX other");
            Assert.Equal(ShardErrorCode.UnknownTable, Assert.Throws<ShardException>(() => Run(source, "DROP INDEX by_b ON c")).ErrorCode);
        }
    }

    [Theory]
    [InlineData("INSERT INTO t (id, a, b) VALUES (1, 9, 9) ON CONFLICT (a) DO UPDATE SET b = 5", "another unique key")]
    [InlineData("INSERT INTO t (id, a, b) VALUES (1, 9, 9) ON CONFLICT (b) DO NOTHING", "no unique key")]
    public void A_conflict_of_one_of_several_keys_is_refused_on_servers(string text, string why)
    {
        Run(_servers.Cluster, "CREATE TABLE t (id BIGINT PRIMARY KEY, a INT, b INT, UNIQUE (a))");
        var refusal = Assert.Throws<ShardException>(() => Run(_servers.Cluster, text));
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generated_key_is_no_conflict_beside_the_one_that_is_named()
    {
        const string Text = "INSERT INTO people (email, name) VALUES ('a', @name) ON CONFLICT (email) DO UPDATE SET name = excluded.name";
        foreach (var source in new[] { _files.Source, _servers.Cluster })
        {
            using var connection = source.OpenConnection();
            connection.Execute("CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, email VARCHAR(20) NOT NULL UNIQUE, name VARCHAR(20))");
            connection.Execute(Text, new { name = "one" });
            connection.Execute(Text, new { name = "two" });
            Assert.Equal("two", connection.QuerySingle<string>("SELECT name FROM people"));
        }
    }

    [Theory]
    [InlineData("SELECT STDDEV(id) FROM t", "STDDEV has no counterpart")]
    [InlineData("SELECT REGEXP_REPLACE('a', 'b', 'c')", "REGEXP_REPLACE has no counterpart")]
    [InlineData("SELECT 1 WHERE 'a' RLIKE 'b'", "REGEXP has no counterpart")]
    public void A_function_that_SQLite_lacks_is_refused_by_name(string text, string named)
    {
        Run(_files.Source, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
        var refusal = Assert.Throws<ShardException>(() => Rows(_files.Source, text));
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT typeof(1)", "TYPEOF has no counterpart")]
    [InlineData("SELECT printf('%d', 1)", "PRINTF has no counterpart")]
    public void A_function_that_a_server_lacks_is_refused_by_name(string text, string named)
    {
        var refusal = Assert.Throws<ShardException>(() => Rows(_servers.Cluster, text));
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_the_applications_own_goes_before_one_of_MySQLs()
    {
        using var source = new ShardDataSourceBuilder("Data Source=:memory:;Shards=2")
            .ConfigureSqliteSession(static connection => connection.CreateFunction("lpad", (string text, long count, string with) => $"own {text}"))
            .Build();
        Assert.Equal(["own a"], Rows(source, "SELECT LPAD('a', 5, 'x')"));
    }

    [Fact]
    public void A_value_that_MySQL_may_read_as_a_date_and_we_do_not_is_an_error_and_no_guess()
    {
        Assert.Equal(["NULL|NULL|2024"], Rows(_files.Source, "SELECT YEAR('none'), YEAR('2023-02-29'), YEAR('2024-02-29')"));
        var problem = Assert.Throws<ShardException>(() => Rows(_files.Source, "SELECT YEAR('20240101')"));
        Assert.Contains("yyyy-MM-dd", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_locked_for_update_stay_as_they_are_until_the_transaction_ends()
    {
        foreach (var source in new[] { _files.Source, _servers.Cluster })
        {
            Run(source, "CREATE TABLE stock (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id)); INSERT INTO stock VALUES (1, 5)");
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            Assert.Equal(5, connection.ExecuteScalar<int>("SELECT n FROM stock WHERE id = 1 FOR UPDATE", transaction: transaction));
            using var other = source.OpenConnection();
            Assert.Throws<ShardException>(() => other.Execute("UPDATE stock SET n = 0 WHERE id = 1", commandTimeout: 1));
            transaction.Commit();
        }
    }

    private static void Run(ShardDataSource source, string text)
    {
        using var connection = source.OpenConnection();
        connection.Execute(text);
    }

    private static List<string> Rows(ShardDataSource source, string text)
    {
        using var connection = source.OpenConnection();
        using var reader = connection.ExecuteReader(text);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Show(reader.GetValue(column)))));
        return rows;
    }

    /// <summary>Numbers by their value, moments as SQLite writes them, a date as a date.</summary>
    private static string Show(object value) => value switch
    {
        DBNull => "NULL",
        bool flag => flag ? "1" : "0",
        DateTime moment => moment.ToString(moment.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        float or double or decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
