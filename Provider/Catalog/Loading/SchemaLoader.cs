using ShardClient.Backends;
using ShardClient.Catalog.Metadata;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>
/// The logical schema, loaded table by table on first use. What is loaded is an immutable snapshot, swapped whole; its version grows when
/// a definition changes, and a table that was read before that is never put into the snapshot after it.
/// </summary>
internal sealed class SchemaLoader(ClusterMetadata metadata, IReadOnlyList<ShardPool> pools)
{
    /// <summary>Names that are nowhere are remembered for the planner of the statement that named them; past this number the set begins anew.</summary>
    private const int MaxAbsent = 1000;

    private const int MaxViews = 1000;

    private readonly Lock _publishing = new();
    private volatile LogicalSchema _current = new(1);
    private volatile bool _isTopologyOld;

    public LogicalSchema Current => _current;

    /// <summary>
    /// Loads the tables and views of these names that are not in <see cref="Current"/> yet, and the tables of the views. Names that are neither are
    /// looked for each time: another process may have made them.
    /// </summary>
    /// <returns>The snapshot that has them; <see cref="Current"/> may be a newer one already.</returns>
    /// <param name="within">The session of an open transaction that has run DDL, so that it sees its own tables; else null.</param>
    public ValueTask<LogicalSchema> EnsureLoadedAsync(
        IReadOnlyCollection<string> names, ShardSession? within, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var current = _current;
        if (!_isTopologyOld && Missing(current, names) is null)
            return new ValueTask<LogicalSchema>(current);
        return LoadAsync(names, within, new Call(ioBehavior, deadline, cancellationToken));
    }

    /// <summary>Somebody changed definitions behind our back, or a definition has run here: everything is loaded anew, the topology too.</summary>
    public void NoticeForeignChange()
    {
        lock (_publishing)
        {
            _isTopologyOld = true;
            _current = new LogicalSchema(_current.Version + 1);
        }
    }

    private static string? Missing(LogicalSchema schema, IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            if (!schema.Tables.ContainsKey(name) && !schema.Views.ContainsKey(name))
                return name;
        }

        return null;
    }

    private async ValueTask<LogicalSchema> LoadAsync(IReadOnlyCollection<string> names, ShardSession? within, Call call)
    {
        while (true)
        {
            if (_isTopologyOld)
            {
                _isTopologyOld = false;
                await metadata.RefreshAsync(pools, call).ConfigureAwait(false);
            }

            var start = _current;
            var batch = new SchemaBatch(start, ObjectReader.Create(pools, metadata.Topology, within, call), metadata.Topology, pools.Count);
            await batch.AddAsync(names).ConfigureAwait(false);
            if (batch.TopologyIsOld)
                NoticeForeignChange();
            else if (TryPublish(start.Version, batch) is { } published)
                return published;
        }
    }

    private LogicalSchema? TryPublish(long version, SchemaBatch batch)
    {
        lock (_publishing)
        {
            var current = _current;
            if (current.Version != version)
                return null;
            return _current = current with
            {
                Tables = With(current.Tables, batch.Tables),
                Views = With(Kept(current.Views, batch), batch.Views),
                Absent = Absent(current, batch),
            };
        }
    }

    /// <summary>Names of pragma functions are without end: what the catalog has made goes when there is too much of it, and is made again when asked for.</summary>
    private static IReadOnlyDictionary<string, LogicalView> Kept(IReadOnlyDictionary<string, LogicalView> views, SchemaBatch batch)
    {
        if (views.Count < MaxViews)
            return views;
        var kept = new Dictionary<string, LogicalView>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, view) in views)
        {
            if (!view.IsOfCatalog || batch.Mentions(name))
                kept.Add(name, view);
        }

        return kept;
    }

    private static IReadOnlyDictionary<string, T> With<T>(IReadOnlyDictionary<string, T> known, Dictionary<string, T> found)
    {
        if (known.Count == 0 || found.Count == 0)
            return found.Count == 0 ? known : found;
        var all = new Dictionary<string, T>(known, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in found)
            all[name] = value;
        return all;
    }

    private static HashSet<string> Absent(LogicalSchema current, SchemaBatch batch)
    {
        if (current.Absent.Count == 0)
            return batch.Absent;
        var absent = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (current.Absent.Count < MaxAbsent)
            absent.UnionWith(current.Absent);
        absent.ExceptWith(batch.Tables.Keys);
        absent.ExceptWith(batch.Views.Keys);
        absent.UnionWith(batch.Absent);
        return absent;
    }
}
