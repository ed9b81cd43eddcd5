using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ShardClient;

/// <summary>Registers a cluster with a host's services.</summary>
public static class ShardClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers a singleton <see cref="ShardDataSource"/> (also as <see cref="DbDataSource"/>), which logs to the host's loggers and ends with the host,
    /// and a transient closed <see cref="ShardConnection"/> (also as <see cref="DbConnection"/>). What is registered already stays.
    /// </summary>
    /// <param name="connectionString">Which cluster, and how.</param>
    /// <param name="configure">What a connection string cannot say; runs when the data source is first asked for.</param>
    /// <param name="serviceKey">Registers under this key, for an application of several clusters; null registers without one.</param>
    public static IServiceCollection AddShardClient(
        this IServiceCollection services, string connectionString, Action<ShardDataSourceBuilder>? configure = null, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(connectionString);
        Add(services, serviceKey, ServiceLifetime.Singleton, provider => Build(provider, connectionString, configure));
        Add<DbDataSource>(services, serviceKey, ServiceLifetime.Singleton, provider => Get<ShardDataSource>(provider, serviceKey));
        Add(services, serviceKey, ServiceLifetime.Transient, provider => Get<ShardDataSource>(provider, serviceKey).CreateConnection());
        Add<DbConnection>(services, serviceKey, ServiceLifetime.Transient, provider => Get<ShardConnection>(provider, serviceKey));
        return services;
    }

    internal static T Get<T>(IServiceProvider provider, object? serviceKey)
        where T : notnull =>
        serviceKey is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(serviceKey);

    private static void Add<T>(IServiceCollection services, object? serviceKey, ServiceLifetime lifetime, Func<IServiceProvider, T> make)
        where T : class =>
        services.TryAdd(ServiceDescriptor.DescribeKeyed(typeof(T), serviceKey, (provider, _) => make(provider), lifetime));

    private static ShardDataSource Build(IServiceProvider provider, string connectionString, Action<ShardDataSourceBuilder>? configure)
    {
        var builder = new ShardDataSourceBuilder(connectionString).UseLoggerFactory(provider.GetService<ILoggerFactory>());
        configure?.Invoke(builder);
        return builder.Build();
    }
}
