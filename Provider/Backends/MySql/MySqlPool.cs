using ShardClient.Backends.MySql.Sharing;
using ShardClient.Backends.Pooling;
using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>The sessions to one server over the codec of our own.</summary>
internal sealed class MySqlPool : ShelfPool<MySqlSession>
{
    private readonly MySqlEndpoint _endpoint;
    private readonly MySqlSessionOptions _options;

    public MySqlPool(MySqlEndpoint endpoint, MySqlSessionOptions options, SessionVerifier? verifier = null)
        : base(endpoint.Shard, endpoint.Name, options, verifier)
    {
        _endpoint = endpoint;
        _options = options;
        if (options.Sharing is not { } sharing)
            return;
        var budget = new SharedBudget(sharing.MaximumSessions);
        Shared = new SharedReads(this, endpoint, sharing, IOBehavior.Asynchronous, budget);
        SharedByThreads = new SharedReads(this, endpoint, sharing, IOBehavior.Synchronous, budget);
    }

    public override EngineKind Engine => EngineKind.MySql;

    public override bool SendsAhead => true;

    /// <summary>The sessions that many callers read on at once; null where each has its own.</summary>
    public SharedReads? Shared { get; }

    /// <summary>Those of callers who wait on their threads.</summary>
    public SharedReads? SharedByThreads { get; }

    public override ValueTask<SessionResult?> TryReadSharedAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        (ioBehavior == IOBehavior.Synchronous ? SharedByThreads : Shared)?.TryReadAsync(statement, inputs, deadline, cancellationToken) ?? default;

    public override void CloseIdle()
    {
        Shared?.CloseIdle();
        SharedByThreads?.CloseIdle();
        base.CloseIdle();
    }

    public override async ValueTask DisposeAsync()
    {
        if (Shared is { } shared)
            await shared.DisposeAsync().ConfigureAwait(false);
        if (SharedByThreads is { } byThreads)
            await byThreads.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override ValueTask<MySqlSession> OpenSessionAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        MySqlOpener.OpenAsync(_endpoint, _options, SessionAccess.Write, ioBehavior, deadline, cancellationToken);
}
