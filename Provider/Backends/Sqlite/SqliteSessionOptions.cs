using ShardClient.Backends.Pooling;

namespace ShardClient.Backends.Sqlite;

/// <summary>When a commit has reached the disk: the engine's own <c>PRAGMA synchronous</c>.</summary>
internal enum SqliteSynchronous
{
    /// <summary>Never waits: for files that nobody misses (in-memory clusters).</summary>
    Off = 0,

    /// <summary>Survives a crash of the process; a power failure may take the last commits, never the file's consistency.</summary>
    Normal = 1,

    /// <summary>Survives a power failure.</summary>
    Full = 2,
}

/// <summary>Where a shard lives and what it is called in messages.</summary>
/// <param name="Shard">The shard's index in the topology.</param>
/// <param name="Name">The shard's name.</param>
/// <param name="Path">The file's path.</param>
internal sealed record SqliteEndpoint(int Shard, string Name, string Path)
{
    /// <summary>The file's name without its folder: what messages may show.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>A nameless database of a gather's rows: no shard that anybody knows.</summary>
    public bool IsScratch => Path.Length == 0;
}

/// <summary>How sessions to SQLite files are opened, kept and bounded.</summary>
internal sealed record SqliteSessionOptions
{
    /// <summary>Makes a missing file instead of refusing it.</summary>
    public bool Create { get; init; }

    public SqliteSynchronous Synchronous { get; init; } = SqliteSynchronous.Normal;

    /// <summary>Who is told what the pool does.</summary>
    public PoolEvents Events { get; init; } = PoolEvents.Quiet;

    /// <summary>Runs once on every new session.</summary>
    public SqliteSessionSetup Setup { get; init; } = new();

    /// <summary>Prepared statements kept per session.</summary>
    public int StatementCacheCount { get; init; } = 100;

    /// <summary>The engine's memory for kept statements per session, in bytes.</summary>
    public long StatementCacheBytes { get; init; } = 8 << 20;

    /// <summary>Reading sessions per file; the writer is one more.</summary>
    public int MaximumReaders { get; init; } = 100;

    /// <summary>Reading sessions that are kept however long they are idle.</summary>
    public int MinimumReaders { get; init; }

    /// <summary>Callers that may wait for a session of one file.</summary>
    public int MaximumWaiters { get; init; } = 10_000;

    /// <summary>After how long an idle reading session may be closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
