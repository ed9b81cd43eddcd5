using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Infrastructure.Internal;

/// <summary>What a sharded, reference or single table may have. The cluster's own rules (README, Declaring tables), said in terms of the model.</summary>
internal static class ShardingRules
{
    private static readonly HashSet<Type> NoKeys = [typeof(float), typeof(double), typeof(decimal), typeof(Half)];
    private static readonly HashSet<Type> Narrow = [typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint)];

    /// <summary>Adds a sentence for each mistake.</summary>
    public static void Check(IEntityType entityType, List<string> mistakes)
    {
        if (entityType.GetTableName() is null || entityType.IsMappedToJson())
            return;
        if (entityType.GetShardKeyName() is { } name)
        {
            CheckKey(entityType, name, mistakes);
            if (entityType.GetShardKey() is IProperty key)
            {
                CheckUniqueness(entityType, key, mistakes);
                CheckGenerated(entityType, mistakes);
            }
        }

        foreach (var foreignKey in entityType.GetDeclaredForeignKeys())
            CheckForeignKey(foreignKey, mistakes);
    }

    private static void CheckKey(IEntityType entityType, string name, List<string> mistakes)
    {
        var who = entityType.DisplayName();
        if (entityType.BaseType is not null && entityType[ShardAnnotationNames.ShardKey] is not null)
            mistakes.Add($"{who} is sharded by {name}, but only the root of its hierarchy, {entityType.GetRootType().DisplayName()}, can say how its table is sharded. Move ShardBy there.");
        if (entityType.IsReferenceTable())
            mistakes.Add($"{who} is both sharded by {name} and a reference table. Remove ShardBy or IsReferenceTable.");
        if (entityType.GetShardKey() is not { } key)
        {
            mistakes.Add($"{who} is sharded by {name}, but it has no such property. Its properties are {string.Join(", ", entityType.GetProperties().Select(static property => property.Name))}.");
            return;
        }

        var type = StoredType((IProperty)key);
        if (NoKeys.Contains(type))
            mistakes.Add($"{who}.{name} is a {type.Name}, which cannot be a sharding key: equal values may be stored differently. Use an integer, a string, a GUID, a date or bytes.");
    }

    private static void CheckUniqueness(IEntityType entityType, IProperty key, List<string> mistakes)
    {
        foreach (var unique in entityType.GetDeclaredKeys().Where(unique => !unique.Properties.Contains(key) && !IsMadeUp(unique) && !unique.IsUniquePerShard()))
        {
            mistakes.Add(
                $"The key {Names(unique.Properties)} of {entityType.DisplayName()} lacks the sharding key {key.Name}, so no shard can check it alone. "
                + $"Add {key.Name} to it, let the database make its values (a long, or a Guid), or say IsUniquePerShard() if each shard may check its own rows only.");
        }

        foreach (var index in entityType.GetDeclaredIndexes().Where(index => index.IsUnique && !index.Properties.Contains(key) && !index.IsUniquePerShard()))
        {
            mistakes.Add(
                $"The unique index on {Names(index.Properties)} of {entityType.DisplayName()} lacks the sharding key {key.Name}, so no shard can check it alone. "
                + $"Add {key.Name} to it, or say IsUniquePerShard() if each shard may check its own rows only.");
        }
    }

    /// <summary>True for a primary key whose values are unique because of how they are made: by the cluster, or at random.</summary>
    private static bool IsMadeUp(IKey unique) =>
        unique.IsPrimaryKey() && unique.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } property]
        && (property.ClrType == typeof(Guid) || IsClusterGenerated(property));

    private static void CheckGenerated(IEntityType entityType, List<string> mistakes)
    {
        foreach (var property in entityType.GetDeclaredProperties())
        {
            if (!Narrow.Contains(StoredType(property)) || !(IsClusterGenerated(property) || IsLeftToTheTable(property)))
                continue;
            mistakes.Add(
                $"{entityType.DisplayName()}.{property.Name} is a {StoredType(property).Name}, and the keys that a cluster makes need 64 bits. "
                + "Make it a long, or say ValueGeneratedNever() and set it yourself.");
        }
    }

    private static bool IsClusterGenerated(IReadOnlyProperty property) =>
        property.ValueGenerated == ValueGenerated.OnAdd && property.GetValueGenerationStrategy() == SqliteValueGenerationStrategy.Autoincrement;

    /// <summary>
    /// True for the one number that is a primary key and that an INSERT leaves out, whatever the model says of AUTOINCREMENT: it says nothing where the key is
    /// part of a relationship or has a converter, and the table makes its value all the same.
    /// </summary>
    private static bool IsLeftToTheTable(IProperty property) =>
        property.ValueGenerated == ValueGenerated.OnAdd && property.FindContainingPrimaryKey() is { Properties.Count: 1 } && property.GetValueGeneratorFactory() is null
        && property.GetDefaultValueSql() is null && property.GetComputedColumnSql() is null && !property.TryGetDefaultValue(out _);

    private static void CheckForeignKey(IForeignKey foreignKey, List<string> mistakes)
    {
        var (dependent, principal) = (foreignKey.DeclaringEntityType, foreignKey.PrincipalEntityType);
        if (principal.GetTableName() is null || principal.IsReferenceTable() || IsInOneTable(dependent, principal) || foreignKey.IsNotEnforced())
            return;
        var (from, to) = (dependent.GetShardKey(), principal.GetShardKey());
        if (from is null && to is null && !dependent.IsReferenceTable())
            return;
        if (from is not null && to is not null && dependent.GetShardPlacement() == principal.GetShardPlacement() && Carries(foreignKey, from.Name, to.Name))
            return;
        var why = (from, to) switch
        {
            (not null, not null) => $"the rows of both may live on different shards: {from.Name} and {to.Name} are not paired in it",
            (null, not null) => $"{principal.DisplayName()} is sharded and {dependent.DisplayName()} is not",
            _ => $"{principal.DisplayName()} lives on one shard only",
        };
        mistakes.Add(
            $"The relationship of {dependent.DisplayName()} {Names(foreignKey.Properties)} to {principal.DisplayName()} cannot be enforced: {why}. "
            + (from is not null && to is not null ? $"Make it ({from.Name}, ...) to ({to.Name}, ...) with HasForeignKey and HasPrincipalKey, m" : "M")
            + $"ake {principal.DisplayName()} a reference table, or say IsNotEnforced() to have no constraint in the database.");
    }

    private static bool Carries(IForeignKey foreignKey, string from, string to)
    {
        for (var index = 0; index < foreignKey.Properties.Count; index++)
        {
            if (foreignKey.Properties[index].Name == from && foreignKey.PrincipalKey.Properties[index].Name == to)
                return true;
        }

        return false;
    }

    private static bool IsInOneTable(IEntityType one, IEntityType other) => one.GetTableName() == other.GetTableName() && one.IsOwned();

    private static Type StoredType(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static string Names(IReadOnlyList<IReadOnlyProperty> properties) => $"({string.Join(", ", properties.Select(static property => property.Name))})";
}
