using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>What a sharded table's key column and unique keys must be, so that each is what it would be in one database.</summary>
internal static class KeyRules
{
    public static void CheckKeyColumn(CreateTableStatement create, LogicalTable table, TablePlace place, Mistakes mistakes)
    {
        if (place.Kind != TableKind.Sharded)
            return;
        var span = create.ShardKey?.Span ?? create.Name.Span;
        if (table.KeyColumn < 0)
        {
            mistakes.Add(
                ShardErrorCode.UnknownColumn, span, $"The sharding key {place.KeyColumn} is no column of table {table.Name}.",
                $"Its columns are: {string.Join(", ", table.Columns.Select(static column => column.Name))}.");
            return;
        }

        var key = table.Columns[table.KeyColumn];
        if (key.IsGenerated)
            mistakes.Add(span, $"The sharding key {key.Name} is a generated column, whose value no INSERT says.", "Shard by the column it is made of.");
        if (!KeyTypes.TryFromDeclared(place.Engine, key.DeclaredType, key.Collation, out var type, out var refusal))
            mistakes.Add(span, $"Column {key.Name} cannot be a sharding key.", refusal);
        else if (place.Placement is { } placement && placement.Refusal(type) is { } reason)
            mistakes.Add(span, $"Column {key.Name} cannot be the key of placement {placement.Name}.", reason);
    }

    public static void CheckUniqueKeys(CreateTableStatement create, LogicalTable table, DefinitionScope scope, Mistakes mistakes)
    {
        foreach (var key in UniqueKeyReader.Declared(create))
            CheckUnique(key, table, scope, mistakes);
    }

    /// <summary>A key that does not contain the sharding key cannot be enforced over shards.</summary>
    public static void CheckUnique(DeclaredKey key, LogicalTable table, DefinitionScope scope, Mistakes mistakes)
    {
        if (table.Kind != TableKind.Sharded)
        {
            if (key.IsLocal)
                mistakes.Add(key.Span, $"LOCAL says that each shard enforces {key.Name} by itself, and {table.Name} is no sharded table.", "Leave LOCAL out.");
            return;
        }

        if (table.KeyColumn < 0 || key.IsLocal || scope.Settings.UniqueKeys == UniqueKeyPolicy.Local || IsClusterGenerated(key, table)
            || UniqueKeyReader.ContainsShardingKey(key.Columns, table))
        {
            return;
        }

        var shardingKey = table.Columns[table.KeyColumn].Name;
        mistakes.Add(
            key.Span,
            $"{key.Name} of table {table.Name} does not contain the sharding key {shardingKey}, so no shard can enforce it for the whole cluster.",
            $"Add {shardingKey} to it, or say LOCAL for a key that each shard enforces by itself.");
    }

    private static bool IsClusterGenerated(DeclaredKey key, LogicalTable table) =>
        key is { IsPrimary: true, Columns.Count: 1 } && table.GeneratedKeyColumn >= 0
        && IndexedColumns.NameOf(key.Columns[0], out _) is { } name && table.IndexOf(name) == table.GeneratedKeyColumn;
}
