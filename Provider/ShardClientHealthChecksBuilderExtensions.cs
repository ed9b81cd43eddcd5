using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ShardClient;

/// <summary>Registers a cluster's health check.</summary>
public static class ShardClientHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that reaches every endpoint of the registered cluster and compares its identity.</summary>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What a failure is reported as; null is Unhealthy.</param>
    /// <param name="tags">For choosing checks.</param>
    /// <param name="timeout">After which the check fails; null is the host's default.</param>
    /// <param name="serviceKey">The key of <see cref="ShardClientServiceCollectionExtensions.AddShardClient"/>.</param>
    public static IHealthChecksBuilder AddShardClient(
        this IHealthChecksBuilder builder,
        string name = "shardclient",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new ClusterHealthCheck(ShardClientServiceCollectionExtensions.Get<ShardDataSource>(provider, serviceKey)),
            failureStatus,
            tags,
            timeout));
    }
}

/// <summary>Healthy when every endpoint answers as the shard it should be.</summary>
internal sealed class ClusterHealthCheck(ShardDataSource cluster) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await cluster.CheckAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("Every shard answers.");
        }
        catch (ShardException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
