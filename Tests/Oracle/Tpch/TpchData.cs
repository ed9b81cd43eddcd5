using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ShardClient.Tests.Oracle.Tpch.Generating;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The same rows in one SQLite file and in a cluster, both in one folder.</summary>
internal sealed class TpchData : IDisposable
{
    /// <summary>Grows when the rows or the schema change: an older folder is made anew.</summary>
    private const int Version = 2;

    private const ulong Seed = 20_240_229;

    private readonly string? _removed;
    private readonly ShardDataSource _source;

    private TpchData(string folder, int shards, string? removed)
    {
        _removed = removed;
        Plain = new SqliteConnection($"Data Source={Path.Combine(folder, "plain.db")};Pooling=False");
        Plain.Open();
        using (var command = Plain.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL";
            command.ExecuteNonQuery();
        }

        _source = new ShardDataSourceBuilder(
            $"Data Source={Path.Combine(folder, "cluster")};Shards={shards};Transaction Mode=BestEffort;Sqlite Types=Storage;Command Timeout=0").Build();
        Cluster = _source.OpenConnection();
    }

    public SqliteConnection Plain { get; }

    public ShardConnection Cluster { get; }

    /// <param name="keep">Where the data stay for the next run; null for a temporary folder.</param>
    public static TpchData Open(double scale, int shards, string? keep)
    {
        var root = keep ?? Path.Combine(Path.GetTempPath(), $"tpch-{Guid.NewGuid():N}");
        var folder = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"tpch-{scale}-{shards}-v{Version}"));
        var ready = Path.Combine(folder, "ready");
        if (!File.Exists(ready) && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var data = new TpchData(folder, shards, keep is null ? root : null);
        if (!File.Exists(ready))
        {
            data.Load(scale);
            File.WriteAllText(ready, "");
        }

        return data;
    }

    public void Dispose()
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

    private static void Execute(DbConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
