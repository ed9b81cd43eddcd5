using System.Globalization;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Showing;

/// <summary>
/// USE and SET: what SQLite shards do anyway is accepted, everything else is refused by name, because a setting that is silently not kept is
/// a wrong answer later.
/// </summary>
internal static class SettingPlanner
{
    private static readonly Dictionary<string, (Func<string, bool> Accepts, string Advice)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["names"] = (IsUtf8, "Texts are UTF-8."),
        ["character_set_client"] = (IsUtf8, "Texts are UTF-8."),
        ["character_set_connection"] = (IsUtf8, "Texts are UTF-8."),
        ["character_set_results"] = (IsUtf8, "Texts are UTF-8."),
        ["collation_connection"] = (static value => value.StartsWith("utf8", StringComparison.OrdinalIgnoreCase), "Columns say their own collation."),
        ["autocommit"] = (IsOn, "Begin a transaction: BEGIN, or BeginTransaction."),
        ["foreign_key_checks"] = (IsOn, "Foreign keys are always checked; load parents first."),
        ["unique_checks"] = (IsOn, "Unique keys are always checked."),
        ["sql_mode"] = (IsMode, "SQLite keeps what it is given; declare tables STRICT, or check in the application."),
        ["time_zone"] = (static value => value.ToUpperInvariant() is "SYSTEM" or "UTC" or "+00:00" or "-00:00", "Moments are UTC."),
        ["transaction_isolation"] = (IsLevel, "Transactions are serializable, which is stricter than every other level."),
        ["tx_isolation"] = (IsLevel, "Transactions are serializable, which is stricter than every other level."),
        ["transaction_read_only"] = (IsOff, "Say START TRANSACTION READ ONLY."),
        ["tx_read_only"] = (IsOff, "Say START TRANSACTION READ ONLY."),
        ["sql_auto_is_null"] = (IsOff, "Leave it out."),
        ["sql_safe_updates"] = (IsOff, "Leave it out."),
        ["wait_timeout"] = (IsNumber, "A number is expected."),
        ["interactive_timeout"] = (IsNumber, "A number is expected."),
        ["net_read_timeout"] = (IsNumber, "A number is expected."),
        ["net_write_timeout"] = (IsNumber, "A number is expected."),
    };

    private static readonly string[] Modes = ["", "ANSI_QUOTES", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "IGNORE_SPACE", "NO_ENGINE_SUBSTITUTION", "NO_AUTO_CREATE_USER"];

    public static AcceptedPlan Plan(PlanContext context, UseStatement use) => use.Database.Is(context.Topology.Name)
        ? new AcceptedPlan()
        : throw RefusedException.NotSupported($"The cluster's only database is {context.Topology.Name}, not {use.Database.Name}", "Open the other cluster with a connection of its own.", use.Span);

    public static AcceptedPlan Plan(SetStatement set)
    {
        foreach (var item in set.Items)
            Check(item);
        return new AcceptedPlan();
    }

    private static void Check(SetItem item)
    {
        if (item.Name.StartsWith('@'))
            throw RefusedException.NotSupported($"SET {item.Name}: user variables are not supported", "Keep the value in the application and pass it as a parameter.", item.Span);
        if (item.Scope is "GLOBAL" or "PERSIST" or "PERSIST_ONLY")
            throw RefusedException.NotSupported($"SET {item.Scope} {item.Name}: the cluster has no settings of a server", "Use the keys of the connection string.", item.Span);
        if (!Known.TryGetValue(item.Name, out var setting))
            throw RefusedException.NotSupported($"SET {item.Name}: the cluster's sessions have no such setting", "Leave it out; the connection string has the settings that there are.", item.Span);
        if (ValueOf(item.Value) is not { } value || !setting.Accepts(value))
            throw RefusedException.NotSupported($"SET {item.Name} to this value is not what SQLite shards do", setting.Advice, item.Span);
    }

    /// <summary>The text of a constant; null for other expressions.</summary>
    internal static string? ValueOf(Expression value) => value switch
    {
        LiteralExpression { Kind: LiteralKind.True } => "1",
        LiteralExpression { Kind: LiteralKind.False } => "0",
        LiteralExpression { Kind: LiteralKind.Null } => "NULL",
        LiteralExpression literal => literal.Text,
        ColumnExpression { Table: null } word => word.Column.Name,
        _ => null,
    };

    private static bool IsUtf8(string value) => value.ToUpperInvariant() is "UTF8" or "UTF8MB3" or "UTF8MB4" or "DEFAULT" or "NULL";

    private static bool IsOn(string value) => value.ToUpperInvariant() is "1" or "ON" or "TRUE" or "DEFAULT";

    private static bool IsOff(string value) => value.ToUpperInvariant() is "0" or "OFF" or "FALSE" or "DEFAULT";

    private static bool IsNumber(string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) || IsDefault(value);

    private static bool IsDefault(string value) => value.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase);

    private static bool IsLevel(string value) =>
        value.ToUpperInvariant() is "READ-UNCOMMITTED" or "READ-COMMITTED" or "REPEATABLE-READ" or "SERIALIZABLE" or "DEFAULT";

    /// <summary>Modes that SQLite's dialect has by itself.</summary>
    private static bool IsMode(string value) => IsDefault(value) || Array.TrueForAll(value.ToUpperInvariant().Split(','), static mode => Modes.Contains(mode.Trim()));
}
