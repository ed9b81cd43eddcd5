namespace ShardClient.Options;

/// <summary>A connection string, read once. Immutable; sizes are in bytes, times in seconds.</summary>
internal sealed record ShardClientSettings
{
    /// <summary>The text as it was given.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>A folder or <c>:memory:</c>; null when <see cref="ClusterFile"/> is given.</summary>
    public string? DataSource { get; init; }

    public int? Shards { get; init; }

    public string? ClusterFile { get; init; }

    public string? ClusterName { get; init; }

    public UndeclaredTablePolicy UndeclaredTables { get; init; } = ConnectionOptions.UndeclaredTables.Default;

    public UniqueKeyPolicy UniqueKeys { get; init; } = ConnectionOptions.UniqueKeys.Default;

    public ForeignKeyPolicy ForeignKeys { get; init; } = ConnectionOptions.ForeignKeys.Default;

    public ShardTransactionMode TransactionMode { get; init; } = ConnectionOptions.TransactionMode.Default;

    public SqliteTypeSource SqliteTypes { get; init; } = ConnectionOptions.SqliteTypes.Default;

    public ServerGuidFormat GuidFormat { get; init; } = ConnectionOptions.GuidFormat.Default;

    /// <summary>Null: the cluster's engine decides.</summary>
    public ShardSqlDialect? SqlDialect { get; init; }

    public SqliteSynchronousMode Synchronous { get; init; } = ConnectionOptions.Synchronous.Default;

    public ShardConsistency Consistency { get; init; } = ConnectionOptions.Consistency.Default;

    /// <summary>In seconds.</summary>
    public int MaxStaleness { get; init; } = ConnectionOptions.MaxStaleness.Default;

    public ShardConsistencyScope ConsistencyScope { get; init; } = ConnectionOptions.ConsistencyScope.Default;

    public bool Enlist { get; init; } = ConnectionOptions.Enlist.Default;

    public bool PersistSecurityInfo { get; init; } = ConnectionOptions.PersistSecurityInfo.Default;

    /// <summary>0 is no limit.</summary>
    public int DefaultCommandTimeout { get; init; } = ConnectionOptions.DefaultCommandTimeout.Default;

    public int MinimumPoolSize { get; init; } = ConnectionOptions.MinimumPoolSize.Default;

    public int MaximumPoolSize { get; init; } = ConnectionOptions.MaximumPoolSize.Default;

    /// <summary>0 keeps idle sessions.</summary>
    public int ConnectionIdleTimeout { get; init; } = ConnectionOptions.ConnectionIdleTimeout.Default;

    public ShardMultiplexing Multiplexing { get; init; } = ConnectionOptions.Multiplexing.Default;

    public int MultiplexingSessions { get; init; } = ConnectionOptions.MultiplexingSessions.Default;

    public int MultiplexingDepth { get; init; } = ConnectionOptions.MultiplexingDepth.Default;

    public long ReaderBufferLimit { get; init; } = ConnectionOptions.ReaderBufferLimit.Default;

    public long GatherLimit { get; init; } = ConnectionOptions.GatherLimit.Default;

    /// <summary>0: rows are never put on disk.</summary>
    public long SpillLimit { get; init; } = ConnectionOptions.SpillLimit.Default;

    /// <summary>Null: the system's temporary folder.</summary>
    public string? SpillFolder { get; init; }

    public long PlanCacheSize { get; init; } = ConnectionOptions.PlanCacheSize.Default;

    public int StatementCacheSize { get; init; } = ConnectionOptions.StatementCacheSize.Default;

    /// <summary>In characters.</summary>
    public int MaxStatementLength { get; init; } = ConnectionOptions.MaxStatementLength.Default;

    public int MaxNestingDepth { get; init; } = ConnectionOptions.MaxNestingDepth.Default;

    /// <summary>True for <c>Data Source=:memory:</c>.</summary>
    public bool IsInMemory => DataSource == InMemory;

    public const string InMemory = ":memory:";

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the text.</exception>
    public static ShardClientSettings Parse(string connectionString) => SettingsReader.Read(connectionString);
}
