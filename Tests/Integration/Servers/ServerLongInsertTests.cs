using System.Globalization;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>An INSERT of many constant rows, whose rows are not parsed, writes what it would write if they were, and what one database gets of it.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerLongInsertTests(MySqlFixture fixture) : IDisposable
{
    private const string Items = "CREATE TABLE items (id BIGINT PRIMARY KEY, n INT DEFAULT 5, t VARCHAR(40), SHARD KEY (id))";

    private readonly ServerDatabases _databases = new(fixture);

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RowsOfEverySpellingAreThoseOfOneDatabase(bool isAsync)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        _databases.Define(RandomLongInserts.Table);
        var random = new RandomLongInserts(seed);
        for (var round = 0; round < 25; round++)
        {
            var text = random.Next(rows: 60);
            AssertLong(text);
            await _databases.AskAsync(text, isAsync);
        }

        await _databases.AskAsync("SELECT id, n, d, f, s, HEX(s), b, t FROM spelled ORDER BY id", isAsync);
    }

    /// <summary>The parameter behind the rows is one that they are parsed for.</summary>
    [Fact]
    public async Task RowsThatAreParsedAndRowsThatAreNotAreAlike()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        foreach (var table in new[] { "spelled", "parsed" })
            ServerDatabases.Run(_databases.Cluster, RandomLongInserts.Table.Replace("spelled", table, StringComparison.Ordinal));
        var (unparsed, parsed) = (new RandomLongInserts(seed), new RandomLongInserts(seed));
        for (var round = 0; round < 10; round++)
        {
            await ServerDatabases.AnswerAsync(_databases.Cluster, unparsed.Next(rows: 50), isAsync: true);
            await ServerDatabases.AnswerAsync(_databases.Cluster, parsed.Next(rows: 50, "INSERT INTO parsed VALUES", $", (-{round + 1}, ?, NULL, NULL, NULL, NULL, NULL)"), isAsync: true, 1);
        }

        const string columns = "SELECT id, n, d, f, s, HEX(s), b, t FROM";
        var expected = await ServerDatabases.AnswerAsync(_databases.Cluster, $"{columns} parsed WHERE id >= 0 ORDER BY id", isAsync: true);
        ServerAnswer.Compare($"seed {seed} ORDER BY", expected, await ServerDatabases.AnswerAsync(_databases.Cluster, $"{columns} spelled ORDER BY id", isAsync: true));
    }

    [Theory]
    [InlineData("INSERT INTO items (id, n, t) VALUES", " ON DUPLICATE KEY UPDATE n = VALUES(n) + 1, t = CONCAT(t, 'd')")]
    [InlineData("INSERT INTO items VALUES", " ON DUPLICATE KEY UPDATE n = VALUES(n) * ?")]
    [InlineData("INSERT IGNORE INTO items VALUES", "")]
    [InlineData("REPLACE items (id, n, t) VALUE", " ; ")]
    public async Task RowsThatExistAreTreatedAsOneDatabaseDoes(string start, string end)
    {
        _databases.Define(Items);
        _databases.Define("INSERT INTO items VALUES (1, 1, 'a'), (2, 2, 'b'), (30, 3, 'c'), (4, 4, NULL), (5, 5, 'e')");
        var text = $"{start} {Numbered(60, row => $"({row}, {row % 7}, 'new {row}')")}{end}";
        AssertLong(text);

        await _databases.AskAsync(text, isAsync: true, end.Contains('?', StringComparison.Ordinal) ? [3] : []);

        await _databases.AskAsync("SELECT * FROM items ORDER BY id", isAsync: false);
    }

    [Theory]
    [InlineData("(18, 1)", "has 2 values for 3 columns")]
    [InlineData("('x', 1, 'a')", "the sharding key id of row 18 is text")]
    [InlineData("(NULL, 1, 'a')", "annot be null")]
    [InlineData("(1.5, 1, 'a')", "MySQL shards")]
    [InlineData("(18, nobody, 'a')", "nobody")]
    [InlineData("(18, 'many', 'a')", "ncorrect integer value")]
    [InlineData("(3, 1, 'a')", "Duplicate entry '3'")]
    [InlineData("(18, 1, 'a)", "Syntax error")]
    public void ARowThatIsWrongIsToldAsIfAllHadBeenParsed(string row, string problem)
    {
        _databases.Define(Items);
        var rows = $"{Numbered(17, each => $"({each}, 1, 'a')")}, {row}, {Numbered(30, each => $"({each + 100}, 1, 'a')")}";

        var found = Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, $"INSERT INTO items VALUES {rows}"));
        var expected = Assert.Throws<ShardException>(() => Run($"INSERT INTO items VALUES {rows}, (?, 1, 'a')", 999L));

        Assert.Contains(problem, found.Message, StringComparison.Ordinal);
        Assert.Equal((expected.Message, expected.ErrorCode, expected.SqlState, expected.Position), (found.Message, found.ErrorCode, found.SqlState, found.Position));
        Assert.Equal(0L, Scalar("SELECT COUNT(*) FROM items"));
    }

    [Theory]
    [InlineData("INSERT INTO logs (user_id) VALUES", "({0})", 60)]
    [InlineData("INSERT INTO logs VALUES", "(NULL, {0})", 60)]
    [InlineData("INSERT INTO logs VALUES", "(0, {0})", 60)]
    [InlineData("INSERT INTO logs VALUES", "(DEFAULT, {0})", 60)]
    [InlineData("INSERT INTO logs VALUES", "(false, {0})", 60)]
    [InlineData("INSERT INTO logs VALUES", "(0, {0})", 5000)]
    public void KeysAreGeneratedForRowsWithoutOne(string start, string row, int rows)
    {
        _databases.Define("CREATE TABLE logs (id BIGINT AUTO_INCREMENT PRIMARY KEY, user_id BIGINT NOT NULL, SHARD KEY (user_id))");
        using var connection = _databases.Cluster.OpenConnection();
        var text = $"{start} {Numbered(rows, user => string.Format(CultureInfo.InvariantCulture, row, user))}{new string(' ', 512)}";
        AssertLong(text);

        Execute(connection, text);

        Assert.Equal((long)rows, Scalar("SELECT COUNT(DISTINCT id) FROM logs WHERE id > 1000000"));
        Assert.Equal(0L, Execute(connection, "SELECT user_id FROM logs WHERE id = LAST_INSERT_ID()"));
    }

    [Fact]
    public void AGeneratedKeyDecidesTheShardOfItsRow()
    {
        _databases.Define("CREATE TABLE notes (id BIGINT AUTO_INCREMENT PRIMARY KEY, t VARCHAR(40), SHARD KEY (id))");

        ServerDatabases.Run(_databases.Cluster, $"INSERT INTO notes VALUES {Numbered(40, row => row % 2 == 0 ? $"(NULL, 'made {row}')" : $"({row}, 'given {row}')")}");

        Assert.Equal(40L, Scalar("SELECT COUNT(*) FROM notes"));
        Assert.Equal("given 7", Scalar("SELECT t FROM notes WHERE id = 7"));
        var made = Scalar("SELECT id FROM notes WHERE t = 'made 8'");
        Assert.Equal("made 8", Scalar($"SELECT t FROM notes WHERE id = {made}"));
    }

    [Theory]
    [InlineData("CREATE REFERENCE TABLE kept (id BIGINT PRIMARY KEY, n INT DEFAULT 5, t VARCHAR(40))")]
    [InlineData("CREATE TABLE kept (id BIGINT PRIMARY KEY, n INT DEFAULT 5, t VARCHAR(40))")]
    [InlineData("CREATE TABLE kept (id VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, n INT DEFAULT 5, t VARCHAR(40), SHARD KEY (id))")]
    [InlineData("CREATE TABLE kept (id VARBINARY(20) PRIMARY KEY, n INT DEFAULT 5, t VARCHAR(40), SHARD KEY (id))")]
    public async Task TablesOfEveryKindTakeThem(string table)
    {
        _databases.Define(table);
        var isBinary = table.Contains("VARBINARY", StringComparison.Ordinal);
        var text = $"INSERT INTO kept (n, id, t) VALUES {Numbered(50, row => isBinary ? $"({row}, x'{row:X4}', DEFAULT)" : $"({row}, '{row}', 'it\\'s {row}')")}";
        AssertLong(text);

        await _databases.AskAsync(text, isAsync: true);

        await _databases.AskAsync("SELECT * FROM kept ORDER BY n", isAsync: false);
        await _databases.AskAsync(isBinary ? "SELECT n FROM kept WHERE id = x'0007'" : "SELECT n FROM kept WHERE id = '7'", isAsync: false);
    }

    [Fact]
    public void ACommandThatIsKeptRunsOnTheTableAsItIsNow()
    {
        _databases.Define("CREATE TABLE moved (a BIGINT, id BIGINT PRIMARY KEY, SHARD KEY (id))");
        using var connection = _databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO moved VALUES {Numbered(40, row => $"({row + 1000}, {row})")}{new string(' ', 512)}";
        Assert.Equal(40, command.ExecuteNonQuery());
        Execute(connection, "DROP TABLE moved");
        Execute(connection, "CREATE TABLE moved (id BIGINT PRIMARY KEY, a BIGINT, SHARD KEY (id))");

        Assert.Equal(40, command.ExecuteNonQuery());

        Assert.Equal(7L, Scalar("SELECT a FROM moved WHERE id = 1007"));
        Execute(connection, "DROP TABLE moved");
        Execute(connection, "CREATE TABLE moved (id BIGINT PRIMARY KEY, a BIGINT, b INT, SHARD KEY (id))");
        Assert.Contains("2 values for 3 columns", Assert.Throws<ShardException>(() => command.ExecuteNonQuery()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_BACKSLASH_ESCAPES", "615C62")]
    [InlineData("NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT", "615C62")]
    [InlineData("ANSI_QUOTES", "6108")]
    [InlineData("", "6108")]
    public void StringsAreReadByTheModeOfTheConnection(string mode, string bytes)
    {
        _databases.Define(Items);
        using var connection = _databases.Cluster.OpenConnection();
        Execute(connection, $"SET sql_mode = '{mode}'");

        Execute(connection, $"INSERT INTO items (t, id) VALUES {Numbered(50, row => $"('a\\b', {row})")}");

        Assert.Equal(50L, Convert.ToInt64(Execute(connection, $"SELECT COUNT(*) FROM items WHERE HEX(t) = '{bytes}'"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public void NothingOfItStaysWhenItsTransactionIsRolledBack()
    {
        _databases.Define(Items);
        using var connection = _databases.Cluster.OpenConnection();
        using (var transaction = connection.BeginTransaction())
        {
            using var command = new ShardCommand($"INSERT INTO items VALUES {Numbered(50, row => $"({row}, 1, 'a')")}", connection, transaction);
            Assert.Equal(50, command.ExecuteNonQuery());
            transaction.Rollback();
        }

        Assert.Equal(0L, Scalar("SELECT COUNT(*) FROM items"));
    }

    private static string Numbered(int rows, Func<int, string> row) => string.Join(", ", Enumerable.Range(0, rows).Select(row));

    private void AssertLong(string text)
    {
        using var connection = _databases.Cluster.OpenConnection();
        Assert.NotNull(connection.Session.Prepare(text).Statements[0].Long);
    }

    private object? Scalar(string text)
    {
        using var connection = _databases.Cluster.OpenConnection();
        return Execute(connection, text);
    }

    private static object? Execute(ShardConnection connection, string text)
    {
        using var command = new ShardCommand(text, connection);
        return command.ExecuteScalar();
    }

    private void Run(string text, params object[] parameters)
    {
        using var connection = _databases.Cluster.OpenConnection();
        using var command = new ShardCommand(text, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new ShardParameter { Value = parameter });
        command.ExecuteNonQuery();
    }
}
