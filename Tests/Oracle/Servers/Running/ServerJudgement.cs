using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>Errors against errors.</summary>
internal static class ServerJudgement
{
    /// <summary>
    /// Errors of single values (out of range, no number, division by zero): whether a row with one is looked at depends on the plan.
    /// </summary>
    private static readonly int[] OfValues = [1264, 1292, 1365, 1366, 1411, 1441, 1690];

    /// <summary>The outcome where one side failed at least; null when both answered.</summary>
    public static Outcome? OfErrors(Answer expected, Answer actual)
    {
        if (Judgement.Refusal(actual) is { } refusal)
            return new Outcome(Verdict.Refused, refusal, expected, actual);
        if (expected.Error is null && actual.Error is null)
            return null;
        if (actual.Error is not null and not ShardException)
            return new Outcome(Verdict.Wrong, $"{actual.Error.GetType().Name} is no ShardException: {actual.Error.Message}", expected, actual);
        if (expected.Error is not null && actual.Error is not null)
            return new Outcome(Verdict.BothFailed, expected.Error.Message, expected, actual);
        if (IsOfValue(expected.Error) || IsOfValue(actual.Error) || IsLost(expected.Error))
            return new Outcome(Verdict.Open, "", expected, actual);
        return expected.Error is null
            ? new Outcome(Verdict.Wrong, $"an answer expected, an error got: {actual.Error!.Message}", expected, actual)
            : new Outcome(Verdict.Wrong, $"an error expected ({expected.Error.Message}), an answer got", expected, actual);
    }

    /// <summary>MariaDB 10.11 does not find a derived table's column in NOT (... NOT IN (SELECT ... of that column)).</summary>
    private static bool IsLost(Exception? error) => error is ShardException { EngineErrorCode: 1054 };

    private static bool IsOfValue(Exception? error) => error is ShardException { EngineErrorCode: var code } && OfValues.Contains(code);
}
