using System.Globalization;
using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>Reads and writes <c>shardclient_meta</c>, the rows in which a shard says what it is.</summary>
internal static class MetadataTable
{
    public const string Name = "shardclient_meta";

    /// <summary>Names that begin so are the cluster's own and hidden from the application.</summary>
    public const string InternalPrefix = "shardclient_";

    /// <summary>The layout of the rows; a shard with a higher one was made by a newer version of the library.</summary>
    private const long Format = 1;

    private const string Complete = "complete";

    /// <summary>The metadata of a member; null when the file holds nothing, or nothing of a cluster.</summary>
    public static async ValueTask<ShardIdentity?> FindAsync(ShardSession session, string shard, bool mayBeForeign, Call call)
    {
        var rows = await session.QueryAsync(MetadataTexts.Of(session.Engine).Count, call).ConfigureAwait(false);
        if (rows[0][1].Integer > 0)
            return await IsBegunAsync(session, call).ConfigureAwait(false) ? null : await ReadAsync(session, shard, call).ConfigureAwait(false);
        return rows[0][0].Integer == 0 || mayBeForeign ? null : throw MetadataErrors.Foreign(shard);
    }

    /// <summary>The version that a shard holds; null when its metadata say none.</summary>
    public static long? Version(List<Value[]> rows) => rows is [[var version]] ? Number(version) : null;

    /// <summary>The metadata of a member.</summary>
    /// <exception cref="ShardException">ShardUnavailable when the rows are damaged, TopologyMismatch when a newer version wrote them.</exception>
    public static async ValueTask<ShardIdentity> ReadAsync(ShardSession session, string shard, Call call)
    {
        var rows = await session.QueryAsync($"SELECT name, value FROM {Name}", call).ConfigureAwait(false);
        if (Find("format") is [_, var format] && Number(format) > Format)
            throw MetadataErrors.NewerFormat(shard);
        if (Guid.TryParse(Get("cluster"), out var cluster) && Get("shard") is { } name && Get("topology") is { } topology
            && Find("version") is [_, var stored] && Number(stored) is { } version)
        {
            return new ShardIdentity(cluster, name, version, topology, Get("state") == Complete, Get("pending"))
            {
                Published = new PublishedChanges(Get("published") ?? ""),
            };
        }

        throw MetadataErrors.Damaged(shard);

        Value[]? Find(string key) => rows.Find(row => row[0].Text() == key);

        string? Get(string key) => Find(key) is [_, var value] ? value.Text() : null;
    }

    /// <summary>Writes the rows of a new member inside the session's transaction.</summary>
    public static async ValueTask CreateAsync(ShardSession session, ShardIdentity identity, Call call)
    {
        await session.RunAsync(MetadataTexts.Of(session.Engine).Create, call).ConfigureAwait(false);
        await SetAsync(session, "format", Value.FromInteger(Format), call).ConfigureAwait(false);
        await SetAsync(session, "cluster", Value.FromText(identity.Cluster.ToString("D", CultureInfo.InvariantCulture)), call).ConfigureAwait(false);
        await SetAsync(session, "shard", Value.FromText(identity.Shard), call).ConfigureAwait(false);
        await PublishAsync(session, identity.Version, identity.Topology, call).ConfigureAwait(false);
        if (identity.IsComplete)
            await CompleteAsync(session, call).ConfigureAwait(false);
    }

    public static async ValueTask PublishAsync(ShardSession session, long version, string topology, Call call)
    {
        await SetAsync(session, "version", Value.FromInteger(version), call).ConfigureAwait(false);
        await SetAsync(session, "topology", Value.FromText(topology), call).ConfigureAwait(false);
    }

    public static ValueTask CompleteAsync(ShardSession session, Call call) => SetAsync(session, "state", Value.FromText(Complete), call);

    /// <summary>The change that was under way is published: it is no longer pending, and is known by its id.</summary>
    public static async ValueTask CompleteChangeAsync(ShardSession session, PublishedChanges published, Call call)
    {
        await SetPendingAsync(session, null, call).ConfigureAwait(false);
        await SetAsync(session, "published", Value.FromText(published.Ids), call).ConfigureAwait(false);
    }

    /// <summary>Keeps or, with null, forgets the change that is under way.</summary>
    public static ValueTask SetPendingAsync(ShardSession session, string? pending, Call call) => pending is null
        ? session.RunAsync($"DELETE FROM {Name} WHERE name = 'pending'", call)
        : SetAsync(session, "pending", Value.FromText(pending), call);

    private static ValueTask SetAsync(ShardSession session, string key, Value value, Call call) =>
        session.RunAsync(MetadataTexts.Of(session.Engine).Set, call, Value.FromText(key), value);

    /// <summary>True where the definitions of a server have committed the table, and its rows are still to come.</summary>
    private static async ValueTask<bool> IsBegunAsync(ShardSession session, Call call) =>
        session.Engine == EngineKind.MySql && (await session.QueryAsync($"SELECT 1 FROM {Name} WHERE name = 'topology'", call).ConfigureAwait(false)).Count == 0;

    /// <summary>A number, however the engine keeps it.</summary>
    private static long? Number(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Text when long.TryParse(value.GetText(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
