using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Storage;

/// <summary>Runs operations again that failed for a passing reason, with growing pauses; never one whose outcome is unknown.</summary>
/// <param name="dependencies">The context's services.</param>
/// <param name="maxRetryCount">How often, at most.</param>
/// <param name="maxRetryDelay">The longest pause between two tries.</param>
public class ShardClientRetryingExecutionStrategy(ExecutionStrategyDependencies dependencies, int maxRetryCount, TimeSpan maxRetryDelay)
    : ExecutionStrategy(dependencies, maxRetryCount, maxRetryDelay)
{
    /// <inheritdoc/>
    protected override bool ShouldRetryOn(Exception exception) =>
        exception is ShardException { IsTransient: true, ErrorCode: not ShardErrorCode.OutcomeUnknown } or TimeoutException;
}
