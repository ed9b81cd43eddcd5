using Microsoft.Data.Sqlite;
using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Catalog;
using ShardClient.Catalog.Definitions;
using ShardClient.Catalog.Loading;
using ShardClient.Catalog.Metadata;
using ShardClient.Options;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Tests.Integration.Catalog;

/// <summary>A folder of real files, gone after the test, and what opens clusters in it.</summary>
internal sealed class CatalogFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("shardclient-catalog-").FullName;

    public string PathOf(string shard) => Path.Combine(Folder, shard + ".db");

    public Cluster Open(string options = "Shards=3", IShardEngine? engine = null) => OpenAsync(options, engine).GetAwaiter().GetResult();

    public async Task<Cluster> OpenAsync(string options = "Shards=3", IShardEngine? engine = null)
    {
        var settings = ShardClientSettings.Parse($"Data Source={Folder};{options}");
        return await Cluster.OpenAsync(settings, engine ?? new FileEngine());
    }

    /// <summary>A cluster by a file, whose shards are a, b and c unless it says other ones.</summary>
    public Cluster OpenFile(string json, string options = "")
    {
        var file = Path.Combine(Folder, "cluster.json");
        File.WriteAllText(file, json);
        return Cluster.OpenAsync(ShardClientSettings.Parse($"Cluster File={file};{options}"), new FileEngine()).GetAwaiter().GetResult();
    }

    /// <summary>Asks a file without the library.</summary>
    public object? Ask(string shard, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(shard)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>An open cluster without the layers above the catalog.</summary>
internal sealed class Cluster : IDefinitionHost, IDisposable
{
    private readonly ShardClientSettings _settings;

    private Cluster(ClusterMetadata metadata, IReadOnlyList<ShardPool> pools, ShardClientSettings settings)
    {
        _settings = settings;
        Metadata = metadata;
        Pools = pools;
        Schema = new SchemaLoader(metadata, pools);
    }

    public ClusterMetadata Metadata { get; }

    public IReadOnlyList<ShardPool> Pools { get; }

    public SchemaLoader Schema { get; }

    public ClusterTopology Topology => Metadata.Topology;

    public ShardSession? Transaction { get; set; }

    public List<InsertStatement> Fills { get; } = [];

    public Exception? FillFailure { get; set; }

    public int TimeoutSeconds { get; set; } = 10;

    public bool InTransaction => Transaction is not null;

    public ShardSession? DefinedIn => Transaction;

    public static async Task<Cluster> OpenAsync(ShardClientSettings settings, IShardEngine engine)
    {
        var metadata = new ClusterMetadata(ClusterSource.Define(settings));
        var pools = await metadata.OpenOrCreateAsync(engine, IOBehavior.Asynchronous, Deadline.AfterSeconds(10), default);
        return new Cluster(metadata, pools, settings);
    }

    public void Do(string sql) => DoAsync(sql).GetAwaiter().GetResult();

    public async Task DoAsync(string sql)
    {
        foreach (var parsed in SqlParser.Parse(sql))
        {
            await new DefinitionExecutor(Metadata, Schema, Pools, _settings).ExecuteAsync(
                parsed.Statement, sql, this, IOBehavior.Asynchronous, Deadline.AfterSeconds(TimeoutSeconds), default);
        }
    }

    /// <summary>The error of a definition that must be refused.</summary>
    public ShardException Refused(string sql) => Xunit.Assert.Throws<ShardException>(() => Do(sql));

    public LogicalTable Table(string name)
    {
        Load(name);
        return Schema.Current.Tables[name];
    }

    public void Load(params string[] names) =>
        Schema.EnsureLoadedAsync(names, Transaction, IOBehavior.Synchronous, Deadline.AfterSeconds(10), default).Completed();

    /// <summary>Runs a text on one shard as the application's rows would.</summary>
    public List<Value[]> Run(int shard, string sql)
    {
        var call = new Call(IOBehavior.Synchronous, Deadline.AfterSeconds(10), default);
        var session = Pools[shard].RentAsync(SessionAccess.Write, null, IOBehavior.Synchronous, call.Deadline, default).Completed();
        try
        {
            return session.QueryAsync(sql, call).Completed();
        }
        finally
        {
            Pools[shard].Return(session);
        }
    }

    /// <summary>The shards that have an object of that name.</summary>
    public string Holders(string name) => string.Join(",", Enumerable.Range(0, Pools.Count)
        .Where(shard => Run(shard, $"SELECT 1 FROM sqlite_master WHERE name = '{name}' COLLATE NOCASE").Count > 0)
        .Select(shard => Topology.Shards[shard].Name));

    public IReadOnlyList<ClusterFinding> Check() =>
        new ClusterCheck(Metadata, Pools).RunAsync(IOBehavior.Synchronous, Deadline.AfterSeconds(10), default).Completed();

    public ValueTask<ShardSession> EnlistAsync(int shard, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => new(Transaction!);

    public ValueTask FillAsync(InsertStatement insert, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        Fills.Add(insert);
        return FillFailure is null ? default : throw FillFailure;
    }

    public void Dispose()
    {
        foreach (var pool in Pools)
            pool.DisposeAsync().Completed();
    }
}

internal class FileEngine : IShardEngine
{
    public bool Exists(ShardDefinition shard) => File.Exists(shard.Primary.ConnectionString);

    public virtual void Make(ShardDefinition shard) => new FileStream(
        shard.Primary.ConnectionString, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();

    public virtual ShardPool Open(ShardDefinition shard, ClusterMetadata metadata) => new SqlitePool(
        new SqliteEndpoint(shard.Index, shard.Name, shard.Primary.ConnectionString), new SqliteSessionOptions(), metadata.VerifyAsync);
}
