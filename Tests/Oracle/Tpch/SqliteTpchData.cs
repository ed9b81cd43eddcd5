using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ShardClient.Tests.Oracle.Tpch.Generating;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The rows in one SQLite file and in a cluster of files, both in one folder.</summary>
internal sealed class SqliteTpchData : TpchData
{
    /// <summary>Grows when the rows or the schema change: an older folder is made anew.</summary>
    private const int Version = 2;

    private readonly string? _removed;
    private readonly ShardDataSource _source;

    private SqliteTpchData(string folder, int shards, string? removed)
    {
        _removed = removed;
        Plain = new SqliteConnection($"Data Source={Path.Combine(folder, "plain.db")};Pooling=False");
        Plain.Open();
        Execute(Plain, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");

        _source = new ShardDataSourceBuilder(
            $"Data Source={Path.Combine(folder, "cluster")};Shards={shards};Transaction Mode=BestEffort;Sqlite Types=Storage;Command Timeout=0").Build();
        Cluster = _source.OpenConnection();
    }

    public override string PlainName => "one file";

    public override DbConnection Plain { get; }

    public override ShardConnection Cluster { get; }

    /// <param name="keep">Where the data stay for the next run; null for a temporary folder.</param>
    public static SqliteTpchData Open(double scale, int shards, string? keep)
    {
        var root = keep ?? Path.Combine(Path.GetTempPath(), $"tpch-{Guid.NewGuid():N}");
        var folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"tpch-{scale}-{shards}-v{Version}"));
        var ready = Path.Combine(folder, "ready");
        if (!File.Exists(ready) && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var data = new SqliteTpchData(folder, shards, keep is null ? root : null);
        if (!File.Exists(ready))
        {
            data.Load(scale);
            File.WriteAllText(ready, "");
        }

        return data;
    }

    public override void Dispose()
    {
        Cluster.Dispose();
        _source.Dispose();
        Plain.Dispose();
        if (_removed is not null)
            Directory.Delete(_removed, recursive: true);
    }

    private void Load(double scale)
    {
        foreach (var statement in TpchSchema.PlainTables)
            Execute(Plain, statement);
        foreach (var statement in TpchSchema.ShardedTables)
            Execute(Cluster, statement);
        using (var plain = new TableWriter(Plain))
        using (var cluster = new TableWriter(Cluster))
        {
            foreach (var (table, row) in new TpchGenerator(scale, Seed).All())
            {
                plain.Write(table, row);
                cluster.Write(table, row);
            }

            plain.Flush();
            cluster.Flush();
        }

        foreach (var statement in TpchSchema.Indexes)
        {
            Execute(Plain, statement);
            Execute(Cluster, statement);
        }
    }
}
