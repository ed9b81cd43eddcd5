using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace Microsoft.EntityFrameworkCore;

/// <summary>What a model says of shards.</summary>
public static class ShardClientMetadataExtensions
{
    /// <summary>The property whose value decides on which shard a row lives; null when the entity type is not sharded or the property is missing.</summary>
    public static IReadOnlyProperty? GetShardKey(this IReadOnlyEntityType entityType)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        if (entityType.GetShardKeyName() is not { } name)
            return null;

        // A scaffolded table knows its column only.
        return entityType.FindProperty(name) ?? entityType.GetProperties().FirstOrDefault(property => property.GetColumnName() == name);
    }

    /// <summary>The placement of a sharded entity type; null for the placement <c>default</c>.</summary>
    public static string? GetShardPlacement(this IReadOnlyEntityType entityType)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        return (string?)entityType.GetRootType()[ShardAnnotationNames.Placement];
    }

    /// <summary>True when every shard has a copy of the entity type's table.</summary>
    public static bool IsReferenceTable(this IReadOnlyEntityType entityType)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        return entityType.GetRootType()[ShardAnnotationNames.ReferenceTable] is true;
    }

    /// <summary>Sets or, with null, removes the sharding key.</summary>
    public static void SetShardKey(this IMutableEntityType entityType, string? property, string? placement = null)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        entityType.SetOrRemoveAnnotation(ShardAnnotationNames.ShardKey, property);
        entityType.SetOrRemoveAnnotation(ShardAnnotationNames.Placement, property is null ? null : placement);
    }

    /// <summary>The sharding key's name as it was said, also when there is no such property.</summary>
    internal static string? GetShardKeyName(this IReadOnlyEntityType entityType) => (string?)entityType.GetRootType()[ShardAnnotationNames.ShardKey];

    internal static bool IsUniquePerShard(this IReadOnlyAnnotatable unique) => unique[ShardAnnotationNames.UniquePerShard] is true;

    internal static bool IsNotEnforced(this IReadOnlyAnnotatable foreignKey) => foreignKey[ShardAnnotationNames.NotEnforced] is true;
}
