using ShardClient.Catalog;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>
/// A write in two steps, for what no shard can do by itself: its rows are worked out first, wherever they come from, then each is written where it
/// belongs, in their order.
/// </summary>
/// <param name="Target">The table that is written.</param>
/// <param name="Reads">The shards that are read first.</param>
internal abstract record RowWrite(LogicalTable Target, RouteRule Reads)
{
    /// <summary>What becomes of a row that a constraint refuses: FAIL keeps the rows before it.</summary>
    public ConflictAction Conflict { get; init; }

    /// <summary>True for a reference table: each row goes to every copy and is counted once.</summary>
    public bool IsReference => Target.Kind == TableKind.Reference;
}

/// <summary>INSERT of the rows that a query gives.</summary>
/// <param name="Rows">The query, or VALUES.</param>
internal sealed record RowInsert(LogicalTable Target, SelectPlan Rows) : RowWrite(Target, Rows.Route)
{
    /// <summary>False for expressions without tables: they are the same whenever they are worked out.</summary>
    public required bool ReadsTables { get; init; }

    /// <summary>How many values the query must give.</summary>
    public required int Width { get; init; }

    /// <summary>The input that takes the first value of each row; the others follow it.</summary>
    public required int FirstInput { get; init; }

    /// <summary>The INSERT of one row.</summary>
    public required SessionStatement Insert { get; init; }

    /// <summary>The same without a row: says which columns come back, and what is wrong with the statement, when the query gives nothing.</summary>
    public required SessionStatement Nothing { get; init; }

    /// <summary>Which of the row's values is the sharding key; -1 unless the table is sharded.</summary>
    public int KeyValue { get; init; } = -1;

    /// <summary>Which of the row's values the cluster generates where it is NULL; -1 for none. It may stand behind those of the query.</summary>
    public int GeneratedValue { get; init; } = -1;
}
