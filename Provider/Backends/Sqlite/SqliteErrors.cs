using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>Turns the engine's result codes (https://www.sqlite.org/rescode.html) into errors that say what to do.</summary>
internal static class SqliteErrors
{
    private const int BusySnapshot = raw.SQLITE_BUSY | (2 << 8);

    /// <summary>True when trying again after a pause may succeed. A stale snapshot never does: only a new transaction helps.</summary>
    public static bool IsBusy(int extendedCode) => (extendedCode & 0xFF) == raw.SQLITE_BUSY && extendedCode != BusySnapshot;

    /// <summary>The error of the last call on this handle.</summary>
    public static ShardException Last(DatabaseHandle database, SqliteEndpoint endpoint) => Create(database.ExtendedErrorCode, database.ErrorMessage, endpoint);

    public static ShardException From(SqliteException exception, SqliteEndpoint endpoint) =>
        Create(exception.SqliteExtendedErrorCode, exception.Message, endpoint, exception);

    public static ShardException Create(int extended, string message, SqliteEndpoint endpoint, SqliteException? inner = null)
    {
        inner ??= new SqliteException(message, extended & 0xFF, extended);
        var code = endpoint.IsScratch && (extended & 0xFF) == raw.SQLITE_FULL ? ShardErrorCode.LimitExceeded : Classify(extended, message);
        return new ShardException(code, Problem(code, message, endpoint), Advice(code, extended, endpoint), inner)
        {
            Shard = endpoint.IsScratch ? null : endpoint.Name,
            EngineErrorCode = extended,
            IsSchemaError = IsSchemaError(extended, message),
        };
    }

    public static ShardException LockTimeout(int extended, SqliteEndpoint endpoint) => new(
        ShardErrorCode.LockTimeout,
        $"Shard '{endpoint.Name}' stayed locked by another connection until the command's deadline.",
        "End the other transaction or raise CommandTimeout, then run it again.",
        new SqliteException("database is locked", extended & 0xFF, extended))
    {
        Shard = endpoint.Name,
        EngineErrorCode = extended,
    };

    public static ShardException Stale(SqliteEndpoint endpoint) => new(
        ShardErrorCode.EngineError,
        $"The schema of shard '{endpoint.Name}' changed after the statement was planned; nothing was written.",
        "Run it again.",
        new SqliteException("the schema has changed", raw.SQLITE_SCHEMA, raw.SQLITE_SCHEMA))
    {
        Shard = endpoint.Name,
        EngineErrorCode = raw.SQLITE_SCHEMA,
        IsSchemaError = true,
        IsStale = true,
    };

    public static ShardException Timeout(SqliteEndpoint endpoint) => new(
        ShardErrorCode.Timeout,
        $"The statement still ran on shard '{endpoint.Name}' when the command's deadline passed, and was stopped.",
        "Raise CommandTimeout, or give the engine an index to work with.",
        new SqliteException("interrupted", raw.SQLITE_INTERRUPT, raw.SQLITE_INTERRUPT))
    {
        Shard = endpoint.Name,
        EngineErrorCode = raw.SQLITE_INTERRUPT,
    };

    private static ShardErrorCode Classify(int extended, string message) => (extended & 0xFF) switch
    {
        _ when extended == BusySnapshot => ShardErrorCode.Deadlock,
        raw.SQLITE_CONSTRAINT => ShardErrorCode.ConstraintViolation,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ShardErrorCode.LockTimeout,
        raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR or raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => ShardErrorCode.ShardUnavailable,
        raw.SQLITE_TOOBIG or raw.SQLITE_NOMEM => ShardErrorCode.LimitExceeded,
        raw.SQLITE_ERROR => ClassifyMessage(message),
        _ => ShardErrorCode.EngineError,
    };

    // SQLITE_ERROR says everything in its text; the texts have been the same for many versions.
    private static ShardErrorCode ClassifyMessage(string message)
    {
        if (Has(message, "no such table"))
            return ShardErrorCode.UnknownTable;
        if (Has(message, "no such column") || Has(message, "has no column named"))
            return ShardErrorCode.UnknownColumn;
        if (message.EndsWith("already exists", StringComparison.Ordinal) || Has(message, "already exists:"))
            return ShardErrorCode.AlreadyExists;
        if (message.EndsWith("syntax error", StringComparison.Ordinal) || Has(message, "incomplete input") || Has(message, "unrecognized token"))
            return ShardErrorCode.SyntaxError;
        return ShardErrorCode.EngineError;
    }

    private static bool IsSchemaError(int extended, string message) => (extended & 0xFF) switch
    {
        raw.SQLITE_SCHEMA => true,
        raw.SQLITE_ERROR => ClassifyMessage(message) is ShardErrorCode.UnknownTable or ShardErrorCode.UnknownColumn
            || Has(message, "no such index")
            || (Has(message, "has ") && Has(message, "columns but")),
        _ => false,
    };

    private static bool Has(string message, string part) => message.Contains(part, StringComparison.Ordinal);

    private static string Problem(ShardErrorCode code, string message, SqliteEndpoint endpoint) => code switch
    {
        _ when endpoint.IsScratch => $"The statement over the rows gathered from the shards failed: {message}.",
        ShardErrorCode.ShardUnavailable => $"Shard '{endpoint.Name}' cannot be used: its file '{endpoint.FileName}' says '{message}'.",
        ShardErrorCode.ConstraintViolation => $"Shard '{endpoint.Name}' refused the row: {message}.",
        _ => $"Shard '{endpoint.Name}' answered: {message}.",
    };

    private static string Advice(ShardErrorCode code, int extended, SqliteEndpoint endpoint) => (extended & 0xFF) switch
    {
        _ when code == ShardErrorCode.Deadlock => "Another connection has written since this transaction began to read: roll back and run it again.",
        raw.SQLITE_LOCKED => "Close the readers that are still open on this transaction, then run it again.",
        raw.SQLITE_BUSY => "End the other transaction or raise CommandTimeout, then run it again.",
        raw.SQLITE_CANTOPEN when !File.Exists(endpoint.Path) => "The file does not exist: check the path, or create the cluster first.",
        raw.SQLITE_CANTOPEN => "Check that it is a file and that this user may read and write it and its folder.",
        raw.SQLITE_NOTADB => "It is not a SQLite database, or it is encrypted: check the path.",
        raw.SQLITE_CORRUPT => "The file is damaged: restore it from a backup.",
        raw.SQLITE_IOERR => "Check the disk and the file's permissions.",
        raw.SQLITE_READONLY => "Check that this user may write the file and its folder, and that a write is not sent as a read.",
        raw.SQLITE_FULL when endpoint.IsScratch => "Narrow the statement (WHERE, fewer columns), raise Gather Limit or Spill Limit in the connection string, or free space in the Spill Folder.",
        raw.SQLITE_FULL => "The disk is full: free some space and run it again.",
        _ => "",
    };
}
