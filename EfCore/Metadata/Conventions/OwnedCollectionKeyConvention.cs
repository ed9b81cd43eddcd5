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
        // The innermost first: a key that changes its type makes EF Core find the keys within anew, and these have theirs by then.
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(IsShardedCollection).OrderByDescending(Depth).ToList())
        {
            if (MadeUpKey(entityType) is { } key && !HasData(entityType))
                entityType.Builder.Property(typeof(long), key.Name, fromDataAnnotation: true);
        }
    }

    private static bool IsShardedCollection(IConventionEntityType entityType) =>
        entityType.FindOwnership() is { IsUnique: false } && entityType.GetShardKeyName() is not null && !entityType.IsMappedToJson();

    private static int Depth(IConventionEntityType entityType) => entityType.FindOwnership() is { } ownership ? 1 + Depth(ownership.PrincipalEntityType) : 0;

    /// <summary>True when the model says values of the key, or of what refers to it.</summary>
    private static bool HasData(IConventionEntityType entityType) =>
        entityType.GetSeedData().Any() || entityType.GetReferencingForeignKeys().Any(static foreignKey => foreignKey.IsOwnership && HasData(foreignKey.DeclaringEntityType));

    private static IConventionProperty? MadeUpKey(IConventionEntityType entityType) => entityType.FindPrimaryKey()?.Properties.FirstOrDefault(
        static property => property.IsShadowProperty() && property.ClrType == typeof(int) && property.ValueGenerated == ValueGenerated.OnAdd
            && !property.IsForeignKey() && property.GetTypeConfigurationSource() is not (ConfigurationSource.Explicit or ConfigurationSource.DataAnnotation));
}
