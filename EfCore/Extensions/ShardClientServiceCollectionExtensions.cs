using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Sqlite.Diagnostics.Internal;
using Microsoft.EntityFrameworkCore.Sqlite.Query.Internal;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.EntityFrameworkCore.Sqlite.Update.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.ValueGeneration;
using ShardClient.EntityFrameworkCore.Infrastructure;
using ShardClient.EntityFrameworkCore.Infrastructure.Internal;
using ShardClient.EntityFrameworkCore.Metadata.Conventions;
using ShardClient.EntityFrameworkCore.Metadata.Internal;
using ShardClient.EntityFrameworkCore.Migrations;
using ShardClient.EntityFrameworkCore.Migrations.Internal;
using ShardClient.EntityFrameworkCore.Storage.Internal;
using ShardClient.EntityFrameworkCore.Update.Internal;
using ShardClient.EntityFrameworkCore.ValueGeneration.Internal;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers contexts and the provider's services.</summary>
public static class ShardClientEntityFrameworkServiceCollectionExtensions
{
    /// <summary>Registers a context that uses the cluster which a connection string names.</summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="serviceCollection">The application's services.</param>
    /// <param name="connectionString">Such as <c>Data Source=./shop;Shards=4</c>.</param>
    /// <param name="shardClientOptionsAction">Sets options of the provider.</param>
    /// <param name="optionsAction">Sets options of the context.</param>
    public static IServiceCollection AddShardClient<TContext>(
        this IServiceCollection serviceCollection,
        string connectionString,
        Action<ShardClientDbContextOptionsBuilder>? shardClientOptionsAction = null,
        Action<DbContextOptionsBuilder>? optionsAction = null)
        where TContext : DbContext =>
        serviceCollection.AddDbContext<TContext>(options =>
        {
            optionsAction?.Invoke(options);
            options.UseShardClient(connectionString, shardClientOptionsAction);
        });

    /// <summary>Adds what EF Core needs of this provider. For <see cref="DbContextOptionsBuilder.UseInternalServiceProvider"/> only.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IServiceCollection AddEntityFrameworkShardClient(this IServiceCollection serviceCollection)
    {
        ArgumentNullException.ThrowIfNull(serviceCollection);
        var builder = new EntityFrameworkRelationalServicesBuilder(serviceCollection);
        AddOwn(builder);
        AddOfSqlite(builder);
        builder.TryAddCoreServices();
        return serviceCollection;
    }

    private static void AddOwn(EntityFrameworkServicesBuilder builder) => builder
        .TryAdd<IDatabaseProvider, DatabaseProvider<ShardClientOptionsExtension>>()
        .TryAdd<IRelationalTypeMappingSource, ShardClientTypeMappingSource>()
        .TryAdd<IRelationalAnnotationProvider, ShardClientAnnotationProvider>()
        .TryAdd<IModelValidator, ShardClientModelValidator>()
        .TryAdd<IProviderConventionSetBuilder, ShardClientConventionSetBuilder>()
        .TryAdd<IRelationalConnection>(static services => services.GetRequiredService<IShardClientRelationalConnection>())
        .TryAdd<IRelationalCommandBuilderFactory, ShardClientCommandBuilderFactory>()
        .TryAdd<IRelationalDatabaseCreator, ShardClientDatabaseCreator>()
        .TryAdd<IValueGeneratorSelector, ClusterKeyGeneratorSelector>()
        .TryAdd<ICommandBatchPreparer, ShardOrderedBatchPreparer>()
        .TryAdd<IModificationCommandBatchFactory, ShardModificationCommandBatchFactory>()
        .TryAdd<IMigrationsSqlGenerator, ShardClientMigrationsSqlGenerator>()
        .TryAdd<IMigrationCommandExecutor, ShardClientMigrationCommandExecutor>()
        .TryAdd<IHistoryRepository, ShardClientHistoryRepository>()
        .TryAddProviderSpecificServices(static services => services.TryAddScoped<IShardClientRelationalConnection, ShardClientRelationalConnection>());

    /// <summary>The engine of the shards: how queries are translated, values mapped and changes written is SQLite's.</summary>
    private static void AddOfSqlite(EntityFrameworkServicesBuilder builder) => builder
        .TryAdd<LoggingDefinitions, SqliteLoggingDefinitions>()
        .TryAdd<ISqlGenerationHelper, SqliteSqlGenerationHelper>()
        .TryAdd<IModificationCommandFactory, SqliteModificationCommandFactory>()
        .TryAdd<IUpdateSqlGenerator, SqliteUpdateSqlGenerator>()
        .TryAdd<IRelationalQueryStringFactory, SqliteQueryStringFactory>()
        .TryAdd<IQueryCompilationContextFactory, SqliteQueryCompilationContextFactory>()
        .TryAdd<IMethodCallTranslatorProvider, SqliteMethodCallTranslatorProvider>()
        .TryAdd<IAggregateMethodCallTranslatorProvider, SqliteAggregateMethodCallTranslatorProvider>()
        .TryAdd<IMemberTranslatorProvider, SqliteMemberTranslatorProvider>()
        .TryAdd<IQuerySqlGeneratorFactory, SqliteQuerySqlGeneratorFactory>()
        .TryAdd<IQueryableMethodTranslatingExpressionVisitorFactory, SqliteQueryableMethodTranslatingExpressionVisitorFactory>()
        .TryAdd<IRelationalSqlTranslatingExpressionVisitorFactory, SqliteSqlTranslatingExpressionVisitorFactory>()
        .TryAdd<IQueryTranslationPostprocessorFactory, SqliteQueryTranslationPostprocessorFactory>()
        .TryAdd<ISqlExpressionFactory, SqliteSqlExpressionFactory>()
        .TryAdd<IRelationalParameterBasedSqlProcessorFactory, SqliteParameterBasedSqlProcessorFactory>();
}
