namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <param name="KeyPosition">Its place in the primary key, from 1; 0 outside of it.</param>
/// <param name="IsGenerated">Computed from other columns, so no INSERT names it.</param>
/// <param name="IsRowId">INTEGER PRIMARY KEY, whose value the engine gives when an INSERT does not.</param>
internal sealed record SourceColumn(string Name, string Type, string Collation, int KeyPosition, bool IsGenerated, bool IsRowId, bool IsAutoIncrement);

/// <param name="ParentColumns">As many as <paramref name="Columns"/>; empty when the parent has no such key.</param>
internal sealed record SourceForeignKey(
    IReadOnlyList<string> Columns, string Parent, IReadOnlyList<string> ParentColumns, string OnDelete, string OnUpdate)
{
    /// <summary>The column that holds the parent's column; null when this foreign key does not lead there.</summary>
    public string? ColumnFor(string parentColumn)
    {
        for (var index = 0; index < ParentColumns.Count; index++)
        {
            if (Names.Same(ParentColumns[index], parentColumn))
                return Columns[index];
        }

        return null;
    }
}

/// <param name="Columns">Names; an expression, or a column by another collation, is described.</param>
internal sealed record SourceUniqueKey(string Title, IReadOnlyList<string> Columns);

internal sealed record SourceTable(
    string Name, string Sql, long Rows, IReadOnlyList<SourceColumn> Columns, IReadOnlyList<SourceForeignKey> ForeignKeys, IReadOnlyList<SourceUniqueKey> UniqueKeys)
{
    public IEnumerable<SourceColumn> PrimaryKey => Columns.Where(column => column.KeyPosition > 0).OrderBy(column => column.KeyPosition);

    /// <summary>What an INSERT names.</summary>
    public IEnumerable<SourceColumn> StoredColumns => Columns.Where(column => !column.IsGenerated);

    public SourceColumn? Column(string name) => Columns.FirstOrDefault(column => Names.Same(column.Name, name));
}

/// <summary>A view, index or trigger as it was written.</summary>
internal sealed record SourceObject(string Type, string Name, string Sql);

/// <param name="VirtualTables">Tables of modules such as FTS5, whose rows the module keeps in tables of its own.</param>
/// <param name="Settings">PRAGMAs that an application stores in the file.</param>
internal sealed record SourceSchema(
    IReadOnlyList<SourceTable> Tables,
    IReadOnlyList<SourceObject> Indexes,
    IReadOnlyList<SourceObject> Views,
    IReadOnlyList<SourceObject> Triggers,
    IReadOnlyList<string> VirtualTables,
    IReadOnlyList<(string Pragma, long Value)> Settings)
{
    public SourceTable? Table(string name) => Tables.FirstOrDefault(table => Names.Same(table.Name, name));
}

internal static class Names
{
    /// <summary>SQLite's names do not differ in case only.</summary>
    public static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    public static string List(IEnumerable<string> names) => string.Join(", ", names);
}
