using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>
/// Settings under which MariaDB plans a query otherwise. What it answers may not hang on them; where it does (keys of derived tables that convert what
/// they look up, semijoins that lose rows, groups by an expression of a derived table that ONLY_FULL_GROUP_BY takes for no group), its answer is no oracle.
/// MySQL knows no such statement and stays with its answer.
/// </summary>
internal static class OtherPlans
{
    private const int NotGrouped = 1055;

    private static readonly string[] Switches =
    [
        "derived_with_keys=off", "semijoin=off", "materialization=off", "derived_merge=off", "condition_pushdown_for_derived=off", "split_materialized=off",
    ];

    public static IEnumerable<string> For(Answer expected, string mode) => expected.Error is ShardException { EngineErrorCode: NotGrouped }
        ? [$"sql_mode='{string.Join(',', mode.Split(',').Where(static word => word != "ONLY_FULL_GROUP_BY"))}'"]
        : Switches.Select(static off => $"optimizer_switch='{off}'");
}
