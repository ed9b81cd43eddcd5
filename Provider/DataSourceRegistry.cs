using System.Collections.Concurrent;
using ShardClient.Execution;
using ShardClient.Options;
using ShardClient.Values;

namespace ShardClient;

/// <summary>
/// The data sources of connections that were made from a text: one per text. Past the limit the one is ended that has no open connection and was
/// used least recently; one in memory never, because its rows would be gone.
/// </summary>
internal sealed class DataSourceRegistry(int limit)
{
    /// <summary>Connection strings of a process that have a data source at the same time.</summary>
    public const int MaxDataSources = 1000;

    private readonly ConcurrentDictionary<string, ShardDataSource> _sources = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();

    // Asking the dictionary itself takes all its locks and, the first time, makes an event source: a twentieth of the time to a process's first row.
    private int _count;

    /// <summary>The process's own.</summary>
    public static DataSourceRegistry Shared { get; } = new(MaxDataSources);

    /// <summary>The text's data source with one more connection, which says <see cref="ShardDataSource.Leave"/> when it closes.</summary>
    /// <exception cref="ShardException">LimitExceeded: there are too many, and each is in use.</exception>
    public ShardDataSource Enter(string connectionString)
    {
        while (true)
        {
            if (_sources.TryGetValue(connectionString, out var known))
            {
                if (known.TryEnter())
                    return known;
                // It is being ended to make room.
                Remove(connectionString, known);
            }

            Add(connectionString);
        }
    }

    /// <summary>Ends one text's data source; the next connection makes a new one.</summary>
    public void Clear(string connectionString)
    {
        if (!_sources.TryRemove(connectionString, out var source))
            return;
        Interlocked.Decrement(ref _count);
        source.CloseAsync(IOBehavior.Synchronous).Completed();
    }

    public void ClearAll()
    {
        foreach (var connectionString in _sources.Keys)
            Clear(connectionString);
    }

    private void Add(string connectionString)
    {
        var settings = ShardClientSettings.Parse(connectionString);
        ShardDataSource? ended = null;
        lock (_adding)
        {
            if (_sources.ContainsKey(connectionString))
                return;
            if (Volatile.Read(ref _count) >= limit)
                ended = RetireOne();
#pragma warning disable CA2000 // Clear ends it, or who needs its place.
            _sources[connectionString] = new ShardDataSource(settings, new RuntimeServices());
#pragma warning restore CA2000
            Interlocked.Increment(ref _count);
        }

        ended?.CloseAsync(IOBehavior.Synchronous).Completed();
    }

    private bool Remove(string connectionString, ShardDataSource source)
    {
        if (!_sources.TryRemove(new KeyValuePair<string, ShardDataSource>(connectionString, source)))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }

    private ShardDataSource RetireOne()
    {
        foreach (var (text, source) in _sources.OrderBy(static entry => entry.Value.LastUsed))
        {
            if (source.Settings.IsInMemory || !source.TryRetire())
                continue;
            Remove(text, source);
            return source;
        }

        throw new ShardException(
            ShardErrorCode.LimitExceeded,
            $"Connections of {limit} different connection strings are open or in memory, and each string has a data source of its own.",
            "Say the same string for the same cluster, close connections that are done, call ShardConnection.ClearPool, or keep a ShardDataSource yourself.");
    }
}
