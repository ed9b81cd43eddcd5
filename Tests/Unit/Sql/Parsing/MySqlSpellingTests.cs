using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Parsing;

/// <summary>What MySQL spells otherwise becomes SQLite's tree, and says that the text itself must not be sent.</summary>
public sealed class MySqlSpellingTests
{
    [Theory]
    [InlineData("INSERT IGNORE INTO t (a) VALUES (1)", "INSERT OR IGNORE INTO t (a) VALUES (1)")]
    [InlineData("UPDATE IGNORE t SET a = 1", "UPDATE OR IGNORE t SET a = 1")]
    [InlineData("INSERT INTO t SET a = 1, b = a", "INSERT INTO t (a, b) VALUES (1, a)")]
    [InlineData("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a) + 1", "INSERT INTO t (a) VALUES (1) ON CONFLICT DO UPDATE SET a = excluded.a + 1")]
    [InlineData("INSERT INTO t SELECT * FROM u ON DUPLICATE KEY UPDATE a = 1", "INSERT INTO t SELECT * FROM u WHERE 1 ON CONFLICT DO UPDATE SET a = 1")]
    [InlineData("TRUNCATE TABLE t", "DELETE FROM t")]
    [InlineData("TRUNCATE t", "DELETE FROM t")]
    [InlineData("SELECT NOW(), CURDATE(), CURTIME(), CURRENT_TIMESTAMP()", "SELECT CURRENT_TIMESTAMP, CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP")]
    [InlineData("SELECT a <=> b && c", "SELECT a IS b AND c")]
    [InlineData("SELECT LAST_INSERT_ID(), UNIX_TIMESTAMP(), FROM_UNIXTIME(a)", "SELECT last_insert_rowid(), unixepoch(), datetime(a, 'unixepoch')")]
    [InlineData("SELECT RAND()", "SELECT (random() & 9007199254740991) / 9007199254740992.0")]
    [InlineData("CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, b INT)", "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, b INT)")]
    [InlineData("CREATE TABLE t (id BIGINT AUTO_INCREMENT, PRIMARY KEY (id)) ENGINE=InnoDB, CHARSET utf8", "CREATE TABLE t (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))")]
    [InlineData("CREATE TABLE t (a DATETIME DEFAULT NOW(), b TEXT DEFAULT current_date())", "CREATE TABLE t (a DATETIME DEFAULT CURRENT_TIMESTAMP, b TEXT DEFAULT CURRENT_DATE)")]
    [InlineData("START TRANSACTION READ WRITE", "BEGIN")]
    [InlineData("BEGIN WORK", "BEGIN")]
    public void A_spelling_of_MySQL_is_read_as_SQLites(string text, string meant)
    {
        var statement = Assert.Single(SqlParser.Parse(text)).Statement;
        Assert.Equal(Assert.Single(SqlParser.Parse(meant)).Statement, statement);
        if (statement is not BeginStatement)
            Assert.True(statement.IsRespelled);
        Assert.Equal(meant, SqlWriter.Write(statement, WriterOptions.Shard).Text.Replace("`", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT now, rand, show, a.use, truncate FROM show AS describe")]
    [InlineData("SELECT CONCAT(a, b), LENGTH(a), IF(a, b, c), IFNULL(a, b), REPLACE(a, b, c)")]
    [InlineData("CREATE TABLE t (key KEY(10), comment COMMENT, ignore INT)")]
    [InlineData("UPDATE ignore SET a = 1")]
    [InlineData("SELECT a < = b", true)]
    public void What_SQLite_reads_by_itself_stays_as_it_is(string text, bool isWrong = false)
    {
        if (isWrong)
            Assert.Throws<ShardException>(() => SqlParser.Parse(text));
        else
            Assert.False(Assert.Single(SqlParser.Parse(text)).Statement.IsRespelled);
    }

    [Theory]
    [InlineData("SHOW FULL TABLES FROM db LIKE 'a%'")]
    [InlineData("SHOW COLUMNS FROM t WHERE Field = 'a'")]
    [InlineData("SHOW INDEX FROM t")]
    [InlineData("SHOW CREATE TABLE t")]
    [InlineData("SHOW TABLE STATUS")]
    [InlineData("SHOW VARIABLES LIKE 'a'")]
    [InlineData("USE db")]
    [InlineData("SET NAMES utf8mb4")]
    [InlineData("SET @@a = 1, SESSION @@b = 'c'")]
    public void A_statement_that_only_the_client_answers_reads_back_as_it_was_written(string text)
    {
        var statement = Assert.Single(SqlParser.Parse(text)).Statement;
        var written = SqlWriter.Write(statement, WriterOptions.Shard).Text;
        Assert.Equal(statement, Assert.Single(SqlParser.Parse(written)).Statement);
    }
}
