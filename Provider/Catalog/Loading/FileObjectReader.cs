using ShardClient.Backends;
using ShardClient.Catalog.Metadata;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>Definitions as SQLite files keep them: their texts, in <c>sqlite_master</c>.</summary>
internal sealed class FileObjectReader(IReadOnlyList<ShardPool> pools, ClusterTopology topology, ShardSession? within, Call call)
    : ObjectReader(pools, topology, within, call)
{
    public override async ValueTask<List<SchemaObject>> FindAsync(int shard, string name)
    {
        var rows = await QueryAsync(
            shard, $"{SchemaObject.Select} WHERE name = ?1 COLLATE NOCASE OR tbl_name = ?1 COLLATE NOCASE", Value.FromText(name)).ConfigureAwait(false);
        return rows.ConvertAll(SchemaObject.From);
    }

    public override async ValueTask<List<SchemaObject>> AllAsync(int shard) =>
        (await QueryAsync(shard, SchemaObject.Select).ConfigureAwait(false)).ConvertAll(SchemaObject.From);

    /// <inheritdoc/>
    public override async ValueTask<LogicalTable?> TableAsync(int shard, List<SchemaObject> objects, string name, TablePlace place)
    {
        if (objects.Find(found => found.Type == "table" && found.IsNamed(name)) is not { } table)
            return null;
        if (DefinitionText.TryParse<CreateTableStatement>(table.Sql) is not { Columns.Count: > 0 } create)
            return await ReportedAsync(shard, table, place).ConfigureAwait(false);
        var indexes = new List<CreateIndexStatement>();
        foreach (var found in objects)
        {
            if (found.Type == "index" && DefinitionText.TryParse<CreateIndexStatement>(found.Sql) is { } index)
                indexes.Add(index);
        }

        return TableBuilder.Build(create, indexes, place);
    }

    /// <summary>A virtual table, or one whose text is beyond our parser: as the engine reports its columns.</summary>
    private async ValueTask<LogicalTable> ReportedAsync(int shard, SchemaObject table, TablePlace place)
    {
        var rows = await QueryAsync(
            shard, "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, hidden FROM pragma_table_xinfo(?1)", Value.FromText(table.Name)).ConfigureAwait(false);
        var isVirtual = table.Sql?.StartsWith("CREATE VIRTUAL", StringComparison.OrdinalIgnoreCase) == true;
        var columns = rows.ConvertAll(static row =>
        {
            var type = row[1].Text() ?? "";
            return new LogicalColumn(
                row[0].Text() ?? "", type, Affinities.Of(type, strict: false), "BINARY", row[2].Integer != 0, row[3].Integer != 0,
                IsGenerated: row[5].Integer is 2 or 3, IsHidden: row[5].Integer == 1);
        });
        var keys = rows.FindAll(static row => row[4].Integer > 0);
        var rowId = keys.Count == 1 && !isVirtual ? rows.FindIndex(static row => row[4].Integer > 0 && row[1].Text() is { } type
            && type.Equals("INTEGER", StringComparison.OrdinalIgnoreCase)) : -1;
        return TableBuilder.Build(table.Name, columns, place) with { IsVirtual = isVirtual, RowIdColumn = rowId };
    }
}
