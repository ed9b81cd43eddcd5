using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>Concat, Filter, Project, Distinct, Sort, Limit, Trim.</summary>
public sealed class RowOperatorTests
{
    private static readonly IReadOnlyList<Value[]>[] ThreeShards = [[Row(3, "c"), Row(1, "a")], [], [Row(2, "b"), Row(1, "A")]];

    private static ConstantScalar Constant(object? value) => new(ToValue(value));

    [Fact]
    public void Concat_gives_shard_after_shard() =>
        Assert.Equal(["3|'c'", "1|'a'", "2|'b'", "1|'A'"], Rows(All, ThreeShards));

    [Fact]
    public void A_filter_keeps_what_is_true_and_drops_false_and_NULL()
    {
        var predicate = new OperatorScalar(ScalarOperator.Greater, new ColumnScalar(0), new InputScalar(0));

        Assert.Equal(["3|1"], Rows(new Filter(All, predicate), [[Row(3, 1), Row(null, 2)], [Row(1, 3)]], Row(2)));
    }

    [Fact]
    public void A_projection_names_its_columns_and_keeps_the_source_type()
    {
        var plan = new Project(All,
        [
            new ProjectedColumn(new ColumnScalar(1), "name", Source: 1),
            new ProjectedColumn(new OperatorScalar(ScalarOperator.Add, new ColumnScalar(0), Constant(10)), "n + 10"),
        ]);
        using var cursor = Open(plan, Fakes(ThreeShards));

        Assert.Equal(["name", "n + 10"], cursor.Columns.Select(static column => column.Name));
        Assert.Equal(["TYPE_OF_c1", null], cursor.Columns.Select(static column => column.DeclaredType));
        Assert.Equal(["'c'|13", "'a'|11", "'b'|12", "'A'|11"], Drain(cursor));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Distinct_keeps_the_first_of_equal_rows(bool streamed) =>
        Assert.Equal(
            ["1|'a'", "1|'b'", "NULL|'b'"],
            Rows(
                new Distinct(All, [new GroupKey(0, "BINARY"), new GroupKey(1, "NOCASE")], streamed),
                [[Row(1, "a"), Row(1.0, "A")], [Row(1, "b"), Row(null, "b"), Row(null, "B")]]));

    [Fact]
    public void Sort_orders_all_rows_and_keeps_the_order_of_equal_ones() =>
        Assert.Equal(
            ["1|'a'", "1|'A'", "2|'b'", "3|'c'"],
            Rows(new Sort(All, [new SortKey(0, false, true, "BINARY")], null), ThreeShards));

    [Fact]
    public void Sort_under_a_limit_keeps_no_more_than_it_needs()
    {
        var random = new Random(7);
        int[] numbers = [.. Enumerable.Range(0, 50_000)];
        random.Shuffle(numbers);
        var shards = new IReadOnlyList<Value[]>[] { [.. numbers.Select(static n => Row(n, new string('x', 100)))] };
        var plan = new Limit(new Trim(new Sort(All, [new SortKey(0, true, false, "BINARY")], null), 1), Constant(3), Constant(2));

        Assert.Equal(["49997", "49996", "49995"], Rows(plan, shards, limit: 300_000));
    }

    [Fact]
    public void A_negative_LIMIT_is_none_even_with_an_offset_under_which_count_and_offset_add_up_to_little()
    {
        var sort = new Sort(All, [new SortKey(0, false, true, "BINARY")], new OperatorScalar(ScalarOperator.Add, Constant(-1), Constant(2)));

        Assert.Equal(["2|'b'", "3|'c'"], Rows(new Limit(sort, Constant(-1), Constant(2)), ThreeShards));
    }

    [Theory]
    [InlineData(2, null, "3,1")]
    [InlineData(2, 1, "1,2")]
    [InlineData(0, 0, "")]
    [InlineData(-1, 3, "1")]
    [InlineData(-7, -7, "3,1,2,1")]
    [InlineData(100, 2, "2,1")]
    [InlineData(1, 9, "")]
    [InlineData(2.0, "1", "1,2")]
    [InlineData(long.MaxValue, long.MaxValue, "")]
    public void LIMIT_and_OFFSET_follow_SQLite(object count, object? offset, string expected)
    {
        var plan = new Trim(new Limit(All, Constant(count), offset is null ? null : Constant(offset)), 1);

        Assert.Equal(expected, string.Join(',', Rows(plan, ThreeShards)));
    }

    [Theory]
    [InlineData("two")]
    [InlineData(1.5)]
    [InlineData(null)]
    public void A_LIMIT_that_is_no_integer_is_an_error(object? count)
    {
        var error = Assert.Throws<ShardException>(() => Rows(new Limit(All, Constant(count), null), ThreeShards));

        Assert.Contains("datatype mismatch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LIMIT_0_reads_no_shard_and_gives_all_back()
    {
        var shards = Fakes(ThreeShards);
        using var cursor = Open(new Limit(All, Constant(0), null), shards);

        Assert.Empty(Drain(cursor));
        Assert.All(shards, static shard => Assert.Equal((0, 1), (shard.Reads, shard.Disposals)));
    }

    [Fact]
    public void What_is_kept_in_memory_is_bounded_and_the_error_names_the_limit()
    {
        var shards = new IReadOnlyList<Value[]>[] { [.. Enumerable.Range(0, 10_000).Select(static n => Row(n, "text"))] };
        PlanOperator[] keepers =
        [
            new Sort(All, [new SortKey(0, false, true, "BINARY")], null),
            new Distinct(All, [new GroupKey(0, "BINARY"), new GroupKey(1, "BINARY")], Streamed: false),
            new Group(All, [new GroupKey(0, "BINARY")], [new Aggregate(AggregateKind.Count, 0)], Streamed: false),
            new Group(All, [], [new Aggregate(AggregateKind.CountDistinct, 0)], Streamed: false),
        ];

        Assert.All(keepers, keeper =>
        {
            var error = Assert.Throws<ShardException>(() => Rows(keeper, shards, limit: 100_000));
            Assert.Equal(ShardErrorCode.LimitExceeded, error.ErrorCode);
            Assert.Contains("Gather Limit", error.Message, StringComparison.Ordinal);
        });
    }
}
