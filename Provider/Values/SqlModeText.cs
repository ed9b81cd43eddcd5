namespace ShardClient.Values;

/// <summary>A server's <c>sql_mode</c> as the server writes it: words with commas between.</summary>
internal static class SqlModeText
{
    // What changes how a text is read, and the names that stand for several of these.
    private static readonly string[] Reading =
    [
        "ANSI_QUOTES", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "HIGH_NOT_PRECEDENCE", "IGNORE_SPACE", "ANSI", "EMPTY_STRING_IS_NULL",
        "ORACLE", "MSSQL", "DB2", "MAXDB", "POSTGRESQL",
    ];

    public static string[] Words(string mode) => mode.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The same mode without what changes how a text is read: under it, the client's own statements mean what they say.</summary>
    public static string WithoutReading(string mode)
    {
        var words = Words(mode);
        var kept = Array.FindAll(words, static word => !Reading.Contains(word, StringComparer.OrdinalIgnoreCase));
        return kept.Length == words.Length ? mode : string.Join(',', kept);
    }
}
