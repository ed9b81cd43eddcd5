using Xunit;

namespace ShardClient.Tests.Integration.Hosting;

/// <summary>A cluster's files, seen and removed by its connection.</summary>
public sealed class ClusterFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_deleted_cluster_leaves_nothing()
    {
        var folder = Path.Combine(_folder, "shop");
        using var connection = new ShardConnection($"Data Source={folder};Shards=3");
        Assert.False(connection.ClusterExists());
        connection.Open();
        Assert.True(connection.ClusterExists());
        Assert.Throws<InvalidOperationException>(connection.DeleteCluster);
        connection.Close();
        connection.DeleteCluster();
        Assert.False(connection.ClusterExists());
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void What_a_failed_deletion_left_is_removed_by_the_next()
    {
        var folder = Path.Combine(_folder, "shop");
        using var connection = new ShardConnection($"Data Source={folder};Shards=3");
        connection.Open();
        connection.Close();
        ShardConnection.ClearPool(connection);

        // A folder in the place of a shard's file is what cannot be removed as a file.
        File.Delete(Path.Combine(folder, "s1.db"));
        var obstacle = Directory.CreateDirectory(Path.Combine(folder, "s1.db"));
        Assert.ThrowsAny<Exception>(connection.DeleteCluster);
        Assert.True(connection.ClusterExists());
        obstacle.Delete();
        connection.DeleteCluster();
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void The_functions_of_placements_are_not_needed()
    {
        var file = Path.Combine(_folder, "shop.json");
        File.WriteAllText(file, """
            { "name": "shop", "engine": "sqlite", "shards": { "a": { "primary": "a.db" }, "b": { "primary": "b.db" } },
              "placements": { "mine": { "function": { "name": "my_hash", "shards": ["a", "b"] } } } }
            """);
        using (var source = new ShardDataSourceBuilder($"Cluster File={file}").AddShardingFunction("my_hash", static key => key.Integer).Build())
            source.OpenConnection().Dispose();
        using var connection = new ShardConnection($"Cluster File={file}");
        Assert.True(connection.ClusterExists());
        connection.DeleteCluster();
        Assert.Equal(["shop.json"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }
}
