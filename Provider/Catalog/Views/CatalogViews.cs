namespace ShardClient.Catalog.Views;

/// <summary>
/// What the catalog shows as tables: sqlite_master, information_schema, the pragma functions. Each is a view over VALUES, made anew with each
/// version of the schema.
/// </summary>
internal static class CatalogViews
{
    /// <summary>The view of a name; null when the name is none of the catalog's.</summary>
    public static async ValueTask<LogicalView?> TryLoadAsync(string name, LogicalObjects objects)
    {
        if (MasterTable.IsName(name))
            return await MasterTable.LoadAsync(name, objects).ConfigureAwait(false);
        if (MasterTable.IsTemporaryName(name))
            return MasterTable.Empty(name);
        if (LogicalNames.AsPragma(name) is var (pragma, arguments))
            return await PragmaViews.LoadAsync(name, pragma, arguments, objects).ConfigureAwait(false);
        return LogicalNames.InInformationSchema(name) is { } table
            ? await InformationSchema.TryLoadAsync(name, table, objects).ConfigureAwait(false)
            : null;
    }
}
