using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>Makes the cluster: a folder of SQLite files, and the tables in SQL.</summary>
internal static class ClusterSetup
{
    public const int Shards = 4;

    /// <summary>One statement each; the clause after the columns says where a table's rows live.</summary>
    public static readonly string[] Tables =
    [
        """
        CREATE TABLE users (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL,
          country TEXT NOT NULL, joined DATE NOT NULL,
          SHARD KEY (id))
        """,
        """
        CREATE TABLE orders (
          id INTEGER NOT NULL, user_id INTEGER NOT NULL, item TEXT NOT NULL,
          cents INTEGER NOT NULL, ordered DATE NOT NULL,
          PRIMARY KEY (user_id, id),
          SHARD KEY (user_id))
        """,
        "CREATE REFERENCE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL)",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    ];

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

    public static async Task CreateTablesAsync(DbConnection connection)
    {
        foreach (var statement in Tables)
            await connection.ExecuteAsync(statement);
    }

    public static async Task<bool> HasTableAsync(DbConnection connection, string table) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @table", new { table }) > 0;
}
