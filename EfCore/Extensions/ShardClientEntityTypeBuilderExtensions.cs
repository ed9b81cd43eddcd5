using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace Microsoft.EntityFrameworkCore;

/// <summary>How an entity type's table is spread over a cluster.</summary>
public static class ShardClientEntityTypeBuilderExtensions
{
    /// <summary>Makes the table sharded: each row lives on the shard that the property's value decides. Rows of equal keys live together.</summary>
    /// <param name="builder">The entity type, the root of its hierarchy.</param>
    /// <param name="key">The property, such as <c>o => o.UserId</c>.</param>
    /// <param name="placement">The placement that turns values into shards, as the cluster names it; null for the placement <c>default</c>.</param>
    public static EntityTypeBuilder<TEntity> ShardBy<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, object?>> key, string? placement = null)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(key);
        var property = key.Body is UnaryExpression { NodeType: ExpressionType.Convert } conversion ? conversion.Operand : key.Body;
        if (property is not MemberExpression { Expression: ParameterExpression } member)
        {
            throw new ArgumentException(
                $"A sharding key is one property of {typeof(TEntity).Name}, written as in 'o => o.UserId', not '{key.Body}'.", nameof(key));
        }

        return (EntityTypeBuilder<TEntity>)ShardBy(builder, member.Member.Name, placement);
    }

    /// <inheritdoc cref="ShardBy{TEntity}(EntityTypeBuilder{TEntity}, Expression{Func{TEntity, object}}, string)"/>
    /// <param name="property">The property's name; a shadow property is declared before.</param>
    public static EntityTypeBuilder ShardBy(this EntityTypeBuilder builder, string property, string? placement = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(property);
        builder.Metadata.SetShardKey(property, placement);
        return builder;
    }

    /// <inheritdoc cref="ShardBy(EntityTypeBuilder, string, string)"/>
    /// <remarks>An owned type in a table of its own is sharded like its owner when its foreign key has the owner's sharding key, and needs no call.</remarks>
    public static OwnedNavigationBuilder ShardBy(this OwnedNavigationBuilder builder, string property, string? placement = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(property);
        builder.OwnedEntityType.SetShardKey(property, placement);
        return builder;
    }

    /// <summary>Keeps a copy of the table on every shard, so that any row can be joined with its rows and refer to them. For small tables that change rarely.</summary>
    public static EntityTypeBuilder<TEntity> IsReferenceTable<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => (EntityTypeBuilder<TEntity>)IsReferenceTable((EntityTypeBuilder)builder);

    /// <inheritdoc cref="IsReferenceTable{TEntity}(EntityTypeBuilder{TEntity})"/>
    public static EntityTypeBuilder IsReferenceTable(this EntityTypeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.HasAnnotation(ShardAnnotationNames.ReferenceTable, true);
        return builder;
    }

    /// <summary>Lets each shard check the key by itself, because it lacks the sharding key. Two shards may then have rows of the same key.</summary>
    public static KeyBuilder IsUniquePerShard(this KeyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.HasAnnotation(ShardAnnotationNames.UniquePerShard, true);
    }

    /// <inheritdoc cref="IsUniquePerShard(KeyBuilder)"/>
    public static KeyBuilder<TEntity> IsUniquePerShard<TEntity>(this KeyBuilder<TEntity> builder) => (KeyBuilder<TEntity>)IsUniquePerShard((KeyBuilder)builder);

    /// <summary>Lets each shard check the unique index by itself, because it lacks the sharding key. Two shards may then have rows of the same values.</summary>
    public static IndexBuilder IsUniquePerShard(this IndexBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.IsUnique().HasAnnotation(ShardAnnotationNames.UniquePerShard, true);
    }

    /// <inheritdoc cref="IsUniquePerShard(IndexBuilder)"/>
    public static IndexBuilder<TEntity> IsUniquePerShard<TEntity>(this IndexBuilder<TEntity> builder) => (IndexBuilder<TEntity>)IsUniquePerShard((IndexBuilder)builder);

    /// <summary>Makes no constraint in the database for a relationship whose two ends may live on different shards. Navigations work as ever.</summary>
    public static ReferenceCollectionBuilder IsNotEnforced(this ReferenceCollectionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetAnnotation(ShardAnnotationNames.NotEnforced, true);
        return builder;
    }

    /// <inheritdoc cref="IsNotEnforced(ReferenceCollectionBuilder)"/>
    public static ReferenceCollectionBuilder<TPrincipal, TDependent> IsNotEnforced<TPrincipal, TDependent>(
        this ReferenceCollectionBuilder<TPrincipal, TDependent> builder)
        where TPrincipal : class
        where TDependent : class => (ReferenceCollectionBuilder<TPrincipal, TDependent>)IsNotEnforced((ReferenceCollectionBuilder)builder);

    /// <inheritdoc cref="IsNotEnforced(ReferenceCollectionBuilder)"/>
    public static ReferenceReferenceBuilder IsNotEnforced(this ReferenceReferenceBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetAnnotation(ShardAnnotationNames.NotEnforced, true);
        return builder;
    }

    /// <inheritdoc cref="IsNotEnforced(ReferenceCollectionBuilder)"/>
    public static ReferenceReferenceBuilder<TEntity, TRelated> IsNotEnforced<TEntity, TRelated>(this ReferenceReferenceBuilder<TEntity, TRelated> builder)
        where TEntity : class
        where TRelated : class => (ReferenceReferenceBuilder<TEntity, TRelated>)IsNotEnforced((ReferenceReferenceBuilder)builder);

    /// <inheritdoc cref="IsNotEnforced(ReferenceCollectionBuilder)"/>
    /// <remarks>For an owned type whose owner's key lacks the sharding key, such as a collection in a collection with a key of one column.</remarks>
    public static OwnershipBuilder IsNotEnforced(this OwnershipBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.SetAnnotation(ShardAnnotationNames.NotEnforced, true);
        return builder;
    }
}
