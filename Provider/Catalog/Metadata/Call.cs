using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>How one call of the catalog works and how long it may.</summary>
internal readonly record struct Call(IOBehavior IOBehavior, Deadline Deadline, CancellationToken CancellationToken)
{
    /// <summary>For what must be done although the call has failed or was cancelled.</summary>
    public Call Uncancelled => this with { CancellationToken = CancellationToken.None };
}
