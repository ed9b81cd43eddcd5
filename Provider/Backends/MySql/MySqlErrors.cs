using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>Turns a server's error numbers (MySQL Server Error Reference; MariaDB Knowledge Base, "MariaDB Error Codes") into errors that say what to do.</summary>
internal static class MySqlErrors
{
    public const int UnsupportedByPrepare = 1295;
    public const int UnknownStatement = 1243;

    /// <summary>LOAD DATA LOCAL INFILE by a server that does not take it: as MySQL, MariaDB and older ones of both say it.</summary>
    public const int LocalInfileDisabled = 3948;
    public const int LocalInfileRefused = 4166;
    public const int NotAllowed = 1148;

    private const int QueryInterrupted = 1317;

    private const string UnknownWhetherItRan = "Whether the statement ran is not known.";

    public static ShardException Create(in ErrPacket error, MySqlEndpoint endpoint) =>
        Create(error.Code, error.SqlState, error.Message, endpoint.Name, endpoint.Address.ToString());

    /// <param name="address">The server, or who brought its answer.</param>
    /// <param name="inner">The exception of a driver that is not ours.</param>
    public static ShardException Create(int number, string sqlState, string message, string shard, string address, Exception? inner = null)
    {
        var code = Classify(number, sqlState);
        return new ShardException(code, Problem(code, number, message, shard, address), Advice(number), inner)
        {
            Shard = shard,
            EngineErrorCode = number,
            EngineSqlState = sqlState,
            IsSchemaError = IsSchemaError(number),
        };
    }

    /// <summary>The same error, with the shard's name.</summary>
    /// <param name="isUnanswered">The statement was sent, and the connection ended before its answer.</param>
    public static ShardException Located(ShardException error, MySqlEndpoint endpoint, bool isUnanswered = false) => error.Shard is not null
        ? error
        : new ShardException(error.ErrorCode, $"Shard '{endpoint.Name}' at {endpoint.Address}: {error.Message}", isUnanswered ? UnknownWhetherItRan : "", error.InnerException)
        {
            Shard = endpoint.Name,
            EngineErrorCode = error.EngineErrorCode,
            EngineSqlState = error.EngineSqlState,
            IsUnanswered = isUnanswered,
        };

    /// <summary>The deadline of a command passed before there was a session to send it over.</summary>
    public static ShardException NoSessionInTime(MySqlEndpoint endpoint, Exception? inner = null) => new(
        ShardErrorCode.Timeout,
        $"Shard '{endpoint.Name}': the server at {endpoint.Address} gave no session before the command's deadline passed; nothing was sent.",
        "Check that it runs and that nothing on the way drops packets, or raise CommandTimeout.",
        inner)
    {
        Shard = endpoint.Name,
    };

    public static ShardException ConnectTimeout(MySqlEndpoint endpoint, Exception? inner = null) => new(
        ShardErrorCode.ShardUnavailable,
        $"Shard '{endpoint.Name}': the server at {endpoint.Address} did not answer in {endpoint.ConnectTimeout.TotalSeconds:0.#} s.",
        "Check that it runs and that nothing on the way drops packets, or raise its Connect Timeout.",
        inner)
    {
        Shard = endpoint.Name,
    };

    public static ShardException Timeout(MySqlEndpoint endpoint, Exception? inner = null) => new(
        ShardErrorCode.Timeout,
        $"The statement still ran on shard '{endpoint.Name}' when the command's deadline passed, and was stopped.",
        "Raise CommandTimeout, or give the engine an index to work with.",
        inner)
    {
        Shard = endpoint.Name,
        EngineErrorCode = QueryInterrupted,
    };

    /// <summary>The connection was given up at the deadline, because the server did not even heed a KILL.</summary>
    public static ShardException UnansweredInTime(MySqlEndpoint endpoint, Exception? inner = null) => new(
        ShardErrorCode.Timeout,
        $"The server of shard '{endpoint.Name}' at {endpoint.Address} did not answer before the command's deadline passed, nor heed the request to stop. {UnknownWhetherItRan}",
        "Check that it runs and that nothing on the way drops packets.",
        inner)
    {
        Shard = endpoint.Name,
        IsUnanswered = true,
    };

    public static ShardException Busy(MySqlEndpoint endpoint) => new(
        ShardErrorCode.NotSupported,
        $"A session of shard '{endpoint.Name}' was asked to run a statement while the rows of another are being read from it.",
        "Read the rows to their end first, or use another session.")
    {
        Shard = endpoint.Name,
    };

    public static ShardException Refused(MySqlEndpoint endpoint, ShardErrorCode code, string problem, string advice) =>
        new(code, $"Shard '{endpoint.Name}': {problem}", advice) { Shard = endpoint.Name };

    private static ShardErrorCode Classify(int code, string sqlState) => code switch
    {
        1213 or 1614 => ShardErrorCode.Deadlock,
        1205 or 3572 => ShardErrorCode.LockTimeout,
        1064 or 1149 => ShardErrorCode.SyntaxError,
        1146 or 1051 => ShardErrorCode.UnknownTable,
        1054 => ShardErrorCode.UnknownColumn,
        1050 or 1061 or 1007 => ShardErrorCode.AlreadyExists,
        QueryInterrupted or 1969 or 3024 => ShardErrorCode.Timeout,
        1040 or 1203 or 1226 => ShardErrorCode.PoolExhausted,
        1153 or 1301 or 1461 => ShardErrorCode.LimitExceeded,
        1042 or 1044 or 1045 or 1049 or 1129 or 1130 or 1698 or 4151 => ShardErrorCode.ShardUnavailable,
        _ when ErrPacket.EndsConnection(code) => ShardErrorCode.ShardUnavailable,
        _ when sqlState.StartsWith("23", StringComparison.Ordinal) || code is 3819 or 4025 or 1048 or 1364 => ShardErrorCode.ConstraintViolation,
        _ => ShardErrorCode.EngineError,
    };

    private static bool IsSchemaError(int code) => code is 1146 or 1051 or 1054 or 1136 or 1058 or 1072 or 1091 or 1176;

    private static string Problem(ShardErrorCode code, int number, string message, string shard, string address) => code switch
    {
        ShardErrorCode.ShardUnavailable => $"Shard '{shard}' cannot be used: {address} says '{message}' ({number}).",
        ShardErrorCode.ConstraintViolation => $"Shard '{shard}' refused the row: {message} ({number}).",
        _ => $"Shard '{shard}' answered: {message} ({number}).",
    };

    private static string Advice(int code) => code switch
    {
        1044 or 1045 or 1698 => "Check user, password and grants of the endpoint.",
        1049 => "Check the endpoint's Database, or create it.",
        1040 or 1203 or 1226 => "Lower Maximum Pool Size, or raise max_connections on the server.",
        1129 or 1130 => "The server does not take connections from this host: check its users and its log.",
        1205 => "End the other transaction or raise innodb_lock_wait_timeout, then run it again.",
        1213 or 1614 => "Roll back and run it again.",
        1153 or 1301 => "Raise max_allowed_packet on the server.",
        1461 => "Lower Statement Cache Size, or raise max_prepared_stmt_count on the server.",
        1290 or 1792 or 1836 => "The server only reads: send writes to the primary.",
        _ => "",
    };
}
