using System.Data.Common;
using System.Globalization;
using ShardClient.Options;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>The <c>shards</c> of a cluster file: <c>"s0": { "primary": "s0.db" }</c>, or the connection string of a server.</summary>
internal static class ShardSection
{
    private const string PrimaryMember = "primary";
    private const string ConnectionMember = "connection";
    private const string DataSourceKey = "Data Source";

    /// <summary>The shards in the file's order; mistakes are reported with their path.</summary>
    public static IReadOnlyList<ShardDefinition> Read(JsonPart? section, EngineKind engine, string folder)
    {
        var shards = new List<ShardDefinition>();
        var paths = new Dictionary<string, string>(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (var (name, part) in section?.Members() ?? [])
        {
            if (!ShardNames.IsValid(name))
                part.Mistake("a shard's name is made of letters, digits, - and _.");
            var path = ReadShard(part, engine, folder);
            if (path is not null && !paths.TryAdd(path, name))
                part.Mistake($"its endpoint is also that of shard '{paths[path]}'; each shard has its own.");
            shards.Add(new ShardDefinition(shards.Count, name, new EndpointDefinition(path ?? ""), []));
        }

        if (section is { IsObject: true } && shards.Count is 0 or > ShardSet.MaxShards)
            section?.Mistake($"{shards.Count} shards; a cluster has 1 to {ShardSet.MaxShards}.");
        return shards;
    }

    /// <summary>The full path, or a server's connection string; null after a mistake.</summary>
    private static string? ReadShard(JsonPart part, EngineKind engine, string folder)
    {
        part.AllowOnly(PrimaryMember, "replicas");
        part.Member("replicas")?.Mistake("replicas are not available in this version; leave them out.");
        if (part.Require(PrimaryMember) is not { } primary)
            return null;
        if (primary.IsText)
            return ReadConnection(primary, engine, folder);
        primary.AllowOnly(ConnectionMember, "zone", "weight");
        primary.Member("zone")?.Mistake("zones are not available in this version; leave them out.");
        primary.Member("weight")?.Mistake("weights are not available in this version; leave them out.");
        return primary.Require(ConnectionMember) is { } connection ? ReadConnection(connection, engine, folder) : null;
    }

    // A server's connection string is its driver's to read.
    private static string? ReadConnection(JsonPart part, EngineKind engine, string folder) =>
        engine == EngineKind.MySql ? part.Text() : ReadPath(part, folder);

    /// <summary>A path, or <c>Data Source=path</c>.</summary>
    private static string? ReadPath(JsonPart part, string folder)
    {
        if (part.Text() is not { } text)
            return null;
        var path = text.Contains('=', StringComparison.Ordinal) ? ReadDataSource(part, text) : text;
        if (path is not ShardClientSettings.InMemory)
            return path is null ? null : Path.GetFullPath(path, folder);
        part.Mistake("a shard of a cluster file is a file, which each session opens for itself; a cluster in memory is 'Data Source=:memory:;Shards=4' in the connection string.");
        return null;
    }

    private static string? ReadDataSource(JsonPart part, string text)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            part.Mistake("is neither a path nor 'Data Source=path'.");
            return null;
        }

        string? path = null;
        foreach (string key in pairs.Keys)
        {
            if (key.Equals(DataSourceKey, StringComparison.OrdinalIgnoreCase) || key.Equals("DataSource", StringComparison.OrdinalIgnoreCase))
                path = Convert.ToString(pairs[key], CultureInfo.InvariantCulture);
            else
                part.Mistake($"'{key}' is not a key of a SQLite shard's connection, which has 'Data Source' only.");
        }

        if (path is null)
            part.Mistake("names no 'Data Source'.");
        return path;
    }
}
