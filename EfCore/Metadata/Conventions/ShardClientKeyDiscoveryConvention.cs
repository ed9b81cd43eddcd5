using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace ShardClient.EntityFrameworkCore.Metadata.Conventions;

/// <summary>
/// Finds primary keys as EF Core does, but makes the number that an owned collection gets for want of a key a <c>long</c>: the cluster generates it, and that
/// takes 64 bits. Whether the owner is sharded may be said later, so the rule is one for all.
/// </summary>
public class ShardClientKeyDiscoveryConvention(
    ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relationalDependencies)
    : RelationalKeyDiscoveryConvention(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    protected override List<IConventionProperty>? DiscoverKeyProperties(IConventionEntityType entityType)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        var properties = base.DiscoverKeyProperties(entityType);
        if (properties is [.., var last] && entityType.FindOwnership() is { IsUnique: false } ownership && !ownership.Properties.Contains(last) && IsMadeUp(last)
            && entityType.Builder.Property(typeof(long), last.Name) is { } widened)
        {
            properties[^1] = widened.Metadata;
        }

        return properties;
    }

    /// <summary>True when neither the model nor the class says that there is such a property.</summary>
    private static bool IsMadeUp(IConventionProperty property) =>
        property.IsShadowProperty() && property.ClrType == typeof(int)
        && property.GetTypeConfigurationSource() is not (ConfigurationSource.Explicit or ConfigurationSource.DataAnnotation);
}
