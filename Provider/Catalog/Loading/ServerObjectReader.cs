using System.Text.RegularExpressions;
using ShardClient.Backends;
using ShardClient.Catalog.Metadata;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>Definitions as MySQL and MariaDB tell them: columns and keys by <c>information_schema</c>, texts by SHOW CREATE.</summary>
internal sealed partial class ServerObjectReader(IReadOnlyList<ShardPool> pools, ClusterTopology topology, ShardSession? within, Call call)
    : ObjectReader(pools, topology, within, call)
{
    private const string Tables = "SELECT table_name, table_type, table_rows FROM information_schema.tables WHERE table_schema = DATABASE()";
    private const string Triggers = "SELECT trigger_name, event_object_table FROM information_schema.triggers WHERE trigger_schema = DATABASE()";

    private const string Indexes =
        "SELECT DISTINCT index_name, table_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY'";

    public override async ValueTask<List<SchemaObject>> FindAsync(int shard, string name)
    {
        var text = Value.FromText(name);
        var found = await TablesAsync(shard, $"{Tables} AND table_name = ?", text).ConfigureAwait(false);
        found.AddRange(await OthersAsync(shard, "trigger", $"{Triggers} AND (trigger_name = ? OR event_object_table = ?)", text, text).ConfigureAwait(false));
        found.AddRange(await OthersAsync(shard, "index", $"{Indexes} AND table_name = ?", text).ConfigureAwait(false));
        return found;
    }

    public override async ValueTask<List<SchemaObject>> AllAsync(int shard)
    {
        var found = await TablesAsync(shard, Tables).ConfigureAwait(false);
        found.AddRange(await OthersAsync(shard, "trigger", Triggers).ConfigureAwait(false));
        found.AddRange(await OthersAsync(shard, "index", Indexes).ConfigureAwait(false));
        return found;
    }

    public override async ValueTask<LogicalTable?> TableAsync(int shard, List<SchemaObject> objects, string name, TablePlace place)
    {
        if (objects.Find(found => found.Type == "table" && found.IsNamed(name)) is not { } table)
            return null;
        var named = Value.FromText(table.Name);
        var columns = await QueryAsync(shard, ServerTableBuilder.Columns, named).ConfigureAwait(false);
        var keys = await QueryAsync(shard, ServerTableBuilder.Keys, named).ConfigureAwait(false);
        var foreign = await QueryAsync(shard, ServerTableBuilder.ForeignKeys, named).ConfigureAwait(false);
        return ServerTableBuilder.Build(table.Name, columns, keys, foreign, await PadsAsync(shard, columns).ConfigureAwait(false), place);
    }

    /// <summary>By collation, what the server fills shorter texts up with.</summary>
    private async ValueTask<Dictionary<string, string>> PadsAsync(int shard, List<Value[]> columns)
    {
        var pads = new Dictionary<string, string>();
        foreach (var (collation, characters) in ServerTableBuilder.CollationsOf(columns))
        {
            if (await QueryAsync(shard, ServerTableBuilder.PadOf(collation, characters)).ConfigureAwait(false) is [[var pad]] && pad.Text() is { } weight)
                pads[collation] = weight;
        }

        return pads;
    }

    private async ValueTask<List<SchemaObject>> TablesAsync(int shard, string text, params Value[] inputs)
    {
        var found = new List<SchemaObject>();
        foreach (var row in await QueryAsync(shard, text, inputs).ConfigureAwait(false))
        {
            var (name, isView) = (row[0].Text() ?? "", row[1].Text() == "VIEW");
            var shown = await QueryAsync(shard, $"SHOW CREATE {(isView ? "VIEW" : "TABLE")} `{name.Replace("`", "``", StringComparison.Ordinal)}`").ConfigureAwait(false);
            var sql = shown is [[_, var definition, ..]] ? definition.Text() : null;

            // The next number of a shard's own is nobody's definition.
            if (!isView && sql is not null)
                sql = Counter().Replace(sql, "");

            // A view's text names the database, which is another one on each shard.
            if (isView && sql is not null && await QueryAsync(shard, "SELECT DATABASE()").ConfigureAwait(false) is [[var database]])
                sql = sql.Replace($"`{database.Text()}`.", "", StringComparison.Ordinal);
            found.Add(new SchemaObject(isView ? "view" : "table", name, name, 0, sql));
        }

        return found;
    }

    [GeneratedRegex(@" AUTO_INCREMENT=\d+(?=[^)]*$)")]
    private static partial Regex Counter();

    private async ValueTask<List<SchemaObject>> OthersAsync(int shard, string type, string text, params Value[] inputs) =>
        (await QueryAsync(shard, text, inputs).ConfigureAwait(false)).ConvertAll(row => new SchemaObject(type, row[0].Text() ?? "", row[1].Text() ?? "", 0, type));
}
