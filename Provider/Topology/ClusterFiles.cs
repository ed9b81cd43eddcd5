using ShardClient.Options;

namespace ShardClient.Topology;

/// <summary>The files of a cluster of SQLite shards, seen from outside: whether they are there, and their end.</summary>
internal static class ClusterFiles
{
    /// <summary>What SQLite keeps beside a file: https://sqlite.org/tempfiles.html.</summary>
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>True when a shard's file is there; of a cluster in memory always.</summary>
    /// <exception cref="ShardException">InvalidConfiguration: the cluster file has mistakes.</exception>
    public static bool Exist(ShardClientSettings settings) => settings.IsInMemory || Paths(settings).Any(File.Exists);

    /// <summary>Removes what a closed cluster has on disk: the shards' files, and its folder when nothing else is in it.</summary>
    /// <exception cref="IOException">A file cannot be removed. Those before it are gone; calling again removes the rest.</exception>
    public static void Delete(ShardClientSettings settings)
    {
        if (settings.IsInMemory)
            return;
        // The first shard's file says that there is a cluster, so it goes last: what is left after a failure can be removed by calling again.
        foreach (var path in Enumerable.Reverse(Paths(settings)))
        {
            foreach (var companion in Companions)
                File.Delete(path + companion);
            File.Delete(path);
        }

        if (settings.DataSource is { } folder && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static List<string> Paths(ShardClientSettings settings)
    {
        if (settings.DataSource is { } folder && !File.Exists(FolderCluster.Endpoint(folder, "s0").ConnectionString))
            return [];
        var paths = ClusterSource.DefineShards(settings).Shards.Select(static shard => shard.Primary.ConnectionString);
        return [.. paths.Where(static path => Directory.Exists(Path.GetDirectoryName(path)))];
    }
}
