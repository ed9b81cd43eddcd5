using System.Collections.Frozen;
using ShardClient.Values;

namespace ShardClient.Sql.Dialects;

/// <summary>
/// What to write instead of functions of the other dialect that have no faithful translation. It is looked up once the engine has said that it has no such
/// function: one that the application has made is never in the way.
/// </summary>
internal static class MissingFunctions
{
    private const string Own = "Compute it in the application, or give the sessions a function of that name: ShardDataSourceBuilder.ConfigureSqliteSession.";
    private const string Spread = "Compute it from SUM(x), SUM(x * x) and COUNT(x).";
    private const string SqliteMark = "no such function: ";
    private const string ServerStart = "FUNCTION ";
    private const string ServerEnd = " does not exist";

    /// <summary>MySQL's, on SQLite shards.</summary>
    public static IReadOnlyDictionary<string, string> OnSqlite { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ANY_VALUE"] = "Write MIN(x), or group by it.",
        ["BIT_AND"] = Own,
        ["BIT_OR"] = Own,
        ["BIT_XOR"] = Own,
        ["CONV"] = Own,
        ["CONVERT_TZ"] = "Keep moments in UTC, and convert them in the application.",
        ["CRC32"] = Own,
        ["FROM_BASE64"] = "Send the bytes as a parameter.",
        ["JSON_ARRAYAGG"] = "Write json_group_array(x); servers write a blank behind each comma.",
        ["JSON_CONTAINS"] = "Write EXISTS (SELECT 1 FROM json_each(x) WHERE value = ...).",
        ["JSON_KEYS"] = "Write SELECT json_group_array(key) FROM json_each(x).",
        ["JSON_LENGTH"] = "Write json_array_length(x) of an array.",
        ["JSON_OBJECTAGG"] = "Write json_group_object(k, v); servers write a blank behind each comma.",
        ["JSON_UNQUOTE"] = "Write x ->> path, where true is 1 and null is NULL.",
        ["JSON_VALUE"] = "Write x ->> path, where true is 1 and null is NULL.",
        ["REGEXP"] = Own,
        ["REGEXP_INSTR"] = Own,
        ["REGEXP_LIKE"] = Own,
        ["REGEXP_REPLACE"] = Own,
        ["REGEXP_SUBSTR"] = Own,
        ["SLEEP"] = "Wait in the application.",
        ["STD"] = Spread,
        ["STDDEV"] = Spread,
        ["STDDEV_POP"] = Spread,
        ["STDDEV_SAMP"] = Spread,
        ["STRCMP"] = "Write CASE WHEN a < b THEN -1 WHEN a > b THEN 1 WHEN a = b THEN 0 END.",
        ["STR_TO_DATE"] = "Send the moment as a parameter.",
        ["TIME_FORMAT"] = "Write DATE_FORMAT of a date and time.",
        ["UUID"] = "Send Guid.NewGuid() as a parameter.",
        ["VARIANCE"] = Spread,
        ["VAR_POP"] = Spread,
        ["VAR_SAMP"] = Spread,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>SQLite's, on MySQL shards.</summary>
    public static IReadOnlyDictionary<string, string> OnServers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["JSON_ARRAY_LENGTH"] = "Write JSON_LENGTH(x), which also counts the members of an object.",
        ["JSON_GROUP_ARRAY"] = "Write JSON_ARRAYAGG(x); servers write a blank behind each comma.",
        ["JSON_GROUP_OBJECT"] = "Write JSON_OBJECTAGG(k, v); servers write a blank behind each comma.",
        ["JSON_PATCH"] = "Write JSON_MERGE_PATCH(x, y).",
        ["PRINTF"] = "Format it in the application, or use CONCAT and LPAD.",
        ["RANDOM"] = "Write RAND(), a number from 0 to 1, which both engines know.",
        ["RANDOMBLOB"] = "Send the bytes as a parameter.",
        ["SQLITE_VERSION"] = "Write VERSION(), which both engines know.",
        ["TOTAL_CHANGES"] = "Add up what each command says.",
        ["TYPEOF"] = "A server's value has the type of its column.",
        ["ZEROBLOB"] = "Send the bytes as a parameter.",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The function that the engine lacks, and what to write; null for any other error.</summary>
    public static (string Name, string Advice)? Of(string problem, EngineKind engine)
    {
        var (name, known) = engine == EngineKind.MySql ? (OfServer(problem), OnServers) : (OfSqlite(problem), OnSqlite);
        return name is not null && known.TryGetValue(name, out var advice) ? (name.ToUpperInvariant(), advice) : null;
    }

    private static string? OfSqlite(string problem)
    {
        var at = problem.IndexOf(SqliteMark, StringComparison.Ordinal);
        return at < 0 ? null : Word(problem, at + SqliteMark.Length);
    }

    /// <summary>FUNCTION database.name does not exist.</summary>
    private static string? OfServer(string problem)
    {
        var end = problem.IndexOf(ServerEnd, StringComparison.Ordinal);
        var start = end < 0 ? -1 : problem.LastIndexOf(ServerStart, end, StringComparison.Ordinal);
        var dot = start < 0 ? -1 : problem.IndexOf('.', start);
        return dot < 0 || dot > end ? null : Word(problem, dot + 1);
    }

    private static string Word(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return text[start..end];
    }
}
