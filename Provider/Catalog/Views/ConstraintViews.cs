using ShardClient.Values;

namespace ShardClient.Catalog.Views;

/// <summary>information_schema.TABLE_CONSTRAINTS and KEY_COLUMN_USAGE.</summary>
internal static class ConstraintViews
{
    private const string ForeignKeyQuery =
        "SELECT m.name, f.id, f.seq, f.\"table\", f.\"from\", f.\"to\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq";

    public static async ValueTask<ViewRows> ConstraintsAsync(LogicalObjects objects)
    {
        var rows = InformationSchema.Rows(
            "CONSTRAINT_CATALOG", "CONSTRAINT_SCHEMA", "CONSTRAINT_NAME", "TABLE_SCHEMA", "TABLE_NAME", "CONSTRAINT_TYPE", "ENFORCED");
        var tables = await objects.TablesAsync(withViews: false).ConfigureAwait(false);
        var schema = objects.Topology.Name;
        foreach (var key in (await TableKeys.LoadAsync(objects, tables).ConfigureAwait(false)).Columns)
        {
            if (key.Sequence == 1 && key.Origin != "c")
                rows.Add(InformationSchema.Catalog, schema, key.Index, schema, key.Table, key.Index == TableKeys.Primary ? "PRIMARY KEY" : "UNIQUE", "YES");
        }

        foreach (var key in await ForeignKeysAsync(objects, tables).ConfigureAwait(false))
        {
            if (key.Sequence == 1)
                rows.Add(InformationSchema.Catalog, schema, key.Name, schema, key.Table, "FOREIGN KEY", "YES");
        }

        return rows;
    }

    public static async ValueTask<ViewRows> UsageAsync(LogicalObjects objects)
    {
        var rows = InformationSchema.Rows(
            "CONSTRAINT_CATALOG", "CONSTRAINT_SCHEMA", "CONSTRAINT_NAME", "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME", "ORDINAL_POSITION",
            "POSITION_IN_UNIQUE_CONSTRAINT", "REFERENCED_TABLE_SCHEMA", "REFERENCED_TABLE_NAME", "REFERENCED_COLUMN_NAME");
        var tables = await objects.TablesAsync(withViews: false).ConfigureAwait(false);
        var schema = objects.Topology.Name;
        var keys = await TableKeys.LoadAsync(objects, tables).ConfigureAwait(false);
        foreach (var key in keys.Columns)
        {
            if (key.Origin != "c")
                rows.Add(InformationSchema.Catalog, schema, key.Index, InformationSchema.Catalog, schema, key.Table, key.Column, key.Sequence, null, null, null, null);
        }

        foreach (var key in await ForeignKeysAsync(objects, tables).ConfigureAwait(false))
        {
            var parent = key.ParentColumn ?? PrimaryColumn(keys, key);
            rows.Add(InformationSchema.Catalog, schema, key.Name, InformationSchema.Catalog, schema, key.Table, key.Column, key.Sequence, key.Sequence, schema, key.ParentTable, parent);
        }

        return rows;
    }

    /// <summary>A foreign key that names no column of its parent means the parent's primary key.</summary>
    private static string? PrimaryColumn(TableKeys keys, ForeignKeyColumn key) => keys.Columns.FirstOrDefault(column =>
        column.Index == TableKeys.Primary && column.Sequence == key.Sequence
        && string.Equals(column.Table, key.ParentTable, StringComparison.OrdinalIgnoreCase))?.Column;

    /// <summary>SQLite keeps no names of foreign keys where it tells them; they are numbered as MySQL numbers those without one.</summary>
    private static async ValueTask<List<ForeignKeyColumn>> ForeignKeysAsync(LogicalObjects objects, SortedDictionary<string, LogicalObject> tables)
    {
        var rows = await objects.AskAsync(tables.Values, ForeignKeyQuery).ConfigureAwait(false);
        return rows.ConvertAll(static row => new ForeignKeyColumn(
            row[0].GetText(), $"{row[0].GetText()}_ibfk_{row[1].Integer + 1}", row[2].Integer + 1, row[3].GetText(), row[4].GetText(),
            row[5].Kind == ValueKind.Text ? row[5].GetText() : null));
    }

    private sealed record ForeignKeyColumn(string Table, string Name, long Sequence, string ParentTable, string Column, string? ParentColumn);
}
