using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ShardClient.EntityFrameworkCore.Metadata.Internal;

/// <summary>What the entity types of a table say of shards, in terms of the table.</summary>
internal static class ShardedTables
{
    /// <summary>The column of the sharding key; null when the table is not sharded.</summary>
    public static IColumn? KeyColumn(ITable table)
    {
        // By name: the mappings of columns are not complete while annotations are asked for.
        var name = StoreObjectIdentifier.Table(table.Name, table.Schema);
        foreach (var entityType in EntityTypes(table))
        {
            if (entityType.GetShardKey()?.GetColumnName(name) is { } column)
                return table.FindColumn(column);
        }

        return null;
    }

    public static string? Placement(ITable table) => EntityTypes(table).Select(static entityType => entityType.GetShardPlacement()).FirstOrDefault(static name => name is not null);

    public static bool IsReference(ITable table) => EntityTypes(table).Any(static entityType => entityType.IsReferenceTable());

    /// <summary>
    /// True when each shard checks the constraint by itself: because the model says so, or because the key is one GUID that EF Core makes up, which no
    /// other row of any shard has.
    /// </summary>
    public static bool IsPerShard(IUniqueConstraint constraint) =>
        constraint.MappedKeys.Any(static key => key.IsUniquePerShard())
        || (constraint.GetIsPrimaryKey() && KeyColumn(constraint.Table) is { } column && !constraint.Columns.Contains(column)
            && constraint.MappedKeys.All(static key => key.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } property] && property.ClrType == typeof(Guid)));

    private static IEnumerable<IEntityType> EntityTypes(ITable table) => table.EntityTypeMappings.Select(static mapping => mapping.TypeBase).OfType<IEntityType>();
}
