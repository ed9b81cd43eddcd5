using ShardClient.Backends;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>
/// The cluster's description of itself, which every shard holds in <c>shardclient_meta</c> and the default shard holds first: its id, the shards'
/// names, placements and declarations, and a version that only grows.
/// </summary>
internal sealed class ClusterMetadata(ClusterDefinition asked)
{
    private volatile ClusterTopology? _topology;

    public ClusterDefinition Asked { get; } = asked;

    /// <summary>The topology as it is known here; a newer one may be stored until somebody looks.</summary>
    public ClusterTopology Topology => _topology ?? throw new InvalidOperationException("The cluster has not been opened.");

    /// <summary>Opens the cluster that is asked for, or makes it when no shard of it exists.</summary>
    /// <returns>A pool per shard in the topology's order, which the caller owns.</returns>
    /// <exception cref="ShardException">TopologyMismatch, EndpointMismatch, ShardUnavailable, InvalidConfiguration.</exception>
    public async ValueTask<IReadOnlyList<ShardPool>> OpenOrCreateAsync(
        IShardEngine engine, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var call = new Call(ioBehavior, deadline, cancellationToken);
        var opening = new ClusterOpening(this, engine, call);
        await using var _ = opening.ConfigureAwait(false);
        _topology = await opening.RunAsync().ConfigureAwait(false);
        await ExtendAsync(opening.Pools, call).ConfigureAwait(false);
        return opening.TakePools();
    }

    /// <summary>Compares a shard's identity with the topology: swapped, doubled and foreign files are refused before a row is touched.</summary>
    /// <exception cref="ShardException">EndpointMismatch, or ShardUnavailable when its metadata is damaged.</exception>
    public async ValueTask VerifyAsync(ShardSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        // While the cluster is being opened its own steps look at what they find.
        if (_topology is not { } topology)
            return;
        var call = new Call(ioBehavior, deadline, cancellationToken);
        var name = topology.Shards[session.Shard].Name;
        var found = await MetadataTable.FindAsync(session, name, mayBeForeign: true, call).ConfigureAwait(false) ?? throw MetadataErrors.NoMember(name);
        Check(found, name, topology.ClusterId);
    }

    /// <summary>Reads the stored topology again.</summary>
    /// <returns>True when it is a newer one.</returns>
    public async ValueTask<bool> RefreshAsync(IReadOnlyList<ShardPool> pools, Call call)
    {
        var known = Topology;
        var home = known.DefaultShard;
        var session = await pools[home].RentAsync(SessionAccess.Read, null, call.IOBehavior, call.Deadline, call.CancellationToken).ConfigureAwait(false);
        try
        {
            var stored = await MetadataTable.ReadAsync(session, known.Shards[home].Name, call).ConfigureAwait(false);
            if (stored.Version <= known.Version)
                return false;
            Accept(Asked.Bind(TopologyChanges.Parse(stored.Topology)));
            return true;
        }
        finally
        {
            pools[home].Return(session);
        }
    }

    /// <summary>The runner of changes of this cluster.</summary>
    public ChangeRunner Changes(IReadOnlyList<ShardPool> pools)
    {
        var topology = Topology;
        return new ChangeRunner(pools, topology.DefaultShard, shard => topology.Shards[shard].Name);
    }

    public static void Check(ShardIdentity found, string expectedShard, Guid expectedCluster)
    {
        if (found.Cluster != expectedCluster)
            throw MetadataErrors.OtherCluster(expectedShard, found.Shard, expectedCluster, found.Cluster);
        if (!string.Equals(found.Shard, expectedShard, StringComparison.OrdinalIgnoreCase))
            throw MetadataErrors.OtherShard(expectedShard, found.Shard);
    }

    /// <summary>Takes a topology unless a newer one is known.</summary>
    private void Accept(ClusterTopology topology)
    {
        lock (Asked)
        {
            if (_topology is null || _topology.Version < topology.Version)
                _topology = topology;
        }
    }

    /// <summary>Stores the placements and tables that only the definition has.</summary>
    private async ValueTask ExtendAsync(IReadOnlyList<ShardPool> pools, Call call)
    {
        while (TopologyComparison.Extend(Topology, Asked) is { } extended)
        {
            await NewDeclarations.CheckAsync(Topology, extended, pools, call).ConfigureAwait(false);
            var change = ClusterChange.To(extended, "declarations of the cluster file", new Dictionary<int, IReadOnlyList<string>>());
            if (!await Changes(pools).TryRunAsync(change, call).ConfigureAwait(false))
                await Changes(pools).FinishPendingAsync(call).ConfigureAwait(false);
            await RefreshAsync(pools, call).ConfigureAwait(false);
            TopologyComparison.Check(Asked, Topology);
        }
    }
}
