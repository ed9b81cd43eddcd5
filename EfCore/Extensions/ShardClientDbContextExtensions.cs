using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using ShardClient;
using ShardClient.EntityFrameworkCore.Metadata.Internal;
using ShardClient.EntityFrameworkCore.Storage.Internal;

namespace Microsoft.EntityFrameworkCore;

/// <summary>What a context can ask of its cluster.</summary>
public static class ShardClientDbContextExtensions
{
    /// <summary>True when the context uses this provider.</summary>
    public static bool IsShardClient(this DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.ProviderName == typeof(ShardClientDbContextExtensions).Assembly.GetName().Name;
    }

    /// <summary>
    /// Sends the context's commands to the shard of a key, as they are, until the result is disposed: queries see that shard's rows only, and may do
    /// there what the cluster as a whole refuses.
    /// </summary>
    /// <typeparam name="TEntity">The sharded entity type whose key it is.</typeparam>
    /// <param name="context">The context.</param>
    /// <param name="key">A value of the entity type's sharding key.</param>
    /// <exception cref="ArgumentException">The entity type is not sharded, or the key is not one of its.</exception>
    public static IDisposable OnShard<TEntity>(this DbContext context, object key)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(context);
        var entityType = context.Model.FindEntityType(typeof(TEntity))
            ?? throw new ArgumentException($"{typeof(TEntity).Name} is not an entity type of {context.GetType().Name}.", nameof(context));
        return OnShard(context, entityType, key);
    }

    /// <inheritdoc cref="OnShard{TEntity}(DbContext, object)"/>
    /// <remarks>For models whose sharded entity types all have one placement and keys of one type; otherwise say whose key it is.</remarks>
    public static IDisposable OnShard(this DbContext context, object key)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sharded = context.Model.GetEntityTypes().Where(static type => type.BaseType is null && type.GetShardKey() is not null).ToList();
        var kinds = sharded.Select(static type => (type.GetShardPlacement(), ((IProperty)type.GetShardKey()!).ClrType)).Distinct().Count();
        return kinds switch
        {
            0 => throw new InvalidOperationException($"{context.GetType().Name} has no sharded entity type."),
            1 => OnShard(context, sharded[0], key),
            _ => throw new InvalidOperationException(
                $"The sharded entity types of {context.GetType().Name} have several placements or types of keys. Say whose key it is, as in OnShard<{sharded[0].ClrType.Name}>(key)."),
        };
    }

    private static ShardScope OnShard(DbContext context, IEntityType entityType, object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var property = entityType.GetShardKey() as IProperty
            ?? throw new ArgumentException($"{entityType.DisplayName()} is not sharded. Declare its key with ShardBy.", nameof(entityType));
        var connection = (IShardClientRelationalConnection)context.GetService<IRelationalConnection>();
        var shard = FindShard(connection, entityType, property, key);
        return new ShardScope(connection, $"/*+ shard({shard}) */ ");
    }

    private static string FindShard(IShardClientRelationalConnection connection, IEntityType entityType, IProperty property, object key)
    {
        connection.Open();
        try
        {
            return ((ShardConnection)connection.DbConnection).FindShard(entityType.GetTableName()!, ShardKeyValues.Stored(property, key));
        }
        finally
        {
            connection.Close();
        }
    }

    private sealed class ShardScope : IDisposable
    {
        private readonly IShardClientRelationalConnection _connection;
        private readonly string? _before;

        public ShardScope(IShardClientRelationalConnection connection, string hint)
        {
            (_connection, _before) = (connection, connection.ShardHint);
            connection.ShardHint = hint;
        }

        public void Dispose() => _connection.ShardHint = _before;
    }
}
