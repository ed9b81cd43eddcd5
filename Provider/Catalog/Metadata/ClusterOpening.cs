using ShardClient.Backends;
using ShardClient.Topology;

namespace ShardClient.Catalog.Metadata;

/// <summary>One opening of a cluster: finds out what lies at its places, and makes or completes what has to be.</summary>
internal sealed class ClusterOpening(ClusterMetadata metadata, IShardEngine engine, Call call) : IAsyncDisposable
{
    private readonly ClusterDefinition _asked = metadata.Asked;
    private ShardPool?[] _pools = new ShardPool?[metadata.Asked.Shards.Count];
    private IReadOnlyList<ShardDefinition> _shards = metadata.Asked.Shards;

    public IReadOnlyList<ShardPool> Pools => [.. _shards.Select((_, shard) => Pool(shard))];

    public async ValueTask<ClusterTopology> RunAsync()
    {
        var first = _asked.DefaultShard ?? 0;
        for (var offset = 0; offset < _shards.Count; offset++)
        {
            var shard = (first + offset) % _shards.Count;
            if (await FindAsync(shard).ConfigureAwait(false) is { } found)
                return await OpenAsync(shard, found).ConfigureAwait(false);
        }

        if (!_asked.AsksShards)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"{_asked.Source} holds no cluster.",
                "To make one, say how many shards it shall have: Shards=4.");
        }

        return await CreateAsync(first).ConfigureAwait(false);
    }

    /// <summary>The pools belong to the caller from now on.</summary>
    public IReadOnlyList<ShardPool> TakePools()
    {
        var pools = Pools;
        _pools = [];
        return pools;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools)
        {
            if (pool is not null)
                await pool.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ShardPool Pool(int shard) => _pools[shard] ??= engine.Open(_shards[shard], metadata);

    /// <summary>The identity of a member; null for nothing or an empty file.</summary>
    private async ValueTask<ShardIdentity?> FindAsync(int shard)
    {
        if (!engine.Exists(_shards[shard]))
            return null;
        var session = await Pool(shard).RentAsync(SessionAccess.Read, null, call.IOBehavior, call.Deadline, call.CancellationToken).ConfigureAwait(false);
        try
        {
            return await LookAsync(session, _shards[shard].Name).ConfigureAwait(false);
        }
        finally
        {
            Pool(shard).Return(session);
        }
    }

    private ValueTask<ShardIdentity?> LookAsync(ShardSession session, string name) =>
        MetadataTable.FindAsync(session, name, mayBeForeign: false, call);

    private async ValueTask<ClusterTopology> OpenAsync(int shard, ShardIdentity found)
    {
        ClusterMetadata.Check(found, _shards[shard].Name, found.Cluster);
        var topology = await BindAsync(found).ConfigureAwait(false);
        var home = topology.DefaultShard;
        var homeName = topology.Shards[home].Name;
        var stored = found;
        if (!string.Equals(found.Shard, homeName, StringComparison.OrdinalIgnoreCase))
        {
            stored = await FindAsync(home).ConfigureAwait(false)
                ?? throw MetadataErrors.HomeIsMissing(homeName, engine.Exists(topology.Shards[home]), found.Shard);
            ClusterMetadata.Check(stored, homeName, found.Cluster);
        }

        if (!stored.IsComplete)
            await CompleteAsync(topology, stored).ConfigureAwait(false);
        if (stored.Pending is not null)
        {
            await new ChangeRunner(Pools, home, index => topology.Shards[index].Name).FinishPendingAsync(call).ConfigureAwait(false);
            stored = (await FindAsync(home).ConfigureAwait(false))!;
        }

        return ReferenceEquals(stored, found) ? topology : await BindAsync(stored).ConfigureAwait(false);
    }

    /// <summary>Compares what is stored with what is asked for, and puts the pools in the stored order.</summary>
    private async ValueTask<ClusterTopology> BindAsync(ShardIdentity stored)
    {
        var parsed = TopologyChanges.Parse(stored.Topology);
        TopologyComparison.Check(_asked, parsed);
        var topology = _asked.Bind(parsed);
        if (!topology.Shards.Select(static shard => shard.Name).SequenceEqual(_shards.Select(static shard => shard.Name), StringComparer.OrdinalIgnoreCase))
        {
            await DisposeAsync().ConfigureAwait(false);
            _pools = new ShardPool?[topology.Shards.Count];
        }

        _shards = topology.Shards;
        return topology;
    }

    /// <summary>Makes a new cluster. The default shard is written first and decides between two who try at once; it says complete last.</summary>
    private async ValueTask<ClusterTopology> CreateAsync(int home)
    {
        var topology = _asked.Create(Guid.NewGuid());
        foreach (var shard in _shards)
            engine.Make(shard);
        var mine = new ShardIdentity(topology.ClusterId, _shards[home].Name, topology.Version, topology.ToText(), IsComplete: false, Pending: null);
        using (var writers = new WriterSet(Pools, call))
        {
            var session = await writers.BeginAsync(home).ConfigureAwait(false);
            if (await LookAsync(session, mine.Shard).ConfigureAwait(false) is { } other)
            {
                await writers.RollbackAsync().ConfigureAwait(false);
                writers.Dispose();
                return await OpenAsync(home, other).ConfigureAwait(false);
            }

            await MetadataTable.CreateAsync(session, mine, call).ConfigureAwait(false);
            await writers.CommitAsync(home).ConfigureAwait(false);
        }

        await CompleteAsync(topology, mine).ConfigureAwait(false);
        return topology;
    }

    /// <summary>Writes the shards that have no metadata yet: the rest of a creation, ours or one that was interrupted.</summary>
    private async ValueTask CompleteAsync(ClusterTopology topology, ShardIdentity home)
    {
        for (var shard = 0; shard < _shards.Count; shard++)
        {
            if (shard == topology.DefaultShard)
                continue;
            engine.Make(_shards[shard]);
            using var others = new WriterSet(Pools, call);
            var session = await others.BeginAsync(shard).ConfigureAwait(false);
            if (await LookAsync(session, _shards[shard].Name).ConfigureAwait(false) is { } found)
            {
                ClusterMetadata.Check(found, _shards[shard].Name, home.Cluster);
                continue;
            }

            var identity = home with { Shard = _shards[shard].Name, IsComplete = true };
            await MetadataTable.CreateAsync(session, identity, call).ConfigureAwait(false);
            await others.CommitAsync(shard).ConfigureAwait(false);
        }

        using var writers = new WriterSet(Pools, call);
        await MetadataTable.CompleteAsync(await writers.BeginAsync(topology.DefaultShard).ConfigureAwait(false), call).ConfigureAwait(false);
        await writers.CommitAsync(topology.DefaultShard).ConfigureAwait(false);
    }
}
