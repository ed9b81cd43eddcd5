using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Showing;

/// <summary>
/// SET on MySQL shards: sessions come from pools and go back to them, so what a session does anyway is accepted, and everything else is refused by name.
/// </summary>
internal static class ServerSettings
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["names"] = ["utf8mb4"],
        ["character_set_client"] = ["utf8mb4"],
        ["character_set_connection"] = ["utf8mb4"],
        ["character_set_results"] = ["utf8mb4"],
        ["autocommit"] = ["1", "on", "true"],
        ["foreign_key_checks"] = ["1", "on", "true"],
        ["unique_checks"] = ["1", "on", "true"],
        ["sql_auto_is_null"] = ["0", "off", "false"],
        ["sql_safe_updates"] = ["0", "off", "false"],
    };

    // What DEFAULT means.
    private static readonly FunctionExpression Servers = new(new Identifier("@@GLOBAL.sql_mode", NameQuotes.Grave), default);

    public static StatementPlan Plan(PlanContext context, SetStatement set)
    {
        var modes = new List<SetItem>();
        foreach (var item in set.Items)
        {
            if (IsMode(item))
                modes.Add(item with { Scope = "SESSION", Value = IsDefault(item.Value) ? Servers : item.Value });
            else
                Check(item);
        }

        return modes.Count == 0 ? new AcceptedPlan() : new ModePlan(context.Text(set with { Items = [.. modes] }));
    }

    private static bool IsDefault(Expression value) => value is LiteralExpression { Kind: LiteralKind.String, Text: var word } && word.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a mode of the connection's own, from what no table and no session of the caller's has.</summary>
    private static bool IsMode(SetItem item) =>
        item.Name.Equals("sql_mode", StringComparison.OrdinalIgnoreCase) && item.Scope is ("" or "SESSION" or "LOCAL")
        && item.Value is (ColumnExpression { Table: null } or LiteralExpression or FunctionExpression) && !NodeFinder<SelectStatement>.IsIn(item.Value);

    private static void Check(SetItem item)
    {
        var holds = item.Scope is "" or "SESSION" or "LOCAL" && Known.TryGetValue(item.Name, out var values)
            && SettingPlanner.ValueOf(item.Value) is { } value && (values.Contains(value, StringComparer.OrdinalIgnoreCase) || value.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase));
        if (!holds)
        {
            throw RefusedException.NotSupported(
                $"SET {item.Name} would change one session, and a cluster's statements use many",
                "Set it on the servers; begin a transaction with BEGIN or BeginTransaction, which takes an isolation level.",
                item.Span);
        }
    }
}
