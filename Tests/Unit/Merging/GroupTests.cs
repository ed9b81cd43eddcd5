using ShardClient.Planning.Operators;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

public sealed class GroupTests
{
    private static Group Whole(params Aggregate[] aggregates) => new(All, [], aggregates, Streamed: true);

    private static Group ByFirst(bool streamed, string collation, params Aggregate[] aggregates) =>
        new(streamed ? new MergeSort(Scan, [new SortKey(0, false, true, collation)]) : All, [new GroupKey(0, collation)], aggregates, streamed);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Partial_groups_of_several_shards_become_one(bool streamed) =>
        Assert.Equal(
            ["NULL|1|5", "'a'|6|NULL", "'b'|9|40"],
            Rows(
                ByFirst(streamed, "BINARY", new Aggregate(AggregateKind.Count, 1), new Aggregate(AggregateKind.Sum, 2)),
                [[Row(null, 1, 5), Row("a", 2, null), Row("b", 3, 30)], [Row("a", 4, null)], [Row("b", 6, 10)]]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Keys_that_their_collation_finds_equal_are_one_group(bool streamed) =>
        Assert.Equal(
            ["'a'|3"],
            Rows(ByFirst(streamed, "NOCASE", new Aggregate(AggregateKind.Count, 1)), [[Row("a", 1)], [Row("A", 2)]]));

    [Fact]
    public void Numbers_of_equal_value_are_one_group_whatever_their_class() =>
        Assert.Equal(
            ["1|3", "0r|2"],
            Rows(ByFirst(streamed: false, "BINARY", new Aggregate(AggregateKind.Count, 1)), [[Row(1, 1), Row(0.0, 1)], [Row(1.0, 2), Row(-0.0, 1)]]));

    [Fact]
    public void Without_keys_no_rows_are_still_one_group() =>
        Assert.Equal(
            ["0|NULL|0r|NULL|NULL|NULL|0|NULL"],
            Rows(
                Whole(
                    new Aggregate(AggregateKind.Count, 0), new Aggregate(AggregateKind.Sum, 0), new Aggregate(AggregateKind.Total, 0),
                    new Aggregate(AggregateKind.Average, 0, 0), new Aggregate(AggregateKind.Min, 0), new Aggregate(AggregateKind.First, 0),
                    new Aggregate(AggregateKind.CountDistinct, 0), new Aggregate(AggregateKind.SumDistinct, 0)),
                [[], []]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_keys_no_rows_are_no_group(bool streamed) =>
        Assert.Empty(Rows(ByFirst(streamed, "BINARY", new Aggregate(AggregateKind.Count, 0)), [[], []]));

    [Fact]
    public void A_sum_is_an_integer_until_a_REAL_comes() =>
        Assert.Equal(["6|7.5r"], Rows(Whole(new Aggregate(AggregateKind.Sum, 0), new Aggregate(AggregateKind.Sum, 1)), [[Row(2, 5)], [Row(4, 2.5)]]));

    [Fact]
    public void A_sum_beyond_64_bits_is_the_engines_error()
    {
        var error = Assert.Throws<ShardException>(() => Rows(Whole(new Aggregate(AggregateKind.Sum, 0)), [[Row(long.MaxValue)], [Row(1)]]));

        Assert.Equal(ShardErrorCode.EngineError, error.ErrorCode);
        Assert.StartsWith("integer overflow", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_of_REALs_are_compensated() =>
        Assert.Equal(["1r"], Rows(Whole(new Aggregate(AggregateKind.Sum, 0)), [[Row(1e100)], [Row(1.0)], [Row(-1e100)]]));

    [Fact]
    public void An_average_is_the_sum_of_totals_over_the_sum_of_counts() =>
        Assert.Equal(["2.5r"], Rows(Whole(new Aggregate(AggregateKind.Average, 0, 1)), [[Row(1.0, 1)], [Row(9.0, 3)], [Row(0.0, 0)]]));

    [Fact]
    public void Least_and_greatest_ignore_NULLs_and_go_by_class_and_collation() =>
        Assert.Equal(
            ["5|'C'|'a'|'b'"],
            Rows(
                Whole(
                    new Aggregate(AggregateKind.Min, 0), new Aggregate(AggregateKind.Max, 0),
                    new Aggregate(AggregateKind.Min, 1, Collation: "NOCASE"), new Aggregate(AggregateKind.Max, 1)),
                [[Row(5, "a")], [Row("C", "b")], [Row(null, "B")]]));

    [Fact]
    public void DISTINCT_forms_count_each_value_once_across_shards() =>
        Assert.Equal(
            ["2|6|6r|3r|2"],
            Rows(
                Whole(
                    new Aggregate(AggregateKind.CountDistinct, 0), new Aggregate(AggregateKind.SumDistinct, 0),
                    new Aggregate(AggregateKind.TotalDistinct, 0), new Aggregate(AggregateKind.AverageDistinct, 0),
                    new Aggregate(AggregateKind.CountDistinct, 1, Collation: "NOCASE")),
                [[Row(2, "a"), Row(4, "A")], [Row(2.0, "b"), Row(null, null)]]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DISTINCT_forms_begin_anew_in_each_group(bool streamed) =>
        Assert.Equal(
            ["1|2", "2|1"],
            Rows(ByFirst(streamed, "BINARY", new Aggregate(AggregateKind.CountDistinct, 1)), [[Row(1, "x"), Row(1, "y"), Row(2, "x")], [Row(1, "x"), Row(2, "x")]]));

    [Fact]
    public void DISTINCT_forms_over_sorted_values_keep_none_of_them()
    {
        var sorted = new MergeSort(Scan, [new SortKey(0, false, true, "BINARY"), new SortKey(1, false, true, "NOCASE")]);
        Aggregate[] aggregates =
        [
            new(AggregateKind.CountDistinct, 1, Collation: "NOCASE", Sorted: true), new(AggregateKind.SumDistinct, 1, Collation: "NOCASE", Sorted: true), new(AggregateKind.Count, 2),
        ];
        var plan = new Group(sorted, [new GroupKey(0, "BINARY")], aggregates, Streamed: true);

        Assert.Equal(
            ["1|2|5|6", "2|0|NULL|1", "3|1|0r|1"],
            Rows(plan, [[Row(1, null, 1), Row(1, 2, 1), Row(1, 3, 1), Row(2, null, 1)], [Row(1, 2.0, 1), Row(1, 3, 1), Row(1, 3, 1), Row(3, "a", 1)]]));
        Assert.Equal(
            ["1|20001|200030001|20000"],
            Rows(plan, [[.. Enumerable.Range(1, 10_000).Select(static n => Row(1, 2 * n, 1))], [.. Enumerable.Range(0, 10_000).Select(static n => Row(1, (2 * n) + 1, 1)).Append(Row(1, 20_001, 0))]], limit: 1_000));
    }

    [Fact]
    public void First_is_the_first_rows_value_even_when_it_is_NULL() =>
        Assert.Equal(["NULL"], Rows(Whole(new Aggregate(AggregateKind.First, 0)), [[Row((object?)null)], [Row(1)]]));

    [Fact]
    public void Long_and_short_keys_take_turns_in_the_same_memory() =>
        Assert.Equal(
            ["'a long key of many bytes'|1", "'b'|1", "'c, again a very long key'|2"],
            Rows(
                ByFirst(streamed: true, "BINARY", new Aggregate(AggregateKind.Count, 1)),
                [[Row("a long key of many bytes", 1), Row("c, again a very long key", 1)], [Row("b", 1), Row("c, again a very long key", 1)]]));
}
