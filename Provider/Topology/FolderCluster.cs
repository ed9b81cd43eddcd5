using System.Globalization;
using ShardClient.Options;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>The cluster of <c>Data Source=</c>: a folder with one SQLite file for each shard (s0.db, s1.db, ...), or memory.</summary>
internal static class FolderCluster
{
    private const string Extension = ".db";
    private const string MemoryName = "memory";

    public static ClusterDefinition Define(ShardClientSettings settings) => settings.IsInMemory ? InMemory(settings) : InFolder(settings);

    /// <summary>Where a folder keeps a shard.</summary>
    public static EndpointDefinition Endpoint(string folder, string shard) => new(Path.Combine(folder, shard + Extension));

    private static ClusterDefinition InMemory(ShardClientSettings settings) => new()
    {
        Source = "Data Source=:memory:",
        Name = settings.ClusterName,
        NewName = MemoryName,
        Engine = EngineKind.Sqlite,
        Shards = Shards(Names(settings.Shards!.Value), static _ => new EndpointDefinition(ShardClientSettings.InMemory)),
    };

    private static ClusterDefinition InFolder(ShardClientSettings settings)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.DataSource!));
        if (File.Exists(folder))
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"'Data Source={settings.DataSource}' is a file; a cluster is a folder with one file for each shard.",
                "Name a folder, or list the files as shards in a cluster file ('Cluster File').");
        }

        var names = settings.Shards is { } count ? Names(count) : FoundIn(folder, settings.DataSource!);
        return new ClusterDefinition
        {
            Source = $"Data Source={settings.DataSource}",
            Name = settings.ClusterName,
            NewName = Path.GetFileName(folder) is { Length: > 0 } name ? name : MemoryName,
            Engine = EngineKind.Sqlite,
            Folder = folder,
            AsksShards = settings.Shards is not null,
            Shards = Shards(names, shard => Endpoint(folder, shard)),
        };
    }

    private static List<string> Names(int count)
    {
        var names = new List<string>(count);
        for (var index = 0; index < count; index++)
            names.Add(Name(index));
        return names;
    }

    private static ShardDefinition[] Shards(List<string> names, Func<string, EndpointDefinition> endpoint)
    {
        var shards = new ShardDefinition[names.Count];
        for (var index = 0; index < shards.Length; index++)
            shards[index] = new ShardDefinition(index, names[index], endpoint(names[index]), []);
        return shards;
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"s{index}");

    private static List<string> FoundIn(string folder, string asked)
    {
        var indexes = new List<int>();
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "s*" + Extension) : [])
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(file).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && !indexes.Contains(index))
            {
                indexes.Add(index);
            }
        }

        indexes.Sort();
        if (indexes.Count > 0)
            return indexes.ConvertAll(Name);
        throw new ShardException(
            ShardErrorCode.InvalidConfiguration,
            $"The folder '{asked}' holds no cluster: there is no s0.db.",
            "Correct 'Data Source', or add how many shards to create, such as 'Shards=4'.");
    }
}
