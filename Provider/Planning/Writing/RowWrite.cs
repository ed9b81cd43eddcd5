using ShardClient.Catalog;
using ShardClient.Planning.Gathering;
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

    /// <summary>The columns that the statement gives new values in rows that exist already.</summary>
    public IReadOnlyList<int> Changes { get; init; } = [];

    /// <summary>
    /// True when a later row may mend the foreign key that an earlier one breaks: rows may be each other's parents, or another row's key may take the
    /// place of the one that went.
    /// </summary>
    public virtual bool MayMendKeys => RefersToItself || Conflict == ConflictAction.Replace || Target.UniqueKeys.Any(key => key.Columns.Any(IsChanged)) || IsChanged(Target.RowIdColumn);

    private bool RefersToItself => Target.ForeignKeys.Any(key => key.ParentTable.Equals(Target.Name, StringComparison.OrdinalIgnoreCase));

    private bool IsChanged(int column) => column >= 0 && Changes.Contains(column);
}

/// <summary>INSERT of the rows that a query gives.</summary>
/// <param name="Rows">The query, or VALUES.</param>
internal sealed record RowInsert(LogicalTable Target, SelectPlan Rows) : RowWrite(Target, Rows.Route)
{
    /// <summary>False for expressions without tables: they are the same whenever they are worked out.</summary>
    public required bool ReadsTables { get; init; }

    /// <summary>On servers the declared types of the columns that the query's values are for; empty where any column takes any value as it is.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

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

    /// <summary>ON CONFLICT DO UPDATE may change one row several times: only the last of its parents must be there.</summary>
    public override bool MayMendKeys => base.MayMendKeys || (Changes.Count > 0 && Target.ForeignKeys.Count > 0);

    /// <summary>How a row goes to another shard after ON CONFLICT DO UPDATE has set its sharding key; null when it cannot.</summary>
    public RowMove? Move { get; init; }

    /// <summary>For <see cref="Move"/>: the input that takes the first value of what identifies the row.</summary>
    public int FirstIdentityInput { get; init; }

    /// <summary>For <see cref="Move"/>: how many columns come back behind the caller's own: the sharding key, and what identifies the row.</summary>
    public int HiddenColumns { get; init; }
}

/// <summary>
/// UPDATE or DELETE: the rows that may be concerned come to a scratch session, the statement runs over them there, and what it did is written to the shards,
/// each row found again by what identifies it.
/// </summary>
/// <param name="Gather">What is read. Its text changes the scratch table of the target, or gives the rows of a DELETE.</param>
internal abstract record RowChange(LogicalTable Target, RouteRule Reads, GatherPlan Gather) : RowWrite(Target, Reads)
{
    /// <summary>The statement for one row.</summary>
    public required SessionStatement Statement { get; init; }

    /// <summary>The same for no row: says which columns come back, and what is wrong with the statement, when no row is concerned.</summary>
    public required SessionStatement Nothing { get; init; }

    /// <summary>The input that takes the first value of each row; the others follow it.</summary>
    public required int FirstInput { get; init; }

    /// <summary>Which of the row's values is the sharding key that it has now; -1 unless the table is sharded.</summary>
    public int KeyValue { get; init; } = -1;
}

internal sealed record RowDelete(LogicalTable Target, RouteRule Reads, GatherPlan Gather) : RowChange(Target, Reads, Gather)
{
    /// <summary>True with LIMIT, which only some builds of the engine allow on writes.</summary>
    public bool HasLimit { get; init; }
}

internal sealed record RowUpdate(LogicalTable Target, RouteRule Reads, GatherPlan Gather) : RowChange(Target, Reads, Gather)
{
    /// <summary>Over the scratch tables, after the change: the rows that have changed, as <see cref="RowChange.FirstInput"/> takes them.</summary>
    public required SessionStatement Changed { get; init; }

    /// <summary>How a row goes to another shard; null when the sharding key is not set.</summary>
    public RowMove? Move { get; init; }

    /// <summary>Which of the row's values is its new sharding key; -1 when that is not set.</summary>
    public int NewKeyValue { get; init; } = -1;

    /// <summary>Which of the row's values is its new INTEGER PRIMARY KEY; -1 when that is not set.</summary>
    public int NewRowIdValue { get; init; } = -1;
}

/// <summary>A row whose sharding key changes is inserted where the new key lives, then deleted where it was.</summary>
/// <param name="FirstInput">The input that takes the first column of the whole row as it was.</param>
internal sealed record RowMove(int FirstInput)
{
    /// <summary>The whole row as it was.</summary>
    public required SessionStatement Read { get; init; }

    public required SessionStatement Insert { get; init; }

    public required SessionStatement Delete { get; init; }
}
