using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace ShardClient.EntityFrameworkCore.ValueGeneration.Internal;

/// <summary>
/// Lets the cluster make the numbers of composite keys, such as (UserId, Id), that say <c>ValueGeneratedOnAdd</c>: SQLite itself makes those of a key
/// of one column only.
/// </summary>
public class ClusterKeyGeneratorSelector(ValueGeneratorSelectorDependencies dependencies) : RelationalValueGeneratorSelector(dependencies)
{
    /// <inheritdoc/>
    protected override ValueGenerator? FindForType(IProperty property, ITypeBase typeBase, Type clrType)
    {
        ArgumentNullException.ThrowIfNull(property);
        return clrType == typeof(long) && property.ValueGenerated == ValueGenerated.OnAdd && IsPartOfShardedKey(property)
            ? new ClusterKeyGenerator()
            : base.FindForType(property, typeBase, clrType);
    }

    private static bool IsPartOfShardedKey(IProperty property) =>
        property.DeclaringType is IEntityType entityType && entityType.GetShardKey() is not null && !entityType.IsMappedToJson()
        && property.FindContainingPrimaryKey() is { Properties.Count: > 1 } && property.GetDefaultValueSql() is null && !property.IsForeignKey();
}
