using ShardClient.Options;

namespace ShardClient.Topology;

/// <summary>Finds what a connection string asks for.</summary>
internal static class ClusterSource
{
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the cluster file.</exception>
    public static ClusterDefinition Define(ShardClientSettings settings) => settings.ClusterFile is { } file
        ? ClusterFile.Load(file, settings.ClusterName, Environment.GetEnvironmentVariable)
        : FolderCluster.Define(settings);
}
