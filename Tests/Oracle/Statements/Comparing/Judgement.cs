using Microsoft.Data.Sqlite;
using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Statements.Comparing;

/// <summary>Errors against errors.</summary>
internal static class Judgement
{
    /// <summary>Why a cluster does not answer what it may decline by name; null when that is not what happened.</summary>
    public static string? Refusal(Answer actual) => actual.Error switch
    {
        // A sharding key takes values of its type only, which plain SQLite does not mind.
        ShardException { ErrorCode: ShardErrorCode.NotSupported or ShardErrorCode.InvalidKeyValue } error => error.Message,
        _ => null,
    };

    /// <summary>The outcome where one side failed at least; null when both answered.</summary>
    public static Outcome? OfErrors(Answer expected, Answer actual)
    {
        if (Refusal(actual) is { } refusal)
            return new Outcome(Verdict.Refused, refusal, expected, actual);
        if (expected.Error is null && actual.Error is null)
            return null;
        if (IsOpen(expected.Error) || IsOpen(actual.Error))
            return new Outcome(Verdict.Open, "", expected, actual);
        if (actual.Error is not null and not ShardException)
            return new Outcome(Verdict.Wrong, $"{actual.Error.GetType().Name} is no ShardException: {actual.Error.Message}", expected, actual);
        if (expected.Error is null)
            return new Outcome(Verdict.Wrong, $"an answer expected, an error got: {actual.Error!.Message}", expected, actual);
        if (actual.Error is null)
            return new Outcome(Verdict.Wrong, $"an error expected ({expected.Error.Message}), an answer got", expected, actual);
        return IsTrouble(actual.Error)
            ? new Outcome(Verdict.Wrong, actual.Error.Message, expected, actual)
            : new Outcome(Verdict.BothFailed, expected.Error.Message, expected, actual);
    }

    /// <summary>What no statement of the oracle may run into.</summary>
    private static bool IsTrouble(Exception error) => error is ShardException
    {
        ErrorCode: ShardErrorCode.Timeout or ShardErrorCode.LimitExceeded or ShardErrorCode.PoolExhausted or ShardErrorCode.LockTimeout,
    };

    /// <summary>
    /// Whether a sum overflows on its way depends on the order of the rows; and the engine refuses some joins, rightly written, once it has
    /// flattened them.
    /// </summary>
    private static bool IsOpen(Exception? error) => error is SqliteException or ShardException
        && (error.Message.Contains("integer overflow", StringComparison.Ordinal)
            || error.Message.Contains("ON clause references tables to its right", StringComparison.Ordinal));
}
