using ShardClient.Catalog.Metadata;
using ShardClient.Values;

namespace ShardClient.Catalog.Views;

/// <summary>The rows of <c>pragma_table_info('t')</c> and its kin, and of <c>pragma_table_list</c>: of logical tables only, told by the shard that has them.</summary>
internal static class PragmaViews
{
    private const string AutoIndexPrefix = "sqlite_autoindex_";

    public static async ValueTask<LogicalView> LoadAsync(string name, string pragma, string[] arguments, LogicalObjects objects)
    {
        var rows = new ViewRows(LogicalNames.ColumnsOf(pragma)!);
        if (pragma == "table_list")
            await AddTablesAsync(rows, arguments, objects).ConfigureAwait(false);
        else if (!IsInternal(arguments[0]))
            await AddFirstAsync(rows, pragma, arguments, objects).ConfigureAwait(false);
        return rows.ToView(name);
    }

    /// <summary>True for what belongs to the cluster and not to the application.</summary>
    public static bool IsInternal(string name) =>
        name.StartsWith(MetadataTable.InternalPrefix, StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(AutoIndexPrefix + MetadataTable.InternalPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first shard that knows the object answers; the default shard is asked first.</summary>
    private static async ValueTask AddFirstAsync(ViewRows rows, string pragma, string[] arguments, LogicalObjects objects)
    {
        var text = $"SELECT * FROM pragma_{pragma}({string.Join(", ", arguments.Select(static (_, index) => $"?{index + 1}"))})";
        for (var offset = 0; offset < objects.ShardCount; offset++)
        {
            var shard = (objects.Topology.DefaultShard + offset) % objects.ShardCount;
            var found = await objects.Reader.QueryAsync(shard, text, [.. arguments.Select(Value.FromText)]).ConfigureAwait(false);
            foreach (var row in found)
                rows.Add(row);
            if (found.Count > 0)
                return;
        }
    }

    private static async ValueTask AddTablesAsync(ViewRows rows, string[] arguments, LogicalObjects objects)
    {
        var tables = await objects.TablesAsync(withViews: true).ConfigureAwait(false);
        const string query = "SELECT name, schema, name, type, ncol, wr, strict FROM pragma_table_list WHERE schema = 'main'";
        foreach (var row in await objects.AskAsync(tables.Values, query).ConfigureAwait(false))
            AddWanted(row);
        const string own = "SELECT name, schema, name, type, ncol, wr, strict FROM pragma_table_list WHERE name IN ('sqlite_schema', 'sqlite_temp_schema')";
        foreach (var row in await objects.Reader.QueryAsync(objects.Topology.DefaultShard, own).ConfigureAwait(false))
            AddWanted(row);

        void AddWanted(Value[] row)
        {
            if (arguments.Length == 0 || string.Equals(arguments[0], row[0].GetText(), StringComparison.OrdinalIgnoreCase))
                rows.Add(row.Skip(1));
        }
    }
}
