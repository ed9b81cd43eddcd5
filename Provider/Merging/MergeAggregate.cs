using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>A plan's aggregate with its collation found.</summary>
/// <param name="Sorted">For the DISTINCT kinds: equal values of a group come one after the other.</param>
internal readonly record struct MergeAggregate(AggregateKind Kind, int Column, int SecondColumn, Collation Collation, bool Sorted = false)
{
    /// <summary>True when the result is of the partial's own type.</summary>
    public bool KeepsType { get; init; }

    /// <summary>True when every value of a group has to be kept until the group is over.</summary>
    public bool KeepsValues => !Sorted && IsDistinct;

    private bool IsDistinct =>
        Kind is AggregateKind.CountDistinct or AggregateKind.SumDistinct or AggregateKind.TotalDistinct or AggregateKind.AverageDistinct;

    public static MergeAggregate[] Of(IReadOnlyList<Aggregate> aggregates, RowCursor rows) => [.. aggregates.Select(aggregate =>
        new MergeAggregate(aggregate.Kind, aggregate.Column, aggregate.SecondColumn, CollationOf(aggregate, rows), aggregate.Sorted) { KeepsType = aggregate.KeepsType })];

    /// <summary>The columns of a group: its keys, then its aggregates.</summary>
    public static ColumnMetadata[] Describe(RowCursor input, MergeKey[] keys, MergeAggregate[] aggregates) =>
    [
        .. keys.Select(key => input.Columns[key.Column]),
        .. aggregates.Select(aggregate => aggregate.Kind == AggregateKind.First || aggregate.KeepsType
            ? input.Columns[aggregate.Column]
            : new ColumnMetadata(input.Columns[aggregate.Column].Name)),
    ];

    /// <summary>Only the least and the greatest are compared: what is added up or taken as it comes may be of any type.</summary>
    private static Collation CollationOf(Aggregate aggregate, RowCursor rows) => aggregate is { Collation: ServerCollations.ByColumn, Kind: not (AggregateKind.Min or AggregateKind.Max) }
        ? Collation.Binary
        : ServerCollations.Find(aggregate.Collation, rows.Columns[aggregate.Column]);
}
