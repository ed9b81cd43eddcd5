using ShardClient.Values;

namespace ShardClient.Transactions;

/// <summary>What is sent to a shard to begin, end and mark its branch, in SQLite's words.</summary>
internal static class ControlStatements
{
    /// <summary>Takes the write lock at once: a reader that turns writer later may find its snapshot too old to continue.</summary>
    public static readonly SessionStatement BeginWrite = Unplanned("BEGIN IMMEDIATE");

    /// <summary>A snapshot that begins with the first read.</summary>
    public static readonly SessionStatement BeginRead = Unplanned("BEGIN DEFERRED");

    public static readonly SessionStatement Commit = Unplanned("COMMIT");

    public static readonly SessionStatement Rollback = Unplanned("ROLLBACK");

    public static SessionStatement Savepoint(string name) => Unplanned($"SAVEPOINT {Quote(name)}");

    public static SessionStatement RollbackTo(string name) => Unplanned($"ROLLBACK TO {Quote(name)}");

    public static SessionStatement Release(string name) => Unplanned($"RELEASE {Quote(name)}");

    private static SessionStatement Unplanned(string text) => new(text, []) { IsPlanned = false };

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
