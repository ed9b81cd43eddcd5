using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Views;

/// <summary>An object of the cluster, told by the shard that speaks for it.</summary>
/// <param name="Object">With its text as the cluster means it.</param>
internal sealed record LogicalObject(int Shard, SchemaObject Object, TablePlace Place)
{
    public bool IsTable => Object.Type == "table";

    public bool IsView => Object.Type == "view";
}

/// <summary>Every object of the cluster once, and what the engine says of all tables of a shard in one query.</summary>
internal sealed class LogicalObjects(ObjectReader reader, ClusterTopology topology, int shardCount)
{
    public ClusterTopology Topology { get; } = topology;

    public ObjectReader Reader { get; } = reader;

    public int ShardCount { get; } = shardCount;

    public async ValueTask<List<LogicalObject>> AllAsync()
    {
        var result = new List<LogicalObject>();
        var seen = new HashSet<(string, string)>();
        for (var offset = 0; offset < ShardCount; offset++)
        {
            var shard = (Topology.DefaultShard + offset) % ShardCount;
            var objects = await Reader.AllAsync(shard).ConfigureAwait(false);
            foreach (var found in objects)
            {
                var place = TablePlace.Of(found.Table, Topology);
                if (found.IsInternal || (found.Type != "view" && !place.Holders.Contains(shard))
                    || !seen.Add((found.Type, found.Name.ToUpperInvariant())))
                {
                    continue;
                }

                result.Add(new LogicalObject(shard, await DeclaredAsync(shard, found, objects, place).ConfigureAwait(false), place));
            }
        }

        return result;
    }

    /// <summary>Tables and views by name.</summary>
    public async ValueTask<SortedDictionary<string, LogicalObject>> TablesAsync(bool withViews)
    {
        var tables = new SortedDictionary<string, LogicalObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var found in await AllAsync().ConfigureAwait(false))
        {
            if (found.IsTable || (withViews && found.IsView))
                tables[found.Object.Name] = found;
        }

        return tables;
    }

    /// <summary>Runs a query about all tables on each shard that speaks for one of them, and keeps the rows of those tables.</summary>
    /// <param name="query">Its first column is the table's name.</param>
    public async ValueTask<List<Value[]>> AskAsync(IEnumerable<LogicalObject> tables, string query)
    {
        var spoken = tables.ToLookup(static table => table.Shard, static table => table.Object.Name);
        var rows = new List<Value[]>();
        foreach (var shard in spoken.OrderBy(static group => group.Key))
        {
            var names = shard.ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var row in await Reader.QueryAsync(shard.Key, query).ConfigureAwait(false))
            {
                if (row[0].Kind == ValueKind.Text && names.Contains(row[0].GetText()))
                    rows.Add(row);
            }
        }

        return rows;
    }

    private async ValueTask<SchemaObject> DeclaredAsync(int shard, SchemaObject found, List<SchemaObject> objects, TablePlace place)
    {
        if (found.Sql is null || place.Kind == TableKind.Single)
            return found;
        if (found.Type == "table")
            return found with { Sql = DefinitionText.WithDeclaration(found.Sql, place) };
        if (found.Type != "index")
            return found;
        var own = objects.FindAll(other => string.Equals(other.Table, found.Table, StringComparison.OrdinalIgnoreCase));
        var table = await Reader.TableAsync(shard, own, found.Table, place).ConfigureAwait(false);
        return table is null ? found : found with { Sql = DefinitionText.WithLocal(found.Sql, table) };
    }
}
