using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using ShardClient;
using ShardClient.EntityFrameworkCore.Infrastructure;
using ShardClient.EntityFrameworkCore.Infrastructure.Internal;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Lets a context use a cluster.</summary>
public static class ShardClientDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Uses the <see cref="ShardDataSource"/> that the application registered, as <c>services.AddShardClient(...)</c> does, unless the context was or will
    /// be given a connection string, a data source or a connection.
    /// </summary>
    public static DbContextOptionsBuilder UseShardClient(
        this DbContextOptionsBuilder optionsBuilder, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        return Use(optionsBuilder, static extension => extension.WithDataSourceOfServices(), shardClientOptionsAction);
    }

    /// <summary>Uses the cluster that a connection string names.</summary>
    /// <param name="optionsBuilder">The context's options.</param>
    /// <param name="connectionString">Such as <c>Data Source=./shop;Shards=4</c>; null when <c>context.Database.SetConnectionString</c> will give it.</param>
    /// <param name="shardClientOptionsAction">Sets more options.</param>
    public static DbContextOptionsBuilder UseShardClient(
        this DbContextOptionsBuilder optionsBuilder, string? connectionString, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        return Use(optionsBuilder, extension => (ShardClientOptionsExtension)extension.WithConnectionString(connectionString), shardClientOptionsAction);
    }

    /// <summary>Uses a data source, which the application disposes.</summary>
    public static DbContextOptionsBuilder UseShardClient(
        this DbContextOptionsBuilder optionsBuilder, ShardDataSource dataSource, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return Use(optionsBuilder, extension => extension.WithDataSource(dataSource), shardClientOptionsAction);
    }

    /// <summary>Uses a connection, which the application disposes.</summary>
    public static DbContextOptionsBuilder UseShardClient(
        this DbContextOptionsBuilder optionsBuilder, DbConnection connection, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null) =>
        optionsBuilder.UseShardClient(connection, contextOwnsConnection: false, shardClientOptionsAction);

    /// <summary>Uses a connection.</summary>
    /// <param name="optionsBuilder">The context's options.</param>
    /// <param name="connection">A <see cref="ShardConnection"/>. EF opens it when it is closed, and then closes it again.</param>
    /// <param name="contextOwnsConnection">True when the context disposes it with itself.</param>
    /// <param name="shardClientOptionsAction">Sets more options.</param>
    /// <exception cref="ArgumentException">The connection is another provider's.</exception>
    public static DbContextOptionsBuilder UseShardClient(
        this DbContextOptionsBuilder optionsBuilder,
        DbConnection connection,
        bool contextOwnsConnection,
        Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        ArgumentNullException.ThrowIfNull(connection);
        if (connection is not ShardConnection)
            throw new ArgumentException($"UseShardClient takes a {nameof(ShardConnection)}, not a {connection.GetType().Name}.", nameof(connection));
        return Use(
            optionsBuilder, extension => (ShardClientOptionsExtension)extension.WithConnection(connection, contextOwnsConnection), shardClientOptionsAction);
    }

    /// <inheritdoc cref="UseShardClient(DbContextOptionsBuilder, Action{ShardClientDbContextOptionsBuilder})"/>
    public static DbContextOptionsBuilder<TContext> UseShardClient<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseShardClient((DbContextOptionsBuilder)optionsBuilder, shardClientOptionsAction);

    /// <inheritdoc cref="UseShardClient(DbContextOptionsBuilder, string, Action{ShardClientDbContextOptionsBuilder})"/>
    public static DbContextOptionsBuilder<TContext> UseShardClient<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder, string? connectionString, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseShardClient((DbContextOptionsBuilder)optionsBuilder, connectionString, shardClientOptionsAction);

    /// <inheritdoc cref="UseShardClient(DbContextOptionsBuilder, ShardDataSource, Action{ShardClientDbContextOptionsBuilder})"/>
    public static DbContextOptionsBuilder<TContext> UseShardClient<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder, ShardDataSource dataSource, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseShardClient((DbContextOptionsBuilder)optionsBuilder, dataSource, shardClientOptionsAction);

    /// <inheritdoc cref="UseShardClient(DbContextOptionsBuilder, DbConnection, Action{ShardClientDbContextOptionsBuilder})"/>
    public static DbContextOptionsBuilder<TContext> UseShardClient<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder, DbConnection connection, Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseShardClient((DbContextOptionsBuilder)optionsBuilder, connection, shardClientOptionsAction);

    private static DbContextOptionsBuilder Use(
        DbContextOptionsBuilder optionsBuilder,
        Func<ShardClientOptionsExtension, ShardClientOptionsExtension> change,
        Action<ShardClientDbContextOptionsBuilder>? more)
    {
        var extension = change(optionsBuilder.Options.FindExtension<ShardClientOptionsExtension>() ?? new ShardClientOptionsExtension());
        var core = optionsBuilder.Options.FindExtension<CoreOptionsExtension>() ?? new CoreOptionsExtension();
        core = RelationalOptionsExtension.WithDefaultWarningConfiguration(core);

        // A migration goes on where it stopped, so that what the warning says of definitions outside of transactions does not hold.
        core = core.WithWarningsConfiguration(
            core.WarningsConfiguration.TryWithExplicit(RelationalEventId.NonTransactionalMigrationOperationWarning, WarningBehavior.Ignore));
        var options = (IDbContextOptionsBuilderInfrastructure)optionsBuilder;
        options.AddOrUpdateExtension(core);
        options.AddOrUpdateExtension(extension);
        more?.Invoke(new ShardClientDbContextOptionsBuilder(optionsBuilder));
        return optionsBuilder;
    }
}
