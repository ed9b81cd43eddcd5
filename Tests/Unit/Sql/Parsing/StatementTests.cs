using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Parsing;

public sealed class StatementTests
{
    [Fact]
    public void A_sharded_table_names_its_key_and_placement()
    {
        var table = Parse.Statement<CreateTableStatement>("CREATE TABLE n (SHARD KEY (id) USING by_month, id INT)");
        Assert.Equal(new ShardKeyClause([new Identifier("id")], new Identifier("by_month")), table.ShardKey);
        Assert.Null(Parse.Statement<CreateTableStatement>("CREATE TABLE n (shard key, b INT)").ShardKey);
        Assert.Equal("key", Parse.Statement<CreateTableStatement>("CREATE TABLE n (shard key(5))").Columns[0].Type?.Name);
        Assert.True(Parse.Statement<CreateTableStatement>("CREATE REFERENCE TABLE n (a)").Reference);
        Assert.Equal("b", Parse.Statement<CreateTableStatement>("CREATE TABLE a LIKE b").Like?.Name.Name);
    }

    [Fact]
    public void LOCAL_stands_after_each_kind_of_unique_key()
    {
        var table = Parse.Statement<CreateTableStatement>("CREATE TABLE n (a INT PRIMARY KEY LOCAL, b UNIQUE LOCAL, UNIQUE (a, b) LOCAL)");
        Assert.True(Assert.IsType<ColumnPrimaryKey>(table.Columns[0].Constraints[0]).Local);
        Assert.True(Assert.IsType<ColumnUnique>(table.Columns[1].Constraints[0]).Local);
        Assert.True(Assert.IsType<TableUnique>(table.Constraints[0]).Local);
        Assert.True(Parse.Statement<CreateIndexStatement>("CREATE UNIQUE INDEX i ON t (a) LOCAL WHERE a > 1").Local);
        Assert.Equal(ShardErrorCode.SyntaxError, Parse.Error("CREATE INDEX i ON t (a) LOCAL").ErrorCode);
    }

    [Fact]
    public void Types_are_words_and_sizes()
    {
        var columns = Parse.Statement<CreateTableStatement>("CREATE TABLE n (a, b DOUBLE  PRECISION NOT NULL, c DECIMAL(10,2), d INT GENERATED ALWAYS AS (1))").Columns;
        Assert.Null(columns[0].Type);
        Assert.Equal("DOUBLE PRECISION", columns[1].Type?.Name);
        Assert.Equal(new TypeName("DECIMAL", ["10", "2"]), columns[2].Type);
        Assert.Equal("INT", columns[3].Type?.Name);
    }

    [Fact]
    public void Joins_lean_to_the_left_and_keep_their_conditions()
    {
        var join = Assert.IsType<JoinSource>(Parse.Core("SELECT * FROM a JOIN b USING (x) NATURAL FULL OUTER JOIN c LEFT JOIN (d, e) ON 1").From);
        Assert.Equal(JoinKind.Left, join.Kind);
        Assert.NotNull(join.On);
        Assert.Equal(JoinKind.Comma, Assert.IsType<JoinSource>(join.Right).Kind);
        var full = Assert.IsType<JoinSource>(join.Left);
        Assert.Equal((JoinKind.Full, true), (full.Kind, full.Natural));
        Assert.Equal("x", Assert.IsType<JoinSource>(full.Left).Using[0].Name);
    }

    [Fact]
    public void An_alias_of_a_join_in_parentheses_makes_it_a_subquery()
    {
        var subquery = Assert.IsType<SubqueryReference>(Parse.Core("SELECT * FROM (a JOIN b) AS q").From);
        Assert.Equal("q", subquery.Alias?.Name);
        Assert.Equal("q", Assert.IsType<TableReference>(Parse.Core("SELECT * FROM (a) AS q").From).Alias?.Name);
    }

    [Fact]
    public void LIMIT_with_a_comma_has_the_offset_first()
    {
        var limit = Parse.Statement<SelectStatement>("SELECT 1 LIMIT 5, 10").Limit;
        Assert.Equal("10", Assert.IsType<LiteralExpression>(limit?.Count).Text);
        Assert.Equal("5", Assert.IsType<LiteralExpression>(limit?.Offset).Text);
    }

    [Fact]
    public void INSERT_tells_rows_from_queries_and_defaults()
    {
        Assert.Equal(2, Parse.Statement<InsertStatement>("INSERT INTO t VALUES (1), (2)").Rows.Count);
        Assert.NotNull(Parse.Statement<InsertStatement>("INSERT INTO t VALUES (1) UNION SELECT 2").Query);
        Assert.NotNull(Parse.Statement<InsertStatement>("INSERT INTO t SELECT 1").Query);
        var defaults = Parse.Statement<InsertStatement>("INSERT INTO t DEFAULT VALUES");
        Assert.True(defaults.Query is null && defaults.Rows.Count == 0);
        Assert.True(Parse.Statement<InsertStatement>("REPLACE INTO t VALUES (1)").IsReplace);
        Assert.Equal(ConflictAction.Replace, Parse.Statement<InsertStatement>("INSERT OR REPLACE INTO t VALUES (1)").Conflict);
    }

    [Fact]
    public void A_chain_of_ON_CONFLICT_keeps_targets_and_assignments()
    {
        var upserts = Parse.Statement<InsertStatement>(
            "INSERT INTO t VALUES (1) ON CONFLICT (a, b) WHERE c DO UPDATE SET x = 1, (y, z) = (2, 3) WHERE d ON CONFLICT DO NOTHING").Upserts;
        Assert.Equal(2, upserts.Count);
        Assert.Equal(2, upserts[0].Target.Count);
        Assert.Equal(2, upserts[0].Assignments[1].Columns.Count);
        Assert.NotNull(upserts[0].TargetWhere);
        Assert.NotNull(upserts[0].Where);
        Assert.Empty(upserts[1].Assignments);
    }

    [Fact]
    public void A_trigger_holds_parsed_statements()
    {
        var trigger = Parse.Statement<CreateTriggerStatement>("CREATE TRIGGER n BEFORE UPDATE OF a, b ON t FOR EACH ROW WHEN new.a BEGIN DELETE FROM u; SELECT RAISE(ABORT, 'no'); END");
        Assert.Equal(("BEFORE", "UPDATE", 2, true), (trigger.Timing, trigger.Event, trigger.Body.Count, trigger.ForEachRow));
        Assert.IsType<DeleteStatement>(trigger.Body[0]);
    }

    [Fact]
    public void Set_operations_are_a_flat_list()
    {
        var compound = Assert.IsType<CompoundBody>(Parse.Statement<SelectStatement>("SELECT 1 UNION SELECT 2 UNION ALL VALUES (3) EXCEPT SELECT 4 ORDER BY 1").Body);
        Assert.Equal([CompoundOperator.Union, CompoundOperator.UnionAll, CompoundOperator.Except], compound.Rest.Select(term => term.Operator));
    }
}
