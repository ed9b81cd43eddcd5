namespace ShardClient.Tests.Oracle.Statements.Running;

internal enum Verdict
{
    /// <summary>Both gave the same answer.</summary>
    Same,

    /// <summary>Both refused it as an error.</summary>
    BothFailed,

    /// <summary>The cluster does not support it, and says so.</summary>
    Refused,

    /// <summary>The engine leaves open whether it fails (a sum that overflows on its way).</summary>
    Open,

    /// <summary>The plain database gives another answer by another plan, and that is the cluster's.</summary>
    Disputed,

    /// <summary>Too much work for a test.</summary>
    TooMuch,

    /// <summary>The answers differ.</summary>
    Wrong,
}

/// <summary>What came of a statement.</summary>
/// <param name="Problem">What is wrong, or why it was refused.</param>
internal sealed record Outcome(Verdict Verdict, string Problem, Answer? Expected, Answer? Actual)
{
    public static readonly Outcome Same = new(Verdict.Same, "", null, null);

    /// <summary>The same, seen on the cluster of that number.</summary>
    public Outcome On(int cluster) => cluster == 0 ? this : this with { Problem = $"on another slot map: {Problem}" };

    public bool IsWrong => Verdict == Verdict.Wrong;

    /// <summary>What the minimiser must keep: rows stay rows, errors stay the same error.</summary>
    public string Kind => Actual?.Error is { } error ? $"{error.GetType().Name} {(error as ShardException)?.ErrorCode}" : Expected?.Error is null ? "rows" : "no error";
}
