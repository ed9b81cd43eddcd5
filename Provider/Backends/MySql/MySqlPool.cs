using ShardClient.Backends.Pooling;
using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>The sessions to one server over the codec of our own.</summary>
internal sealed class MySqlPool(MySqlEndpoint endpoint, MySqlSessionOptions options, SessionVerifier? verifier = null)
    : ShelfPool<MySqlSession>(endpoint.Shard, endpoint.Name, options, verifier)
{
    public override EngineKind Engine => EngineKind.MySql;

    protected override ValueTask<MySqlSession> OpenSessionAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        MySqlOpener.OpenAsync(endpoint, options, SessionAccess.Write, ioBehavior, deadline, cancellationToken);
}
