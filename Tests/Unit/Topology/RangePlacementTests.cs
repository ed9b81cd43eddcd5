using FsCheck;
using FsCheck.Fluent;
using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class RangePlacementTests
{
    private static readonly KeyType Integer = new(KeyKind.Integer);
    private static readonly KeyType Text = new(KeyKind.Text);

    private static readonly RangePlacement Numbers = new(
        "by_id", [new(Value.FromInteger(10), 0), new(Value.FromInteger(20), 1), new(Value.Null, 2)]);

    private static readonly RangePlacement Months = new(
        "by_month", [new(Value.FromText("2026-01-01"), 0), new(Value.FromText("2026-02-01"), 1), new(Value.Null, 0)]);

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(19, 1)]
    [InlineData(20, 2)]
    [InlineData(long.MaxValue, 2)]
    public void A_key_is_in_the_first_range_whose_bound_is_above_it(long key, int shard)
    {
        Assert.True(Numbers.TryRoute(Integer, Value.FromInteger(key), out var routed));
        Assert.Equal(shard, routed);
    }

    [Fact]
    public void NULL_is_in_the_first_range() => Assert.Equal(0, Numbers.NullShard);

    [Fact]
    public void A_date_time_is_ordered_as_its_text()
    {
        var moments = new KeyType(KeyKind.DateTime);
        Assert.True(Months.TryRoute(moments, Value.FromText("2025-12-31 23:59:59"), out var before));
        Assert.True(Months.TryRoute(moments, Value.FromText("2026-01-01 00:00:00"), out var after));
        Assert.Equal((0, 1), (before, after));
    }

    [Theory]
    [InlineData(null, false, 10L, false, new[] { 0 })]
    [InlineData(null, false, 10L, true, new[] { 0, 1 })]
    [InlineData(10L, true, 19L, true, new[] { 1 })]
    [InlineData(5L, true, 25L, true, new[] { 0, 1, 2 })]
    [InlineData(20L, false, null, false, new[] { 2 })]
    [InlineData(30L, true, 5L, true, new int[0])]
    public void A_range_of_keys_narrows_to_the_ranges_it_meets(long? low, bool lowIncluded, long? high, bool highIncluded, int[] shards) =>
        Assert.Equal(shards, Numbers.RouteRange(Integer, Optional(low), lowIncluded, Optional(high), highIncluded).ToArray());

    [Fact]
    public void A_bound_of_another_class_is_an_open_end() =>
        Assert.Equal([1, 2], Numbers.RouteRange(Integer, Value.FromInteger(15), true, Value.FromReal(5.5), true).ToArray());

    [Fact]
    public void Two_ranges_may_live_on_one_shard() =>
        Assert.Equal([0], Months.RouteRange(Text, Value.FromText("2026-03"), true, Value.Null, false).ToArray());

    [Theory]
    [InlineData(nameof(KeyKind.Text))]
    [InlineData(nameof(KeyKind.Bytes))]
    [InlineData(nameof(KeyKind.Guid))]
    public void Keys_that_the_bounds_do_not_order_are_refused(string kind) => Assert.NotNull(Numbers.Refusal(new KeyType(Enum.Parse<KeyKind>(kind))));

    [Fact]
    public void Bounds_that_are_dates_take_dates_and_texts()
    {
        Assert.Null(Months.Refusal(new KeyType(KeyKind.Date)));
        Assert.Null(Months.Refusal(new KeyType(KeyKind.DateTime)));
        Assert.Null(Months.Refusal(Text));
        Assert.NotNull(Months.Refusal(Integer));
        var names = new RangePlacement("by_name", [new(Value.FromText("m"), 0), new(Value.Null, 1)]);
        Assert.NotNull(names.Refusal(new KeyType(KeyKind.Date)));
    }

    [Fact]
    public void Bounds_that_ascend_only_by_case_are_refused_for_folded_text()
    {
        var placement = new RangePlacement("by_name", [new(Value.FromText("B"), 0), new(Value.FromText("a"), 1), new(Value.Null, 2)]);
        Assert.Null(placement.Refusal(Text));
        Assert.NotNull(placement.Refusal(new KeyType(KeyKind.FoldedText)));
    }

    [Fact]
    public void A_key_between_two_bounds_is_on_one_of_their_shards()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Prop.ForAll<sbyte, sbyte, sbyte>((low, key, high) =>
        {
            var shards = Numbers.RouteRange(Integer, Value.FromInteger(low), true, Value.FromInteger(high), false);
            return key < low || key >= high || (Numbers.TryRoute(Integer, Value.FromInteger(key), out var shard) && shards.Contains(shard));
        }).Check(Config.QuickThrowOnFailure.WithReplay((ulong)seed, 1).WithMaxTest(2000));
    }

    private static Value Optional(long? number) => number is { } some ? Value.FromInteger(some) : Value.Null;
}
