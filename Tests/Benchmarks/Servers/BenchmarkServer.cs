using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>The same rows in one plain database of a server and in a cluster of four databases of it.</summary>
internal sealed class BenchmarkServer(string connectionString)
{
    public const int Users = 100_000;
    public const int WideRows = 1_000_000;
    public const int Shards = 4;

    private const string UserColumns = "id BIGINT PRIMARY KEY, name VARCHAR(60) NOT NULL, email VARCHAR(100) NOT NULL, age INT NOT NULL, KEY (email)";
    private const string ItemColumns = "id BIGINT PRIMARY KEY, buyer INT NOT NULL, name VARCHAR(60) NOT NULL, price DECIMAL(10,2) NOT NULL, made DATETIME NOT NULL";
    private const string WideColumns = "id BIGINT PRIMARY KEY, a INT NOT NULL, b INT NOT NULL, c BIGINT NOT NULL, d DOUBLE NOT NULL, e VARCHAR(20) NOT NULL, f VARCHAR(20) NOT NULL,"
        + " g DATETIME NOT NULL, h DECIMAL(10,2) NOT NULL, i TINYINT NOT NULL";

    /// <summary>Of this process, readable by its user alone because the file in it may hold a password; gone with the process.</summary>
    private static readonly Lazy<DirectoryInfo> Folder = new(static () =>
    {
        var folder = Directory.CreateTempSubdirectory("shardclient-bench-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder;
    });

    public string Plain => $"{connectionString};Database=bench_plain";

    public string Cluster(string more = "")
    {
        var shards = Enumerable.Range(0, Shards).Select(shard => $"\"s{shard}\": {{ \"primary\": \"{connectionString};Database=bench_s{shard}\" }}");
        var file = Path.Combine(Folder.Value.FullName, "cluster.json");
        File.WriteAllText(file, $"{{ \"name\": \"bench\", \"engine\": \"mysql\", \"shards\": {{ {string.Join(", ", shards)} }} }}");
        return $"Cluster File={file};Transaction Mode=BestEffort;Default Command Timeout=300;{more}";
    }

    /// <summary>Makes the databases anew.</summary>
    public void Fill()
    {
        using (var server = new MySqlConnection(connectionString))
        {
            server.Open();
            foreach (var name in Enumerable.Range(0, Shards).Select(static shard => $"bench_s{shard}").Prepend("bench_plain"))
                Execute(server, $"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name}");
        }

        using var plain = new MySqlConnection($"{Plain};AllowLoadLocalInfile=true");
        plain.Open();
        using var cluster = new ShardConnection(Cluster());
        cluster.Open();
        foreach (var (table, columns) in new[] { ("users", UserColumns), ("items", ItemColumns), ("wide", WideColumns) })
        {
            Execute(plain, $"CREATE TABLE {table} ({columns})");
            Execute(cluster, $"CREATE TABLE {table} ({columns}, SHARD KEY (id))");
        }

        Copy(cluster, plain, "users", Enumerable.Range(1, Users).Select(static id => new object?[] { (long)id, $"user {id}", $"user{id}@example.com", id % 90 }));
        Copy(cluster, plain, "wide", Enumerable.Range(1, WideRows).Select(Wide));
    }

    public static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        command.ExecuteNonQuery();
    }

    /// <summary>Rows of the table items, and their values.</summary>
    public static object?[] Item(int id) =>
        [(long)id, id % 1000, $"item {id.ToString(CultureInfo.InvariantCulture)}", id % 10_000 / 100m, new DateTime(2026, 1, 1).AddSeconds(id)];

    private static object?[] Wide(int id) =>
        [(long)id, id % 7, id, id * 1_000_003L, id / 3.0, $"text {id % 100}", $"other {id}", new DateTime(2026, 1, 1).AddSeconds(id), id % 10_000 / 100m, (sbyte)(id % 100)];

    private static void Copy(ShardConnection cluster, MySqlConnection plain, string table, IEnumerable<object?[]> rows)
    {
        new ShardBulkCopy(cluster) { DestinationTableName = table }.WriteToServer(rows);
        using var command = cluster.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        new MySqlBulkCopy(plain) { DestinationTableName = table }.WriteToServer(reader);
    }
}
