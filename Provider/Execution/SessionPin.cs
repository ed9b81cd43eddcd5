using ShardClient.Backends;
using ShardClient.Catalog;
using ShardClient.Catalog.Loading;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// A session of one shard that a logical session keeps, because it has temporary objects that no other session knows. It reads beside the
/// shard's writer as every reader does, and writes temporary tables without waiting for it; who writes other tables takes the writer's place first.
/// </summary>
internal sealed class SessionPin(ShardPool pool, ShardSession session)
{
    private object _epoch = new();
    private object? _runtimeEpoch;

    public ShardPool Pool { get; } = pool;

    public ShardSession Session { get; } = session;

    public int Shard => Pool.Shard;

    public LogicalTemporary Objects { get; private set; } = LogicalTemporary.None;

    /// <summary>True when the objects may be other ones than <see cref="Objects"/>.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>True while the statement that runs writes nothing but temporary tables.</summary>
    public bool WritesTemporaryOnly { get; set; }

    /// <summary>What it is kept for, in words.</summary>
    public string Reason(string shard) =>
        $"{string.Join(", ", Objects.Names.Where(static found => found.Type != "index").OrderBy(static found => found.Name).Select(static found => $"temporary {found.Type} {found.Name.ToLowerInvariant()}"))} on shard {shard}";

    /// <summary>What plans of this session stand on: nobody else's, and void when the cluster's definitions or the temporary ones change.</summary>
    public object EpochOf(object runtimeEpoch)
    {
        if (!ReferenceEquals(_runtimeEpoch, runtimeEpoch))
            (_runtimeEpoch, _epoch) = (runtimeEpoch, new object());
        return _epoch;
    }

    /// <summary>A definition has run, or a transaction that may have held one has ended.</summary>
    public void NoticeChange()
    {
        IsStale = true;
        _epoch = new object();
    }

    public async ValueTask RefreshAsync(ClusterRuntime runtime, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Objects = await TemporaryLoader.LoadAsync(Session, runtime.Pools, runtime.Topology, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        IsStale = false;
    }
}
