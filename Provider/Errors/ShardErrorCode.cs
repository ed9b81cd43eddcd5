namespace ShardClient;

/// <summary>What went wrong, as a value a program can branch on. Numbers are stable.</summary>
public enum ShardErrorCode
{
    /// <summary>A connection string, cluster file or option is wrong; the message lists every mistake found.</summary>
    InvalidConfiguration = 1001,

    /// <summary>The stored topology and the one that was asked for differ.</summary>
    TopologyMismatch = 1002,

    /// <summary>An endpoint holds another cluster or another shard than the one configured there.</summary>
    EndpointMismatch = 1003,

    /// <summary>A shard cannot be reached: missing, unreadable or damaged.</summary>
    ShardUnavailable = 1004,

    /// <summary>The text is not a statement of the dialect.</summary>
    SyntaxError = 2001,

    /// <summary>A statement names a table that the cluster does not have.</summary>
    UnknownTable = 2002,

    /// <summary>A statement or declaration names a column that the table does not have.</summary>
    UnknownColumn = 2003,

    /// <summary>A table, index or view of that name exists already.</summary>
    AlreadyExists = 2004,

    /// <summary>The construct cannot be answered as one database would, and is refused instead of answered wrongly.</summary>
    NotSupported = 2005,

    /// <summary>A declaration contradicts itself, the cluster file, or what sharding can keep.</summary>
    InvalidDeclaration = 2006,

    /// <summary>A sharding key's value is not of the key column's type.</summary>
    InvalidKeyValue = 2007,

    /// <summary>The text holds a parameter that the collection does not, or the two styles are mixed.</summary>
    InvalidParameter = 2008,

    /// <summary>A transaction, or a statement outside one, would write a second shard under <c>Transaction Mode=Single</c>.</summary>
    SecondShardWritten = 3001,

    /// <summary>Two transactions waited for each other; this one was chosen to fail and may be run again.</summary>
    Deadlock = 3002,

    /// <summary>Waiting for a lock took longer than the deadline.</summary>
    LockTimeout = 3003,

    /// <summary>The transaction has ended, or a failure inside it leaves only a rollback.</summary>
    TransactionAborted = 3004,

    /// <summary>The commit was sent and no answer says whether it happened.</summary>
    OutcomeUnknown = 3005,

    /// <summary>The deadline of the command passed.</summary>
    Timeout = 4001,

    /// <summary>No session became free before the deadline.</summary>
    PoolExhausted = 4002,

    /// <summary>A configured limit (length, depth, memory) was reached.</summary>
    LimitExceeded = 4003,

    /// <summary>A constraint of a table refused the row.</summary>
    ConstraintViolation = 5001,

    /// <summary>The shard's engine reported an error; the inner exception is its own.</summary>
    EngineError = 5002,
}
