using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>
/// Ways to make MariaDB plan a query otherwise. What it answers may not hang on them; where it does (keys of derived tables that convert what they look up,
/// semijoins that lose rows, OFFSET over one row that is DISTINCT by its constants, groups by an expression of a derived table that ONLY_FULL_GROUP_BY takes
/// for no group), its answer is no oracle. MySQL does not know SET STATEMENT and stays with its answer.
/// </summary>
internal static class OtherPlans
{
    private const int NotGrouped = 1055;
    private const string Distinct = "SELECT DISTINCT ";
    private const string AllDistinct = "SELECT SQL_CALC_FOUND_ROWS DISTINCT ";

    private static readonly string[] Switches =
    [
        "derived_with_keys=off", "semijoin=off", "materialization=off", "derived_merge=off", "condition_pushdown_for_derived=off", "split_materialized=off",
    ];

    /// <returns>What is otherwise, and the text that says so.</returns>
    public static IEnumerable<(string Way, string Text)> For(string text, Answer expected, string mode)
    {
        if (expected.Error is ShardException { EngineErrorCode: NotGrouped })
            return [With($"sql_mode='{string.Join(',', mode.Split(',').Where(static word => word != "ONLY_FULL_GROUP_BY"))}'", text)];
        var others = Switches.Select(off => With($"optimizer_switch='{off}'", text));
        return text.StartsWith(Distinct, StringComparison.Ordinal) ? others.Append((AllDistinct, AllDistinct + text[Distinct.Length..])) : others;
    }

    private static (string Way, string Text) With(string setting, string text) => (setting, $"SET STATEMENT {setting} FOR {text}");
}
