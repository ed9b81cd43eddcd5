namespace ShardClient.Catalog.Views;

/// <summary>
/// information_schema of the logical tables, with MySQL's columns: https://dev.mysql.com/doc/refman/8.4/en/information-schema-table-reference.html.
/// What SQLite has no counterpart of is NULL or empty. Texts compare without regard to case.
/// </summary>
internal static class InformationSchema
{
    public const string Catalog = "def";

    private static readonly Dictionary<string, Func<LogicalObjects, ValueTask<ViewRows>>> Tables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SCHEMATA"] = TableViews.SchemataAsync,
        ["TABLES"] = TableViews.TablesAsync,
        ["VIEWS"] = TableViews.ViewsAsync,
        ["COLUMNS"] = ColumnView.LoadAsync,
        ["STATISTICS"] = StatisticsView.LoadAsync,
        ["TABLE_CONSTRAINTS"] = ConstraintViews.ConstraintsAsync,
        ["KEY_COLUMN_USAGE"] = ConstraintViews.UsageAsync,
    };

    /// <param name="name">The name that the schema keeps the view under.</param>
    /// <param name="table">Its name in information_schema.</param>
    /// <returns>Null when information_schema has no such table here.</returns>
    public static async ValueTask<LogicalView?> TryLoadAsync(string name, string table, LogicalObjects objects) =>
        Tables.TryGetValue(table, out var load) ? (await load(objects).ConfigureAwait(false)).ToView(name) : null;

    public static ViewRows Rows(params string[] columns) => new(columns, ignoresCase: true);
}
