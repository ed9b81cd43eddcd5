using ShardClient.Keys;
using ShardClient.Options;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient;

public sealed partial class ShardConnection
{
    /// <summary>True when the cluster that the connection string names has files, or is in memory. Opens and makes nothing.</summary>
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the text or cluster file.</exception>
    public bool ClusterExists() => ClusterFiles.Exist(Settings());

    /// <summary>
    /// Ends the data source's sessions and removes the files of all shards, with all that is stored in them. Other connections to the cluster fail at
    /// their next statement. The next one opened makes the cluster anew, when the connection string says <c>Shards</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection is open.</exception>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void DeleteCluster()
    {
        if (_state != System.Data.ConnectionState.Closed)
            throw new InvalidOperationException("The connection is open: close it before you delete its cluster.");
        var settings = Settings();
        if (_ownsText)
            DataSourceRegistry.Shared.Clear(_connectionString);
        else
            _dataSource!.ResetAsync(IOBehavior.Synchronous).Completed();
        ClusterFiles.Delete(settings);
    }

    /// <summary>The shard where rows of a key live, such as <c>s1</c>.</summary>
    /// <param name="table">A sharded table.</param>
    /// <param name="key">A value of its sharding key, as a parameter would have it.</param>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    /// <exception cref="ShardException">UnknownTable; InvalidKeyValue: the value is none of the key's type, or its placement has no shard for it; NotSupported: the table is not sharded.</exception>
    public string FindShard(string table, object? key) => FindShardAsync(table, key, IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="FindShard"/>
    public ValueTask<string> FindShardAsync(string table, object? key, CancellationToken cancellationToken = default) =>
        FindShardAsync(table, key, IOBehavior.Asynchronous, cancellationToken);

    /// <summary>A number that the cluster gives out once: 64 bits, growing with time, as the keys are that it makes for rows.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    /// <exception cref="ShardException">LimitExceeded: more processes than there are worker ids make keys.</exception>
    public long GenerateKey() => GenerateKeyAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="GenerateKey"/>
    public ValueTask<long> GenerateKeyAsync(CancellationToken cancellationToken = default) => GenerateKeyAsync(IOBehavior.Asynchronous, cancellationToken);

    private ValueTask<long> GenerateKeyAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = Session;
        if (session.Runtime.Keys.TryNext(out var key))
            return new ValueTask<long>(key);
        var caller = new KeyCaller(session.Transaction, session.Transaction?.HeldWriter(session.Runtime.DefaultShard));
        return session.Runtime.Keys.NextAsync(caller, ioBehavior, DefaultDeadline, cancellationToken);
    }

    private async ValueTask<string> FindShardAsync(string table, object? key, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        var session = Session;
        var schema = await session.Runtime.SchemaOfAsync([table], session, ioBehavior, DefaultDeadline, cancellationToken).ConfigureAwait(false);
        if (!schema.Tables.TryGetValue(table, out var found))
            throw new ShardException(ShardErrorCode.UnknownTable, $"The cluster has no table {table}.", "Check its spelling, or create it first.");
        if (found.Placement is not { } placement)
            throw new ShardException(ShardErrorCode.NotSupported, $"Table {found.Name} is not sharded, so no key says where its rows live.", "Ask for a table with a SHARD KEY.");
        var shard = RowRouter.ShardOf(placement, found.KeyType, new ShardParameter { ParameterName = "key", Value = key }.Encode(session.Runtime.Engine));
        return shard >= 0 ? session.Runtime.ShardName(shard) : throw new ShardException(
            ShardErrorCode.InvalidKeyValue, $"No row of table {found.Name} can have that key ({key?.GetType().Name ?? "NULL"}): its sharding key is of another type, or its placement has no shard for it.", "Give a value of the key's type.");
    }

    private ShardClientSettings Settings() => _ownsText ? ShardClientSettings.Parse(_connectionString) : _dataSource!.Settings;
}
