using ShardClient.Sql.Lexing;
using ShardClient.Sql.Writing;
using ShardClient.Tests.Unit.Sql.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>What the writer writes is what MariaDB reads, whose words the corpus has: it prepares every written statement, and expressions have the values of the originals.</summary>
[Collection(MySqlFixture.Name)]
public sealed class WrittenStatementTests(MySqlFixture fixture)
{
    private static readonly string[] Modes = ["", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,HIGH_NOT_PRECEDENCE,IGNORE_SPACE"];

    [Fact]
    public void An_expression_has_the_value_of_the_original_when_it_is_written_anew()
    {
        using var user = Open();
        var failures = new List<string>();
        foreach (var text in MySqlParse.Lines(MySqlCorpus.Expressions))
        {
            var written = Write(text);
            var original = Answer(user, "", text);
            failures.AddRange(Modes.Select(mode => (mode, answer: Answer(user, mode, written)))
                .Where(one => one.answer != original)
                .Select(one => $"{text}\n  {written}\n  [{one.mode}]\n  {original}\n  {one.answer}"));
        }

        AssertNone(failures);
    }

    [Fact]
    public void The_server_prepares_every_written_query_and_write_that_it_prepares_as_it_was()
    {
        using var user = Open();
        var failures = MySqlParse.Lines(MySqlCorpus.Queries).Concat(MySqlParse.Lines(MySqlCorpusWrites.Writes))
            .Select(text => (text, refusal: Refusal(user, PlainParameters(text)), written: Write(text)))
            .Where(one => one.refusal is not null || Refusal(user, one.written) is not null)
            .Select(one => $"{one.text}\n  {one.refusal}\n  {one.written}\n  {Refusal(user, one.written)}");
        AssertNone(failures);
    }

    [Fact]
    public void A_written_definition_makes_what_the_original_makes()
    {
        using var user = Open();
        var failures = new List<string>();
        foreach (var text in MySqlParse.Lines(MySqlCorpusWrites.Definitions))
        {
            var original = Shape(user, text);
            var written = Write(text);
            var copy = Shape(user, written);
            if (original != copy || original.StartsWith('!'))
                failures.Add($"{text}\n  {Beyond(original, copy)}\n  {written}\n  {Beyond(copy, original)}");
        }

        AssertNone(failures);
    }

    private static void AssertNone(IEnumerable<string> failures)
    {
        var all = string.Join('\n', failures);
        Assert.True(all.Length == 0, all);
    }

    private static string Beyond(string one, string other) => one.StartsWith('!') ? one : string.Join('\n', one.Split('\n').Except(other.Split('\n')));

    private static string Write(string text) => SqlWriter.Write(MySqlParse.One(text).Statement, WriterOptions.MySqlShard).Text;

    /// <summary>The text with a plain parameter for each named one.</summary>
    private static string PlainParameters(string text)
    {
        var lexer = new Lexer(text, SqlDialect.MySql);
        var plain = text;
        var shift = 0;
        if (MySqlParse.One(text).Parameters.Count == 0)
            return text;
        for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
        {
            if (token.Kind != TokenKind.Parameter)
                continue;
            plain = string.Concat(plain.AsSpan(0, token.Start + shift), "?", plain.AsSpan(token.End + shift));
            shift += 1 - (token.End - token.Start);
        }

        return plain;
    }

    private MySqlSessionUser Open()
    {
        var user = new MySqlSessionUser(fixture.Server.Root);
        user.Do("CREATE DATABASE IF NOT EXISTS written");
        user.Do("USE written");
        Reset(user);
        return user;
    }

    private static void Reset(MySqlSessionUser user)
    {
        user.Do("SET SESSION sql_mode = ''");
        user.Do("SET foreign_key_checks = 0");
        user.Do("DROP TEMPORARY TABLE IF EXISTS x");
        foreach (var name in user.Rows("SELECT CONCAT(IF(table_type = 'VIEW', 'VIEW ', 'TABLE '), '`', REPLACE(table_name, '`', '``'), '`') FROM information_schema.tables WHERE table_schema = 'written'"))
            user.Do($"DROP {name[0]["Text ".Length..]}");
        foreach (var text in MySqlParse.Lines(Schema))
            user.Do(text);
    }

    private const string Schema = """
        CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b VARCHAR(50), c LONGTEXT, d INT, `key` INT, `desc` TEXT, KEY t_a (a), KEY t_b (b), FULLTEXT (b))
        CREATE TABLE u (id INT PRIMARY KEY, t_id INT, x VARCHAR(10) UNIQUE, y INT, CONSTRAINT u_t FOREIGN KEY (t_id) REFERENCES t (id))
        CREATE TABLE v (a INT, b INT, c INT)
        CREATE TABLE m (a INT) ENGINE=MyISAM
        CREATE TABLE p (id INT, a INT) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (100))
        CREATE TABLE words (date DATE, time TIME, timestamp DATETIME, year INT, status INT, type INT, user INT, value INT, text TEXT, comment TEXT, data INT, level INT, position INT, count INT, name INT, `rank` INT, `groups` INT, `system` INT, `order` INT)
        CREATE VIEW w AS SELECT a, b FROM t
        """;

    private static string Answer(MySqlSessionUser user, string mode, string text)
    {
        user.Do($"SET SESSION sql_mode = '{mode}'");
        try
        {
            return string.Join('|', user.Rows(text)[0]);
        }
        catch (ShardException error)
        {
            return $"! {error.Message}";
        }
        finally
        {
            user.Do("SET SESSION sql_mode = ''");
        }
    }

    private static string? Refusal(MySqlSessionUser user, string text)
    {
        user.Do("SET SESSION sql_mode = ''");
        var quoted = Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            user.Do($"PREPARE s FROM x'{quoted}'");
            return null;
        }
        catch (ShardException error)
        {
            return error.Message;
        }
    }

    /// <summary>What the server says of all tables after the definition ran on a fresh schema; with a <c>!</c> what it says against it.</summary>
    private static string Shape(MySqlSessionUser user, string text)
    {
        Reset(user);
        try
        {
            user.Do(text);
        }
        catch (ShardException error)
        {
            return $"! {error.Message}";
        }

        var tables = user.Rows("SELECT CONCAT('`', REPLACE(table_name, '`', '``'), '`') FROM information_schema.tables WHERE table_schema = 'written' ORDER BY 1");
        return string.Join('\n', tables.Select(name => user.Rows($"SHOW CREATE TABLE {name[0]["Text ".Length..]}")[0][1]));
    }
}
