using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>Opens the place where rows of several shards come together.</summary>
internal static class ScratchOpening
{
    public static ValueTask<ScratchSession> OpenAsync(in StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        call.Runtime.Parts.Engine.OpenScratchAsync(call.Runtime.Pools, call.Session.Mode, call.Deadline, ioBehavior, cancellationToken);
}
