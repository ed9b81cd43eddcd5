using ShardClient.Catalog;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>The table that a gathered write changes: the write runs over its scratch table, and what has changed there is then written to the shards.</summary>
/// <param name="Mention">Where it stands in the statement.</param>
/// <param name="Shadows">More columns of its scratch table: what the rows are found by again, as they were before.</param>
internal sealed record GatherTarget(TableReference Mention, IReadOnlyList<ShadowColumn> Shadows)
{
    /// <summary>True when the rows keep their rowid, so that the engine works on them in the table's own order.</summary>
    public bool KeepsRowId { get; init; }

    /// <summary>Other mentions of the table that must see each row as changed as the engine would show it: they read the same scratch table.</summary>
    public IReadOnlySet<TableReference> Same { get; init; } = new HashSet<TableReference>();
}

/// <param name="Value">What fills it, over the columns of <see cref="ScratchNames.Scanned"/>.</param>
internal sealed record ShadowColumn(string Name, Expression Value, Affinity Affinity = Affinity.Blob);
