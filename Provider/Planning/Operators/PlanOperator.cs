using ShardClient.Planning.Scalars;
using ShardClient.Values;

namespace ShardClient.Planning.Operators;

/// <summary>
/// A step of merging, as data: what it does and what it reads. `Merging` has a cursor for each. Rows come up from <see cref="ShardScan"/>s;
/// column numbers are those of the operator's input.
/// </summary>
internal abstract record PlanOperator;

/// <summary>The leaf: one answer per shard of the route. With several shards its consumer decides how they unite.</summary>
/// <param name="Statement">The text for each shard; null when the text differs per shard (an IN list split by shard): <see cref="Split"/> then makes it.</param>
internal sealed record ShardScan(SessionStatement? Statement, SplitText? Split = null) : PlanOperator;

/// <summary>Shard after shard, in no order. The next shard's rows are read when the former's end.</summary>
internal sealed record Concat(ShardScan Input) : PlanOperator;

/// <summary>Sorted streams to one sorted stream; nothing is copied. Ties come in shard order.</summary>
internal sealed record MergeSort(ShardScan Input, IReadOnlyList<SortKey> Keys) : PlanOperator;

/// <param name="NullsFirst">Resolved: SQLite puts NULL first when ascending unless told otherwise.</param>
internal sealed record SortKey(int Column, bool Descending, bool NullsFirst, string Collation);

internal enum AggregateKind
{
    /// <summary>Adds the shards' counts.</summary>
    Count,

    /// <summary>Adds the shards' partial sums (<see cref="NumericSum"/>): NULL when all are, integer unless one is REAL, integer overflow is an error.</summary>
    Sum,

    /// <summary>Adds the shards' partial sums: always REAL.</summary>
    Total,

    /// <summary>The first column is a shard's partial sum, the second its COUNT.</summary>
    Average,
    Min,
    Max,

    /// <summary>Counts distinct values of the column itself: the shards sent them.</summary>
    CountDistinct,
    SumDistinct,
    TotalDistinct,
    AverageDistinct,

    /// <summary>Adds partial sums of decimals kept as text: <c>ef_sum</c> of Entity Framework Core's sessions.</summary>
    DecimalSum,

    /// <summary>The first column is a shard's partial sum of decimals, the second its COUNT.</summary>
    DecimalAverage,
    DecimalMin,
    DecimalMax,

    /// <summary>Adds the sums of servers: exact DECIMALs, or floating-point numbers.</summary>
    ServerSum,

    /// <summary>The first column is a server's SUM, the second its COUNT.</summary>
    ServerAverage,

    /// <summary>Any value of the group: a column that is equal in all its rows, or that SQLite leaves open.</summary>
    First,
}

/// <param name="Column">The partial aggregate's column, or the raw value's for the DISTINCT kinds.</param>
/// <param name="SecondColumn">The count's column of <see cref="AggregateKind.Average"/> and <see cref="AggregateKind.DecimalAverage"/>; -1 otherwise.</param>
/// <param name="Collation">For MIN, MAX and the DISTINCT kinds.</param>
/// <param name="Sorted">For the DISTINCT kinds of a streamed group: its values come sorted by that collation, so that none has to be kept.</param>
internal sealed record Aggregate(AggregateKind Kind, int Column, int SecondColumn = -1, string Collation = "BINARY", bool Sorted = false)
{
    /// <summary>True when the result is of the partial's own type, as servers declare it.</summary>
    public bool KeepsType { get; init; }
}

/// <summary>Partial groups to groups. The output is the keys, then the aggregates.</summary>
/// <param name="Keys">The key columns of the input, with the collation that makes two keys equal. Empty: one group, also of no rows.</param>
/// <param name="Streamed">True when the input comes sorted by the keys: one group at a time. Else groups are kept in a hash table, on disk what the gather limit does not hold.</param>
internal sealed record Group(PlanOperator Input, IReadOnlyList<GroupKey> Keys, IReadOnlyList<Aggregate> Aggregates, bool Streamed) : PlanOperator;

internal sealed record GroupKey(int Column, string Collation);

/// <summary>Rows for which the predicate is true (HAVING).</summary>
internal sealed record Filter(PlanOperator Input, Scalar Predicate) : PlanOperator;

/// <summary>New rows of expressions over the input's.</summary>
internal sealed record Project(PlanOperator Input, IReadOnlyList<ProjectedColumn> Columns) : PlanOperator;

/// <param name="Source">The input column whose metadata the result shows, or -1 for an expression.</param>
internal sealed record ProjectedColumn(Scalar Value, string Name, int Source = -1);

/// <summary>Rows that differ in the first <paramref name="Columns"/> columns.</summary>
/// <param name="Streamed">True when equal rows come one after the other.</param>
internal sealed record Distinct(PlanOperator Input, IReadOnlyList<GroupKey> Columns, bool Streamed) : PlanOperator;

/// <summary>Sorts, on disk what the gather limit does not hold; with a <see cref="Limit"/> above it keeps only so many.</summary>
/// <param name="Top">How many rows anybody will read (count + offset); null for all.</param>
internal sealed record Sort(PlanOperator Input, IReadOnlyList<SortKey> Keys, Scalar? Top) : PlanOperator;

/// <summary>SQLite's rules: a negative count is no limit, a negative offset is 0, what is no integer is an error.</summary>
internal sealed record Limit(PlanOperator Input, Scalar? Count, Scalar? Offset) : PlanOperator;

/// <summary>The first columns only: drops the hidden ones that were read to sort.</summary>
internal sealed record Trim(PlanOperator Input, int Visible) : PlanOperator;
