using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class HashPlacementTests
{
    private const int Keys = 100_000;
    private static readonly KeyType Integer = new(KeyKind.Integer);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Keys_of_any_pattern_spread_evenly(int shards)
    {
        var random = Seeds.Random();
        AssertSpread(shards, static index => index);
        AssertSpread(shards, static index => index * 1000L);
        AssertSpread(shards, static index => index << 22);
        AssertSpread(shards, _ => random.NextInt64());
    }

    [Fact]
    public void Slots_are_handed_out_in_even_runs()
    {
        var placement = HashPlacement.Even("default", 10, 4);
        Assert.Equal([0, 0, 0, 1, 1, 2, 2, 2, 3, 3], placement.SlotMap.ToArray());
        Assert.Equal(ShardSet.All(4), placement.Shards);
    }

    [Fact]
    public void A_slot_is_the_CRC_of_the_decimal_form()
    {
        var placement = new HashPlacement("own", [.. Enumerable.Range(0, 64)]);
        Assert.True(placement.TryRoute(Integer, Value.FromInteger(123456789), out var shard));
        Assert.Equal((int)(0xCBF43926u % 64), shard);
    }

    [Fact]
    public void NULL_is_in_slot_0()
    {
        var placement = new HashPlacement("own", [2, 1, 0]);
        Assert.Equal(2, placement.NullShard);
        Assert.True(placement.TryRoute(Integer, Value.Null, out var shard));
        Assert.Equal(2, shard);
    }

    [Fact]
    public void Equal_keys_have_one_shard_however_they_are_written()
    {
        var random = Seeds.Random();
        var placement = HashPlacement.Even("default", 4096, 64);
        for (var index = 0; index < 1000; index++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(300)).Select(_ => (char)random.Next(32, 0x2FF)));
            var folded = new KeyType(KeyKind.FoldedText);
            var upper = string.Concat(text.Select(static c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c));
            Assert.True(placement.TryRoute(folded, Value.FromText(text), out var shard));
            Assert.True(placement.TryRoute(folded, Value.FromUtf8(System.Text.Encoding.UTF8.GetBytes(upper)), out var other));
            Assert.Equal(shard, other);
        }
    }

    [Fact]
    public void A_value_of_another_class_is_not_routed() =>
        Assert.False(HashPlacement.Even("default", 4096, 4).TryRoute(Integer, Value.FromText("5"), out _));

    [Fact]
    public void Date_times_are_refused_as_hash_keys() =>
        Assert.NotNull(HashPlacement.Even("default", 4096, 4).Refusal(new KeyType(KeyKind.DateTime)));

    [Fact]
    public void Routing_allocates_nothing()
    {
        var placement = HashPlacement.Even("default", 4096, 4);
        var (number, text) = (Value.FromInteger(8_000_123), Value.FromText(new string('K', 256)));
        var type = new KeyType(KeyKind.FoldedText);
        var sum = Route(placement, Integer, number) + Route(placement, type, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < 1000; index++)
            sum += Route(placement, Integer, number) + Route(placement, type, text);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum >= 0);
    }

    private static int Route(HashPlacement placement, KeyType type, in Value key) => placement.TryRoute(type, key, out var shard) ? shard : -1;

    private static void AssertSpread(int shards, Func<long, long> key)
    {
        var placement = HashPlacement.Even("default", HashPlacement.DefaultSlots, shards);
        var counts = new int[shards];
        for (var index = 0L; index < Keys; index++)
        {
            placement.TryRoute(Integer, Value.FromInteger(key(index)), out var shard);
            counts[shard]++;
        }

        // Random keys alone deviate by a sigma of sqrt(n p (1 - p)), 0.8 % with seven shards: six of them are as good as never.
        var even = Keys / (double)shards;
        Assert.All(counts, count => Assert.InRange(count, even * 0.95, even * 1.05));
    }
}
