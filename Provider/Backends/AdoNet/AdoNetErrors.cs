using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Data.Sqlite;
using ShardClient.Backends.MySql;
using ShardClient.Backends.Sqlite;

namespace ShardClient.Backends.AdoNet;

/// <summary>Turns what a driver throws into errors that say what to do: by the engine's own number, which drivers for MySQL give in <see cref="Exception.Data"/>.</summary>
internal static class AdoNetErrors
{
    private const int QueryInterrupted = 1317;
    private const int CommandTimeoutExpired = -1;
    private const int SqliteInterrupt = 9;
    private const string NumberKey = "Server Error Code";

    /// <summary>True for what a driver may throw for reasons outside the program.</summary>
    public static bool IsDrivers(Exception failure) => failure is DbException or IOException or SocketException or AuthenticationException or TimeoutException
        or InvalidOperationException or NotSupportedException or FormatException or InvalidCastException or OperationCanceledException or OverflowException;

    /// <summary>True when the statement was stopped before its end, from wherever.</summary>
    public static bool IsStopped(Exception failure) => failure is OperationCanceledException or TimeoutException
        || Number(failure) is QueryInterrupted or CommandTimeoutExpired
        || failure is SqliteException { SqliteErrorCode: SqliteInterrupt };

    /// <summary>True when the driver's own clock stopped the statement.</summary>
    public static bool IsTimeout(Exception failure) => Number(failure) == CommandTimeoutExpired || failure is TimeoutException;

    public static int Number(Exception failure) => failure is DbException && failure.Data[NumberKey] is int number ? number : 0;

    /// <param name="isLost">The connection did not outlive the failure.</param>
    public static ShardException From(Exception failure, AdoNetEndpoint endpoint, bool isLost) => failure switch
    {
        ShardException known => known,
        SqliteException sqlite => SqliteErrors.Create(sqlite.SqliteExtendedErrorCode, EnginesOwn(sqlite.Message), new SqliteEndpoint(endpoint.Shard, endpoint.Name, endpoint.Driver), sqlite),
        DbException database when Number(database) > 0 => MySqlErrors.Create(Number(database), database.SqlState ?? "HY000", database.Message, endpoint.Name, endpoint.Driver, database),
        _ when isLost => Unavailable(failure, endpoint),
        _ => new ShardException(ShardErrorCode.EngineError, $"Shard '{endpoint.Name}': {endpoint.Driver} says '{failure.Message}'.", "", failure) { Shard = endpoint.Name },
    };

    // "SQLite Error 1: 'no such table: t'."
    private static string EnginesOwn(string message)
    {
        var (start, end) = (message.IndexOf('\'', StringComparison.Ordinal), message.LastIndexOf('\''));
        return start < end ? message[(start + 1)..end] : message;
    }

    public static ShardException Unavailable(Exception failure, AdoNetEndpoint endpoint) => new(
        ShardErrorCode.ShardUnavailable,
        $"Shard '{endpoint.Name}' cannot be used: {endpoint.Driver} says '{failure.Message}'.",
        "Check that the server runs and that the endpoint's connection string is right.",
        failure)
    {
        Shard = endpoint.Name,
    };

    public static ShardException Timeout(AdoNetEndpoint endpoint, Exception? inner = null) => new(
        ShardErrorCode.Timeout,
        $"The statement still ran on shard '{endpoint.Name}' when the command's deadline passed, and was stopped.",
        "Raise CommandTimeout, or give the engine an index to work with.",
        inner)
    {
        Shard = endpoint.Name,
        EngineErrorCode = inner is null ? 0 : Math.Max(0, Number(inner)),
    };

    public static ShardException Refused(AdoNetEndpoint endpoint, ShardErrorCode code, string problem, string advice) =>
        new(code, $"Shard '{endpoint.Name}': {problem}", advice) { Shard = endpoint.Name };
}
