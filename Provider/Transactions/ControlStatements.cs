using ShardClient.Values;

namespace ShardClient.Transactions;

/// <summary>What is sent to a shard to begin, end and mark its branch, in SQLite's words.</summary>
internal static class ControlStatements
{
    /// <summary>Takes the write lock at once: a reader that turns writer later may find its snapshot too old to continue.</summary>
    public static readonly SessionStatement BeginWrite = new("BEGIN IMMEDIATE", []);

    /// <summary>A snapshot that begins with the first read.</summary>
    public static readonly SessionStatement BeginRead = new("BEGIN DEFERRED", []);

    public static readonly SessionStatement Commit = new("COMMIT", []);

    public static readonly SessionStatement Rollback = new("ROLLBACK", []);

    public static SessionStatement Savepoint(string name) => new($"SAVEPOINT {Quote(name)}", []);

    public static SessionStatement RollbackTo(string name) => new($"ROLLBACK TO {Quote(name)}", []);

    public static SessionStatement Release(string name) => new($"RELEASE {Quote(name)}", []);

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
