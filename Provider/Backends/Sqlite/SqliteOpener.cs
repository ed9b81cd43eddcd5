using Microsoft.Data.Sqlite;
using ShardClient.Values;
using SQLitePCL;

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
        var connection = new SqliteConnection(ConnectionString(endpoint, options));
        try
        {
            connection.Open();
            Run(connection, endpoint, $"PRAGMA busy_timeout=0; PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA synchronous={(int)options.Synchronous}");
            SumFunction.Register(connection.Handle!);
            options.Configure?.Invoke(connection);
            if (access == SessionAccess.Read)
                Run(connection, endpoint, "PRAGMA query_only=ON");
            return (new SqliteSession(connection, endpoint, access, StoresUtf16(connection), options), raw.SQLITE_OK);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            if (SqliteErrors.IsBusy(exception.SqliteExtendedErrorCode))
                return (null, exception.SqliteExtendedErrorCode);
            throw SqliteErrors.From(exception, endpoint);
        }
        catch (ShardException exception)
        {
            connection.Dispose();
            if (SqliteErrors.IsBusy(exception.EngineErrorCode))
                return (null, exception.EngineErrorCode);
            throw;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string ConnectionString(SqliteEndpoint endpoint, SqliteSessionOptions options)
    {
        var path = endpoint.Path.Replace("\"", "\"\"", StringComparison.Ordinal);
        return $"Data Source=\"{path}\";Pooling=False;Mode={(options.Create ? "ReadWriteCreate" : "ReadWrite")}";
    }

    private static void Run(SqliteConnection connection, SqliteEndpoint endpoint, string text)
    {
        if (raw.sqlite3_exec(connection.Handle, text) != raw.SQLITE_OK)
            throw SqliteErrors.Last(connection.Handle!, endpoint);
    }

    private static bool StoresUtf16(SqliteConnection connection)
    {
        _ = raw.sqlite3_prepare_v2(connection.Handle, "PRAGMA encoding", out var statement);
        using (statement)
            return raw.sqlite3_step(statement) == raw.SQLITE_ROW && raw.sqlite3_column_text(statement, 0).utf8_to_string() != "UTF-8";
    }
}
