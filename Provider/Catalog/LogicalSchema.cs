using System.Collections.ObjectModel;
using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog;

/// <summary>A view, parsed: the planner puts its query in the place of its name.</summary>
internal sealed record LogicalView(string Name, IReadOnlyList<string> Columns, SelectStatement Query)
{
    /// <summary>What the view reads, written so that its text may stand in a statement.</summary>
    public SelectStatement Query { get; init; } = LogicalViewText.Protect(Query);

    /// <summary>True for rows that the catalog has made of its tables: they are right only while no definition changes.</summary>
    public bool IsOfCatalog { get; init; }

    /// <summary>True for a view of one logical session: no shard knows it but by the session that is kept for it.</summary>
    public bool IsTemporary { get; init; }
}

/// <summary>
/// The logical schema as far as it has been loaded. A plan is made on one snapshot and holds while <see cref="Version"/> does.
/// Loading more tables does not change the version; DDL and a noticed foreign change do.
/// </summary>
internal sealed record LogicalSchema(long Version)
{
    /// <summary>By name without regard to case.</summary>
    public IReadOnlyDictionary<string, LogicalTable> Tables { get; init; } = ReadOnlyDictionary<string, LogicalTable>.Empty;

    /// <summary>By name without regard to case.</summary>
    public IReadOnlyDictionary<string, LogicalView> Views { get; init; } = ReadOnlyDictionary<string, LogicalView>.Empty;

    /// <summary>Names that were looked for and are neither table nor view.</summary>
    public IReadOnlySet<string> Absent { get; init; } = ReadOnlySet<string>.Empty;
}
