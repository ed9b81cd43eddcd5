using ShardClient.Options;
using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class FolderClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Shards_names_its_files_in_the_folder()
    {
        var cluster = Define("Shards=3");
        Assert.Equal(["s0", "s1", "s2"], cluster.Names.All);
        Assert.Equal(Path.Combine(_folder, "s2.db"), cluster.Shards[2].Primary.ConnectionString);
        Assert.Equal((true, Path.GetFileName(_folder)), (cluster.AsksShards, cluster.NewName));
    }

    [Fact]
    public void Without_Shards_the_folders_own_files_are_found_in_the_order_of_their_numbers()
    {
        foreach (var name in (string[])["s10.db", "s2.db", "s0.db", "s0.db-wal", "sx.db", "other.db"])
            File.WriteAllBytes(Path.Combine(_folder, name), []);
        var cluster = Define("");
        Assert.Equal(["s0", "s2", "s10"], cluster.Names.All);
        Assert.False(cluster.AsksShards);
    }

    [Fact]
    public void An_empty_folder_without_Shards_is_refused() =>
        Assert.Contains("'Shards=4'", Assert.Throws<ShardException>(() => Define("")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_is_no_folder()
    {
        var file = Path.Combine(_folder, "shop.db");
        File.WriteAllBytes(file, []);
        var refusal = Assert.Throws<ShardException>(() => ClusterSource.Define(ShardClientSettings.Parse($"Data Source={file};Shards=2")));
        Assert.Contains("is a file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_in_memory_has_its_shards_in_memory()
    {
        var cluster = ClusterSource.Define(ShardClientSettings.Parse("Data Source=:memory:;Shards=2;Cluster Name=t"));
        Assert.All(cluster.Shards, static shard => Assert.Equal(":memory:", shard.Primary.ConnectionString));
        Assert.Equal("t", cluster.Create(Guid.NewGuid()).Name);
    }

    private ClusterDefinition Define(string rest) => ClusterSource.Define(ShardClientSettings.Parse($"Data Source={_folder};{rest}"));
}
