using static ShardClient.Options.OptionReaders;

namespace ShardClient.Options;

/// <summary>The one table of connection keys. README's table is compared with <see cref="All"/>.</summary>
internal static class ConnectionOptions
{
    public const int MaxShards = 1024;

    private const long KiB = 1L << 10;
    private const long MiB = 1L << 20;
    private const long GiB = 1L << 30;
    private const long MaxSize = 1L << 40;

    public static readonly ConnectionOption<string?> DataSource = OptionalText(
        "Data Source", "A folder of SQLite shards (files s0.db, s1.db, ...), or :memory: for a cluster that lives as long as its data source.", "Folder");

    public static readonly ConnectionOption<int?> Shards = new()
    {
        Name = "Shards",
        DefaultValue = null,
        Reader = Number(1, MaxShards),
        Writer = WriteNumber,
        AllowedText = static () => $"a number from 1 to {MaxShards}",
        Description = "How many shards the cluster of `Data Source` has. Only creates: another number than the folder's own is an error.",
    };

    public static readonly ConnectionOption<string?> ClusterFile = OptionalText(
        "Cluster File", "A JSON file that names shards, placements and tables.", "Config File");

    public static readonly ConnectionOption<string?> ClusterName = OptionalText(
        "Cluster Name", "The cluster's name. Creating takes it (else the folder's name); opening compares it.", "Cluster");

    public static readonly ConnectionOption<UndeclaredTablePolicy> UndeclaredTables = Choices(
        "Undeclared Tables",
        UndeclaredTablePolicy.Single,
        Choice(("Single", UndeclaredTablePolicy.Single), ("Refuse", UndeclaredTablePolicy.Refuse)),
        "What becomes of a CREATE TABLE without a declaration: a single table, or an error.");

    public static readonly ConnectionOption<UniqueKeyPolicy> UniqueKeys = Choices(
        "Unique Keys",
        UniqueKeyPolicy.Refuse,
        Choice(("Refuse", UniqueKeyPolicy.Refuse), ("Local", UniqueKeyPolicy.Local)),
        "A unique key without the sharding key: an error, or enforced on each shard by itself.");

    public static readonly ConnectionOption<ForeignKeyPolicy> ForeignKeys = Choices(
        "Foreign Keys",
        ForeignKeyPolicy.Refuse,
        Choice(("Refuse", ForeignKeyPolicy.Refuse), ("Drop", ForeignKeyPolicy.Drop)),
        "A foreign key that crosses shards: an error, or left out of the table.");

    public static readonly ConnectionOption<ShardTransactionMode> TransactionMode = new()
    {
        Name = "Transaction Mode",
        DefaultValue = ShardTransactionMode.Single,
        Reader = Choice(
            ("Single", ShardTransactionMode.Single), ("BestEffort", ShardTransactionMode.BestEffort), ("TwoPhase", ShardTransactionMode.TwoPhase)),
        Writer = WriteChoice,
        Refusal = static mode => mode is ShardTransactionMode.TwoPhase
            ? "'Transaction Mode=TwoPhase' is not available in this version; use Single, or BestEffort where half a transaction is acceptable."
            : null,
        AllowedText = static () => "Single or BestEffort",
        Description = "A transaction writes one shard, or several that commit one after the other (a failure in between leaves the first).",
    };

    public static readonly ConnectionOption<SqliteTypeSource> SqliteTypes = Choices(
        "Sqlite Types",
        SqliteTypeSource.Declared,
        Choice(("Declared", SqliteTypeSource.Declared), ("Storage", SqliteTypeSource.Storage)),
        "A column's .NET type comes from its declaration, or from each value as in Microsoft.Data.Sqlite.");

    public static readonly ConnectionOption<ServerGuidFormat> GuidFormat = Choices(
        "Guid Format",
        ServerGuidFormat.Char36,
        Choice(("Char36", ServerGuidFormat.Char36), ("None", ServerGuidFormat.None)),
        "On MySQL a CHAR(36) column is a Guid, as with MySqlConnector, or a text.");

    public static readonly ConnectionOption<ShardSqlDialect?> SqlDialect = new()
    {
        Name = "Sql Dialect",
        DefaultValue = null,
        Reader = Choice(("Sqlite", ShardSqlDialect.Sqlite), ("MySql", ShardSqlDialect.MySql)),
        Writer = WriteChoice,
        AllowedText = static () => "Sqlite or MySql",
        Description = "How text that the dialects read differently is read: as the cluster's engine does. The other one is refused in this version.",
    };

    public static readonly ConnectionOption<SqliteSynchronousMode> Synchronous = Choices(
        "Synchronous",
        SqliteSynchronousMode.Normal,
        Choice(("Normal", SqliteSynchronousMode.Normal), ("Full", SqliteSynchronousMode.Full), ("Off", SqliteSynchronousMode.Off)),
        "When SQLite waits for the disk: at checkpoints, at each commit (survives power loss), never.",
        "Sqlite Synchronous");

    public static readonly ConnectionOption<ShardConsistency> Consistency = Choices(
        "Consistency",
        ShardConsistency.Session,
        Choice(("Strong", ShardConsistency.Strong), ("Session", ShardConsistency.Session), ("Bounded", ShardConsistency.Bounded), ("Eventual", ShardConsistency.Eventual)),
        "How new the rows of a read outside of a transaction are. SQLite shards keep every one of them: a read sees what was committed before it.");

    public static readonly ConnectionOption<int> MaxStaleness = Numbers(
        "Max Staleness", 5, 0, int.MaxValue / 1000, "Seconds that rows may be old under `Consistency=Bounded`.");

    public static readonly ConnectionOption<ShardConsistencyScope> ConsistencyScope = Choices(
        "Consistency Scope",
        ShardConsistencyScope.DataSource,
        Choice(("DataSource", ShardConsistencyScope.DataSource), ("Connection", ShardConsistencyScope.Connection)),
        "Whose writes `Consistency=Session` sees: those of all connections of the data source, or of one.");

    public static readonly ConnectionOption<bool> AtomicReads = new()
    {
        Name = "Atomic Reads",
        DefaultValue = false,
        Reader = OptionReaders.Boolean,
        Writer = WriteBoolean,
        Refusal = static value => value is true
            ? "'Atomic Reads=true' needs two-phase commit, which is not available in this version; leave it out, and keep what is read together on one shard: a commit on one shard is seen whole."
            : null,
        AllowedText = static () => "false",
        Description = "Whether readers see a commit over several shards whole or not at all. Needs two-phase commit, so not in this version.",
    };

    public static readonly ConnectionOption<int> DefaultCommandTimeout = Numbers(
        "Default Command Timeout", 30, 0, int.MaxValue / 1000, "Seconds a command may take in all (queueing, all shards, retries); 0 is no limit.", "Command Timeout", "Default Timeout");

    public static readonly ConnectionOption<int> MinimumPoolSize = Numbers(
        "Minimum Pool Size", 0, 0, 10_000, "Sessions kept for each shard although idle.", "Min Pool Size");

    public static readonly ConnectionOption<int> MaximumPoolSize = Numbers(
        "Maximum Pool Size", 100, 1, 10_000, "Sessions to each shard at most; who needs another waits.", "Max Pool Size");

    public static readonly ConnectionOption<int> ConnectionIdleTimeout = Numbers(
        "Connection Idle Timeout", 180, 0, int.MaxValue / 1000, "Seconds after which an idle session is closed; 0 keeps it.");

    public static readonly ConnectionOption<ShardMultiplexing> Multiplexing = Choices(
        "Multiplexing",
        ShardMultiplexing.Off,
        Choice(("Off", ShardMultiplexing.Off), ("Reads", ShardMultiplexing.Reads)),
        "Reads: reads of one row by a primary or unique key share a few sessions to each MySQL or MariaDB shard, many under way in each.");

    public static readonly ConnectionOption<int> MultiplexingSessions = Numbers(
        "Multiplexing Sessions", 4, 1, 100, "Sessions to each shard that are shared at most, of `Maximum Pool Size`; about as many as its server has cores.");

    public static readonly ConnectionOption<int> MultiplexingDepth = Numbers(
        "Multiplexing Depth", 64, 1, 1024, "Reads under way in one shared session at most; when all are full, a read takes a session of its own.");

    public static readonly ConnectionOption<bool> Enlist = Booleans(
        "Enlist", true, "Opening inside a TransactionScope is an error until two-phase commit exists; false ignores the scope.");

    public static readonly ConnectionOption<bool> PersistSecurityInfo = Booleans(
        "Persist Security Info", false, "Whether `ConnectionString` still shows secrets once it was opened.");

    public static readonly ConnectionOption<long> ReaderBufferLimit = Sizes(
        "Reader Buffer Limit", 16 * MiB, "Bytes that a reader may hold back in memory so that another one can use its session.");

    public static readonly ConnectionOption<long> GatherLimit = Sizes(
        "Gather Limit", 256 * MiB, "Bytes of rows that one statement may hold in memory to merge (sorting, groups, DISTINCT) or to gather them; more goes to disk.");

    public static readonly ConnectionOption<long> SpillLimit = Sizes(
        "Spill Limit", 16 * GiB, "Bytes of such rows that one statement may hold in temporary files; 0 makes none, and exceeding `Gather Limit` is an error.", least: 0);

    public static readonly ConnectionOption<string?> SpillFolder = OptionalText("Spill Folder", "The folder of those files. By default the system's temporary one.");

    public static readonly ConnectionOption<long> PlanCacheSize = Sizes("Plan Cache Size", 16 * MiB, "Bytes of plans kept for reuse.");

    public static readonly ConnectionOption<int> StatementCacheSize = Numbers(
        "Statement Cache Size", 64, 0, 10_000, "Prepared statements kept by each session.");

    public static readonly ConnectionOption<int> MaxStatementLength = Numbers(
        "Max Statement Length", 16 * (int)MiB, 1, 1 << 30, "Characters of the longest text that is parsed.");

    public static readonly ConnectionOption<int> MaxNestingDepth = Numbers(
        "Max Nesting Depth", 1000, 1, 10_000, "How deep expressions and subqueries may nest.");

    /// <summary>In the order README prints them.</summary>
    public static IReadOnlyList<ConnectionOption> All { get; } =
    [
        DataSource, Shards, ClusterFile, ClusterName,
        UndeclaredTables, UniqueKeys, ForeignKeys, TransactionMode, SqliteTypes, GuidFormat, SqlDialect, Synchronous,
        Consistency, MaxStaleness, ConsistencyScope, AtomicReads, Enlist, PersistSecurityInfo,
        DefaultCommandTimeout, MinimumPoolSize, MaximumPoolSize, ConnectionIdleTimeout, Multiplexing, MultiplexingSessions, MultiplexingDepth,
        ReaderBufferLimit, GatherLimit, SpillLimit, SpillFolder, PlanCacheSize, StatementCacheSize, MaxStatementLength, MaxNestingDepth,
    ];

    private static ConnectionOption<string?> OptionalText(string name, string description, params string[] synonyms) => new()
    {
        Name = name,
        Synonyms = synonyms,
        DefaultValue = null,
        Reader = Text,
        Writer = static value => (string)value,
        AllowedText = static () => "a text that is not empty",
        Description = description,
    };

    private static ConnectionOption<T> Choices<T>(string name, T preset, OptionReader reader, string description, params string[] synonyms)
        where T : struct, Enum => new()
    {
        Name = name,
        Synonyms = synonyms,
        DefaultValue = preset,
        Reader = reader,
        Writer = WriteChoice,
        AllowedText = static () => string.Join(" or ", Enum.GetNames<T>()),
        Description = description,
    };

    private static ConnectionOption<int> Numbers(string name, int preset, int least, int most, string description, params string[] synonyms) => new()
    {
        Name = name,
        Synonyms = synonyms,
        DefaultValue = preset,
        Reader = Number(least, most),
        Writer = WriteNumber,
        AllowedText = () => $"a number from {least} to {most}",
        Description = description,
    };

    private static ConnectionOption<long> Sizes(string name, long preset, string description, long least = KiB) => new()
    {
        Name = name,
        DefaultValue = preset,
        Reader = Size(least, MaxSize),
        Writer = WriteSize,
        AllowedText = () => $"a size from {(least == 0 ? "0" : "1 KiB")} to 1024 GiB (bytes, or with KiB, MiB, GiB)",
        Description = description,
    };

    private static ConnectionOption<bool> Booleans(string name, bool preset, string description) => new()
    {
        Name = name,
        DefaultValue = preset,
        Reader = OptionReaders.Boolean,
        Writer = WriteBoolean,
        AllowedText = static () => "true or false",
        Description = description,
    };
}
