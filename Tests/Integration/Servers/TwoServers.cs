using System.Text.Json;
using ShardClient.Tests.Integration.MySql;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>A cluster whose two shards are on two servers.</summary>
internal static class TwoServers
{
    public static ShardDataSource Open(params MariaDbServer[] servers)
    {
        var shards = servers.Select((server, shard) => (Name: $"s{shard}", Root: server.Root)).ToDictionary(
            static shard => shard.Name,
            static shard => new { primary = $"Server={shard.Root.Address.Host};Port={shard.Root.Address.Port};Database={shard.Root.Database};User ID={shard.Root.User};SslMode=None" });
        var path = Path.Combine(Path.GetTempPath(), $"shardclient-two-{servers[0].Port}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { name = "two", engine = "mysql", shards }));
        try
        {
            var cluster = new ShardDataSource($"Cluster File={path};Transaction Mode=BestEffort;Default Command Timeout=20");
            cluster.OpenConnection().Dispose();
            return cluster;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
