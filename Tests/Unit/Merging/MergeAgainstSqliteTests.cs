using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>Random rows split over shards and merged, against the same statement on one SQLite database.</summary>
public sealed class MergeAgainstSqliteTests
{
    private const int Rounds = 40;

    private static readonly string[] Collations = ["BINARY", "NOCASE", "RTRIM"];

    [Fact]
    public void Merge_sort_and_sort_give_the_engines_order() => ForRandomRows((random, database, shards) =>
    {
        SortKey[] keys = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomKey(random)), new SortKey(4, false, true, "BINARY")];
        var order = " ORDER BY " + string.Join(", ", keys.Select(Text));
        var (limit, offset) = (random.Next(-1, 30), random.Next(-1, 10));
        var expected = database.Shown($"SELECT a, b, c, d, id FROM t{order} LIMIT {limit} OFFSET {offset}");

        Assert.Equal(expected, Rows(Window(new MergeSort(Scan, keys)), Shards(database, shards, "a, b, c, d, id", order)));
        Assert.Equal(expected, Rows(Window(new Sort(All, keys, null)), Shards(database, shards, "a, b, c, d, id", "")));

        Limit Window(PlanOperator input) => new(input, Constant(limit), Constant(offset));
    });

    [Fact]
    public void Grouping_gives_the_engines_groups_and_aggregates() => ForRandomRows((random, database, shards) =>
    {
        var collation = Collations[random.Next(3)];
        var key = random.Next(2) == 0 ? "a" : "b";
        const string Aggregates = "COUNT(*), COUNT(c), SUM(c), TOTAL(d), SUM(d), MIN(c), MAX(d), MIN(b COLLATE NOCASE) COLLATE BINARY";
        var grouping = $" GROUP BY {key} COLLATE {collation} ORDER BY {key} COLLATE {collation}";
        var partial = Shards(database, shards, $"{key}, {Aggregates}, TOTAL(d), COUNT(d)", grouping);
        var expected = database.Rows($"SELECT {key}, {Aggregates}, AVG(d) FROM t{grouping}");

        foreach (var streamed in new[] { true, false })
        {
            var group = new Group(
                streamed ? new MergeSort(Scan, [new SortKey(0, false, true, collation)]) : All,
                [new GroupKey(0, collation)],
                [
                    new Aggregate(AggregateKind.Count, 1), new Aggregate(AggregateKind.Count, 2), new Aggregate(AggregateKind.Sum, 3),
                    new Aggregate(AggregateKind.Total, 4), new Aggregate(AggregateKind.Sum, 5), new Aggregate(AggregateKind.Min, 6),
                    new Aggregate(AggregateKind.Max, 7), new Aggregate(AggregateKind.Min, 8, Collation: "NOCASE"), new Aggregate(AggregateKind.Average, 9, 10),
                ],
                streamed);
            Assert.Equal(Folded(expected), Rows(new Sort(group, [new SortKey(0, false, true, collation)], null), partial).Select(Fold));
        }
    });

    [Fact]
    public void DISTINCT_aggregates_are_those_of_one_database() => ForRandomRows((random, database, shards) =>
    {
        var collation = Collations[random.Next(3)];
        var partial = Shards(database, shards, $"DISTINCT a COLLATE {collation}, c, b", "");

        Assert.Equal(
            database.Shown($"SELECT COUNT(DISTINCT b COLLATE {collation}), SUM(DISTINCT c), TOTAL(DISTINCT c), AVG(DISTINCT c), COUNT(DISTINCT a COLLATE {collation}) FROM t"),
            Rows(
                new Group(All, [],
                [
                    new Aggregate(AggregateKind.CountDistinct, 2, Collation: collation), new Aggregate(AggregateKind.SumDistinct, 1),
                    new Aggregate(AggregateKind.TotalDistinct, 1), new Aggregate(AggregateKind.AverageDistinct, 1),
                    new Aggregate(AggregateKind.CountDistinct, 0, Collation: collation),
                ], Streamed: false),
                partial));
    });

    [Fact]
    public void Distinct_rows_are_those_of_one_database() => ForRandomRows((random, database, shards) =>
    {
        var collation = Collations[random.Next(3)];
        var expected = database.Rows($"SELECT DISTINCT a COLLATE {collation}, c FROM t ORDER BY 1, 2");
        SortKey[] order = [new SortKey(0, false, true, collation), new SortKey(1, false, true, "BINARY")];
        GroupKey[] keys = [new GroupKey(0, collation), new GroupKey(1, "BINARY")];
        var partial = Shards(database, shards, $"DISTINCT a COLLATE {collation}, c", " ORDER BY 1, 2");

        Assert.Equal(Folded(expected), Rows(new Distinct(new MergeSort(Scan, order), keys, Streamed: true), partial).Select(Fold));
        Assert.Equal(Folded(expected), Rows(new Sort(new Distinct(All, keys, Streamed: false), order, null), partial).Select(Fold));
    });

    private static void ForRandomRows(Action<Random, PlainSqlite, int> check)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(seed + round);
            using var database = new PlainSqlite();
            var shards = random.Next(1, 7);
            Fill(random, database, shards);
            try
            {
                check(random, database, shards);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"With seed {seed}, round {round}, over {shards} shards: {error.Message}", error);
            }
        }
    }

    private static void Fill(Random random, PlainSqlite database, int shards)
    {
        database.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, shard, a, b TEXT, c INTEGER, d REAL)");
        database.Execute("BEGIN");
        for (var row = random.Next(120); row > 0; row--)
        {
            database.Execute(
                "INSERT INTO t (shard, a, b, c, d) VALUES (?1, ?2, ?3, ?4, ?5)",
                Value.FromInteger(random.Next(shards)), Anything(random), Text(random), MaybeNull(random, Value.FromInteger(random.Next(-5, 6))),
                MaybeNull(random, Value.FromReal(random.Next(-9, 9) * 0.25)));
        }
    }

    private static IReadOnlyList<Value[]>[] Shards(PlainSqlite database, int count, string columns, string tail) =>
        [.. Enumerable.Range(0, count).Select(shard => database.Rows($"SELECT {columns} FROM t WHERE shard = {shard}{tail}"))];

    private static Value Anything(Random random) => random.Next(6) switch
    {
        0 => Value.Null,
        1 => Value.FromInteger(random.Next(-2, 3)),
        2 => Value.FromReal(random.Next(-4, 5) * 0.5),
        3 => Value.FromBlob([.. Enumerable.Range(0, random.Next(3)).Select(_ => (byte)random.Next(2))]),
        4 => ToValue(random.Next(3) switch { 0 => long.MaxValue, 1 => 9223372036854775807.0, _ => long.MaxValue - 1 }),
        _ => Text(random),
    };

    private static Value Text(Random random)
    {
        string[] stems = ["", "a", "A", "b", "ab", "aB", "abcdefgh", "ABCDEFGH", "abcdefghi", "abcdefghI", "é", "É", "日本", "1"];
        return random.Next(8) == 0 ? Value.Null : ToValue(stems[random.Next(stems.Length)] + new string(' ', random.Next(3) / 2));
    }

    private static Value MaybeNull(Random random, in Value value) => random.Next(6) == 0 ? Value.Null : value;

    private static SortKey RandomKey(Random random)
    {
        var descending = random.Next(2) == 0;
        return new SortKey(random.Next(4), descending, random.Next(3) == 0 ? descending : !descending, Collations[random.Next(3)]);
    }

    private static string Text(SortKey key) =>
        $"{"abcd"[Math.Min(key.Column, 3)]}".Replace("d", key.Column == 4 ? "id" : "d", StringComparison.Ordinal)
        + $" COLLATE {key.Collation} {(key.Descending ? "DESC" : "ASC")} NULLS {(key.NullsFirst ? "FIRST" : "LAST")}";

    private static ConstantScalar Constant(int value) => new(Value.FromInteger(value));

    private static IEnumerable<string> Folded(IEnumerable<Value[]> rows) => PlainSqlite.Show(rows).Select(Fold);

    /// <summary>Which of equal values stands for a group is the engine's free choice: letter case, trailing spaces and 1.0 for 1 are folded away.</summary>
    private static string Fold(string row) => string.Join('|', row.ToLowerInvariant().Replace("É", "é", StringComparison.Ordinal).Split('|').Select(static value =>
        value.EndsWith('r') ? value[..^1] : value.StartsWith('\'') ? value.Trim('\'').TrimEnd() : value));
}
