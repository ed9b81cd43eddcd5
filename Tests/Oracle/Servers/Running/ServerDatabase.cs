using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>A cluster of some of the server's databases, or one of them that gets each text unread.</summary>
internal sealed class ServerDatabase : Database
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-oracle-").FullName;
    private readonly ShardDataSource _source;
    private readonly ShardConnection _connection;

    private ServerDatabase(string server, string name, string[] databases, string settings)
    {
        var shards = databases.Select((database, index) => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"s{index}"), new { primary = $"{server};Database={database}" }));
        var path = Path.Combine(_folder, "cluster.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { name, engine = "mysql", shards = shards.ToDictionary() }));
        _source = new ShardDataSource($"Cluster File={path};{settings}");
        _connection = _source.OpenConnection();
    }

    protected override DbConnection Connection => _connection;

    public static ServerDatabase Cluster(string server, int shards) =>
        new(server, "oracle", [.. Enumerable.Range(0, shards).Select(shard => string.Create(CultureInfo.InvariantCulture, $"oracle_{shards}_s{shard}"))], "Transaction Mode=BestEffort;Unique Keys=Local");

    /// <summary>Texts as they are: MariaDB 10.11 answers some conditions with ANY otherwise where it has prepared them.</summary>
    public static ServerDatabase Plain(string server) => new(server, "plain", ["oracle_plain"], "Statement Cache Size=0");

    public override void Dispose()
    {
        _connection.Dispose();
        _source.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
