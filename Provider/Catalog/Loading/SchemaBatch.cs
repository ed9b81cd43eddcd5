using ShardClient.Catalog.Views;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>What one loading finds, before it becomes part of the schema.</summary>
internal sealed class SchemaBatch(LogicalSchema known, ObjectReader reader, ClusterTopology topology, int shardCount)
{
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, LogicalTable> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, LogicalView> Views { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Absent { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the default shard holds a newer topology: what was found here may lie elsewhere by now.</summary>
    public bool TopologyIsOld { get; private set; }

    /// <summary>True for a name that the statement needs.</summary>
    public bool Mentions(string name) => _seen.Contains(name);

    public async ValueTask AddAsync(IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            if (known.Tables.ContainsKey(name) || !_seen.Add(name))
                continue;
            if (known.Views.TryGetValue(name, out var view))
                await AddAsync(TableNames.In(view.Query)).ConfigureAwait(false);
            else
                await AddAsync(name).ConfigureAwait(false);
        }

        if (_seen.Count > 0 && !TopologyIsOld)
            TopologyIsOld = await reader.IsTopologyOldAsync().ConfigureAwait(false);
    }

    private async ValueTask AddAsync(string name)
    {
        if (topology.Engine == EngineKind.Sqlite && await CatalogViews.TryLoadAsync(name, new LogicalObjects(reader, topology, shardCount)).ConfigureAwait(false) is { } made)
        {
            Views[name] = made;
            return;
        }

        var place = TablePlace.Of(name, topology);
        var shard = place.Speaker(topology);
        var objects = await reader.FindAsync(shard, name).ConfigureAwait(false);
        if (await reader.TableAsync(shard, objects, name, place).ConfigureAwait(false) is { } table && !IsInternal(name))
        {
            Tables[name] = table;
            return;
        }

        var view = View(objects, name, SqlDialects.Of(topology.Engine));
        for (var other = 0; view is null && other < shardCount && !topology.Tables.ContainsKey(name); other++)
        {
            if (other != shard)
                view = View(await reader.FindAsync(other, name).ConfigureAwait(false), name, SqlDialects.Of(topology.Engine));
        }

        if (view is null)
        {
            Absent.Add(name);
            return;
        }

        Views[name] = view;
        await AddAsync(TableNames.In(view.Query)).ConfigureAwait(false);
    }

    private static bool IsInternal(string name) => name.StartsWith(Metadata.MetadataTable.InternalPrefix, StringComparison.OrdinalIgnoreCase);

    private static LogicalView? View(List<SchemaObject> objects, string name, SqlDialect dialect)
    {
        var found = objects.Find(found => found.Type == "view" && found.IsNamed(name));
        return DefinitionText.TryParse<CreateViewStatement>(found?.Sql, dialect) is { } view
            ? new LogicalView(view.Name.Name.Name, [.. view.Columns.Select(static column => column.Name)], ColumnNaming.Name(view.Query, found!.Sql!))
            : null;
    }
}
