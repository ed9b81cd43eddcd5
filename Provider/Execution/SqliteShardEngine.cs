using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Backends.Pooling;
using ShardClient.Backends.Sqlite;
using ShardClient.Catalog.Metadata;
using ShardClient.Diagnostics;
using ShardClient.Options;
using ShardClient.Topology;

namespace ShardClient.Execution;

/// <summary>Shards that are SQLite files: where they lie and how their sessions are opened. Owns the folder of an in-memory cluster.</summary>
internal sealed class SqliteShardEngine(ShardClientSettings settings, RuntimeServices services, ILogger logger) : IShardEngine, IDisposable
{
    private readonly MemoryFolder? _memory = settings.IsInMemory ? MemoryFolder.Create() : null;

    /// <summary>The version of the engine, which is the same for every file.</summary>
    public static string Version => DatabaseHandle.EngineVersion;

    public bool Exists(ShardDefinition shard) => File.Exists(PathOf(shard));

    public void Make(ShardDefinition shard)
    {
        var path = PathOf(shard);
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ShardException(
                ShardErrorCode.ShardUnavailable,
                $"The file of shard {shard.Name}, {Path.GetFileName(path)}, cannot be made: {failure.Message}",
                "See that the folder exists or can be made, and that this user may write there.",
                failure)
            {
                Shard = shard.Name,
            };
        }
    }

    public ShardPool Open(ShardDefinition shard, ClusterMetadata metadata)
    {
        var cluster = metadata.Asked.Name ?? metadata.Asked.NewName;
        var options = Options with { Events = new PoolEvents($"{cluster}/{shard.Name}", shard.Name, logger) };
        var pool = new SqlitePool(new SqliteEndpoint(shard.Index, shard.Name, PathOf(shard)), options, metadata.VerifyAsync);
        ShardClientMeter.Register(pool);
        return pool;
    }

    /// <summary>True when the engine was built to take ORDER BY and LIMIT on UPDATE and DELETE.</summary>
    public static bool LimitsWrites => SQLitePCL.raw.sqlite3_compileoption_used("ENABLE_UPDATE_DELETE_LIMIT") != 0;

    /// <summary>A private database for the rows of one statement.</summary>
    public ScratchSession OpenScratch() => SqliteScratch.Open(new SqliteScratchLimits(settings.GatherLimit, settings.SpillLimit), Options);

    public void Dispose() => _memory?.Dispose();

    private SqliteSessionOptions Options => new()
    {
        Setup = services.SqliteSetup,
        Synchronous = _memory is not null ? SqliteSynchronous.Off : settings.Synchronous switch
        {
            SqliteSynchronousMode.Off => SqliteSynchronous.Off,
            SqliteSynchronousMode.Full => SqliteSynchronous.Full,
            _ => SqliteSynchronous.Normal,
        },
        MaximumReaders = settings.MaximumPoolSize,
        MinimumReaders = settings.MinimumPoolSize,
        StatementCacheCount = settings.StatementCacheSize,
        IdleTimeout = settings.ConnectionIdleTimeout == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(settings.ConnectionIdleTimeout),
    };

    private string PathOf(ShardDefinition shard) =>
        _memory is null ? shard.Primary.ConnectionString : Path.Combine(_memory.Path, $"{shard.Name}.db");
}
