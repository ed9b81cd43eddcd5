using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class ListAndModuloPlacementTests
{
    private static readonly KeyType Integer = new(KeyKind.Integer);
    private static readonly KeyType Text = new(KeyKind.Text);
    private static readonly KeyType Folded = new(KeyKind.FoldedText);

    [Fact]
    public void A_listed_value_has_its_shard_and_the_others_the_default()
    {
        var placement = new ListPlacement("by_region", [new("cn", 0), new("EU", 1)], 2);
        Assert.Equal((0, 1, 2), (Route(placement, Text, "cn"), Route(placement, Text, "EU"), Route(placement, Text, "eu")));
        Assert.Equal((0, 1), (Route(placement, Folded, "CN"), Route(placement, Folded, "eu")));
        Assert.Equal(2, placement.NullShard);
        Assert.Equal(ShardSet.All(3), placement.Shards);
    }

    [Fact]
    public void Without_a_default_other_values_and_NULL_have_no_shard()
    {
        var placement = new ListPlacement("by_region", [new("cn", 0)], -1);
        Assert.False(placement.TryRoute(Text, Value.FromText("eu"), out _));
        Assert.False(placement.TryRoute(Text, Value.Null, out _));
    }

    [Fact]
    public void Integers_are_listed_in_decimal()
    {
        var placement = new ListPlacement("by_tenant", [new("7", 1), new("-1", 0)], -1);
        Assert.Null(placement.Refusal(Integer));
        Assert.True(placement.TryRoute(Integer, Value.FromInteger(7), out var shard));
        Assert.Equal(1, shard);
        Assert.NotNull(new ListPlacement("by_tenant", [new("07", 1)], -1).Refusal(Integer));
    }

    [Fact]
    public void Values_that_fold_to_two_shards_are_refused_for_folded_keys()
    {
        var placement = new ListPlacement("by_region", [new("cn", 0), new("CN", 1)], -1);
        Assert.Null(placement.Refusal(Text));
        Assert.NotNull(placement.Refusal(Folded));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(4, 6)]
    [InlineData(-1, 7)]
    [InlineData(long.MinValue, 6)]
    public void A_remainder_is_never_negative(long key, int shard)
    {
        var placement = new ModuloPlacement("legacy", [5, 6, 7]);
        Assert.True(placement.TryRoute(Integer, Value.FromInteger(key), out var routed));
        Assert.Equal(shard, routed);
        Assert.Equal(5, placement.NullShard);
    }

    [Fact]
    public void Remainders_take_integers_only()
    {
        var placement = new ModuloPlacement("legacy", [0, 1]);
        Assert.NotNull(placement.Refusal(Text));
        Assert.False(placement.TryRoute(Integer, Value.FromText("5"), out _));
    }

    private static int Route(ListPlacement placement, KeyType type, string key) =>
        placement.TryRoute(type, Value.FromText(key), out var shard) ? shard : -1;
}
