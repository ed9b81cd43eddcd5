using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog;

/// <summary>
/// The names under which <see cref="LogicalSchema"/> keeps what statements mention: a table or view by its own name, a table of
/// information_schema and the rows of <c>pragma_table_info('t')</c> by one that no table can have.
/// </summary>
internal static class LogicalNames
{
    public const string InformationSchema = "information_schema";

    /// <summary>The schemas that a server has of its own.</summary>
    private static readonly string[] OfServers = [InformationSchema, "mysql", "performance_schema", "sys"];

    private const string PragmaPrefix = "pragma_";
    private const char Separator = '\u001F';

    private static readonly Dictionary<string, string[]> PragmaColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["table_info"] = ["cid", "name", "type", "notnull", "dflt_value", "pk"],
        ["table_xinfo"] = ["cid", "name", "type", "notnull", "dflt_value", "pk", "hidden"],
        ["table_list"] = ["schema", "name", "type", "ncol", "wr", "strict"],
        ["index_list"] = ["seq", "name", "unique", "origin", "partial"],
        ["index_info"] = ["seqno", "cid", "name"],
        ["index_xinfo"] = ["seqno", "cid", "name", "desc", "coll", "key"],
        ["foreign_key_list"] = ["id", "seq", "table", "from", "to", "on_update", "on_delete", "match"],
    };

    /// <summary>Describe the library or the session: the same whichever shard answers.</summary>
    private static readonly HashSet<string> OfLibrary = new(StringComparer.OrdinalIgnoreCase)
    {
        "collation_list", "compile_options", "database_list", "encoding", "function_list", "module_list", "pragma_list", "application_id", "user_version",
    };

    public static string Of(ObjectName name) => name.Schema is { } schema && IsOfServer(name)
        ? $"{schema.Name.ToLowerInvariant()}{Separator}{name.Name.Name}"
        : name.Name.Name;

    /// <summary>The name of a pragma function whose arguments are known: its rows are the catalog's. Null for other functions.</summary>
    public static string? Of(TableFunctionReference function)
    {
        if (Pragma(function) is not { } pragma || !PragmaColumns.ContainsKey(pragma))
            return null;
        var name = function.Name.Name.Name;
        foreach (var argument in function.Arguments)
        {
            if (argument is not LiteralExpression { Kind: LiteralKind.String } text)
                return null;
            name += Separator + text.Text;
        }

        return function.Arguments.Count > 0 || pragma.Equals("table_list", StringComparison.OrdinalIgnoreCase) ? name : null;
    }

    /// <summary>A name as metrics and messages show it.</summary>
    public static string Shown(string name) => name.Replace(Separator, '.');

    public static bool IsInformationSchema(ObjectName name) => name.Schema is { } schema && schema.Is(InformationSchema);

    /// <summary>True for a table of a schema that servers have of their own, such as mysql.user.</summary>
    public static bool IsOfServer(ObjectName name) => name.Schema is { } schema && Array.Exists(OfServers, schema.Is);

    /// <summary>The table of information_schema that a name means; null for other names.</summary>
    public static string? InInformationSchema(string name) =>
        name.StartsWith(InformationSchema + Separator, StringComparison.OrdinalIgnoreCase) ? name[(InformationSchema.Length + 1)..] : null;

    /// <summary>The pragma and arguments that a name stands for; null for other names.</summary>
    public static (string Pragma, string[] Arguments)? AsPragma(string name)
    {
        if (!name.StartsWith(PragmaPrefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var parts = name.Split(Separator);
        var pragma = parts[0][PragmaPrefix.Length..];
        return PragmaColumns.ContainsKey(pragma) && (parts.Length > 1 || pragma.Equals("table_list", StringComparison.OrdinalIgnoreCase))
            ? (pragma.ToLowerInvariant(), parts[1..])
            : null;
    }

    /// <summary>The pragma that a table function asks; null for other functions.</summary>
    public static string? Pragma(TableFunctionReference function) =>
        function.Name.Schema is null && function.Name.Name.Name.StartsWith(PragmaPrefix, StringComparison.OrdinalIgnoreCase)
            ? function.Name.Name.Name[PragmaPrefix.Length..]
            : null;

    /// <summary>The columns of a pragma that describes tables; null for other pragmas.</summary>
    public static IReadOnlyList<string>? ColumnsOf(string pragma) => PragmaColumns.GetValueOrDefault(pragma);

    public static bool IsOfLibrary(string pragma) => OfLibrary.Contains(pragma);
}
