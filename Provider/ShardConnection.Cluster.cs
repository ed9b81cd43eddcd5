using ShardClient.Options;
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

    private ShardClientSettings Settings() => _ownsText ? ShardClientSettings.Parse(_connectionString) : _dataSource!.Settings;
}
