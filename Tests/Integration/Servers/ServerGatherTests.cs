using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Questions that need rows of several shards at one place are answered as one database answers them.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerGatherTests(ServerGatherTests.Filled filled) : IClassFixture<ServerGatherTests.Filled>
{
    public static TheoryData<string> Questions =>
    [
        "SELECT p.id, q.id FROM people p JOIN people q ON p.parent = q.id ORDER BY p.id, q.id",
        "SELECT p.id, q.g FROM people p LEFT JOIN people q ON p.parent = q.id AND q.d > 0 WHERE p.id < 60 ORDER BY p.id, q.id",
        "SELECT p.*, s.* FROM people p JOIN sales s ON s.id = p.id ORDER BY p.id",
        "SELECT COUNT(*) FROM people p JOIN labels l ON l.g = p.g",
        "SELECT COUNT(*), SUM(p.d IS NULL) FROM people p JOIN people q ON p.d = q.d AND p.d <=> q.d",
        "SELECT k, 7 * AVG(d) / COUNT(DISTINCT b) AS a FROM people GROUP BY k HAVING MIN(d) IS NOT NULL ORDER BY 7 * AVG(d) / COUNT(DISTINCT b), k",
        "SELECT COUNT(*) FROM people p JOIN labels l ON l.tag = p.b",
        "SELECT id + 1 /* next */ , CASE WHEN d > 1 THEN 1 ELSE 0 END /* large */ FROM people ORDER BY id",
        "SELECT COUNT(*) FROM people p WHERE p.id IN (SELECT (SELECT SUM(s.small)) FROM sales s)",
        "SELECT COUNT(*), SUM(p.id) FROM people p WHERE NOT EXISTS (SELECT * FROM sales s WHERE s.small = p.id)",
        "SELECT COUNT(*) FROM people p WHERE p.d IN (SELECT q.d FROM people q WHERE q.d > 1) AND p.id NOT IN (SELECT s.small FROM sales s WHERE s.small > 3)",
        "SELECT COUNT(DISTINCT g), COUNT(DISTINCT b), COUNT(DISTINCT n), COUNT(DISTINCT u), COUNT(DISTINCT l), COUNT(DISTINCT c), COUNT(DISTINCT body) FROM people",
        "SELECT COUNT(DISTINCT g, b), COUNT(DISTINCT x), COUNT(DISTINCT d), COUNT(DISTINCT f), COUNT(DISTINCT r) FROM people",
        "SELECT k, COUNT(*) AS c FROM people GROUP BY k HAVING c > 40 ORDER BY k",
        "SELECT born, SUM(d) FROM people GROUP BY born HAVING SUM(d) > 10 ORDER BY born",
        "SELECT k, SUM(d) / COUNT(*) AS m FROM people GROUP BY k ORDER BY k",
        "SELECT k, COUNT(*) FROM people GROUP BY k WITH ROLLUP",
        "SELECT GROUP_CONCAT(DISTINCT k ORDER BY k SEPARATOR '|') FROM people",
        "SELECT s, GROUP_CONCAT(id ORDER BY id DESC) FROM people GROUP BY s ORDER BY s",
        "SELECT BIT_AND(id), BIT_OR(id), BIT_XOR(id) FROM people",
        "SELECT k, STD(id), VAR_SAMP(id) FROM people GROUP BY k ORDER BY k",
        "SELECT COUNT(*) FROM (SELECT DISTINCT g FROM people) t",
        "SELECT COUNT(*) FROM (SELECT g FROM people UNION SELECT w FROM sales) t",
        "SELECT id FROM people WHERE k = 'a' UNION SELECT person FROM sales WHERE small = 1 ORDER BY 1",
        "SELECT id FROM people INTERSECT SELECT person FROM sales ORDER BY id",
        "SELECT id FROM people EXCEPT SELECT person FROM sales ORDER BY id",
        "SELECT id FROM people UNION ALL SELECT person FROM sales ORDER BY 1 LIMIT 40",
        "SELECT p.id FROM people p WHERE EXISTS (SELECT 1 FROM people q WHERE q.parent = p.id AND q.k <> p.k) ORDER BY p.id",
        "SELECT p.id FROM people p WHERE p.g IN (SELECT l.g FROM labels l WHERE l.n = 3) ORDER BY p.id",
        "SELECT p.id FROM people p WHERE p.id NOT IN (SELECT q.parent FROM people q WHERE q.parent IS NOT NULL) ORDER BY p.id",
        "SELECT p.id, (SELECT COUNT(*) FROM people q WHERE q.parent = p.id) AS c FROM people p ORDER BY c DESC, p.id",
        "SELECT id, x FROM people WHERE x > (SELECT AVG(x) FROM people WHERE x < 1e9) ORDER BY id",
        "SELECT id, RANK() OVER (ORDER BY d) AS r, ROW_NUMBER() OVER (PARTITION BY k ORDER BY id) AS n FROM people ORDER BY id",
        "SELECT id, SUM(price) OVER (ORDER BY id) AS s FROM sales ORDER BY id",
        "WITH RECURSIVE r AS (SELECT id, parent, 0 AS depth FROM people WHERE id = 5 UNION ALL SELECT p.id, p.parent, r.depth + 1 FROM people p JOIN r ON p.parent = r.id WHERE r.depth < 3) SELECT COUNT(*), MAX(depth) FROM r",
        "WITH t AS (SELECT k, COUNT(*) AS c FROM people GROUP BY k) SELECT MAX(c) FROM t",
        "SELECT MIN(b), MAX(b), MIN(n), MAX(n) FROM people",
        "SELECT k, MIN(born), MAX(r) FROM people GROUP BY k HAVING MIN(born) IS NOT NULL ORDER BY k",
        "SELECT LENGTH(g) AS len, COUNT(*) FROM people GROUP BY len ORDER BY len",
        "SELECT HEX(LOWER(b)) AS low, COUNT(*) FROM people GROUP BY HEX(LOWER(b)) ORDER BY low",
        "SELECT DISTINCT k, s FROM people ORDER BY k, s, COUNT(*) OVER ()",
        "SELECT kinds.title, COUNT(p.id) FROM kinds LEFT JOIN people p ON p.k = kinds.code GROUP BY kinds.code, kinds.title ORDER BY kinds.code",
        "SELECT m.id, p.g, s.w FROM marks m JOIN people p ON p.id = m.person LEFT JOIN sales s ON s.id = m.id ORDER BY m.id",
        "SELECT r.id, t.total FROM rich r JOIN totals t ON t.person = r.id + 1 ORDER BY r.id",
        "SELECT a.id, b.id FROM rich a JOIN rich b ON a.g = b.g AND a.id < b.id WHERE a.id < 40 ORDER BY a.id, b.id",
        "SELECT stamp, COUNT(DISTINCT big), COUNT(DISTINCT t), COUNT(DISTINCT flags), COUNT(DISTINCT y) FROM sales GROUP BY stamp ORDER BY stamp",
        "SELECT s.*, COUNT(*) OVER () AS n FROM sales s ORDER BY s.id",
        "SELECT p.*, COUNT(*) OVER () AS n FROM people p ORDER BY p.id",
        "SELECT id FROM people WHERE d = ANY (SELECT price FROM sales) ORDER BY id",
        "SELECT p.id FROM people p, sales s WHERE p.id = s.id AND p.d = s.price ORDER BY p.id",
        "SELECT p.id FROM people p STRAIGHT_JOIN sales s ON p.id = s.small ORDER BY p.id, s.id LIMIT 30",
        "SELECT l.tag, p.id FROM labels l JOIN people p USING (g) ORDER BY l.tag, p.id LIMIT 50",
        "SELECT p.id, p.g FROM people p JOIN sales s ON s.id = p.parent GROUP BY p.id ORDER BY p.id",
        "SELECT IF(COUNT(*) > 100, 'many', 'few') AS size, CONCAT(MIN(id), '-', MAX(id)) AS span FROM people",
        "(SELECT id FROM people ORDER BY id LIMIT 3) UNION ALL (SELECT id FROM sales ORDER BY id DESC LIMIT 3) ORDER BY id",
        "SELECT id FROM people HAVING id > 230 ORDER BY id",
        "SELECT JSON_ARRAYAGG(n) FROM (SELECT n FROM labels ORDER BY tag LIMIT 0) t",
        "SELECT COUNT(*) AS c FROM (SELECT p.k, p.s, SUM(DISTINCT p.d) AS a0 FROM people p WHERE p.k = 'a' GROUP BY p.k, p.s WITH ROLLUP) t WHERE t.k IS NULL",
        "SELECT person, SUM(price) FROM sales GROUP BY person WITH ROLLUP",
        "SELECT t.person, t.c FROM (SELECT person, COUNT(*) AS c FROM sales WHERE person < 20 GROUP BY person WITH ROLLUP) t WHERE t.person IS NULL OR t.person = 7 ORDER BY t.c",
        "SELECT t.person, p.g FROM (SELECT person, COUNT(*) AS c FROM sales GROUP BY person ORDER BY c DESC, person LIMIT 5) t JOIN people p ON p.parent = t.person ORDER BY t.person, p.id",
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task AQuestionOverSeveralShardsIsAnsweredAsOneDatabaseAnswersIt(string text)
    {
        await filled.Databases.AskAsync(text, isAsync: false);
        await filled.Databases.AskAsync(text, isAsync: true);
    }

    /// <summary>An error of the plain database is the cluster's too. TEST_SERVER_QUESTIONS asks more of them, from another seed each time.</summary>
    [Fact]
    public async Task RandomQuestionsOverSeveralShardsAreAnsweredAsOneDatabaseAnswersThem()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("TEST_SERVER_QUESTIONS"), out var asked) ? asked : 250;
        var seed = asked > 0 ? Environment.TickCount : 1;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var questions = new RandomGatherQuestions(new Random(seed));
        var (refused, failed) = (0, 0);
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
            catch (ShardException error) when (error.EngineErrorCode != 0)
            {
                failed++;
                Assert.True(await FailsOnOneDatabaseAsync(text, error), $"seed {seed}, question {number}: {text}\n{error.Message}");
            }
            catch (Exception wrong)
            {
                Assert.Fail($"seed {seed}, question {number}: {text}\n{wrong.Message}");
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{count} questions, {refused} refused, {failed} errors");
        Assert.True(refused * 50 < count, $"seed {seed}: {refused} of {count} were refused");
        Assert.True(failed * 4 < count, $"seed {seed}: {failed} of {count} were errors");
    }

    private async Task<bool> FailsOnOneDatabaseAsync(string text, ShardException error) =>
        await Record.ExceptionAsync(() => ServerDatabases.AnswerAsync(filled.Databases.Plain, $"/*+ shard(s0) */ {text}", isAsync: false)) is ShardException plain && plain.EngineErrorCode == error.EngineErrorCode;

    /// <summary>Filled once for all questions, none of which changes a row.</summary>
    public sealed class Filled : IDisposable
    {
        public Filled(MySqlFixture fixture)
        {
            Databases = new ServerDatabases(fixture);
            using var session = new MySqlSessionUser(fixture.Endpoint);
            IsMariaDb = session.Scalar("SELECT VERSION()").Contains("MariaDB", StringComparison.Ordinal);
            foreach (var text in ServerGatherData.Definitions(IsMariaDb).Concat(ServerGatherData.Rows()))
                Databases.Define(text);
        }

        public bool IsMariaDb { get; }

        internal ServerDatabases Databases { get; }

        public void Dispose() => Databases.Dispose();
    }
}
