using System.Collections.Frozen;

namespace ShardClient.Topology;

/// <summary>Gives placements that ask a function of the application that function, or refuses to open the cluster.</summary>
internal static class FunctionBinding
{
    /// <summary>The placements of a cluster file.</summary>
    /// <exception cref="ShardException">InvalidConfiguration: the data source has no such function.</exception>
    public static FrozenDictionary<string, Placement> Bind(
        IReadOnlyDictionary<string, Placement> placements, IReadOnlyDictionary<string, ShardingFunction> functions, string source) =>
        Bind(placements, placement => functions.TryGetValue(placement.FunctionName, out var function)
            ? placement.With(function)
            : throw Missing(ShardErrorCode.InvalidConfiguration, source, placement, functions));

    /// <summary>The placements of a stored topology.</summary>
    /// <exception cref="ShardException">TopologyMismatch: the data source has no such function, or another one of that name.</exception>
    public static FrozenDictionary<string, Placement> BindStored(
        IReadOnlyDictionary<string, Placement> placements, IReadOnlyDictionary<string, ShardingFunction> functions, string cluster) =>
        Bind(placements, placement =>
        {
            if (!functions.TryGetValue(placement.FunctionName, out var function))
                throw Missing(ShardErrorCode.TopologyMismatch, $"Cluster '{cluster}'", placement, functions);
            var bound = placement.With(function);
            return placement.Fingerprint is null || bound.Fingerprint == placement.Fingerprint ? bound : throw Another(cluster, placement);
        });

    private static FrozenDictionary<string, Placement> Bind(
        IReadOnlyDictionary<string, Placement> placements, Func<FunctionPlacement, FunctionPlacement> bind) => placements
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is FunctionPlacement unbound ? bind(unbound) : pair.Value))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static ShardException Missing(
        ShardErrorCode code, string source, FunctionPlacement placement, IReadOnlyDictionary<string, ShardingFunction> functions) => new(
        code,
        $"{source} places rows by the sharding function '{placement.FunctionName}' (placement {placement.Name}), and this data source has {(functions.Count == 0 ? "none" : $"only {string.Join(", ", functions.Keys.Order(StringComparer.Ordinal))}")}.",
        "Add it with ShardDataSourceBuilder.AddShardingFunction, as the program that made the cluster does.");

    private static ShardException Another(string cluster, FunctionPlacement placement) => new(
        ShardErrorCode.TopologyMismatch,
        $"The sharding function '{placement.FunctionName}' of this data source answers otherwise than the one that placed the rows of cluster '{cluster}' (placement {placement.Name}), so it would look for them on wrong shards.",
        "Use the function that the cluster was made with; a new rule needs a new placement and a copy of the rows.");
}
