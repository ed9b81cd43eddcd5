using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Topology;

namespace ShardClient.Catalog.Views;

/// <summary>information_schema.SCHEMATA, TABLES and VIEWS.</summary>
internal static class TableViews
{
    public static ValueTask<ViewRows> SchemataAsync(LogicalObjects objects)
    {
        var rows = InformationSchema.Rows(
            "CATALOG_NAME", "SCHEMA_NAME", "DEFAULT_CHARACTER_SET_NAME", "DEFAULT_COLLATION_NAME", "SQL_PATH", "DEFAULT_ENCRYPTION");
        foreach (var schema in new[] { LogicalNames.InformationSchema, objects.Topology.Name })
            rows.Add(InformationSchema.Catalog, schema, "utf8mb4", "BINARY", null, "NO");
        return new ValueTask<ViewRows>(rows);
    }

    public static async ValueTask<ViewRows> TablesAsync(LogicalObjects objects)
    {
        var rows = InformationSchema.Rows(
            "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "TABLE_TYPE", "ENGINE", "VERSION", "ROW_FORMAT", "TABLE_ROWS", "AVG_ROW_LENGTH", "DATA_LENGTH",
            "MAX_DATA_LENGTH", "INDEX_LENGTH", "DATA_FREE", "AUTO_INCREMENT", "CREATE_TIME", "UPDATE_TIME", "CHECK_TIME", "TABLE_COLLATION", "CHECKSUM",
            "CREATE_OPTIONS", "TABLE_COMMENT");
        foreach (var table in (await objects.TablesAsync(withViews: true).ConfigureAwait(false)).Values)
        {
            if (IsEngines(table))
                continue;
            var (type, engine, comment) = table.IsView ? ("VIEW", null, "VIEW") : ("BASE TABLE", "SQLite", "");
            rows.Add(
                InformationSchema.Catalog, objects.Topology.Name, table.Object.Name, type, engine, null, null, null, null, null, null, null, null, null, null, null, null,
                table.IsView ? null : "BINARY", null, Declaration(table, objects.Topology), comment);
        }

        return rows;
    }

    public static async ValueTask<ViewRows> ViewsAsync(LogicalObjects objects)
    {
        var rows = InformationSchema.Rows(
            "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "VIEW_DEFINITION", "CHECK_OPTION", "IS_UPDATABLE", "DEFINER", "SECURITY_TYPE",
            "CHARACTER_SET_CLIENT", "COLLATION_CONNECTION");
        foreach (var view in (await objects.TablesAsync(withViews: true).ConfigureAwait(false)).Values)
        {
            if (view.IsView)
                rows.Add(InformationSchema.Catalog, objects.Topology.Name, view.Object.Name, Query(view.Object.Sql), "NONE", "NO", "", "INVOKER", "utf8mb4", "BINARY");
        }

        return rows;
    }

    /// <summary>True for the tables that SQLite keeps for itself, such as sqlite_sequence.</summary>
    public static bool IsEngines(LogicalObject table) => table.Object.Name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);

    /// <summary>How a table lies in the cluster, as its declaration says it.</summary>
    private static string Declaration(LogicalObject table, ClusterTopology topology) => table.Place switch
    {
        _ when table.IsView => "",
        { Kind: TableKind.Sharded } place => $"SHARD KEY ({place.KeyColumn}) USING {place.Placement!.Name}",
        { Kind: TableKind.Reference } => "REFERENCE",
        var place => $"SHARD {topology.Shards[place.Speaker(topology)].Name}",
    };

    private static string? Query(string? sql) => DefinitionText.TryParse<CreateViewStatement>(sql) is { } view
        ? SqlWriter.Write(view.Query, WriterOptions.Catalog).Text
        : sql;
}
