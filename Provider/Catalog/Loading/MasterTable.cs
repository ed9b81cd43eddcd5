using System.Globalization;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Loading;

/// <summary>
/// The logical <c>sqlite_master</c>: each object of the cluster once, as it was declared. It is a view over VALUES, made anew with each
/// version of the schema, so that any statement can read it.
/// </summary>
internal static class MasterTable
{
    private static readonly string[] ColumnNames = ["type", "name", "tbl_name", "rootpage", "sql"];

    public static bool IsName(string name) =>
        name.Equals("sqlite_master", StringComparison.OrdinalIgnoreCase) || name.Equals("sqlite_schema", StringComparison.OrdinalIgnoreCase);

    public static async ValueTask<LogicalView> LoadAsync(string name, ObjectReader reader, ClusterTopology topology, int shardCount)
    {
        var rows = new List<RowExpression>();
        foreach (var found in await ObjectsAsync(reader, topology, shardCount).ConfigureAwait(false))
            rows.Add(Row(found));
        SelectBody body = rows.Count > 0 ? new ValuesBody([.. rows]) : NoRows();
        return new LogicalView(name, ColumnNames, new SelectStatement(null, body, default, null));
    }

    /// <summary>Every logical object once, with its declaration.</summary>
    public static async ValueTask<List<SchemaObject>> ObjectsAsync(ObjectReader reader, ClusterTopology topology, int shardCount)
    {
        var result = new List<SchemaObject>();
        var seen = new HashSet<(string, string)>();
        for (var offset = 0; offset < shardCount; offset++)
        {
            var shard = (topology.DefaultShard + offset) % shardCount;
            var objects = await reader.AllAsync(shard).ConfigureAwait(false);
            foreach (var found in objects)
            {
                var place = TablePlace.Of(found.Table, topology);
                if (found.IsInternal || (found.Type != "view" && !place.Holders.Contains(shard))
                    || !seen.Add((found.Type, found.Name.ToUpperInvariant())))
                {
                    continue;
                }

                result.Add(await DeclaredAsync(shard, found, objects, place, reader).ConfigureAwait(false));
            }
        }

        return result;
    }

    private static async ValueTask<SchemaObject> DeclaredAsync(
        int shard, SchemaObject found, List<SchemaObject> objects, TablePlace place, ObjectReader reader)
    {
        if (found.Sql is null || place.Kind == TableKind.Single)
            return found;
        if (found.Type == "table")
            return found with { Sql = DefinitionText.WithDeclaration(found.Sql, place) };
        if (found.Type != "index")
            return found;
        var own = objects.FindAll(other => string.Equals(other.Table, found.Table, StringComparison.OrdinalIgnoreCase));
        var table = await reader.TableAsync(shard, own, found.Table, place).ConfigureAwait(false);
        return table is null ? found : found with { Sql = DefinitionText.WithLocal(found.Sql, table) };
    }

    private static RowExpression Row(SchemaObject found) => new([
        Text(found.Type),
        Text(found.Name),
        Text(found.Table),
        new LiteralExpression(LiteralKind.Integer, found.RootPage.ToString(CultureInfo.InvariantCulture)),
        found.Sql is null ? Null : Text(found.Sql),
    ]);

    private static LiteralExpression Null => new(LiteralKind.Null, "");

    private static LiteralExpression Text(string text) => new(LiteralKind.String, text);

    private static SelectCore NoRows()
    {
        var columns = ColumnNames.Select(static _ => new ResultColumn(Null, null));
        return new SelectCore(false, [.. columns], null, new LiteralExpression(LiteralKind.Integer, "0"), default, null, default);
    }
}
