namespace ShardClient.Errors;

/// <summary>What each code means to generic callers: its SQLSTATE and whether running the same again may succeed.</summary>
internal static class ErrorCatalog
{
    /// <summary>SQLSTATE classes as ISO/IEC 9075-2 names them; HY000 where it has none.</summary>
    public static string SqlState(ShardErrorCode code) => code switch
    {
        ShardErrorCode.InvalidConfiguration or ShardErrorCode.TopologyMismatch or ShardErrorCode.EndpointMismatch => "08001",
        ShardErrorCode.ShardUnavailable => "08006",
        ShardErrorCode.SyntaxError => "42000",
        ShardErrorCode.UnknownTable => "42S02",
        ShardErrorCode.UnknownColumn => "42S22",
        ShardErrorCode.AlreadyExists => "42S01",
        ShardErrorCode.NotSupported or ShardErrorCode.SecondShardWritten => "0A000",
        ShardErrorCode.InvalidDeclaration => "42000",
        ShardErrorCode.InvalidKeyValue => "22018",
        ShardErrorCode.InvalidParameter => "07001",
        ShardErrorCode.Deadlock => "40001",
        ShardErrorCode.LockTimeout or ShardErrorCode.TransactionAborted => "40000",
        ShardErrorCode.OutcomeUnknown => "08007",
        ShardErrorCode.Timeout => "57014",
        ShardErrorCode.PoolExhausted => "08004",
        ShardErrorCode.LimitExceeded => "54000",
        ShardErrorCode.ConstraintViolation => "23000",
        _ => "HY000",
    };

    /// <summary>True where nothing was done and trying again is sensible.</summary>
    public static bool IsTransient(ShardErrorCode code) =>
        code is ShardErrorCode.Deadlock or ShardErrorCode.LockTimeout or ShardErrorCode.PoolExhausted;
}
