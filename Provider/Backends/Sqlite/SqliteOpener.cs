using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using ShardClient.Values;
using SQLitePCL;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>Opens and configures sessions; waits while another process holds the file.</summary>
internal static class SqliteOpener
{
    /// <exception cref="ShardException">ShardUnavailable: missing, unreadable, not a database; LockTimeout: locked until the deadline.</exception>
    public static async ValueTask<SqliteSession> OpenAsync(
        SqliteEndpoint endpoint, SqliteSessionOptions options, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (session, code) = TryOpen(endpoint, options, access);
            if (session is not null)
                return session;
            if (!await BusyWait.PauseAsync(attempt, ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
                throw SqliteErrors.LockTimeout(code, endpoint);
        }
    }

    private static (SqliteSession? Session, int Code) TryOpen(SqliteEndpoint endpoint, SqliteSessionOptions options, SessionAccess access)
    {
        DatabaseHandle? database = null;
        try
        {
            // Asked before the steps run: a session that misses one which comes meanwhile is found out by it.
            var version = options.Setup.Version;
            database = options.Setup.IsEmpty ? Open(endpoint, options) : OpenConfigured(endpoint, options);
            SumFunction.Register(database);
            if (access == SessionAccess.Read)
                Run(database, endpoint, "PRAGMA query_only=ON");
            return (new SqliteSession(database, endpoint, access, StoresUtf16(database), options) { SetupVersion = version }, raw.SQLITE_OK);
        }
        catch (SqliteException exception)
        {
            database?.Dispose();
            if (SqliteErrors.IsBusy(exception.SqliteExtendedErrorCode))
                return (null, exception.SqliteExtendedErrorCode);
            throw SqliteErrors.From(exception, endpoint);
        }
        catch (ShardException exception)
        {
            database?.Dispose();
            if (SqliteErrors.IsBusy(exception.EngineErrorCode))
                return (null, exception.EngineErrorCode);
            throw;
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>A database without a file name, for nobody else: https://sqlite.org/inmemorydb.html#temp_db.</summary>
    public static DatabaseHandle OpenNameless(SqliteEndpoint endpoint, SqliteSessionSetup setup)
    {
        if (setup.IsEmpty)
        {
            var code = DatabaseHandle.Open("", raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, out var database);
            if (code == raw.SQLITE_OK)
            {
                MySqlFunctionCalls.Register(database);
                return database;
            }

            using (database)
                throw SqliteErrors.Last(database, endpoint);
        }

        var connection = new SqliteConnection("Data Source=;Pooling=False");
        DatabaseHandle? handle = null;
        try
        {
            connection.Open();
            handle = new DatabaseHandle(connection);
            MySqlFunctionCalls.Register(handle);
            setup.Run(connection);
            return handle;
        }
        catch
        {
            handle?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Straight from the engine: Microsoft.Data.Sqlite would be compiled first in every process that starts.</summary>
    private static DatabaseHandle Open(SqliteEndpoint endpoint, SqliteSessionOptions options)
    {
        var flags = raw.SQLITE_OPEN_READWRITE | (options.Create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = DatabaseHandle.Open(endpoint.Path, flags, out var database);
        try
        {
            if (code != raw.SQLITE_OK)
                throw SqliteErrors.Last(database, endpoint);
            Run(database, endpoint, Pragmas(options));
            MySqlFunctionCalls.Register(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>By way of a connection of Microsoft.Data.Sqlite, which the application's own code configures.</summary>
    private static DatabaseHandle OpenConfigured(SqliteEndpoint endpoint, SqliteSessionOptions options)
    {
        var path = endpoint.Path.Replace("\"", "\"\"", StringComparison.Ordinal);
        var connection = new SqliteConnection($"Data Source=\"{path}\";Pooling=False;Mode={(options.Create ? "ReadWriteCreate" : "ReadWrite")}");
        DatabaseHandle? database = null;
        try
        {
            connection.Open();
            database = new DatabaseHandle(connection);
            Run(database, endpoint, Pragmas(options));
            MySqlFunctionCalls.Register(database);
            options.Setup.Run(connection);
            return database;
        }
        catch
        {
            database?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    private static string Pragmas(SqliteSessionOptions options) =>
        $"PRAGMA busy_timeout=0; PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA synchronous={(int)options.Synchronous}";

    private static void Run(DatabaseHandle database, SqliteEndpoint endpoint, string text)
    {
        if (database.Execute(text) != raw.SQLITE_OK)
            throw SqliteErrors.Last(database, endpoint);
    }

    private static unsafe bool StoresUtf16(DatabaseHandle database)
    {
        _ = StatementHandle.Prepare(database, "PRAGMA encoding"u8, 0, out var statement, out _);
        using (statement)
        {
            if (statement?.Step() != raw.SQLITE_ROW)
                return false;
            var encoding = Marshal.PtrToStringUTF8((nint)sqlite3_column_text(statement.Enter(), 0));
            statement.Leave();
            return encoding != "UTF-8";
        }
    }
}
