using ShardClient.Merging;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

public sealed class RowOrderTests
{
    private static readonly Collation[] Collations = [Collation.Binary, Collation.NoCase, Collation.RTrim];

    [Fact]
    public void Rows_come_in_the_order_of_their_keys_and_equal_ones_as_they_were()
    {
        var seed = Random.Shared.Next();
        for (var round = 0; round < 300; round++)
        {
            var random = new Random(seed + round);
            var keys = Enumerable.Range(0, random.Next(1, 4)).Select(column => new MergeKey(column, Collations[random.Next(3)], random.Next(2) == 0, random.Next(2) == 0)).ToArray();
            var rows = Enumerable.Range(0, random.Next(200)).Select(_ => Row(Any(random), Any(random), Any(random))).ToList();
            var store = new RowStore(3, new GatherBudget(PlentyOfMemory));
            using var cursor = new FakeCursor(["a", "b", "c"], rows);
            while (cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed())
                store.Add(cursor);

            var actual = new RowOrder(new GatherBudget(PlentyOfMemory)).Sort(store, keys, TestContext.Current.CancellationToken).ToArray();

            int[] expected = [.. Enumerable.Range(0, rows.Count).Order(Comparer<int>.Create((left, right) => Compare(keys, rows[left], rows[right])))];
            Assert.True(expected.SequenceEqual(actual), $"Seed {seed}, round {round}");
        }
    }

    [Fact]
    public void A_prefix_never_contradicts_the_comparison()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 50_000; round++)
        {
            var key = new MergeKey(0, Collations[random.Next(3)], random.Next(2) == 0, random.Next(2) == 0);
            var (left, right) = (ToValue(Any(random)), ToValue(Any(random)));
            var isExact = true;
            var prefixes = SortPrefix.Of(ValueView.Of(left), key, ref isExact).CompareTo(SortPrefix.Of(ValueView.Of(right), key, ref isExact));
            var order = Math.Sign(key.Compare(ValueView.Of(left), ValueView.Of(right)));
            Assert.True(prefixes == order || (prefixes == 0 && !isExact), $"Seed {seed}: {Show(left)} and {Show(right)}: {order}, by prefix {prefixes}");
        }
    }

    [Fact]
    public void A_sort_stops_when_it_is_cancelled()
    {
        var store = new RowStore(1, new GatherBudget(PlentyOfMemory));
        using var cursor = new FakeCursor(["a"], [.. Enumerable.Range(0, 100_000).Select(static number => Row($"the same first bytes, then {number}"))]);
        while (cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed())
            store.Add(cursor);

        Assert.ThrowsAny<OperationCanceledException>(() => new RowOrder(new GatherBudget(PlentyOfMemory)).Sort(store, [new MergeKey(0, Collation.Binary)], new CancellationToken(canceled: true)));
    }

    private static int Compare(MergeKey[] keys, Value[] left, Value[] right)
    {
        foreach (var key in keys)
        {
            var order = key.Compare(ValueView.Of(left[key.Column]), ValueView.Of(right[key.Column]));
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static object? Any(Random random) => random.Next(9) switch
    {
        0 => null,
        1 => random.Next(-3, 4),
        2 => random.Next(-6, 7) * 0.5,
        3 => random.Next(2) == 0 ? -0.0 : 0.0,
        4 => (1L << random.Next(50, 63)) + random.Next(-2, 3),
        5 => Math.Pow(2, random.Next(50, 64)) * (random.Next(2) == 0 ? 1 : -1),
        6 => random.Next(3) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, _ => random.NextDouble() },
        7 => new[] { "", "a", "A", "a ", "abcdefgh", "ABCDEFGH ", "abcdefg", "abcdefgi", "é" }[random.Next(9)],
        _ => new byte[random.Next(3)],
    };
}
