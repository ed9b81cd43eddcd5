using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>Allocations are exact where times are noise: a merge costs the same memory for few rows and for many.</summary>
public sealed class MergeAllocationTests
{
    public static TheoryData<string> Plans => [.. Streams.Keys];

    private static Dictionary<string, PlanOperator> Streams { get; } = new()
    {
        ["concat"] = All,
        ["merge by integer"] = Sorted(0),
        ["merge by text"] = Sorted(1),
        ["merge by text and integer"] = new MergeSort(Scan, [Key(2), Key(0)]),
        ["streamed groups"] = new Group(Sorted(1), [new GroupKey(1, "BINARY")], [new Aggregate(AggregateKind.Sum, 0), new Aggregate(AggregateKind.Max, 1)], Streamed: true),
        ["streamed distinct"] = new Distinct(Sorted(1), [new GroupKey(1, "NOCASE")], Streamed: true),
        ["filter over numbers"] = new Filter(All, new OperatorScalar(ScalarOperator.Greater, new ColumnScalar(0), new ConstantScalar(Value.FromInteger(5)))),
        ["top rows"] = new Limit(new Sort(All, [Key(0)], null), new ConstantScalar(Value.FromInteger(10)), null),
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_stream_allocates_nothing_per_row(string plan)
    {
        // A collection that another test causes counts the rest of this thread's allocation buffer, some kilobytes each; one byte a row would be 18.
        // Under load there may be several: of a few tries the least counts.
        Assert.InRange(Least(plan, 20_000) - Least(plan, 2000), -16_384, 16_384);
    }

    private static long Least(string plan, int rows) => Enumerable.Range(0, 3).Min(_ => Allocated(plan, rows));

    private static MergeSort Sorted(int column) => new(Scan, [Key(column)]);

    private static SortKey Key(int column) => new(column, false, true, "BINARY");

    private static long Allocated(string plan, int rows)
    {
        var shards = Fakes([.. Enumerable.Range(0, 4).Select(shard =>
            (IReadOnlyList<Value[]>)[.. Enumerable.Range(0, rows).Select(row => Row((row * 4) + shard, $"key {(row * 4) + shard:00000000}", "always the same"))])]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var cursor = Open(Streams[plan], shards);
        while (cursor.ReadAsync(IOBehavior.Synchronous, CancellationToken.None).Completed())
            cursor.GetInteger(0);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
