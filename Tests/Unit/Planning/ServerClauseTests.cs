using ShardClient.Planning;
using ShardClient.Planning.Normalizing;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Planning;

/// <summary>What one server does and a cluster of servers would do otherwise.</summary>
public sealed class ServerClauseTests
{
    [Theory]
    [InlineData("SELECT * FROM users FOR SYSTEM_TIME ALL WHERE id = 1", "FOR SYSTEM_TIME")]
    [InlineData("SELECT * FROM users WHERE id = 1 AND id IN (SELECT user_id FROM orders FOR SYSTEM_TIME AS OF '2026-01-01')", "FOR SYSTEM_TIME")]
    [InlineData("UPDATE users FOR PORTION OF p FROM '2026-01-01' TO '2026-02-01' SET age = 1 WHERE id = 1", "FOR PORTION OF")]
    [InlineData("SELECT NEXT VALUE FOR s", "sequence")]
    [InlineData("INSERT INTO users (id, age) VALUES (1, NEXTVAL(s))", "sequence")]
    [InlineData("SELECT other.f(age) FROM users WHERE id = 1", "stored")]
    [InlineData("SELECT other.now()", "stored")]
    [InlineData("SELECT my_total(age) FROM users", "my_total")]
    [InlineData("SELECT age FROM users ORDER BY age FETCH FIRST 2 ROWS WITH TIES", "WITH TIES")]
    [InlineData("SELECT age FROM users LIMIT ROWS EXAMINED 5", "ROWS EXAMINED")]
    [InlineData("SELECT age FROM users PROCEDURE ANALYSE ()", "PROCEDURE ANALYSE")]
    [InlineData("WITH RECURSIVE c AS (SELECT 1 AS a UNION SELECT a FROM c) CYCLE a RESTRICT SELECT * FROM c", "CYCLE")]
    [InlineData("SELECT /*+ SET_VAR(sql_select_limit=1) */ age FROM users", "SET_VAR")]
    [InlineData("DELETE /*+ set_var(foreign_key_checks=0) */ FROM users WHERE id = 1", "SET_VAR")]
    [InlineData("SELECT SQL_CALC_FOUND_ROWS age FROM users LIMIT 1", "SQL_CALC_FOUND_ROWS")]
    [InlineData("EXPLAIN ANALYZE UPDATE users SET age = 1 WHERE id = 1", "EXPLAIN ANALYZE")]
    [InlineData("ALTER IGNORE TABLE users ADD UNIQUE (age)", "ALTER IGNORE")]
    [InlineData("ALTER TABLE IF EXISTS users ADD COLUMN z INT", "IF EXISTS")]
    [InlineData("CREATE TABLE z (s DATE, e DATE, PERIOD FOR p (s, e))", "periods")]
    [InlineData("LOAD DATA INFILE 'a' INTO TABLE users", "LOAD DATA")]
    [InlineData("LOCK TABLES users WRITE", "LOCK TABLES")]
    [InlineData("SET STATEMENT max_statement_time = 1 FOR SELECT 1", "SET STATEMENT")]
    [InlineData("BEGIN NOT ATOMIC DELETE FROM users; END", "BEGIN NOT")]
    [InlineData("OPTIMIZE TABLE users", "OPTIMIZE TABLE")]
    public void What_a_cluster_of_servers_would_do_otherwise_is_refused_by_its_name(string text, string named)
    {
        var refusal = Plan(text) switch
        {
            RefusedPlan refused => refused.Refusal,
            SelectPlan { ScatterRefusal: { } scatter } => scatter,
            var plan => throw new InvalidOperationException($"{plan.GetType().Name} for {text}"),
        };
        Assert.Equal(ShardErrorCode.NotSupported, refusal.Code);
        Assert.Contains(named, refusal.Problem, StringComparison.Ordinal);
    }

    private static StatementPlan Plan(string text)
    {
        var normalized = StatementNormalizer.Normalize(SqlParser.Parse(text, SqlDialect.MySql)[0], text, SqlDialect.MySql);
        return Planner.Plan(normalized, TestSchema.Schema, TestSchema.Topology with { Engine = EngineKind.MySql });
    }
}
