using ShardClient.Tests.Oracle.Statements.Generating;
using ShardClient.Tests.Oracle.Statements.Minimising;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using Xunit;

namespace ShardClient.Tests.Unit.Oracle;

/// <summary>The statements that the oracle makes.</summary>
public sealed class GeneratorTests
{
    private const int Seed = 4711;

    private static IEnumerable<SqlText> Statements(Schema schema, int count)
    {
        var shop = new Workshop(schema, new Dice(Seed));
        var (reads, writes) = (new ReadGenerator(shop), new WriteGenerator(shop));
        for (var number = 0; number < count; number++)
        {
            shop.Begin(new Dice(Dice.Seed(Seed, number)));
            yield return SqlText.Of((number % 4 == 0 ? writes.Next() : reads.Next()).Tree);
        }
    }

    private static Schema Schema() => new SchemaGenerator(new Dice(Seed)).Next(shards: 4);

    [Fact]
    public void One_seed_makes_the_same_statements_each_time() =>
        Assert.Equal(Statements(Schema(), 300).Select(static text => text.ToString()), Statements(Schema(), 300).Select(static text => text.ToString()));

    [Fact]
    public void Nearly_all_statements_are_valid()
    {
        using var database = new PlainDatabase();
        var schema = Schema();
        foreach (var table in schema.Tables)
            database.Execute(table.Definition(isCluster: false));
        var failed = 0;
        foreach (var text in Statements(schema, 1000))
        {
            database.Rewind();
            failed += database.Ask(text).Error is null ? 0 : 1;
        }

        Assert.InRange(failed, 0, 50);
    }

    [Fact]
    public void A_literal_reads_back_as_the_value_it_was()
    {
        using var database = new PlainDatabase();
        object?[] values = [null, 0L, long.MinValue, long.MaxValue, 0.1, 1e308, double.Epsilon, double.NegativeInfinity, "", "it's\n\"", "😀", new byte[] { 0, 255 }];
        foreach (var value in values)
        {
            database.Rewind();
            Assert.Equal(value, Assert.Single(database.Ask($"SELECT {new SqlValue(value).Literal}").Rows)[0]);
        }
    }

    [Fact]
    public void A_tree_becomes_smaller_by_one_step_and_keeps_what_is_pinned()
    {
        var pinned = Make.Expression($"b").As(isPinned: true);
        var tree = Make.Query($"SELECT {Make.List([Make.Text($"a"), pinned])} FROM t{Make.Clause($" WHERE {Make.Expression($"x = {Make.Expression($"y")}")}")}");
        var smaller = Reductions.Of(tree).Select(static reduced => reduced.ToString()).ToList();
        Assert.Contains("SELECT a, b FROM t", smaller);
        Assert.Contains("SELECT b FROM t WHERE x = y", smaller);
        Assert.Contains("SELECT a, b FROM t WHERE y", smaller);
        Assert.All(smaller, static text => Assert.Contains("b", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_position_follows_its_item_when_others_are_dropped()
    {
        var (first, second) = (Make.Text($"a"), Make.Text($"b"));
        var tree = Make.Query($"SELECT {Make.List([first, second])} FROM t ORDER BY {Make.Position(second)}");
        Assert.Equal("SELECT a, b FROM t ORDER BY 2", tree.ToString());
        Assert.Contains("SELECT b FROM t ORDER BY 1", Reductions.Of(tree).Select(static reduced => reduced.ToString()));
    }
}
