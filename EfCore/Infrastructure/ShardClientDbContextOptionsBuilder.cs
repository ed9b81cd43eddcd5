using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using ShardClient.EntityFrameworkCore.Infrastructure.Internal;
using ShardClient.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Infrastructure;

/// <summary>The options of <c>UseShardClient</c>.</summary>
/// <param name="optionsBuilder">The context's options.</param>
public class ShardClientDbContextOptionsBuilder(DbContextOptionsBuilder optionsBuilder)
    : RelationalDbContextOptionsBuilder<ShardClientDbContextOptionsBuilder, ShardClientOptionsExtension>(optionsBuilder)
{
    /// <summary>
    /// Runs an operation again when it failed for a passing reason (<see cref="ShardException.IsTransient"/>): a time-out of waiting, a shard that
    /// cannot be reached. One whose outcome is unknown is never repeated.
    /// </summary>
    /// <param name="maxRetryCount">How often, at most.</param>
    /// <param name="maxRetryDelay">The longest pause between two tries; null for 30 seconds.</param>
    public virtual ShardClientDbContextOptionsBuilder EnableRetryOnFailure(int maxRetryCount = 6, TimeSpan? maxRetryDelay = null) =>
        ExecutionStrategy(dependencies => new ShardClientRetryingExecutionStrategy(dependencies, maxRetryCount, maxRetryDelay ?? TimeSpan.FromSeconds(30)));
}
