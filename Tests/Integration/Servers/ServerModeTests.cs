using System.Globalization;
using System.Text.Json;
using ShardClient.Backends.MySql;
using ShardClient.Tests.Integration.MySql;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Each connection has its own <c>sql_mode</c>: its statements are read by it, here and by every shard, and nobody else's are.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerModeTests : IDisposable
{
    private const string EveryReading = "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,IGNORE_SPACE,HIGH_NOT_PRECEDENCE,NO_AUTO_VALUE_ON_ZERO";

    private readonly MySqlFixture _fixture;
    private readonly ServerDatabases _databases;
    private readonly ShardConnection _cluster;
    private readonly ShardConnection _plain;

    public ServerModeTests(MySqlFixture fixture)
    {
        _fixture = fixture;
        _databases = new ServerDatabases(fixture);
        _databases.Define("CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(20) COLLATE utf8mb4_bin, kind VARCHAR(9), n INT UNSIGNED, SHARD KEY (id))");
        (_cluster, _plain) = (_databases.Cluster.OpenConnection(), _databases.Plain.OpenConnection());
        const string rows = @"INSERT INTO users VALUES (1, 'ann', 'a', 1), (2, 'a\\n', 'b', 2), (3, 'id', 'a', 3), (4, 'x\\', 'b', 4), (5, 'a%b', 'c', 5), (6, NULL, NULL, NULL)";
        Run(_plain, Raw(rows));
        Run(_cluster, rows);
    }

    public static TheoryData<string, string> Statements => new()
    {
        { "ANSI_QUOTES", """SELECT "name", 'name' FROM "users" WHERE "id" = 3""" },
        { "ANSI_QUOTES", """SELECT "kind" AS "k", COUNT(*) FROM users GROUP BY "kind" ORDER BY "k" DESC""" },
        { "ANSI_QUOTES", """SELECT a."id" FROM users a JOIN users b ON a."n" = b."id" + 1 ORDER BY 1""" },
        { "ANSI_QUOTES", """UPDATE "users" SET "name" = "kind" WHERE "n" > (SELECT MIN(m."n") FROM (SELECT "n" FROM "users") m)""" },
        { "", """SELECT "name", 'name' FROM users WHERE "id" = name""" },
        { "PIPES_AS_CONCAT", "SELECT id, name || '-' || kind FROM users ORDER BY id" },
        { "PIPES_AS_CONCAT", "SELECT MAX(name || kind) FROM users HAVING MAX(name || kind) > 'a' || 'b'" },
        { "PIPES_AS_CONCAT", "DELETE FROM users WHERE 'a' || 'a' = kind || kind" },
        { "", "SELECT id, n = 3 || n = 4 FROM users ORDER BY id" },
        { "NO_BACKSLASH_ESCAPES", @"SELECT id, 'a\n', LENGTH('\\') FROM users WHERE name = 'a\n' OR name = 'x\' ORDER BY id" },
        { "NO_BACKSLASH_ESCAPES", @"SELECT id FROM users WHERE name LIKE '%\' ORDER BY id" },
        { "NO_BACKSLASH_ESCAPES", @"SELECT COUNT(DISTINCT name) FROM users WHERE name <> '\'" },
        { "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", @"INSERT INTO ""users"" (""id"", ""name"") VALUES (7, '\'), (8, '\''')" },
        { "", @"SELECT id, 'a\n', LENGTH('\\') FROM users WHERE name = 'a\\n' ORDER BY id" },
        { "", @"SELECT id, 'a\\n', '\\' AS b FROM users ORDER BY id" },
        { "HIGH_NOT_PRECEDENCE", "SELECT id FROM users WHERE NOT id BETWEEN 2 AND 3 ORDER BY id" },
        { "", "SELECT id FROM users WHERE NOT id BETWEEN 2 AND 3 ORDER BY id" },
        { "IGNORE_SPACE", "SELECT COUNT (*), SUM (n) FROM users" },
        { "", "SELECT COUNT (*) FROM users" },
        { "ANSI", """SELECT "kind" || "kind", COUNT (*) FROM users GROUP BY "kind" ORDER BY 1""" },
        { "ONLY_FULL_GROUP_BY", "SELECT name, COUNT(*) FROM users GROUP BY kind" },
        { "ONLY_FULL_GROUP_BY", "SELECT kind FROM users GROUP BY kind HAVING n > 1" },
        { "ONLY_FULL_GROUP_BY", "SELECT name, COUNT(*) FROM users" },
        { "", "SELECT n - n AS n, COUNT(*) FROM users GROUP BY kind HAVING MAX(n) > 3 ORDER BY kind" },
        { "NO_UNSIGNED_SUBTRACTION", "SELECT id, n - 3 FROM users ORDER BY id" },
        { "NO_UNSIGNED_SUBTRACTION", "SELECT MIN(n) - MAX(n) FROM users" },
        { "", "SELECT MIN(n) - MAX(n) FROM users" },
        { "STRICT_ALL_TABLES", "INSERT INTO users (id, n) VALUES (7, 'seven')" },
        { "", "INSERT INTO users (id, n) VALUES (7, 'seven'), (8, -1)" },
    };

    public void Dispose()
    {
        _cluster.Dispose();
        _plain.Dispose();
        _databases.Dispose();
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task AStatementIsReadAsTheConnectionsModeSays(string mode, string text)
    {
        Both($"SET SESSION sql_mode = '{mode}'");
        await AskAsync(text, isAsync: false);
        await AskAsync("SELECT * FROM users ORDER BY id", isAsync: true);
    }

    [Fact]
    public async Task ConnectionsOfOtherModesShareSessionsAndNotTheMode()
    {
        using var other = _databases.Cluster.OpenConnection();
        Run(_cluster, "SET sql_mode = 'PIPES_AS_CONCAT'");
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("34", Scalar(_cluster, "SELECT '3' || '4' FROM users WHERE id = 1"));
            Assert.Equal("1", Scalar(other, "SELECT '3' || '4' FROM users WHERE id = 1"));
            await using var command = Command(_cluster, "SELECT kind || '!' FROM users WHERE id < 4 ORDER BY id");
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal("a!", reader.GetString(0));
        }
    }

    [Theory]
    [InlineData("INT", "1", "4000000000")]
    [InlineData("SMALLINT UNSIGNED", "65535", "-1")]
    [InlineData("TINYINT", "-128", "128")]
    [InlineData("YEAR", "2005", "5")]
    [InlineData("VARCHAR(3)", "'abc'", "'abcd'")]
    [InlineData("VARCHAR(3) COLLATE utf8mb4_bin", "'😀é😀'", "'😀é😀x'")]
    [InlineData("CHAR(3) COLLATE utf8mb4_bin", "'a  '", "'a  b'")]
    [InlineData("VARBINARY(3)", "x'616263'", "x'61626364'")]
    [InlineData("BINARY(2)", "x'61'", "x'616263'")]
    [InlineData("TINYTEXT COLLATE utf8mb4_bin", "'abc'", "256 letters")]
    public async Task AKeyThatItsColumnWouldChangeIsRefusedWhateverTheMode(string type, string key, string other)
    {
        _databases.Define($"CREATE TABLE keyed (k {type} NOT NULL, n INT, SHARD KEY (k))");
        Both("SET sql_mode = ''");
        Run(_plain, Raw($"INSERT INTO keyed VALUES ({key}, 1)"));
        Run(_cluster, $"INSERT INTO keyed VALUES ({key}, 1)");
        if (other == "256 letters")
            other = $"'{new string('x', 256)}'";
        Assert.Equal(ShardErrorCode.InvalidKeyValue, Refused($"INSERT INTO keyed VALUES ({other}, 2)").ErrorCode);
        Assert.Equal(ShardErrorCode.InvalidKeyValue, Refused($"INSERT IGNORE INTO keyed VALUES ({other}, 2)").ErrorCode);

        // What a query gives is known by its type alone where the types are not one.
        Assert.Contains(Refused($"REPLACE INTO keyed SELECT {other}, 2").ErrorCode, new[] { ShardErrorCode.InvalidKeyValue, ShardErrorCode.NotSupported });
        foreach (var condition in new[] { $"k = {key}", $"k = {other}", $"k IN ({key}, {other})", $"k >= {key}" })
            await AskAsync($"SELECT COUNT(*), MAX(n) FROM keyed WHERE {condition}", isAsync: true);
    }

    [Fact]
    public void ZeroIsAKeyUnderTheModeThatSaysSo()
    {
        _databases.Define("CREATE TABLE logs (id BIGINT AUTO_INCREMENT PRIMARY KEY, n INT, SHARD KEY (id))");
        Run(_cluster, "INSERT INTO logs VALUES (0, 1)");
        Assert.Equal("0", Scalar(_cluster, "SELECT COUNT(*) FROM logs WHERE id = 0"));
        Run(_cluster, "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
        Run(_cluster, "INSERT INTO logs VALUES (0, 2), (NULL, 3), (DEFAULT, 4)");
        Assert.Equal("2", Scalar(_cluster, "SELECT n FROM logs WHERE id = 0"));
        Assert.Equal("4", Scalar(_cluster, "SELECT COUNT(DISTINCT id) FROM logs"));
    }

    [Fact]
    public async Task AStatementIsPreparedAnewUnderAnotherModeAndRunsOnce()
    {
        // MariaDB tells of the columns of a derived table otherwise when it prepares than when it runs.
        const string text = "SELECT d.id, COUNT(d.n) FROM (SELECT a.id, a.n FROM users AS a) d WHERE d.id > 1 GROUP BY d.id ORDER BY d.id";
        foreach (var mode in new[] { "NO_UNSIGNED_SUBTRACTION", "ANSI_QUOTES", "" })
        {
            Both($"SET sql_mode = '{mode}'");
            await AskAsync(text, isAsync: false);
            Run(_cluster, "CREATE TABLE other (id BIGINT PRIMARY KEY, SHARD KEY (id))");
            Run(_cluster, "DROP TABLE other");
            await AskAsync(text, isAsync: true);
        }
    }

    [Theory]
    [InlineData("SET sql_mode = DEFAULT")]
    [InlineData("SET @@sql_mode = TRADITIONAL")]
    [InlineData("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')")]
    [InlineData("SET NAMES utf8mb4, @@SESSION.sql_mode = REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', '')")]
    public void TheServerSaysWhatAModeIs(string text)
    {
        using var session = new MySqlSessionUser(_fixture.Endpoint);
        session.Do(text);
        Run(_cluster, text);
        Assert.Equal(session.Scalar("SELECT @@sql_mode"), $"Text {Scalar(_cluster, "SELECT @@sql_mode")}");
    }

    [Fact]
    public async Task AModeMayChangeInsideATransaction()
    {
        Both("BEGIN");
        await AskAsync("UPDATE users SET n = n + 1 WHERE id IN (1, 2, 3)", isAsync: false);
        Both("SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'");
        await AskAsync("""UPDATE users SET "name" = "kind" || "name" WHERE n > 1""", isAsync: true);
        Both("SET sql_mode = ''");
        await AskAsync("""SELECT id, "name", name FROM users ORDER BY id""", isAsync: false);
        Both("COMMIT");
        await AskAsync("SELECT * FROM users ORDER BY id", isAsync: false);
    }

    [Fact]
    public void AValueThatTheServerRefusesLeavesTheModeAsItWas()
    {
        Run(_cluster, "SET sql_mode = 'PIPES_AS_CONCAT'");
        Assert.Equal(1231, Refused("SET sql_mode = 'NO_SUCH_MODE'").EngineErrorCode);
        Assert.Equal("ab", Scalar(_cluster, "SELECT 'a' || 'b'"));
    }

    [Fact]
    public void AModeOfAnotherLanguageIsRefused()
    {
        // MySQL 8 and later know it no more.
        var refused = Refused("SET sql_mode = 'ORACLE'");
        Assert.True(_cluster.ServerVersion.Contains("MariaDB", StringComparison.Ordinal) ? refused.ErrorCode == ShardErrorCode.NotSupported : refused.EngineErrorCode == 1231, refused.Message);
    }

    [Fact]
    public void AStatementAfterAChangeOfReadingStandsInATextOfItsOwn()
    {
        Assert.Contains("text of its own", Refused("""SET sql_mode = 'ANSI_QUOTES'; SELECT "id" FROM users""").Message, StringComparison.Ordinal);
        Assert.Equal("id", Scalar(_cluster, """SELECT "id" """));
    }

    [Fact]
    public async Task AConnectionBeginsWithTheModeOfTheServer()
    {
        using var session = new MySqlSessionUser(_fixture.Endpoint);
        var before = session.Scalar("SELECT @@GLOBAL.sql_mode")["Text ".Length..];
        session.Do($"SET GLOBAL sql_mode = '{EveryReading}'");
        try
        {
            using var databases = new ServerDatabases(_fixture);
            databases.Define("""CREATE TABLE "t" ("id" BIGINT PRIMARY KEY, "name" VARCHAR(20) DEFAULT '\', SHARD KEY ("id"))""");
            databases.Define("""CREATE VIEW v AS SELECT "id" || '' AS text, "name" FROM "t" """);
            const string rows = """INSERT INTO "t" VALUES (1, 'a'), (2, '\'), (3, DEFAULT)""";
            ServerDatabases.Run(databases.Plain, Raw(rows));
            ServerDatabases.Run(databases.Cluster, rows);
            string[] texts =
            [
                """SELECT * FROM "t" ORDER BY 1""", """SELECT "id" || '-' || "name" FROM "t" WHERE NOT "id" IN (1) ORDER BY 1""",
                """SELECT COUNT (DISTINCT "name") FROM v""", "SELECT * FROM v ORDER BY text",
            ];
            foreach (var text in texts)
                await databases.AskAsync(text, isAsync: true);
        }
        finally
        {
            session.Do("SET GLOBAL sql_mode = ?", Value.FromText(before));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(SharedReading.Options)]
    public async Task SessionsThatAServerOpensUnderAnotherModeAreToldTheClusters(string options)
    {
        using var session = new MySqlSessionUser(_fixture.Endpoint);
        var before = session.Scalar("SELECT @@GLOBAL.sql_mode")["Text ".Length..];
        try
        {
            session.Do("SET GLOBAL sql_mode = 'NO_UNSIGNED_SUBTRACTION'");
            using var databases = new ServerDatabases(_fixture, options);
            databases.Define("CREATE TABLE counts (id BIGINT PRIMARY KEY, n INT UNSIGNED, SHARD KEY (id))");
            ServerDatabases.Run(databases.Cluster, $"INSERT INTO counts VALUES {string.Join(", ", Enumerable.Range(1, 64).Select(static id => $"({id}, 1)"))}");
            session.Do("SET GLOBAL sql_mode = ''");
            using (var connection = databases.Cluster.OpenConnection())
                connection.Session.Runtime.SessionsChanged();
            const string text = "SELECT n - 5 FROM counts WHERE id = ?";
            if (options.Length > 0)
                await SharedReading.WarmAsync(databases.Cluster, text);
            for (var id = 1L; id <= 64; id++)
                Assert.Equal(-4L, Convert.ToInt64(await SharedReading.ScalarAsync(databases.Cluster, text, id), CultureInfo.InvariantCulture));
        }
        finally
        {
            session.Do("SET GLOBAL sql_mode = ?", Value.FromText(before));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(SharedReading.Options)]
    public async Task ServersOfOtherModesAnswerUnderTheDefaultShards(string options)
    {
        using var other = new MariaDbServer(_fixture.Server);
        using (var root = new MySqlSessionUser(other.Root))
            root.Do("CREATE DATABASE second; SET GLOBAL sql_mode = ''");
        using var session = new MySqlSessionUser(_fixture.Endpoint);
        var before = session.Scalar("SELECT @@GLOBAL.sql_mode")["Text ".Length..];
        var file = Path.Combine(Directory.CreateTempSubdirectory("shardclient-modes-").FullName, "cluster.json");
        try
        {
            session.Do("CREATE DATABASE first_of_two; SET GLOBAL sql_mode = 'NO_UNSIGNED_SUBTRACTION'");
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { name = "two", engine = "mysql", shards = new { s0 = Shard(_fixture.Endpoint, "first_of_two"), s1 = Shard(other.Root, "second") } }), TestContext.Current.CancellationToken);
            using var cluster = new ShardDataSource($"Cluster File={file};Transaction Mode=BestEffort;{options}");
            ServerDatabases.Run(cluster, "CREATE TABLE counts (id BIGINT PRIMARY KEY, n INT UNSIGNED, SHARD KEY (id))");
            ServerDatabases.Run(cluster, $"INSERT INTO counts VALUES {string.Join(", ", Enumerable.Range(1, 64).Select(static id => $"({id}, 1)"))}");
            const string text = "SELECT n - 5 FROM counts WHERE id = ?";
            if (options.Length > 0)
                await SharedReading.WarmAsync(cluster, text);
            for (var id = 1L; id <= 64; id++)
                Assert.Equal(-4L, Convert.ToInt64(await SharedReading.ScalarAsync(cluster, text, id), CultureInfo.InvariantCulture));
        }
        finally
        {
            session.Do("SET GLOBAL sql_mode = ?", Value.FromText(before));
            session.Do("DROP DATABASE IF EXISTS first_of_two");
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static object Shard(MySqlEndpoint server, string database) =>
        new { primary = $"Server={server.Address.Host};Port={server.Address.Port};Database={database};User ID={server.User};Password={server.Password};SslMode=None" };

    private static string Raw(string text) => $"/*+ shard(s0) */ {text}";

    private void Both(string text)
    {
        Run(_plain, text);
        Run(_cluster, text);
    }

    /// <summary>Both answer the same, or both fail.</summary>
    private async Task AskAsync(string text, bool isAsync)
    {
        using var plain = Command(_plain, Raw(text));
        using var cluster = Command(_cluster, text);
        ServerAnswer? expected = null;
        try
        {
            expected = ServerAnswer.Read(plain);
        }
        catch (ShardException refused)
        {
            Assert.NotEqual(0, refused.EngineErrorCode);
        }

        if (expected is not null)
            ServerAnswer.Compare(text, expected, isAsync ? await ServerAnswer.ReadAsync(cluster) : ServerAnswer.Read(cluster));
        else
            Assert.Throws<ShardException>(() => ServerAnswer.Read(cluster));
    }

    private ShardException Refused(string text) => Assert.Throws<ShardException>(() => Run(_cluster, text));

    private static void Run(ShardConnection connection, string text)
    {
        using var command = Command(connection, text);
        command.ExecuteNonQuery();
    }

    private static string Scalar(ShardConnection connection, string text)
    {
        using var command = Command(connection, text);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private static ShardCommand Command(ShardConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }
}
