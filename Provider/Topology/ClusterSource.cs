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
        var definition = settings.ClusterFile is { } file
            ? ClusterFile.Load(file, settings.ClusterName, Environment.GetEnvironmentVariable)
            : FolderCluster.Define(settings);
        return definition with
        {
            Functions = functions,
            Placements = FunctionBinding.Bind(definition.Placements, functions, char.ToUpperInvariant(definition.Source[0]) + definition.Source[1..]),
        };
    }

    public static ClusterDefinition Define(ShardClientSettings settings) => Define(settings, FrozenDictionary<string, ShardingFunction>.Empty);
}
