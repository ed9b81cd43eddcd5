using System.Globalization;
using ShardClient.Planning;
using ShardClient.Planning.Writing;
using ShardClient.Routing;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Scanning;
using ShardClient.Tests.Unit.Planning;
using Xunit;

namespace ShardClient.Tests.Unit.Routing;

/// <summary>What becomes of an INSERT of many constant rows, whose rows are not parsed.</summary>
public class LongInsertTests
{
    // So many values stay literals in the texts of rows that are parsed.
    private const int Many = (8192 / 4) + 50;

    [Fact]
    public void Each_shard_is_sent_what_it_is_sent_when_the_rows_are_parsed()
    {
        var text = $"INSERT INTO items VALUES {Rows(Many, row => $"({row}, {row * 7}, 'it''s {row}', {row % 3 - 1})")}";
        var parsed = (InsertPlan)TestSchema.Plan(text);
        var expected = RowRouter.Split(parsed, RowRouter.Route(parsed, TestSchema.Inputs(text, parsed)));
        var plan = Plan(text)!;

        var found = new LongInsertStatements(plan, RowRouter.Route(plan, []), []);

        Assert.Equal(expected.Select(each => each.Shard), found.Select(each => each.Shard));
        Assert.Equal(expected.Select(each => each.Statement.Text), found.Select(each => each.Statement.Text));
        Assert.All(found, each => Assert.Empty(each.Statement.Inputs));
    }

    [Fact]
    public void The_shape_is_planned_with_inputs_in_the_place_of_its_values()
    {
        var plan = Plan($"INSERT INTO items (sku, user_id) VALUES {Rows(80, row => $"('a', {row})")}")!;

        Assert.Equal(2, plan.Shape.Rows.Count);
        Assert.Equal((1, -1), (plan.Shape.KeyAt, plan.Shape.GeneratedAt));
        Assert.Equal("INSERT INTO items (sku, user_id) VALUES", plan.Shape.Before);
    }

    [Fact]
    public void A_generated_key_stands_behind_the_values_of_its_row()
    {
        var plan = Plan($"INSERT INTO users (name) VALUES {Rows(40, row => $"('name {row}')")}")!;
        long[] keys = [.. Enumerable.Range(1000, 40)];

        var texts = new LongInsertStatements(plan, RowRouter.Route(plan, keys), keys).Select(each => each.Statement.Text).ToList();

        Assert.All(texts, text => Assert.StartsWith("INSERT INTO users (name, ", text, StringComparison.Ordinal));
        Assert.Single(texts, text => text.Contains("('name 7', 1007)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_generated_key_stands_where_the_row_has_NULL_and_decides_its_shard()
    {
        var plan = Plan($"INSERT INTO users (name, id, age) VALUES {Rows(40, row => $"('a, b', {(row == 7 ? "NULL" : row)}, 5)")}")!;
        var keys = new long[40];
        keys[7] = 1007;
        Assert.Equal([7], Enumerable.Range(0, 40).Where(row => LongInsertKeys.Wants(plan, row)));

        var routed = RowRouter.Route(plan, keys);

        var text = new LongInsertStatements(plan, routed, keys).First(each => each.Shard == routed.RowShards![7]).Statement.Text;
        Assert.Contains("('a, b', 1007, 5)", text, StringComparison.Ordinal);
        var single = (InsertPlan)TestSchema.Plan("INSERT INTO users (id) VALUES (1007)");
        Assert.Equal(RowRouter.Route(single, TestSchema.Inputs("INSERT INTO users (id) VALUES (1007)", single)).LastShard, routed.RowShards![7]);
    }

    [Fact]
    public void The_first_row_with_a_key_of_another_type_is_named()
    {
        var plan = Plan($"INSERT INTO items VALUES {Rows(40, row => $"(1, {(row is 20 or 30 ? "'x'" : row)}, 'a', 1)")}")!;

        var error = Assert.Throws<ShardException>(() => RowRouter.Route(plan, []));

        Assert.Equal(ShardErrorCode.InvalidKeyValue, error.ErrorCode);
        Assert.Contains("row 21 is text", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INSERT INTO items VALUES", "(1, {0}, 'a', 1)", " RETURNING sku")]
    [InlineData("INSERT INTO items VALUES", "(1, {0}, 'a', 1)", " ON CONFLICT DO NOTHING")]
    [InlineData("INSERT OR IGNORE INTO items VALUES", "(1, {0}, 'a', 1)", "")]
    [InlineData("INSERT INTO items VALUES", "(1, {0}, 'a')", "")]
    [InlineData("INSERT INTO items (sku) VALUES", "({0})", "")]
    [InlineData("INSERT INTO items (nowhere) VALUES", "({0})", "")]
    [InlineData("INSERT INTO paid VALUES", "({0}, 1, 2)", "")]
    [InlineData("INSERT INTO users VALUES", "(0x1FFFFFFFFFFFFFFFF, 'a', 'b', {0}, 'c')", "")]
    public void What_the_shape_does_not_tell_is_left_to_the_rows_themselves(string start, string row, string end) =>
        Assert.Null(Plan($"{start} {Rows(60, each => string.Format(CultureInfo.InvariantCulture, row, each))}{new string(' ', 512)}{end}"));

    [Theory]
    [InlineData("INSERT INTO countries VALUES", "('{0}', 'a', 'b')")]
    [InlineData("INSERT INTO notes VALUES", "({0}, 'a')")]
    public void Tables_that_are_not_sharded_get_the_text_as_it_is(string start, string row)
    {
        var insert = Read($"{start} {Rows(60, each => string.Format(CultureInfo.InvariantCulture, row, each))}");

        var plan = Assert.IsType<WritePlan>(LongInsertPlanner.Plan(TestSchema.Plan(insert.Shape), insert));

        Assert.Null(plan.Statement);
    }

    private static LongInsertPlan? Plan(string text)
    {
        var insert = Read(text);
        return LongInsertPlanner.Plan(TestSchema.Plan(insert.Shape), insert) as LongInsertPlan;
    }

    private static LongInsert Read(string text)
    {
        var insert = LongInsertReader.Read(text, SqlDialect.Sqlite, SqlModes.None, ParserLimits.Default, default);
        Assert.NotNull(insert);
        return insert;
    }

    private static string Rows(int count, Func<int, string> row) => string.Join(", ", Enumerable.Range(0, count).Select(row));
}
