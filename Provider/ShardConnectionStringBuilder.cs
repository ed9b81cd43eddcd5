using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Options;

namespace ShardClient;

/// <summary>
/// Builds and reads the connection strings of ShardClient. Keywords are found by any of their spellings (case, spaces and underscores
/// do not count) and written by their own; what is not set has its default and is not written.
/// </summary>
[SuppressMessage("Design", "CA1010", Justification = "DbConnectionStringBuilder is an untyped collection; its kin in other providers are too.")]
public sealed class ShardConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>Creates a builder without any key set.</summary>
    public ShardConnectionStringBuilder()
    {
    }

    /// <summary>Creates a builder from a connection string.</summary>
    /// <param name="connectionString">Keys and values; null is empty.</param>
    /// <exception cref="ArgumentException">A keyword or a value is not one of ShardClient's.</exception>
    public ShardConnectionStringBuilder(string? connectionString) => ConnectionString = connectionString;

    /// <summary>A folder of SQLite shards, or <c>:memory:</c>. Default: empty.</summary>
    [AllowNull]
    public string DataSource { get => Get(ConnectionOptions.DataSource) ?? ""; set => Set(ConnectionOptions.DataSource, value); }

    /// <summary>How many shards the cluster of <see cref="DataSource"/> has; only creates. Default: null, what the folder has.</summary>
    public int? Shards { get => Get(ConnectionOptions.Shards); set => Set(ConnectionOptions.Shards, value); }

    /// <summary>A JSON file that names shards, placements and tables. Default: empty.</summary>
    [AllowNull]
    public string ClusterFile { get => Get(ConnectionOptions.ClusterFile) ?? ""; set => Set(ConnectionOptions.ClusterFile, value); }

    /// <summary>The cluster's name: taken when it is created, compared when it is opened. Default: empty, any name.</summary>
    [AllowNull]
    public string ClusterName { get => Get(ConnectionOptions.ClusterName) ?? ""; set => Set(ConnectionOptions.ClusterName, value); }

    /// <summary>What becomes of a CREATE TABLE without a declaration. Default: <see cref="UndeclaredTablePolicy.Single"/>.</summary>
    public UndeclaredTablePolicy UndeclaredTables { get => Get(ConnectionOptions.UndeclaredTables); set => Set(ConnectionOptions.UndeclaredTables, value); }

    /// <summary>What becomes of a unique key without the sharding key. Default: <see cref="UniqueKeyPolicy.Refuse"/>.</summary>
    public UniqueKeyPolicy UniqueKeys { get => Get(ConnectionOptions.UniqueKeys); set => Set(ConnectionOptions.UniqueKeys, value); }

    /// <summary>What becomes of a foreign key that crosses shards. Default: <see cref="ForeignKeyPolicy.Refuse"/>.</summary>
    public ForeignKeyPolicy ForeignKeys { get => Get(ConnectionOptions.ForeignKeys); set => Set(ConnectionOptions.ForeignKeys, value); }

    /// <summary>What a transaction may write. Default: <see cref="ShardTransactionMode.Single"/>.</summary>
    /// <exception cref="ArgumentException">The mode is not available in this version.</exception>
    public ShardTransactionMode TransactionMode { get => Get(ConnectionOptions.TransactionMode); set => Set(ConnectionOptions.TransactionMode, value); }

    /// <summary>Where a column's .NET type comes from. Default: <see cref="SqliteTypeSource.Declared"/>.</summary>
    public SqliteTypeSource SqliteTypes { get => Get(ConnectionOptions.SqliteTypes); set => Set(ConnectionOptions.SqliteTypes, value); }

    /// <summary>What a CHAR(36) column of MySQL shards is. Default: <see cref="ServerGuidFormat.Char36"/>.</summary>
    public ServerGuidFormat GuidFormat { get => Get(ConnectionOptions.GuidFormat); set => Set(ConnectionOptions.GuidFormat, value); }

    /// <summary>How ambiguous text is read. Default: null, as the cluster's engine does.</summary>
    /// <exception cref="ArgumentException">The dialect is not available in this version.</exception>
    public ShardSqlDialect? SqlDialect { get => Get(ConnectionOptions.SqlDialect); set => Set(ConnectionOptions.SqlDialect, value); }

    /// <summary>When SQLite waits for the disk. Default: <see cref="SqliteSynchronousMode.Normal"/>.</summary>
    public SqliteSynchronousMode Synchronous { get => Get(ConnectionOptions.Synchronous); set => Set(ConnectionOptions.Synchronous, value); }

    /// <summary>How new the rows of a read outside of a transaction are. Default: <see cref="ShardConsistency.Session"/>.</summary>
    public ShardConsistency Consistency { get => Get(ConnectionOptions.Consistency); set => Set(ConnectionOptions.Consistency, value); }

    /// <summary>Seconds that rows may be old under <see cref="ShardConsistency.Bounded"/>. Default: 5.</summary>
    public int MaxStaleness { get => Get(ConnectionOptions.MaxStaleness); set => Set(ConnectionOptions.MaxStaleness, value); }

    /// <summary>Whose writes <see cref="ShardConsistency.Session"/> sees. Default: <see cref="ShardConsistencyScope.DataSource"/>.</summary>
    public ShardConsistencyScope ConsistencyScope { get => Get(ConnectionOptions.ConsistencyScope); set => Set(ConnectionOptions.ConsistencyScope, value); }

    /// <summary>Whether readers see a commit over several shards whole. Default: false, the only value in this version.</summary>
    /// <exception cref="ArgumentException">True needs two-phase commit.</exception>
    public bool AtomicReads { get => Get(ConnectionOptions.AtomicReads); set => Set(ConnectionOptions.AtomicReads, value); }

    /// <summary>Whether callers share sessions to MySQL and MariaDB shards. Default: <see cref="ShardMultiplexing.Off"/>.</summary>
    public ShardMultiplexing Multiplexing { get => Get(ConnectionOptions.Multiplexing); set => Set(ConnectionOptions.Multiplexing, value); }

    /// <summary>Sessions to each shard that are shared at most. Default: 4.</summary>
    public int MultiplexingSessions { get => Get(ConnectionOptions.MultiplexingSessions); set => Set(ConnectionOptions.MultiplexingSessions, value); }

    /// <summary>Reads under way in one shared session at most. Default: 64.</summary>
    public int MultiplexingDepth { get => Get(ConnectionOptions.MultiplexingDepth); set => Set(ConnectionOptions.MultiplexingDepth, value); }

    /// <summary>Whether opening inside a <c>TransactionScope</c> joins it, which this version refuses. Default: true.</summary>
    public bool Enlist { get => Get(ConnectionOptions.Enlist); set => Set(ConnectionOptions.Enlist, value); }

    /// <summary>Whether the connection string of an opened connection shows secrets. Default: false.</summary>
    public bool PersistSecurityInfo { get => Get(ConnectionOptions.PersistSecurityInfo); set => Set(ConnectionOptions.PersistSecurityInfo, value); }

    /// <summary>Seconds a command may take in all; 0 is no limit. Default: 30.</summary>
    public int DefaultCommandTimeout { get => Get(ConnectionOptions.DefaultCommandTimeout); set => Set(ConnectionOptions.DefaultCommandTimeout, value); }

    /// <summary>Sessions kept for each shard although idle. Default: 0.</summary>
    public int MinimumPoolSize { get => Get(ConnectionOptions.MinimumPoolSize); set => Set(ConnectionOptions.MinimumPoolSize, value); }

    /// <summary>Sessions to each shard at most. Default: 100.</summary>
    public int MaximumPoolSize { get => Get(ConnectionOptions.MaximumPoolSize); set => Set(ConnectionOptions.MaximumPoolSize, value); }

    /// <summary>Seconds after which an idle session is closed; 0 keeps it. Default: 180.</summary>
    public int ConnectionIdleTimeout { get => Get(ConnectionOptions.ConnectionIdleTimeout); set => Set(ConnectionOptions.ConnectionIdleTimeout, value); }

    /// <summary>Bytes that a reader may hold back in memory so that another can use its session. Default: 16 MiB.</summary>
    public long ReaderBufferLimit { get => Get(ConnectionOptions.ReaderBufferLimit); set => Set(ConnectionOptions.ReaderBufferLimit, value); }

    /// <summary>Bytes that the merge of one statement may hold in memory; more goes to disk. Default: 256 MiB.</summary>
    public long GatherLimit { get => Get(ConnectionOptions.GatherLimit); set => Set(ConnectionOptions.GatherLimit, value); }

    /// <summary>Bytes that the merge of one statement may hold in temporary files; 0 makes none. Default: 16 GiB.</summary>
    public long SpillLimit { get => Get(ConnectionOptions.SpillLimit); set => Set(ConnectionOptions.SpillLimit, value); }

    /// <summary>The folder of temporary files. Default: empty, the system's own.</summary>
    [AllowNull]
    public string SpillFolder { get => Get(ConnectionOptions.SpillFolder) ?? ""; set => Set(ConnectionOptions.SpillFolder, value); }

    /// <summary>Bytes of plans kept for reuse. Default: 16 MiB.</summary>
    public long PlanCacheSize { get => Get(ConnectionOptions.PlanCacheSize); set => Set(ConnectionOptions.PlanCacheSize, value); }

    /// <summary>Prepared statements kept by each session. Default: 64.</summary>
    public int StatementCacheSize { get => Get(ConnectionOptions.StatementCacheSize); set => Set(ConnectionOptions.StatementCacheSize, value); }

    /// <summary>Characters of the longest text that is parsed. Default: 16,777,216.</summary>
    public int MaxStatementLength { get => Get(ConnectionOptions.MaxStatementLength); set => Set(ConnectionOptions.MaxStatementLength, value); }

    /// <summary>How deep expressions and subqueries may nest. Default: 1000.</summary>
    public int MaxNestingDepth { get => Get(ConnectionOptions.MaxNestingDepth); set => Set(ConnectionOptions.MaxNestingDepth, value); }

    /// <inheritdoc/>
    public override bool IsFixedSize => true;

    /// <summary>Every keyword of ShardClient, set or not.</summary>
    public override ICollection Keys => ConnectionOptions.All.Select(static option => option.Name).ToArray();

    /// <summary>The value of every keyword, in the order of <see cref="Keys"/>; a default where it is not set.</summary>
    public override ICollection Values => ConnectionOptions.All.Select(Get).ToArray();

    /// <summary>The value of a keyword, its default when it is not set. Setting null or an empty text removes it.</summary>
    /// <param name="keyword">Any spelling of it.</param>
    /// <exception cref="ArgumentException">The keyword or the value is not one of ShardClient's.</exception>
    [AllowNull]
    public override object this[string keyword]
    {
        get => Get(Known(keyword))!;
        set
        {
            var option = Known(keyword);
            if (value is null or "")
                base.Remove(option.Name);
            else
                base[option.Name] = option.Write(value);
        }
    }

    /// <summary>True for every keyword of ShardClient, set or not.</summary>
    /// <param name="keyword">Any spelling of it.</param>
    public override bool ContainsKey(string keyword) => Find(keyword) is not null;

    /// <summary>Gives a keyword its default again. True when it was set.</summary>
    /// <param name="keyword">Any spelling of it.</param>
    public override bool Remove(string keyword) => Find(keyword) is { } option && base.Remove(option.Name);

    /// <summary>True when a keyword is set, and so part of the connection string.</summary>
    /// <param name="keyword">Any spelling of it.</param>
    public override bool ShouldSerialize(string keyword) => Find(keyword) is { } option && base.ShouldSerialize(option.Name);

    /// <summary>Reads a keyword, its default when it is not set. False when it is none of ShardClient's.</summary>
    /// <param name="keyword">Any spelling of it.</param>
    /// <param name="value">The value; null when there is neither a value nor a default.</param>
    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value)
    {
        var option = Find(keyword);
        value = option is null ? null : Get(option);
        return option is not null;
    }

    private static ConnectionOption? Find(string keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        return OptionNames.Find(keyword);
    }

    private static ConnectionOption Known(string keyword) => Find(keyword) ?? throw new ArgumentException(OptionNames.Refusal(keyword), nameof(keyword));

    private object? Get(ConnectionOption option) =>
        base.TryGetValue(option.Name, out var text) && option.TryRead((string)text, out var value, out _) ? value : option.DefaultValue;

    private T Get<T>(ConnectionOption<T> option) => (T)Get((ConnectionOption)option)!;

    private void Set<T>(ConnectionOption<T> option, T value) => this[option.Name] = value;
}
