namespace ShardClient.Backends.Pooling;

/// <summary>How sessions to servers are kept and bounded.</summary>
internal record SessionPoolOptions
{
    /// <summary>Who is told what the pool does.</summary>
    public PoolEvents Events { get; init; } = PoolEvents.Quiet;

    /// <summary>Prepared statements kept per session; the server bounds all of them by <c>max_prepared_stmt_count</c>.</summary>
    public int StatementCacheCount { get; init; } = 64;

    public int MaximumSessions { get; init; } = 100;

    /// <summary>Sessions that are kept however long they are idle.</summary>
    public int MinimumSessions { get; init; }

    /// <summary>Callers that may wait for a session of one server.</summary>
    public int MaximumWaiters { get; init; } = 10_000;

    /// <summary>After how long an idle session may be closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>After how long a session is closed when it comes back, so that load follows a change of servers; zero for never.</summary>
    public TimeSpan LifeTime { get; init; }
}
