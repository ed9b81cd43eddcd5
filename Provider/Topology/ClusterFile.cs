using System.Globalization;
using System.Text.Json;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>Reads a cluster file: JSON with comments and trailing commas. Every mistake is reported at once, with its path.</summary>
internal static class ClusterFile
{
    public const int MaxLength = 16 * 1024 * 1024;
    private const string SqliteName = "sqlite";
    private const string MySqlName = "mysql";

    /// <param name="clusterName">What <c>Cluster Name</c> asks for; the file's name must be the same.</param>
    /// <exception cref="ShardException">InvalidConfiguration.</exception>
    public static ClusterDefinition Load(string file, string? clusterName, Func<string, string?> environment)
    {
        var path = Path.GetFullPath(file);
        byte[] text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxLength })
                throw Wrong(file, [$"it is larger than {MaxLength} bytes."]);
            text = File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration, $"The cluster file '{file}' cannot be read: {cause.Message}", "Correct 'Cluster File'.", cause);
        }

        return Read(text, file, Path.GetDirectoryName(path)!, clusterName, environment);
    }

    /// <param name="source">The file as messages name it.</param>
    /// <param name="folder">What relative paths of shards start from.</param>
    /// <exception cref="ShardException">InvalidConfiguration.</exception>
    public static ClusterDefinition Read(
        ReadOnlyMemory<byte> utf8, string source, string folder, string? clusterName, Func<string, string?> environment)
    {
        if (utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            utf8 = utf8[3..];
        var reading = new JsonReading(environment);
        try
        {
            var definition = Read(reading.Parse(utf8.Span), source, folder, clusterName);
            return reading.Mistakes.Count == 0 ? definition : throw Wrong(source, reading.Mistakes);
        }
        catch (JsonException malformed)
        {
            var (line, column) = (malformed.LineNumber + 1 ?? 1, malformed.BytePositionInLine + 1 ?? 1);
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                string.Create(CultureInfo.InvariantCulture, $"The cluster file '{source}' is not JSON at line {line}, column {column}."),
                "Comments and trailing commas are fine; look for a missing quote, comma or bracket.",
                malformed);
        }
    }

    public static string EngineName(EngineKind engine) => engine == EngineKind.Sqlite ? SqliteName : MySqlName;

    /// <summary>Null after a mistake.</summary>
    public static EngineKind? ReadEngine(JsonPart? part)
    {
        switch (part?.Text())
        {
            case SqliteName:
                return EngineKind.Sqlite;
            case MySqlName:
                return EngineKind.MySql;
            case null:
                return null;
            default:
                part.Mistake("is \"sqlite\" or \"mysql\".");
                return null;
        }
    }

    private static ClusterDefinition Read(JsonPart root, string source, string folder, string? clusterName)
    {
        root.AllowOnly("name", "engine", "shards", "placements", "tables", "default_shard");
        var name = root.Member("name") is { } named ? named.Text() : null;
        if (name is not null && clusterName is not null && name != clusterName)
            root.Member("name")!.Mistake($"the connection string asks for 'Cluster Name={clusterName}', another name.");
        var engine = ReadEngine(root.Require("engine"));
        var shards = ShardSection.Read(root.Require("shards"), engine ?? EngineKind.Sqlite, folder);
        var names = new ShardNames(shards.Select(static shard => shard.Name));
        var placements = PlacementSection.Read(root.Member("placements"), names, out var placementNames);
        var tables = TableSection.Read(root.Member("tables"), names, placementNames);
        return new ClusterDefinition
        {
            Source = $"cluster file '{source}'",
            Name = name ?? clusterName,
            NewName = Path.GetFileNameWithoutExtension(source),
            Engine = engine ?? EngineKind.Sqlite,
            Shards = shards,
            Placements = placements,
            Tables = tables,
            DefaultShard = root.Member("default_shard") is { } home ? names.Read(home) : null,
        };
    }

    private static ShardException Wrong(string source, List<string> mistakes) => new(
        ShardErrorCode.InvalidConfiguration,
        $"The cluster file '{source}' has {mistakes.Count} mistake{(mistakes.Count == 1 ? "" : "s")}.{string.Concat(mistakes.Select(static mistake => $"\n  {mistake}"))}");
}
