using System.Collections.Concurrent;
using ShardClient.Execution;
using ShardClient.Options;
using ShardClient.Values;

namespace ShardClient;

/// <summary>The data sources of connections that were made from a text: one per text, for the whole process.</summary>
internal static class DataSourceRegistry
{
    private static readonly ConcurrentDictionary<string, ShardDataSource> Sources = new(StringComparer.Ordinal);

    public static ShardDataSource Of(string connectionString)
    {
        if (Sources.TryGetValue(connectionString, out var known))
            return known;
        // A source that loses the race was never opened and holds nothing.
#pragma warning disable CA2000
        return Sources.GetOrAdd(connectionString, new ShardDataSource(ShardClientSettings.Parse(connectionString), new RuntimeServices()));
#pragma warning restore CA2000
    }

    /// <summary>Ends one text's data source; the next connection makes a new one.</summary>
    public static void Clear(string connectionString)
    {
        if (Sources.TryRemove(connectionString, out var source))
            source.CloseAsync(IOBehavior.Synchronous).Completed();
    }

    public static void ClearAll()
    {
        foreach (var connectionString in Sources.Keys)
            Clear(connectionString);
    }
}
