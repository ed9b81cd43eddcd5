namespace ShardClient.Samples.Quickstart;

/// <summary>Where a cluster lies, and the one that is a folder of SQLite files.</summary>
internal static class ClusterSetup
{
    public const int Shards = 4;

    /// <summary>A cluster's folder: below the repository when run from inside it, else below the current folder.</summary>
    public static string Folder(string name = "quickstart")
    {
        var current = new DirectoryInfo(Directory.GetCurrentDirectory());
        var root = current;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ShardClient.sln")))
            root = root.Parent;
        return Path.Combine((root ?? current).FullName, "artifacts", name);
    }

    public static ShardDataSource Open(string folder, bool keep)
    {
        if (!keep)
            Clear(folder);
        return new ShardDataSourceBuilder($"Data Source={folder};Shards={Shards};Transaction Mode=BestEffort").Build();
    }

    public static void Clear(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
