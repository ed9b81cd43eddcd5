using System.Data;
using ShardClient.Values;

namespace ShardClient.Transactions;

/// <summary>What is sent to a shard to begin, end and mark its branch, in its engine's words.</summary>
internal static class ControlStatements
{
    // Takes the write lock at once: a reader that turns writer later may find its snapshot too old to continue.
    private static readonly SessionStatement SqliteWrite = Unplanned("BEGIN IMMEDIATE");

    // A snapshot that begins with the first read.
    private static readonly SessionStatement SqliteRead = Unplanned("BEGIN DEFERRED");

    private static readonly SessionStatement MySqlWrite = Unplanned("START TRANSACTION");

    private static readonly SessionStatement MySqlRead = Unplanned("START TRANSACTION READ ONLY");

    public static readonly SessionStatement Commit = Unplanned("COMMIT");

    public static readonly SessionStatement Rollback = Unplanned("ROLLBACK");

    public static SessionStatement Begin(EngineKind engine, bool readOnly) =>
        engine == EngineKind.MySql ? readOnly ? MySqlRead : MySqlWrite : readOnly ? SqliteRead : SqliteWrite;

    /// <summary>What the next transaction of a server's session is to see; null where nothing is to be said.</summary>
    public static SessionStatement? Isolation(EngineKind engine, IsolationLevel? level) => engine != EngineKind.MySql ? null : level switch
    {
        IsolationLevel.ReadUncommitted => Unplanned("SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED"),
        IsolationLevel.ReadCommitted => Unplanned("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"),
        IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => Unplanned("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
        IsolationLevel.Serializable => Unplanned("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"),
        _ => null,
    };

    public static SessionStatement Savepoint(string name) => Unplanned($"SAVEPOINT {Quote(name)}");

    public static SessionStatement RollbackTo(string name) => Unplanned($"ROLLBACK TO SAVEPOINT {Quote(name)}");

    public static SessionStatement Release(string name) => Unplanned($"RELEASE SAVEPOINT {Quote(name)}");

    private static SessionStatement Unplanned(string text) => new(text, []) { IsPlanned = false };

    // Both engines read backticks, and MySQL takes double quotes for a string's.
    private static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
