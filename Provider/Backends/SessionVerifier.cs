using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>Checks the first session to an endpoint before anybody gets one; throws when it is not the endpoint that was meant.</summary>
internal delegate ValueTask SessionVerifier(
    ShardSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);
