namespace ShardClient.Catalog.Views;

/// <summary>information_schema.STATISTICS: the columns of each index.</summary>
internal static class StatisticsView
{
    public static async ValueTask<ViewRows> LoadAsync(LogicalObjects objects)
    {
        var rows = InformationSchema.Rows(
            "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "NON_UNIQUE", "INDEX_SCHEMA", "INDEX_NAME", "SEQ_IN_INDEX", "COLUMN_NAME", "COLLATION", "CARDINALITY",
            "SUB_PART", "PACKED", "NULLABLE", "INDEX_TYPE", "COMMENT", "INDEX_COMMENT", "IS_VISIBLE", "EXPRESSION");
        var tables = await objects.TablesAsync(withViews: false).ConfigureAwait(false);
        var schema = objects.Topology.Name;
        foreach (var key in (await TableKeys.LoadAsync(objects, tables).ConfigureAwait(false)).Columns)
        {
            rows.Add(
                InformationSchema.Catalog, schema, key.Table, key.IsUnique ? 0L : 1L, schema, key.Index, key.Sequence, key.Column, key.Descending ? "D" : "A", null,
                null, null, key.Index == TableKeys.Primary ? "" : "YES", "BTREE", key.IsPartial ? "partial" : "", "", "YES", key.Column is null ? "expression" : null);
        }

        return rows;
    }
}
