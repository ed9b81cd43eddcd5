using ShardClient.Planning;
using ShardClient.Planning.Describing;
using ShardClient.Planning.Gathering;
using ShardClient.Planning.Normalizing;
using ShardClient.Planning.Operators;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Planning;

/// <summary>What servers are asked to do by themselves of a statement that needs rows of several.</summary>
public sealed class ServerGatherPlanTests
{
    [Theory]
    [InlineData("SELECT age, COUNT(*) FROM users GROUP BY age HAVING COUNT(*) > 1", "HAVING CAST(COALESCE(SUM(`~q1`.`~p1`), 0) AS SIGNED) > ?")]
    [InlineData("SELECT AVG(age) AS a, MAX(name) AS n FROM users", "SELECT SUM(`~q1`.`~p1`) / SUM(`~q1`.`~p2`) AS `a`, MAX(`~q1`.`~p3`) AS `n` FROM `~q1`")]
    [InlineData("SELECT COUNT(DISTINCT age) AS a, SUM(id) AS s FROM users", "SELECT COUNT(DISTINCT `~q1`.`~k1`) AS `a`, SUM(`~q1`.`~p1`) AS `s` FROM `~q1`")]
    [InlineData("SELECT age, MAX(id) AS m FROM users GROUP BY age WITH ROLLUP", "GROUP BY `~q1`.`~k1` WITH ROLLUP")]
    [InlineData("SELECT age, RANK() OVER (ORDER BY SUM(id)) AS r FROM users GROUP BY age", "RANK() OVER (ORDER BY SUM(`~q1`.`~p1`))")]
    [InlineData("SELECT age + 1 AS next, BIT_OR(id) AS b FROM users GROUP BY age + 1 ORDER BY next", "SELECT `~q1`.`~k1` AS `next`, BIT_OR(`~q1`.`~p1`) AS `b` FROM `~q1` GROUP BY `~q1`.`~k1` ORDER BY `next`")]
    public void Groups_of_several_shards_are_put_together_from_those_of_each(string text, string run)
    {
        var gather = Gather(text);

        Assert.Contains(run, gather.Text.Text, StringComparison.Ordinal);
        Assert.IsType<QueryInput>(Assert.Single(gather.Inputs));
        Assert.All(gather.Otherwise!.Inputs, static input => Assert.IsType<TableInput>(input));
    }

    [Fact]
    public void A_server_tells_the_types_of_what_the_shards_compute()
    {
        var answer = Assert.IsType<ServerAnswerTable>(Gather("SELECT age, SUM(id) FROM users WHERE age > 3 GROUP BY age HAVING SUM(id) > 1").Inputs[0].Table);

        Assert.Equal("CREATE TEMPORARY TABLE `~q1` AS SELECT `age` AS `~k1`, SUM(`id`) AS `~p1` FROM `users` GROUP BY `age` LIMIT 0", answer.Create.Text);
    }

    [Theory]
    [InlineData("SELECT SUM(age / 2) + 1 FROM users")] // a server adds up more digits of a quotient than it shows
    [InlineData("SELECT STD(age) FROM users")]
    [InlineData("SELECT age, SUM(DISTINCT id) FROM users GROUP BY age WITH ROLLUP")] // MariaDB's totals of these follow the table's keys
    [InlineData("SELECT age, GROUP_CONCAT(id) FROM users GROUP BY age")]
    [InlineData("SELECT age, name FROM users GROUP BY age HAVING COUNT(*) > 1")] // any row's name
    [InlineData("SELECT age FROM users u GROUP BY age HAVING (SELECT COUNT(*) FROM accounts a WHERE a.balance = u.age) > 1")]
    [InlineData("SELECT kind, COUNT(*) FROM events GROUP BY kind HAVING COUNT(*) > 1")] // not every server has the table
    [InlineData("SELECT age + 1 AS age FROM users GROUP BY age HAVING age > 1")] // the column or the alias
    public void Other_groups_are_gathered_row_by_row(string text) =>
        Assert.All(Gather(text).Inputs, static input => Assert.IsType<TableInput>(input));

    [Fact]
    public void Small_tables_can_be_copied_to_the_shards_of_a_large_one()
    {
        var gather = Gather("SELECT COUNT(*) AS n FROM items i JOIN accounts a ON a.balance = i.qty JOIN countries c ON c.code = a.owner");

        Assert.Equal(["~g1", "~g2"], gather.Broadcasts.Select(static way => string.Join(", ", way.Copies.Select(static copy => copy.Copy.Name))).Order());
        var beside = gather.Broadcasts.Single(static way => way.Anchors.Single().Source.Name == "items").Then;
        Assert.Contains("FROM `items` AS `i`", TextOf(beside), StringComparison.Ordinal);
        Assert.Contains("`~g2` AS `a`", TextOf(beside), StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_beside_which_groups_are_put_together_is_known_to_the_server_that_tells_types()
    {
        var gather = Gather("SELECT SUM(i.qty) / 7 AS weekly FROM items i JOIN accounts a ON a.balance = i.qty");
        var then = gather.Broadcasts.Single(static way => way.Anchors.Single().Source.Name == "items").Then.Gather!;

        Assert.Equal("~g2", Assert.Single(then.Known).Name);
    }

    [Fact]
    public void Keys_of_tables_read_before_narrow_another_one()
    {
        var items = Input(Gather("SELECT i.sku FROM items i, users u WHERE i.qty = u.age AND u.id IN (SELECT a.balance FROM accounts a)"), "users");

        Assert.Contains(items.Restrictions, static restriction => restriction is { From: "~q1", FromColumn: "c1", Condition: "`t`.`id`" });
        Assert.Contains(items.Restrictions, static restriction => restriction is { FromColumn: "qty", Condition: "`t`.`age`" });
    }

    [Fact]
    public void A_list_that_rows_must_not_be_in_narrows_nothing() =>
        Assert.DoesNotContain(Input(Gather("SELECT i.sku FROM items i, users u WHERE i.qty = u.age AND u.id NOT IN (SELECT a.balance FROM accounts a)"), "users").Restrictions, static restriction => restriction.Column == 0);

    [Theory]
    [InlineData("SELECT u.name FROM accounts a, countries c, users u WHERE c.code = a.owner AND c.continent = 'EU' AND u.age = a.balance", "accounts", "EXISTS (SELECT 1 FROM `countries` AS `~s1` WHERE `~s1`.`code` = `t`.`owner` AND `~s1`.`continent` = ")]
    [InlineData("SELECT a.owner FROM accounts a, users u, items i WHERE u.id = i.user_id AND i.qty = a.balance AND u.age > 5", "items", "EXISTS (SELECT 1 FROM `users` AS `~s1` WHERE `~s1`.`id` = `t`.`user_id` AND `~s1`.`age` > ")]
    public void Tables_beside_it_narrow_what_is_gathered(string text, string table, string condition) =>
        Assert.Contains(condition, GatherDescriber.TextOf(Input(Gather(text), table)), StringComparison.Ordinal);

    [Fact]
    public void An_average_that_goes_on_with_more_digits_than_it_shows_is_of_the_rows_themselves() =>
        Assert.Equal("users", Assert.IsType<TableInput>(Assert.Single(Gather("SELECT AVG(age) + 1 AS a FROM users").Inputs)).Source.Name);

    [Theory]
    [InlineData("SELECT name FROM users u WHERE NOT EXISTS (SELECT * FROM accounts a WHERE a.balance = u.age)")]
    [InlineData("SELECT name FROM users u WHERE age NOT IN (SELECT balance FROM accounts WHERE balance > 5)")]
    public void A_table_that_is_only_looked_for_a_match_in_sends_one_of_equal_rows(string text) =>
        Assert.StartsWith("SELECT DISTINCT `t`.`balance` FROM", GatherDescriber.TextOf(Input(Gather(text), "accounts")), StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT name FROM users u WHERE EXISTS (SELECT * FROM accounts a WHERE a.owner = u.name)")] // which of two texts that are equal?
    [InlineData("SELECT name FROM users u WHERE EXISTS (SELECT COUNT(*) FROM accounts a WHERE a.balance = u.age HAVING COUNT(*) > 1)")]
    [InlineData("SELECT name FROM users u WHERE age IN (SELECT (SELECT SUM(a.balance)) FROM accounts a)")]
    [InlineData("SELECT name FROM users u WHERE age IN (SELECT ROW_NUMBER() OVER (ORDER BY balance) FROM accounts)")]
    [InlineData("SELECT name FROM users u WHERE (SELECT COUNT(*) FROM accounts a WHERE a.balance = u.age) > 1")]
    public void A_table_whose_rows_are_counted_sends_each(string text) =>
        Assert.DoesNotContain("DISTINCT", GatherDescriber.TextOf(Input(Gather(text), "accounts")), StringComparison.Ordinal);

    [Fact]
    public void The_unmatched_rows_of_an_outer_join_are_not_left_out() =>
        Assert.DoesNotContain("EXISTS", GatherDescriber.TextOf(Input(Gather("SELECT u.name FROM users u JOIN accounts a ON a.balance = u.age LEFT JOIN countries c ON c.code = a.owner AND c.continent = 'EU'"), "accounts")), StringComparison.Ordinal);

    private static TableInput Input(GatherPlan gather, string table) => gather.Inputs.OfType<TableInput>().Single(input => input.Source.Name == table);

    private static string TextOf(SelectPlan plan)
    {
        var step = plan.Scatter!;
        while (OperatorInputs.Of(step) is { } input)
            step = input;
        return ((ShardScan)step).Statement!.Text;
    }

    private static GatherPlan Gather(string text)
    {
        var normalized = StatementNormalizer.Normalize(SqlParser.Parse(text, SqlDialect.MySql)[0], text, SqlDialect.MySql);
        return Assert.IsType<SelectPlan>(Planner.Plan(normalized, TestSchema.Schema, TestSchema.Topology with { Engine = EngineKind.MySql })).Gather!;
    }
}
