using System.Data.Common;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>A cluster in memory, or in a folder where a cluster file says its placements.</summary>
internal sealed class ClusterDatabase : Database
{
    private const string Switches = "Transaction Mode=BestEffort;Unique Keys=Local;Sqlite Types=Storage;Synchronous=Off";

    private static int lastNumber;

    private readonly string? _folder;
    private readonly ShardDataSource _source;
    private readonly ShardConnection _connection;

    public ClusterDatabase(int shards, string? placements)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"oracle{Environment.ProcessId}x{Interlocked.Increment(ref lastNumber)}");
        if (placements is not null)
        {
            _folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), name);
            Directory.CreateDirectory(_folder);
            File.WriteAllText(Path.Combine(_folder, "cluster.json"), ClusterFile(name, shards, placements));
            _source = new ShardDataSource($"Cluster File={Path.Combine(_folder, "cluster.json")};{Switches}");
        }
        else
        {
            _source = new ShardDataSource($"Data Source=:memory:;Shards={shards};Cluster Name={name};{Switches}");
        }

        _connection = _source.OpenConnection();
    }

    protected override DbConnection Connection => _connection;

    /// <summary>The text of a cluster file with shards s0, s1, ... beside it.</summary>
    public static string ClusterFile(string name, int shards, string placements) =>
        $"{{ \"name\": \"{name}\", \"engine\": \"sqlite\", \"shards\": {{ {string.Join(", ", Enumerable.Range(0, shards).Select(Shard))} }}, \"placements\": {placements} }}";

    private static string Shard(int shard) => $"\"s{shard}\": {{ \"primary\": \"s{shard}.db\" }}";

    public override void Dispose()
    {
        _connection.Dispose();
        _source.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
