using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>The cluster that the database goes into. A cluster file says where each table's rows live, so its CREATE TABLE stays as it was written.</summary>
internal static class TargetCluster
{
    private const string Keys = "Transaction Mode=BestEffort;Unique Keys=Local;Foreign Keys=Drop;Sqlite Types=Storage;Default Command Timeout=0";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ShardName(int shard) => $"s{shard}";

    /// <returns>The path of the file.</returns>
    public static string WriteFile(string folder, IReadOnlyList<TablePlace> places, int shards)
    {
        var cluster = new JsonObject
        {
            ["engine"] = "sqlite",
            ["shards"] = new JsonObject(Enumerable.Range(0, shards).Select(shard =>
                KeyValuePair.Create(ShardName(shard), (JsonNode?)new JsonObject { ["primary"] = $"{ShardName(shard)}.db" }))),
            ["tables"] = new JsonObject(places.Where(place => place.Kind != TableKind.Single).Select(place =>
                KeyValuePair.Create(place.Table.Name, (JsonNode?)Declaration(place)))),
        };
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "cluster.json");
        File.WriteAllText(file, cluster.ToJsonString(Readable));
        return file;
    }

    public static ShardDataSource Open(string clusterFile) => new ShardDataSourceBuilder($"{Keys};Cluster File=\"{clusterFile}\"").Build();

    /// <summary>Takes rows as they are: parents may come after their children, and what the source holds was checked there.</summary>
    public static ShardDataSource OpenForLoading(string clusterFile) =>
        new ShardDataSourceBuilder($"{Keys};Synchronous=Off;Cluster File=\"{clusterFile}\"").ConfigureSqliteSession(SkipChecks).Build();

    private static JsonObject Declaration(TablePlace place) => place.Kind == TableKind.Sharded
        ? new JsonObject { ["key"] = place.Key }
        : new JsonObject { ["reference"] = true };

    private static void SkipChecks(SqliteConnection session)
    {
        using var command = session.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON";
        command.ExecuteNonQuery();
    }
}
