using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What a cluster of MySQL shards answers is what one database answers.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerAnswerTests(ServerAnswerTests.Filled filled) : IClassFixture<ServerAnswerTests.Filled>
{
    private static readonly string[] Definitions =
    [
        "CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(50) NOT NULL, born DATE, balance DECIMAL(12,2), score DOUBLE, kind ENUM('z','a','m'), SHARD KEY (id))",
        "CREATE TABLE orders (id BIGINT NOT NULL, user_id BIGINT NOT NULL, at DATETIME(3), total DECIMAL(10,2), took TIME, flags BIT(5), big BIGINT UNSIGNED, raw VARBINARY(20), "
            + "PRIMARY KEY (user_id, id), SHARD KEY (user_id))",
        "CREATE TABLE tags (tag VARCHAR(30) COLLATE utf8mb4_bin PRIMARY KEY, n INT, SHARD KEY (tag))",
        "CREATE REFERENCE TABLE countries (code CHAR(2) PRIMARY KEY, name VARCHAR(100))",
        "CREATE TABLE notes (id INT PRIMARY KEY, body TEXT)",
    ];

    private static readonly string[] Rows =
    [
        "INSERT INTO users VALUES (1,'Ann','1980-01-02',10.50,1.5,'z'),(2,'bob',NULL,-3.25,2.25,'a'),(3,'Chris','1970-12-31',100.00,NULL,'m'),(4,'ann ','2000-02-29',NULL,0.1,NULL)",
        "INSERT INTO users VALUES (5,'Zoë','1999-09-09',7.77,3,'a'),(6,'zoe','1999-09-10',7.77,-1e10,'z'),(7,'BOB','1980-01-02',-0.01,0,'m'),(8,'','0001-01-01',0,1e-3,'a')",
        "INSERT INTO orders VALUES (1,1,'2026-01-01 10:00:00.123',5,'-10:00:00',b'10101',18446744073709551615,x'00ff'),(2,1,NULL,-5.5,'838:59:59',b'0',1,x''),"
            + "(3,2,'2026-01-02 10:00:00',6,'00:00:01',b'11111',9223372036854775808,NULL),(4,3,'2026-01-01 09:00:00',1234567.89,'101:30:00',NULL,9223372036854775807,x'ff'),"
            + "(5,4,'2025-01-01 09:00:00.001',0,NULL,b'1',NULL,x'0102'),(6,8,'1999-12-31 23:59:59.999',99999999.99,'-838:59:59',b'1000',10000000000000000000,x'61')",
        "INSERT INTO tags VALUES ('a',1),('A',2),('b ',3),('é',4),('e',5)",
        "INSERT INTO countries VALUES ('de','Germany'),('fr','France')",
        "INSERT INTO notes VALUES (1,'x'),(2,'it''s \\\\ \"y\"')",
    ];

    public static TheoryData<string> Questions =>
    [
        "SELECT * FROM users WHERE id = 3",
        "SELECT * FROM users",
        "SELECT * FROM orders ORDER BY user_id, id",
        "SELECT id, name FROM users ORDER BY name, id",
        "SELECT id, name FROM users ORDER BY name DESC, id DESC",
        "SELECT id FROM users ORDER BY born, id",
        "SELECT id FROM users ORDER BY born DESC, id",
        "SELECT id FROM users ORDER BY balance, id",
        "SELECT id FROM users ORDER BY score DESC, id",
        "SELECT id, kind FROM users ORDER BY kind, id",
        "SELECT id FROM orders ORDER BY took, id",
        "SELECT id FROM orders ORDER BY took DESC, id",
        "SELECT id FROM orders ORDER BY flags, id",
        "SELECT id FROM orders ORDER BY big, id",
        "SELECT id FROM orders ORDER BY big DESC, id",
        "SELECT id FROM orders ORDER BY raw, id",
        "SELECT id, total FROM orders ORDER BY total DESC LIMIT 3",
        "SELECT id FROM orders ORDER BY at LIMIT 2 OFFSET 3",
        "SELECT id FROM orders ORDER BY at LIMIT 1, 2",
        "SELECT tag FROM tags ORDER BY tag",
        "SELECT tag, n FROM tags WHERE tag = 'A'",
        "SELECT tag, n FROM tags WHERE tag = 'b'",
        "SELECT n FROM tags WHERE tag IN ('a', 'é', 'zz')",
        "SELECT COUNT(*), COUNT(score), SUM(balance), AVG(balance), MIN(balance), MAX(balance) FROM users",
        "SELECT SUM(id), AVG(id), MIN(id), MAX(id), SUM(score), AVG(score) FROM users",
        "SELECT MIN(born), MAX(born), MIN(score), MAX(score) FROM users",
        "SELECT MIN(took), MAX(took), MIN(at), MAX(at), MIN(big), MAX(big), SUM(big), AVG(big), MIN(total), MAX(total) FROM orders",
        "SELECT COUNT(*), SUM(total), AVG(total) FROM orders WHERE id > 1000",
        "SELECT COUNT(*) AS n, SUM(balance) FROM users GROUP BY name ORDER BY n DESC, name",
        "SELECT kind, COUNT(*), SUM(balance) FROM users GROUP BY kind ORDER BY kind",
        "SELECT born, COUNT(*) FROM users GROUP BY born ORDER BY 2 DESC, 1",
        "SELECT balance, COUNT(*) AS c FROM users GROUP BY balance ORDER BY balance DESC",
        "SELECT id FROM orders WHERE took <= '101:29:59.5' ORDER BY id",
        "SELECT id FROM users WHERE born < '1999-9-10' AND kind > 'a' ORDER BY id",
        "SELECT id FROM orders WHERE at IN ('2026-01-01 10:00:00.123', '20260102100000') OR total = '6' ORDER BY id",
        "SELECT id, 'plain', 'it''s', CONCAT('😀', name) FROM users ORDER BY id",
        "SELECT YEAR(born) AS y, COUNT(*) FROM users GROUP BY y ORDER BY y",
        "SELECT user_id, SUM(total) FROM orders GROUP BY user_id ORDER BY user_id",
        "SELECT user_id, COUNT(DISTINCT total) FROM orders GROUP BY user_id HAVING COUNT(*) > 1",
        "SELECT DISTINCT born FROM users ORDER BY born",
        "SELECT DISTINCT balance FROM users",
        "SELECT DISTINCT kind FROM users ORDER BY kind",
        "SELECT u.name, o.total FROM users u JOIN orders o ON o.user_id = u.id ORDER BY o.total DESC",
        "SELECT u.id, COUNT(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY u.id",
        "SELECT u.id FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.total > 5) ORDER BY u.id",
        "SELECT u.id FROM users u WHERE u.id NOT IN (SELECT user_id FROM orders WHERE user_id = u.id) ORDER BY u.id",
        "SELECT u.id, c.name FROM users u CROSS JOIN countries c ORDER BY u.id, c.name",
        "SELECT id, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY total) AS r FROM orders ORDER BY id",
        "WITH t AS (SELECT user_id, SUM(total) AS s FROM orders GROUP BY user_id) SELECT s FROM t ORDER BY s",
        "SELECT id FROM users WHERE name = 'ANN' ORDER BY id",
        "SELECT id FROM users WHERE name LIKE 'z%' ORDER BY id",
        "SELECT id FROM users WHERE born BETWEEN '1980-01-01' AND '1999-12-31' ORDER BY id",
        "SELECT id FROM users WHERE score IS NULL",
        "SELECT id FROM users WHERE id = '3'",
        "SELECT id FROM users WHERE id = 3.0",
        "SELECT id FROM users WHERE id IN (1, 2, 3, 99) ORDER BY id",
        "SELECT id FROM users WHERE id = 1 OR id = 5 ORDER BY id",
        "SELECT id FROM users WHERE id > 2 AND id <= 5 ORDER BY id",
        "SELECT id FROM users WHERE id = NULL",
        "SELECT id FROM users WHERE id <=> NULL",
        "SELECT id FROM users WHERE balance = 7.77 ORDER BY id",
        "SELECT id, balance * 2, CONCAT(name, '-', id) FROM users WHERE id = 1",
        "SELECT id, IF(score > 1, 'hi', 'lo') AS level FROM users ORDER BY id",
        "SELECT DATE_ADD(born, INTERVAL 1 MONTH) AS d FROM users ORDER BY d",
        "SELECT 1 + 1, 'it''s', \"double\", 0x41, 1.50, NULL, TRUE",
        "SELECT * FROM countries ORDER BY code",
        "SELECT body FROM notes WHERE body LIKE '%\\\\%'",
        "SELECT n.body, c.name FROM notes n, countries c ORDER BY n.id, c.code",
        "SELECT id FROM users WHERE id = 1 UNION ALL SELECT user_id FROM orders WHERE user_id = 2",
        "SELECT id FROM users UNION ALL SELECT user_id FROM orders",
        "SELECT GROUP_CONCAT(total ORDER BY total SEPARATOR ';') FROM orders WHERE user_id = 1",
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task AQuestionIsAnsweredAsOneDatabaseAnswersIt(string text)
    {
        await filled.Databases.AskAsync(text, isAsync: false);
        await filled.Databases.AskAsync(text, isAsync: true);
    }

    [Fact]
    public async Task ANumberBelowAHundredBesideAYearIsShortForOneAsTheServerHasIt()
    {
        filled.Databases.Define("CREATE TABLE vintages (id BIGINT PRIMARY KEY, y YEAR, SHARD KEY (id))");
        filled.Databases.Define("INSERT INTO vintages VALUES (1, 1999), (2, 2001), (3, 2002), (4, 2024), (5, 0)");
        foreach (var condition in new[] { "y <= 2", "y = 1", "y > 70", "y IN (2, 24)", "y <> 99", "y BETWEEN 1 AND 24", "y < 2002", "y >= '2'" })
            await filled.Databases.AskAsync($"SELECT id FROM vintages WHERE {condition} ORDER BY id", isAsync: true);
    }

    [Theory]
    [InlineData("SELECT id, name FROM users WHERE id = ?", 2L)]
    [InlineData("SELECT id FROM users WHERE name = ?", "bob")]
    [InlineData("SELECT id FROM users WHERE balance > ? ORDER BY id", 5.5)]
    [InlineData("SELECT id FROM users ORDER BY id LIMIT ?", 3)]
    [InlineData("SELECT tag FROM tags WHERE tag = ?", "é")]
    [InlineData("SELECT id FROM users WHERE id = ?", "2")]
    [InlineData("SELECT id FROM users WHERE id = ?", null)]
    public async Task AParameterMeansWhatItMeansToOneDatabase(string text, object? value)
    {
        await filled.Databases.AskAsync(text, isAsync: false, value);
        await filled.Databases.AskAsync(text, isAsync: true, value);
    }

    /// <summary>What is refused is refused by name; what is answered is right. TEST_SERVER_QUESTIONS asks more of them, from another seed each time.</summary>
    [Fact]
    public async Task RandomQuestionsAreAnsweredAsOneDatabaseAnswersThem()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("TEST_SERVER_QUESTIONS"), out var asked) ? asked : 400;
        var seed = asked > 0 ? Environment.TickCount : 1;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var questions = new RandomServerQuestions(new Random(seed));
        var refused = 0;
        for (var number = 0; number < count; number++)
        {
            var text = questions.Next();
            try
            {
                await filled.Databases.AskAsync(text, isAsync: number % 2 == 0);
            }
            catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported)
            {
                refused++;
            }
            catch (Exception wrong)
            {
                Assert.Fail($"seed {seed}, question {number}: {text}\n{wrong.Message}");
            }
        }

        Assert.True(refused * 5 < count, $"seed {seed}: {refused} of {count} were refused");
    }

    /// <summary>Filled once for all questions, none of which changes a row.</summary>
    public sealed class Filled : IDisposable
    {
        public Filled(MySqlFixture fixture)
        {
            Databases = new ServerDatabases(fixture);
            foreach (var text in Definitions.Concat(Rows))
                Databases.Define(text);
        }

        internal ServerDatabases Databases { get; }

        public void Dispose() => Databases.Dispose();
    }
}
