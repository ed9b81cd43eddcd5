using System.Collections.Frozen;
using ShardClient.Options;

namespace ShardClient.Topology;

/// <summary>Finds what a connection string asks for.</summary>
internal static class ClusterSource
{
    /// <param name="functions">The application's own sharding functions.</param>
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the cluster file.</exception>
    public static ClusterDefinition Define(ShardClientSettings settings, IReadOnlyDictionary<string, ShardingFunction> functions)
    {
        var definition = DefineShards(settings);
        return definition with
        {
            Functions = functions,
            Placements = FunctionBinding.Bind(definition.Placements, functions, char.ToUpperInvariant(definition.Source[0]) + definition.Source[1..]),
        };
    }

    /// <summary>Without the application's own functions: for who asks where the shards are, and not which rows they have.</summary>
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the cluster file.</exception>
    public static ClusterDefinition DefineShards(ShardClientSettings settings) => settings.ClusterFile is { } file
        ? ClusterFile.Load(file, settings.ClusterName, Environment.GetEnvironmentVariable)
        : FolderCluster.Define(settings);

    public static ClusterDefinition Define(ShardClientSettings settings) => Define(settings, FrozenDictionary<string, ShardingFunction>.Empty);
}
