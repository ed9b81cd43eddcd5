using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

/// <summary>Statements that ShardClient does not run keep what routing could ask of them.</summary>
public sealed class MySqlServerStatementTests
{
    [Theory]
    [InlineData("GRANT SELECT ON *.* TO 'a'@'%'", "GRANT SELECT")]
    [InlineData("CREATE OR REPLACE DEFINER = a@b PROCEDURE p () BEGIN SELECT 1; SELECT 2; END", "CREATE PROCEDURE")]
    [InlineData("SHOW /* all */ FULL PROCESSLIST", "SHOW FULL PROCESSLIST")]
    [InlineData("SHOW STATUS LIKE 'a%'", "SHOW STATUS")]
    [InlineData("BEGIN NOT ATOMIC SELECT 1; END", "BEGIN NOT")]
    [InlineData("XA START 'a'", "XA START")]
    public void A_statement_that_is_not_understood_is_named_by_its_first_words(string text, string words) =>
        Assert.Equal(words, MySqlParse.Statement<ForeignStatement>(text).Words);

    [Fact]
    public void Its_text_is_kept_without_comments_and_in_single_quotes() =>
        Assert.Equal("GRANT SELECT ON `d`.* TO 'a''b'", MySqlParse.Statement<ForeignStatement>("GRANT /* one */ SELECT # two\n ON `d`.* TO \"a'b\"").Text);

    [Fact]
    public void A_load_knows_its_table_its_columns_and_what_it_sets()
    {
        var load = MySqlParse.Statement<LoadDataStatement>("LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE d.t CHARACTER SET latin1 FIELDS TERMINATED BY ',' (a, @b) SET c = @b + 1");
        Assert.Equal(("d.t", ConflictAction.Replace, "DATA LOCAL INFILE"), (load.Table.ToString(), load.Conflict, load.Opening));
        Assert.Equal([typeof(ColumnExpression), typeof(UserVariableExpression)], load.Columns.Select(static column => column.GetType()));
        Assert.Equal("c", Assert.Single(load.Assignments).Columns[0].Name);
    }

    [Fact]
    public void A_call_knows_its_procedure_and_arguments()
    {
        var call = MySqlParse.Statement<CallStatement>("CALL d.p(1, @a)");
        Assert.Equal(("d.p", 2), (call.Name.ToString(), call.Arguments.Count));
    }

    [Fact]
    public void Locks_and_maintenance_know_their_tables()
    {
        var locks = MySqlParse.Statement<LockTablesStatement>("LOCK TABLES t AS x READ, d.u WRITE").Tables;
        Assert.Equal(["t x READ", "d.u  WRITE"], locks.Select(static table => $"{table.Table} {table.Alias} {table.Mode}"));
        Assert.Equal(["t", "d.u"], MySqlParse.Statement<TableMaintenanceStatement>("CHECK TABLE t, d.u QUICK").Tables.Select(static table => table.ToString()));
    }

    [Fact]
    public void An_action_of_ALTER_TABLE_hides_no_other()
    {
        var actions = Assert.IsType<SeveralActions>(MySqlParse.Statement<AlterTableStatement>("ALTER TABLE t WAIT 5 ORDER BY a, b DESC, ADD COLUMN c INT").Action).Actions;
        Assert.Equal([typeof(OtherAction), typeof(AddColumnAction)], actions.Select(static action => action.GetType()));
    }

    [Fact]
    public void SERIAL_says_all_that_it_means()
    {
        var column = MySqlParse.Statement<CreateTableStatement>("CREATE TABLE t (id SERIAL)").Columns[0];
        Assert.Equal(("BIGINT", "UNSIGNED"), (column.Type!.Name, column.Type.Attributes));
        Assert.Equal([typeof(ColumnNotNull), typeof(ColumnAutoIncrement), typeof(ColumnUnique)], column.Constraints.Select(static constraint => constraint.GetType()));
    }

    [Theory]
    [InlineData("NOT 1 + 1", SqlModes.None, "NOT (1 + 1)")]
    [InlineData("NOT 1 + 1", SqlModes.HighNotPrecedence, "(NOT 1) + 1")]
    [InlineData("NOT 2 IN (1)", SqlModes.HighNotPrecedence, "(NOT 2) IN (1)")]
    [InlineData("NOW ()", SqlModes.IgnoreSpace, "NOW()")]
    [InlineData("f (1)", SqlModes.None, "f(1)")]
    public void Modes_change_what_is_read(string text, object modes, string written) =>
        Assert.Equal(written, MySqlParse.Write(MySqlParse.Expression(text, (SqlModes)modes)));

    [Theory]
    [InlineData("SELECT a FROM t GROUP BY ROLLUP (a, b)", "SELECT a FROM t GROUP BY a, b WITH ROLLUP")]
    [InlineData("SELECT CONVERT(a USING `Binary`) FROM t", "SELECT CONVERT(a USING binary) FROM t")]
    [InlineData("SELECT CAST(a AS CHAR CHARSET `my ``set`) FROM t", "SELECT CAST(a AS CHAR CHARACTER SET 'my `set') FROM t")]
    public void What_has_two_spellings_is_one_statement(string text, string other)
    {
        var statement = MySqlParse.One(text).Statement;

        Assert.Equal(MySqlParse.One(other).Statement, statement);
        Assert.Equal(statement, MySqlParse.One(SqlWriter.Write(statement, WriterOptions.MySqlShard).Text).Statement);
    }

    [Theory]
    [InlineData("SELECT COUNT (a) FROM t", "a blank stands between COUNT and its parenthesis")]
    [InlineData("SELECT a FROM t GROUP BY a DESC", "A direction in GROUP BY")]
    [InlineData("SELECT LAST_VALUE(a) IGNORE NULLS OVER () FROM t", "IGNORE NULLS")]
    [InlineData("SELECT a FROM t GROUP BY GROUPING SETS ((a))", "GROUPING SETS")]
    [InlineData("SELECT a FROM t GROUP BY ROLLUP (a), b", "GROUPING SETS")]
    [InlineData("SELECT a FROM t AS x QUALIFY 1", "QUALIFY")]
    [InlineData("SELECT a FROM t AS x TABLESAMPLE SYSTEM (50)", "TABLESAMPLE")]
    [InlineData("SELECT 1 /*!80000 + 1 */", "only some servers read")]
    [InlineData("SELECT ROW()", "a row's values")]
    [InlineData("SELECT a FROM t LEFT JOIN s", "expected ON or USING")]
    [InlineData("SELECT a FROM (t RIGHT JOIN s) NATURAL LEFT JOIN r", "expected ON or USING")]
    [InlineData("SELECT a FROM t LIMIT 1 OFFSET -1", "expected a number")]
    [InlineData("DROP TEMPORARY VIEW v", "expected TABLE")]
    [InlineData("SET @@session.session.autocommit = 1", "one scope")]
    public void What_would_be_read_as_something_else_is_refused_by_its_name(string text, string named) =>
        Assert.Contains(named, Assert.Throws<ShardException>(() => MySqlParse.All(text)).Message, StringComparison.Ordinal);
}
