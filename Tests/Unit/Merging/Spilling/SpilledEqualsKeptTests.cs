using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging.Spilling;

/// <summary>Random rows through every operator that keeps rows: with little memory it gives exactly what it gives with plenty, in the same order.</summary>
public sealed class SpilledEqualsKeptTests
{
    private const int Rounds = 12;

    private static readonly string[] Collations = ["BINARY", "NOCASE", "RTRIM"];

    public static TheoryData<string> Plans => [.. Makers.Keys];

    private static Aggregate[] Additive { get; } =
    [
        new(AggregateKind.Count, 5), new(AggregateKind.Sum, 5), new(AggregateKind.Total, 3), new(AggregateKind.Sum, 3), new(AggregateKind.Average, 3, 5),
        new(AggregateKind.Min, 1, Collation: "NOCASE"), new(AggregateKind.Max, 2), new(AggregateKind.First, 1),
    ];

    private static Dictionary<string, Func<Random, PlanOperator>> Makers { get; } = new()
    {
        ["sort"] = random => new Sort(All, Keys(random), null),
        ["sort under a limit"] = random => new Limit(new Sort(All, Keys(random), null), Constant(random.Next(1, 2_000)), Constant(random.Next(0, 500))),
        ["hashed distinct"] = random => new Distinct(All, [new GroupKey(0, Any(random)), new GroupKey(1, Any(random))], Streamed: false),
        ["hashed distinct of nearly all different rows"] = random => new Distinct(All, [new GroupKey(4, "BINARY"), new GroupKey(2, Any(random))], Streamed: false),
        ["hashed groups"] = random => new Group(All, [new GroupKey(0, Any(random)), new GroupKey(2, Any(random))], Additive, Streamed: false),
        ["hashed groups of nearly all different keys"] = random => new Group(All, [new GroupKey(4, "BINARY")], Additive, Streamed: false),
        ["hashed groups with distinct values"] = random => new Group(All, [new GroupKey(0, Any(random))], [.. Additive, .. Distincts(random)], Streamed: false),
        ["one group with distinct values"] = random => new Group(All, [], [.. Distincts(random), .. Additive], Streamed: true),
        ["streamed groups with distinct values"] = random => Streamed(random, Distincts(random)),
        ["each over the others"] = random => new Sort(
            new Distinct(new Group(All, [new GroupKey(4, "BINARY"), new GroupKey(1, Any(random))], [.. Distincts(random)[..2], .. Additive], Streamed: false), [new GroupKey(1, "NOCASE"), new GroupKey(2, "BINARY")], Streamed: false),
            [new SortKey(2, true, false, "BINARY")],
            null),
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Little_memory_gives_the_rows_of_plenty(string name)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var spilled = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(seed + round);
            var plan = Makers[name](random);
            var shards = Shards(random, sortedByFirst: name.StartsWith("streamed", StringComparison.Ordinal));
            var spill = Disk();
            var limit = 1L << random.Next(14, 19);
            using (var kept = Open(plan, Fakes(shards)))
            {
                var expected = Drain(kept);
                using var cursor = Open(plan, Fakes(shards, answersLater: round % 2 == 0), null, limit, spill);
                var actual = Drain(cursor, round % 3 == 0 ? IOBehavior.Synchronous : IOBehavior.Asynchronous);
                Assert.True(expected.SequenceEqual(actual), $"Seed {seed}, round {round}, {limit} bytes: {Difference(expected, actual)}");
            }

            Assert.Equal(0, spill.Held);
            spilled += spill.Files;
        }

        Assert.True(spilled > Rounds / 2, $"Seed {seed}: only {spilled} files were written.");
    }

    [Fact]
    public async Task Distinct_rows_just_within_or_above_memory_are_each_given_once()
    {
        var plan = new Distinct(All, [new GroupKey(0, "BINARY")], Streamed: false);
        for (var count = 1; count < 400; count++)
        {
            List<Value[]> rows = [.. Enumerable.Range(0, count).Select(static number => Row(number))];
            using var cursor = Open(plan, Fakes([rows]), null, limit: 12 * 1024, Disk());
            var given = 0;
            for (; given <= count && await cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken); given++)
                Assert.Equal(given, cursor.GetInteger(0));
            Assert.Equal(count, given);
        }
    }

    private static string Difference(List<string> expected, List<string> actual)
    {
        var row = expected.Zip(actual).TakeWhile(static pair => pair.First == pair.Second).Count();
        return $"{expected.Count} and {actual.Count} rows; row {row} is {expected.ElementAtOrDefault(row)}, not {actual.ElementAtOrDefault(row)}";
    }

    private static Group Streamed(Random random, Aggregate[] aggregates)
    {
        var collation = Any(random);
        return new Group(new MergeSort(Scan, [new SortKey(0, false, true, "BINARY")]), [new GroupKey(0, collation == "NOCASE" ? "BINARY" : collation)], [.. aggregates, .. Additive], Streamed: true);
    }

    private static Aggregate[] Distincts(Random random) =>
    [
        new(AggregateKind.CountDistinct, 1, Collation: Any(random)), new(AggregateKind.CountDistinct, 4), new(AggregateKind.SumDistinct, 5),
        new(AggregateKind.AverageDistinct, 4), new(AggregateKind.TotalDistinct, 2),
    ];

    private static SortKey[] Keys(Random random) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new SortKey(random.Next(6), random.Next(2) == 0, random.Next(2) == 0, Any(random)))];

    private static string Any(Random random) => Collations[random.Next(Collations.Length)];

    private static ConstantScalar Constant(int value) => new(Value.FromInteger(value));

    /// <summary>Columns: few classes and values; texts; everything; quarters; a number nearly its own; small integers.</summary>
    private static IReadOnlyList<Value[]>[] Shards(Random random, bool sortedByFirst)
    {
        var shards = new IReadOnlyList<Value[]>[random.Next(1, 5)];
        for (var shard = 0; shard < shards.Length; shard++)
        {
            var rows = Enumerable.Range(0, random.Next(1_200)).Select(_ => Row(
                random.Next(9) == 0 ? null : random.Next(30), Text(random), Anything(random), random.Next(-90, 90) * 0.25, random.Next(100_000), random.Next(5) == 0 ? null : random.Next(100)));
            shards[shard] = [.. sortedByFirst ? rows.OrderBy(static row => row[0].IsNull ? -1 : row[0].Integer) : rows];
        }

        return shards;
    }

    private static string? Text(Random random) => random.Next(7) == 0 ? null : (random.Next(2) == 0 ? "name " : "NAME ") + random.Next(300) + new string(' ', random.Next(3));

    private static object? Anything(Random random) => random.Next(7) switch
    {
        0 => null,
        1 => random.Next(-50, 50),
        2 => (double)random.Next(-50, 50),
        3 => random.NextDouble(),
        4 => new byte[random.Next(40)],
        5 => long.MaxValue - random.Next(3),
        _ => new string('x', random.Next(random.Next(20) == 0 ? 5_000 : 50)),
    };
}
