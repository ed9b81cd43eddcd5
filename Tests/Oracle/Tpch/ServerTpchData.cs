using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ShardClient.Tests.Oracle.Tpch.Generating;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The rows in one database of a MySQL or MariaDB server and in a cluster of databases of the same server: <c>tpch_plain</c>, <c>tpch_s0</c> and so on.</summary>
internal sealed class ServerTpchData : TpchData
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-tpch-").FullName;
    private readonly ShardDataSource _plain;
    private readonly ShardDataSource _cluster;
    private readonly ServerProcess _process;
    private readonly int _shards;

    private ServerTpchData(string server, int shards)
    {
        _shards = shards;
        _plain = Source("plain", [$"{server};Database=tpch_plain"]);
        _cluster = Source("cluster", Enumerable.Range(0, shards).Select(shard => string.Create(CultureInfo.InvariantCulture, $"{server};Database=tpch_s{shard}")));
        Plain = _plain.OpenConnection();
        Cluster = _cluster.OpenConnection();
        _process = ServerProcess.Of(Plain);
    }

    public override string PlainName => "one server";

    public override DbConnection Plain { get; }

    public override ShardConnection Cluster { get; }

    public override string PlainPrefix => "/*+ shard(s0) */ ";

    public override TimeSpan ServerTime => _process.ProcessorTime;

    /// <param name="server">A connection string without a database; the databases exist, and are empty or loaded at this scale.</param>
    public static ServerTpchData Open(string server, double scale, int shards)
    {
        var data = new ServerTpchData(server, shards);
        try
        {
            if (!data.IsLoaded())
                data.Load(scale);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        Plain.Dispose();
        Cluster.Dispose();
        _plain.Dispose();
        _cluster.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ShardDataSource Source(string name, IEnumerable<string> databases)
    {
        var shards = databases.Select(static (database, index) => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"s{index}"), new { primary = database }));
        var path = Path.Combine(_folder, $"{name}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { name = $"tpch-{name}", engine = "mysql", shards = shards.ToDictionary() }));
        return new ShardDataSource($"Cluster File={path};Transaction Mode=BestEffort;Command Timeout=0");
    }

    private bool IsLoaded()
    {
        using var command = Plain.CreateCommand();
        command.CommandText = $"{PlainPrefix}SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'lineitem'";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 1;
    }

    private void Load(double scale)
    {
        foreach (var statement in ServerTpchSchema.PlainTables)
            Execute(Plain, statement);
        foreach (var statement in ServerTpchSchema.ShardedTables)
            Execute(Cluster, statement);
        using (var plain = new ServerTableWriter((ShardConnection)Plain))
        using (var cluster = new ServerTableWriter(Cluster))
        {
            foreach (var (table, row) in new TpchGenerator(scale, Seed).All())
            {
                plain.Write(table, row);
                cluster.Write(table, row);
            }
        }

        foreach (var statement in ServerTpchSchema.Indexes)
        {
            Execute(Plain, statement);
            Execute(Cluster, statement);
        }

        Execute(Plain, PlainPrefix + ServerTpchSchema.Analyze);
        for (var shard = 0; shard < _shards; shard++)
            Execute(Cluster, string.Create(CultureInfo.InvariantCulture, $"/*+ shard(s{shard}) */ {ServerTpchSchema.Analyze}"));
    }
}
