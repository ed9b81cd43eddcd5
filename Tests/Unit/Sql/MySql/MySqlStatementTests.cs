using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

public sealed class MySqlStatementTests
{
    [Theory]
    [InlineData("SELECT a FROM t LIMIT 5, 10", "SELECT `a` FROM `t` LIMIT 10 OFFSET 5")]
    [InlineData("SELECT a FROM t, u JOIN v ON u.id = v.id", "SELECT `a` FROM `t`, (`u` JOIN `v` ON `u`.`id` = `v`.`id`)")]
    [InlineData("SELECT# /*+ no hint\n1", "SELECT 1")]
    [InlineData("SELECT 1 FROM DUAL WHERE 1", "SELECT 1 FROM DUAL WHERE 1")]
    [InlineData("SELECT a FROM t UNION SELECT b FROM u INTERSECT SELECT 1", "SELECT `a` FROM `t` UNION (SELECT `b` FROM `u` INTERSECT SELECT 1)")]
    [InlineData("SELECT a FROM t FOR SHARE", "SELECT `a` FROM `t` LOCK IN SHARE MODE")]
    [InlineData("INSERT t SET a = 1", "INSERT INTO `t` (`a`) VALUES (1)")]
    [InlineData("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a)", "INSERT INTO `t` (`a`) VALUES (1) ON DUPLICATE KEY UPDATE `a` = VALUES(`a`)")]
    [InlineData("UPDATE t AS x SET x.a = 1", "UPDATE `t` AS `x` SET `a` = 1")]
    [InlineData("DELETE x FROM t AS x WHERE x.a = 1", "DELETE `x` FROM `t` AS `x` WHERE `x`.`a` = 1")]
    [InlineData("SELECT /*+ NO_INDEX_MERGE(t) */ SQL_NO_CACHE a FROM t", "SELECT /*+ NO_INDEX_MERGE(t) */ SQL_NO_CACHE `a` FROM `t`")]
    [InlineData("RELEASE SAVEPOINT s", "RELEASE SAVEPOINT `s`")]
    [InlineData("CALL p(1, a + 1)", "CALL `p`(1, `a` + 1)")]
    [InlineData("call sys.p", "CALL `sys`.`p`()")]
    [InlineData("RENAME TABLE a TO b", "ALTER TABLE `a` RENAME TO `b`")]
    [InlineData("CREATE TABLE x (a INT, SHARD KEY (a))", "CREATE TABLE `x` (`a` INT)")]
    [InlineData("CREATE UNIQUE INDEX i ON t (a) LOCAL", "CREATE UNIQUE INDEX `i` ON `t` (`a`)")]
    public void A_statement_is_written_for_a_shard_in_MySQLs_dialect(string text, string written) =>
        Assert.Equal(written, SqlWriter.Write(MySqlParse.One(text).Statement, WriterOptions.MySqlShard).Text);

    [Fact]
    public void An_update_of_a_join_names_its_tables()
    {
        var update = MySqlParse.Statement<MultiUpdateStatement>("UPDATE t JOIN u ON t.id = u.id SET t.a = 1, b = 2");
        Assert.Equal("t", update.Assignments[0].Table?.Name.Name);
        Assert.Null(update.Assignments[1].Table);
    }

    [Fact]
    public void A_table_keeps_its_columns_keys_and_options()
    {
        var table = MySqlParse.Statement<CreateTableStatement>(
            "CREATE TABLE t (id INT UNSIGNED AUTO_INCREMENT, e ENUM('a', 'b\\\\c') CHARACTER SET latin1, PRIMARY KEY (id), KEY k (e(3))) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT='x'");
        Assert.Equal("UNSIGNED", table.Columns[0].Type?.Attributes);
        Assert.IsType<ColumnAutoIncrement>(Assert.Single(table.Columns[0].Constraints));
        Assert.Equal(["a", "b\\c"], table.Columns[1].Type!.Arguments);
        Assert.Equal("latin1", table.Columns[1].Type?.Charset);
        Assert.Equal("3", Assert.IsType<TableIndex>(table.Constraints[1]).Columns[0].Length);
        Assert.Equal([new TableOption("ENGINE", "InnoDB", false), new TableOption("CHARSET", "utf8mb4", false), new TableOption("COMMENT", "x", true)], table.Options);
    }

    [Theory]
    [InlineData("SELECT a FROM key")]
    [InlineData("SELECT 'a")]
    [InlineData("SELECT 1 /* a")]
    [InlineData("SELECT a FROM t WHERE")]
    [InlineData("PRAGMA x")]
    public void What_MySQL_does_not_read_is_an_error_with_its_place(string text) =>
        Assert.NotNull(Assert.Throws<ShardException>(() => MySqlParse.All(text)).Position);
}
