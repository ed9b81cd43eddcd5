using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>A plan's aggregate with its collation found.</summary>
internal readonly record struct MergeAggregate(AggregateKind Kind, int Column, int SecondColumn, Collation Collation)
{
    public static MergeAggregate[] Of(IReadOnlyList<Aggregate> aggregates) => [.. aggregates.Select(static aggregate =>
        new MergeAggregate(aggregate.Kind, aggregate.Column, aggregate.SecondColumn, Collation.Find(aggregate.Collation)))];

    /// <summary>The columns of a group: its keys, then its aggregates.</summary>
    public static ColumnMetadata[] Describe(RowCursor input, MergeKey[] keys, MergeAggregate[] aggregates) =>
    [
        .. keys.Select(key => input.Columns[key.Column]),
        .. aggregates.Select(aggregate => aggregate.Kind == AggregateKind.First
            ? input.Columns[aggregate.Column]
            : new ColumnMetadata(input.Columns[aggregate.Column].Name)),
    ];
}
