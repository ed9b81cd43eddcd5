using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Metadata.Conventions;

/// <summary>
/// What follows from sharding keys: the attribute's are taken; tables that hang on a sharded one by its key (owned types, the tables between two ends,
/// the derived types of TPT) are sharded alike; and a key that is not part of the primary key takes part in each UPDATE and DELETE, so that these go
/// to one shard.
/// </summary>
public class ShardKeyConvention : IModelFinalizingConvention
{
    /// <inheritdoc/>
    public virtual void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var entityTypes = modelBuilder.Metadata.GetEntityTypes().ToList();
        foreach (var entityType in entityTypes)
            TakeAttribute(entityType);

        // An owned type may own another one: until nothing is added any more.
        while (entityTypes.Exists(InheritFromPrincipal))
            continue;

        foreach (var entityType in entityTypes)
            AddToConditions(entityType);
    }

    private static void TakeAttribute(IConventionEntityType entityType)
    {
        if (entityType.FindAnnotation(ShardAnnotationNames.ShardKey) is not null)
            return;
        foreach (var property in entityType.GetDeclaredProperties())
        {
            if (property.PropertyInfo?.GetCustomAttribute<ShardKeyAttribute>() is not { } attribute)
                continue;
            entityType.Builder.HasAnnotation(ShardAnnotationNames.ShardKey, property.Name, fromDataAnnotation: true);
            if (attribute.Placement is { } placement)
                entityType.Builder.HasAnnotation(ShardAnnotationNames.Placement, placement, fromDataAnnotation: true);
        }
    }

    /// <summary>True when the entity type was given the sharding key of a principal that it cannot be without.</summary>
    private static bool InheritFromPrincipal(IConventionEntityType entityType)
    {
        if (entityType.BaseType is not null || entityType.GetShardKeyName() is not null || entityType.IsReferenceTable() || entityType.IsMappedToJson())
            return false;
        foreach (var foreignKey in entityType.GetForeignKeys())
        {
            if (!(foreignKey.IsOwnership || IsJoinEntity(entityType)) || foreignKey.PrincipalEntityType.GetShardKey() is not { } principalKey)
                continue;
            var position = foreignKey.PrincipalKey.Properties.ToList().FindIndex(property => property.Name == principalKey.Name);
            if (position < 0)
                continue;
            entityType.Builder.HasAnnotation(ShardAnnotationNames.ShardKey, foreignKey.Properties[position].Name);
            if (foreignKey.PrincipalEntityType.GetShardPlacement() is { } placement)
                entityType.Builder.HasAnnotation(ShardAnnotationNames.Placement, placement);
            return true;
        }

        return false;
    }

    /// <summary>The table between two ends of a many-to-many relationship that nobody declared.</summary>
    private static bool IsJoinEntity(IConventionEntityType entityType) =>
        entityType.HasSharedClrType && entityType.ClrType == Microsoft.EntityFrameworkCore.Metadata.Internal.Model.DefaultPropertyBagType
        && entityType.GetForeignKeys().Any(static foreignKey => foreignKey.GetReferencingSkipNavigations().Any());

    private static void AddToConditions(IConventionEntityType entityType)
    {
        if (entityType.BaseType is null && entityType.GetShardKey() is IConventionProperty key && !key.IsPrimaryKey() && !entityType.IsMappedToJson())
            key.Builder.IsConcurrencyToken(true);
    }
}
