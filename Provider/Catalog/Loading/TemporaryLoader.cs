using ShardClient.Backends;
using ShardClient.Catalog.Metadata;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>Reads the temporary objects of a session.</summary>
internal static class TemporaryLoader
{
    /// <summary>What sqlite_temp_master tells; itself a table that the application may read.</summary>
    private static readonly string[] MasterNames = ["sqlite_temp_master", "sqlite_temp_schema"];

    public static async ValueTask<LogicalTemporary> LoadAsync(
        ShardSession session, IReadOnlyList<ShardPool> pools, ClusterTopology topology, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var call = new Call(ioBehavior, deadline, cancellationToken);
        var rows = await session.QueryAsync("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_temp_master", call).ConfigureAwait(false);
        if (rows.Count == 0)
            return LogicalTemporary.None;
        var place = new TablePlace(TableKind.Single, null, null, ShardSet.Of(session.Shard), ShardSet.Of(session.Shard));
        var reader = ObjectReader.Create(pools, topology, session, call);
        var objects = rows.ConvertAll(SchemaObject.From);
        var tables = new Dictionary<string, LogicalTable>(StringComparer.OrdinalIgnoreCase);
        var views = new Dictionary<string, LogicalView>(StringComparer.OrdinalIgnoreCase);
        foreach (var found in objects)
        {
            if (found.Type == "view" && DefinitionText.TryParse<CreateViewStatement>(found.Sql) is { } view)
                views[found.Name] = new LogicalView(found.Name, [.. view.Columns.Select(static column => column.Name)], view.Query) { IsTemporary = true };
            if (found.Type != "table")
                continue;
            var own = objects.FindAll(other => string.Equals(other.Table, found.Name, StringComparison.OrdinalIgnoreCase));
            tables[found.Name] = (await reader.TableAsync(session.Shard, own, found.Name, place).ConfigureAwait(false))! with { IsTemporary = true };
        }

        foreach (var master in MasterNames)
            tables[master] = TableBuilder.Build(master, MasterColumns(), place) with { IsTemporary = true };
        return new LogicalTemporary(tables, views, objects.Select(static found => (found.Type, found.Name.ToUpperInvariant())).ToHashSet());
    }

    private static LogicalColumn[] MasterColumns() => [Column("type", "TEXT"), Column("name", "TEXT"), Column("tbl_name", "TEXT"), Column("rootpage", "INT"), Column("sql", "TEXT")];

    private static LogicalColumn Column(string name, string type) => new(name, type, Affinities.Of(type, strict: false), "BINARY", false, false, false, false);
}
