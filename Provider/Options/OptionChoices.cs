namespace ShardClient;

/// <summary>What becomes of a table that is created without a declaration: neither SHARD KEY, nor REFERENCE, nor named in the cluster file.</summary>
public enum UndeclaredTablePolicy
{
    /// <summary>It becomes a single table on the default shard.</summary>
    Single,

    /// <summary>Its CREATE TABLE is refused.</summary>
    Refuse,
}

/// <summary>What becomes of a unique key without the sharding key, which no shard can enforce for the whole cluster.</summary>
public enum UniqueKeyPolicy
{
    /// <summary>It is refused with the fix.</summary>
    Refuse,

    /// <summary>It is kept and enforced on each shard by itself.</summary>
    Local,
}

/// <summary>What becomes of a foreign key whose parent row can live on another shard.</summary>
public enum ForeignKeyPolicy
{
    /// <summary>It is refused with the fix.</summary>
    Refuse,

    /// <summary>It is left out of the table.</summary>
    Drop,
}

/// <summary>What a transaction may write.</summary>
public enum ShardTransactionMode
{
    /// <summary>One shard; writing a second one is an error.</summary>
    Single,

    /// <summary>Any shards, committed one after the other: a failure between two commits leaves the first.</summary>
    BestEffort,

    /// <summary>Any shards, atomically. Not available in this version.</summary>
    TwoPhase,
}

/// <summary>Where a column's .NET type comes from on SQLite.</summary>
public enum SqliteTypeSource
{
    /// <summary>From the column's declaration, the same for every row.</summary>
    Declared,

    /// <summary>From each value's storage class, as Microsoft.Data.Sqlite does.</summary>
    Storage,
}

/// <summary>What a CHAR(36) column of a MySQL or MariaDB shard is.</summary>
public enum ServerGuidFormat
{
    /// <summary>A Guid; values that are none are texts.</summary>
    Char36,

    /// <summary>A text. MariaDB's type UUID stays a Guid.</summary>
    None,
}

/// <summary>The reading of what the two dialects spell alike and mean differently.</summary>
public enum ShardSqlDialect
{
    /// <summary>SQLite's.</summary>
    Sqlite,

    /// <summary>MySQL's and MariaDB's.</summary>
    MySql,
}

/// <summary>
/// How new the rows are that a read outside of a transaction sees. On SQLite shards there is one file per shard, and every read sees what was
/// committed before it began: each of these is kept.
/// </summary>
public enum ShardConsistency
{
    /// <summary>What was committed before the read began, by whomever.</summary>
    Strong,

    /// <summary>What this program has written itself (<see cref="ShardConsistencyScope"/>), and nothing older than what it has read.</summary>
    Session,

    /// <summary>Nothing older than <c>Max Staleness</c>.</summary>
    Bounded,

    /// <summary>Any state that was once committed.</summary>
    Eventual,
}

/// <summary>Whose writes <see cref="ShardConsistency.Session"/> sees.</summary>
public enum ShardConsistencyScope
{
    /// <summary>Those of all connections of the data source.</summary>
    DataSource,

    /// <summary>Those of the connection.</summary>
    Connection,
}

/// <summary>Whether callers share sessions to MySQL and MariaDB shards.</summary>
public enum ShardMultiplexing
{
    /// <summary>Each statement that runs has a session for itself.</summary>
    Off,

    /// <summary>Reads of one row by its primary or a unique key, outside transactions, share a few sessions: many are under way in each at once.</summary>
    Reads,
}

/// <summary>When SQLite waits for the disk (<c>PRAGMA synchronous</c>).</summary>
public enum SqliteSynchronousMode
{
    /// <summary>At checkpoints: a committed transaction survives a killed process, and the file a power loss.</summary>
    Normal,

    /// <summary>At each commit: a committed transaction survives a power loss.</summary>
    Full,

    /// <summary>Never: a power loss may damage the file.</summary>
    Off,
}
