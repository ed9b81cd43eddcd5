using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>A plan's aggregate with its collation found.</summary>
/// <param name="Sorted">For the DISTINCT kinds: equal values of a group come one after the other.</param>
internal readonly record struct MergeAggregate(AggregateKind Kind, int Column, int SecondColumn, Collation Collation, bool Sorted = false)
{
    /// <summary>True when every value of a group has to be kept until the group is over.</summary>
    public bool KeepsValues => !Sorted && IsDistinct;

    private bool IsDistinct =>
        Kind is AggregateKind.CountDistinct or AggregateKind.SumDistinct or AggregateKind.TotalDistinct or AggregateKind.AverageDistinct;

    public static MergeAggregate[] Of(IReadOnlyList<Aggregate> aggregates) => [.. aggregates.Select(static aggregate =>
        new MergeAggregate(aggregate.Kind, aggregate.Column, aggregate.SecondColumn, Collation.Find(aggregate.Collation), aggregate.Sorted))];

    /// <summary>The columns of a group: its keys, then its aggregates.</summary>
    public static ColumnMetadata[] Describe(RowCursor input, MergeKey[] keys, MergeAggregate[] aggregates) =>
    [
        .. keys.Select(key => input.Columns[key.Column]),
        .. aggregates.Select(aggregate => aggregate.Kind == AggregateKind.First
            ? input.Columns[aggregate.Column]
            : new ColumnMetadata(input.Columns[aggregate.Column].Name)),
    ];
}
