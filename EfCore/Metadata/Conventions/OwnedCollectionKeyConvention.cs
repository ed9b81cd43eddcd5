using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace ShardClient.EntityFrameworkCore.Metadata.Conventions;

/// <summary>
/// Makes the <c>int</c> that EF Core gives an owned collection for want of a key a <c>long</c>, where the collection is sharded with its owner: the cluster
/// generates its values, and that takes 64 bits. A key whose type the model says stays as it is, also by the values of <c>HasData</c>.
/// </summary>
public class OwnedCollectionKeyConvention : IModelFinalizingConvention
{
    /// <inheritdoc/>
    public virtual void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(IsShardedCollection).ToList())
        {
            if (MadeUpKey(entityType) is { } key && !entityType.GetSeedData().Any())
                entityType.Builder.Property(typeof(long), key.Name);
        }
    }

    /// <summary>A collection that owns another one is left out: EF Core would find the other one's key anew, under another name.</summary>
    private static bool IsShardedCollection(IConventionEntityType entityType) =>
        entityType.FindOwnership() is { IsUnique: false } && entityType.GetShardKeyName() is not null && !entityType.IsMappedToJson()
        && !entityType.GetReferencingForeignKeys().Any(static foreignKey => foreignKey is { IsOwnership: true, IsUnique: false });

    private static IConventionProperty? MadeUpKey(IConventionEntityType entityType) => entityType.FindPrimaryKey()?.Properties.FirstOrDefault(
        static property => property.IsShadowProperty() && property.ClrType == typeof(int) && property.ValueGenerated == ValueGenerated.OnAdd
            && !property.IsForeignKey() && property.GetTypeConfigurationSource() is not (ConfigurationSource.Explicit or ConfigurationSource.DataAnnotation));
}
