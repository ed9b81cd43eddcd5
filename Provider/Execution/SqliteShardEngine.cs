using Microsoft.Extensions.Logging;
using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Catalog.Metadata;
using ShardClient.Options;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Shards that are SQLite files: where they lie and how their sessions are opened. Owns the folder of an in-memory cluster.</summary>
internal sealed class SqliteShardEngine(ShardClientSettings settings, RuntimeServices services, ILogger logger) : ShardEngine(logger)
{
    private readonly MemoryFolder? _memory = settings.IsInMemory ? MemoryFolder.Create() : null;

    /// <summary>True when the engine was built to take ORDER BY and LIMIT on UPDATE and DELETE.</summary>
    public override bool LimitsWrites => SQLitePCL.raw.sqlite3_compileoption_used("ENABLE_UPDATE_DELETE_LIMIT") != 0;

    public override bool Exists(ShardDefinition shard) => File.Exists(PathOf(shard));

    public override void Make(ShardDefinition shard)
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

    public override ShardPool Open(ShardDefinition shard, ClusterMetadata metadata) => Registered(new SqlitePool(
        new SqliteEndpoint(shard.Index, shard.Name, PathOf(shard)), Options with { Events = EventsOf(shard, metadata) }, metadata.VerifyAsync));

    public override ValueTask<ScratchSession> OpenScratchAsync(IReadOnlyList<ShardPool> pools, ServerMode mode, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        new(SqliteScratch.Open(new SqliteScratchLimits(settings.GatherLimit, settings.SpillLimit), Options));

    public override void Dispose()
    {
        _memory?.Dispose();
        base.Dispose();
    }

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
