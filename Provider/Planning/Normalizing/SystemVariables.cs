using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Normalizing;

/// <summary>A variable of MySQL that the client can answer.</summary>
/// <param name="Value">A constant; null when <paramref name="Input"/> is set.</param>
internal sealed record SystemVariable(string Name, LiteralExpression? Value, InputKind? Input = null)
{
    /// <summary>What SHOW VARIABLES writes for a constant.</summary>
    public string Shown { get; init; } = Value?.Text ?? "";
}

/// <summary><c>@@name</c> and SHOW VARIABLES: what SQLite shards are, in MySQL's words. Programs ask these when they connect.</summary>
internal static class SystemVariables
{
    private static readonly Dictionary<string, SystemVariable> Known = new SystemVariable[]
    {
        Number("auto_increment_increment", "1"),
        Number("auto_increment_offset", "1"),
        Flag("autocommit", true),
        Text("character_set_client", "utf8mb4"),
        Text("character_set_connection", "utf8mb4"),
        Text("character_set_database", "utf8mb4"),
        Text("character_set_results", "utf8mb4"),
        Text("character_set_server", "utf8mb4"),
        Text("collation_connection", "utf8mb4_bin"),
        Text("collation_database", "utf8mb4_bin"),
        Text("collation_server", "utf8mb4_bin"),
        Flag("foreign_key_checks", true),
        Text("init_connect", ""),
        Number("interactive_timeout", "28800"),
        new("last_insert_id", null, InputKind.LastInsertId),
        new("identity", null, InputKind.LastInsertId),
        Text("license", "MIT"),
        Number("lower_case_table_names", "2"),
        Number("net_read_timeout", "30"),
        Number("net_write_timeout", "60"),
        Flag("performance_schema", false),
        Flag("read_only", false),
        Text("sql_mode", "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES"),
        Text("system_time_zone", "UTC"),
        Text("time_zone", "SYSTEM"),
        Text("transaction_isolation", "SERIALIZABLE"),
        Flag("transaction_read_only", false),
        Text("tx_isolation", "SERIALIZABLE"),
        Flag("tx_read_only", false),
        Flag("unique_checks", true),
        new("version", null, InputKind.Version),
        Text("version_comment", "ShardClient over SQLite"),
        Number("wait_timeout", "28800"),
        Number("warning_count", "0"),
        Number("error_count", "0"),
    }.ToDictionary(static variable => variable.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<SystemVariable> All => Known.Values.OrderBy(static variable => variable.Name, StringComparer.Ordinal);

    /// <param name="name">As written: <c>@@name</c>, <c>@@session.name</c>.</param>
    public static SystemVariable? Find(string name)
    {
        var bare = name.AsSpan().TrimStart('@').ToString();
        var dot = bare.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0 && bare[..dot].ToUpperInvariant() is "SESSION" or "LOCAL" or "GLOBAL")
            bare = bare[(dot + 1)..];
        return Known.GetValueOrDefault(bare);
    }

    private static SystemVariable Flag(string name, bool isOn) => Number(name, isOn ? "1" : "0") with { Shown = isOn ? "ON" : "OFF" };

    private static SystemVariable Number(string name, string value) => new(name, new LiteralExpression(LiteralKind.Integer, value));

    private static SystemVariable Text(string name, string value) => new(name, new LiteralExpression(LiteralKind.String, value));
}
