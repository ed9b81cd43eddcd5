using Xunit;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>An INSERT of many constant rows, whose rows are not parsed, on SQLite shards.</summary>
public sealed class LongInsertTests : IDisposable
{
    private static readonly string[] Spellings =
    [
        "0", "-7", "+7", "007", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1.50", "-.5", "5.", "1e3", "'a'", "'it''s'", "''''", "'(,)'", "'-- no'", "'/* no */'", "'é漢😀'",
        "'a?b'", "'@x'", "' ; '", "NULL", "TRUE", "false", "x'1F'", "X''", "(5)", "- 5", "/* c */ 3", "4 -- c\n", @"'back\slash'", @"'\'", "0x1F", "1_000", "'\n'", "123456789.123456789123",
    ];

    private readonly WrittenDatabases _databases = new();

    public void Dispose() => _databases.Dispose();

    [Fact]
    public void Rows_of_every_spelling_are_those_of_one_database()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        _databases.Define("CREATE TABLE spelled (id INTEGER PRIMARY KEY, a, b TEXT, c NUMERIC, d REAL, at TEXT DEFAULT 'none', SHARD KEY (id))");
        var id = 0;
        for (var round = 0; round < 10; round++)
        {
            var text = $"INSERT INTO spelled (a, b, id, c, d) VALUES {Numbered(60, _ => $"({Any()}, {Any()},{id++} ,{Any()}, {Any()})")}";
            AssertLong(text);
            _databases.Write(text);
        }

        _databases.Ask("SELECT *, typeof(a), typeof(b), typeof(c), typeof(d) FROM spelled ORDER BY id");

        string Any() => Spellings[random.Next(Spellings.Length)];
    }

    [Theory]
    [InlineData("INSERT INTO numbered VALUES", "")]
    [InlineData("INSERT OR REPLACE INTO numbered VALUES", "")]
    [InlineData("INSERT OR IGNORE INTO numbered VALUES", "")]
    [InlineData("REPLACE INTO numbered (id, n, t) VALUES", ";")]
    [InlineData("INSERT INTO numbered VALUES", " ON CONFLICT DO NOTHING")]
    [InlineData("INSERT INTO numbered VALUES", " ON CONFLICT (id) DO UPDATE SET n = excluded.n + @p1")]
    [InlineData("INSERT INTO numbered VALUES", " RETURNING id, n")]
    public void Rows_that_exist_are_treated_as_one_database_does(string start, string end)
    {
        _databases.Define("CREATE TABLE numbered (id INTEGER PRIMARY KEY, n INT, t TEXT, SHARD KEY (id))");
        _databases.Define("INSERT INTO numbered VALUES (1, 1, 'a'), (2, 2, 'b'), (30, 3, 'c')");

        _databases.Write($"{start} {Numbered(60, row => $"({row}, {row % 7}, 'new {row}')")}{end}", end.Contains('@', StringComparison.Ordinal) ? [3L] : []);

        _databases.Ask("SELECT * FROM numbered ORDER BY id");
    }

    [Theory]
    [InlineData("(18, 1)", "has 2 values for 3 columns")]
    [InlineData("('x', 1, 'a')", "the sharding key id of row 18 is text")]
    [InlineData("(18, nobody, 'a')", "nobody")]
    [InlineData("(3, 1, 'a')", "UNIQUE")]
    [InlineData("(18, 1, 'a)", "Syntax error")]
    public void A_row_that_is_wrong_is_told_as_if_all_had_been_parsed(string row, string problem)
    {
        _databases.Define("CREATE TABLE numbered (id INT PRIMARY KEY, n INT, t TEXT, SHARD KEY (id))");
        var rows = $"{Numbered(17, each => $"({each}, 1, 'a')")}, {row}, {Numbered(30, each => $"({each + 100}, 1, 'a')")}";
        using var connection = _databases.Cluster(4);
        using var command = new ShardCommand($"INSERT INTO numbered VALUES {rows}", connection);
        var found = Assert.Throws<ShardException>(() => command.ExecuteNonQuery());
        command.CommandText += ", (@last, 1, 'a')";
        command.Parameters.AddWithValue("@last", 999L);

        var expected = Assert.Throws<ShardException>(() => command.ExecuteNonQuery());

        Assert.Contains(problem, found.Message, StringComparison.Ordinal);
        Assert.Equal((expected.Message, expected.ErrorCode, expected.Position), (found.Message, found.ErrorCode, found.Position));
        _databases.Ask("SELECT count(*) FROM numbered");
    }

    [Fact]
    public void Keys_are_generated_for_rows_without_one_and_moments_are_one()
    {
        _databases.Define("CREATE TABLE made (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, at TEXT DEFAULT CURRENT_TIMESTAMP, SHARD KEY (user_id))");
        using var connection = _databases.Cluster(4);
        foreach (var text in new[] { $"INSERT INTO made (user_id) VALUES {Numbered(200, row => $"({row})")}", $"INSERT INTO made (id, user_id) VALUES {Numbered(200, row => $"({(row == 5 ? "5" : "NULL")}, {row + 200})")}" })
        {
            using var command = new ShardCommand(text, connection);
            Assert.Equal(200, command.ExecuteNonQuery());
            Assert.NotNull(connection.Session.Prepare(text).Statements[0].Long);
        }

        Assert.Equal(400L, Scalar("SELECT count(DISTINCT id) FROM made"));
        Assert.Equal(205L, Scalar("SELECT user_id FROM made WHERE id = 5"));
        Assert.Equal(399L, Scalar("SELECT user_id FROM made WHERE id = last_insert_rowid()"));
        Assert.Equal(1L, Scalar("SELECT count(DISTINCT at) FROM made WHERE user_id < 200"));

        object? Scalar(string text)
        {
            using var command = new ShardCommand(text, connection);
            return command.ExecuteScalar();
        }
    }

    [Theory]
    [InlineData("CREATE REFERENCE TABLE kept (id INTEGER PRIMARY KEY, n INT, at TEXT DEFAULT CURRENT_DATE)")]
    [InlineData("CREATE TABLE kept (id INTEGER PRIMARY KEY, n INT, at TEXT DEFAULT CURRENT_DATE)")]
    [InlineData("CREATE TABLE kept (id TEXT COLLATE NOCASE PRIMARY KEY, n INT, at TEXT DEFAULT CURRENT_DATE, SHARD KEY (id))")]
    [InlineData("CREATE TABLE kept (id BLOB PRIMARY KEY, n INT, at TEXT DEFAULT CURRENT_DATE, SHARD KEY (id))")]
    public void Tables_of_every_kind_take_them(string table)
    {
        _databases.Define(table);
        var quote = table.Contains("BLOB", StringComparison.Ordinal) ? "x'" : table.Contains("TEXT COLLATE", StringComparison.Ordinal) ? "'" : " ";

        _databases.Write($"INSERT INTO kept (n, id) VALUES {Numbered(90, row => $"({row}, {quote}{row + 1000}{quote.TrimStart('x')})")}");

        _databases.Ask("SELECT * FROM kept ORDER BY n");
        _databases.Ask($"SELECT n FROM kept WHERE id = {quote}1007{quote.TrimStart('x')}");
    }

    private void AssertLong(string text)
    {
        using var connection = _databases.Cluster(2);
        Assert.NotNull(connection.Session.Prepare(text).Statements[0].Long);
    }

    private static string Numbered(int rows, Func<int, string> row) => string.Join(", ", Enumerable.Range(0, rows).Select(row));
}
