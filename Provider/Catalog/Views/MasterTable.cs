namespace ShardClient.Catalog.Views;

/// <summary>The logical <c>sqlite_master</c>: each object of the cluster once, as it was declared.</summary>
internal static class MasterTable
{
    private static readonly string[] ColumnNames = ["type", "name", "tbl_name", "rootpage", "sql"];

    public static bool IsName(string name) =>
        name.Equals("sqlite_master", StringComparison.OrdinalIgnoreCase) || name.Equals("sqlite_schema", StringComparison.OrdinalIgnoreCase);

    /// <summary>Of a connection without temporary objects; one that has some asks its own session.</summary>
    public static bool IsTemporaryName(string name) =>
        name.Equals("sqlite_temp_master", StringComparison.OrdinalIgnoreCase) || name.Equals("sqlite_temp_schema", StringComparison.OrdinalIgnoreCase);

    public static LogicalView Empty(string name) => new ViewRows(ColumnNames).ToView(name);

    public static async ValueTask<LogicalView> LoadAsync(string name, LogicalObjects objects)
    {
        var rows = new ViewRows(ColumnNames);
        foreach (var (_, found, _) in await objects.AllAsync().ConfigureAwait(false))
            rows.Add(found.Type, found.Name, found.Table, found.RootPage, found.Sql);
        return rows.ToView(name);
    }
}
