using System.Collections.Frozen;
using ShardClient.Sql.Syntax;
using ShardClient.Values.MySql;

namespace ShardClient.Planning.Selecting;

/// <summary>Which calls are aggregates, which window functions, which ordinary functions the engine has.</summary>
internal static class AggregateFunctions
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            "count", "sum", "total", "avg", "min", "max", "group_concat", "string_agg", "json_group_array", "json_group_object",
            "jsonb_group_array", "jsonb_group_object", "median", "percentile", "percentile_cont", "percentile_disc",
            // Those of Entity Framework Core's sessions: of decimals kept as text.
            "ef_sum", "ef_avg", "ef_min", "ef_max",
            // Those of MySQL, which SQLite does not have.
            "bit_and", "bit_or", "bit_xor", "std", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp", "json_arrayagg", "json_objectagg", "st_collect",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Scalars = FrozenSet.ToFrozenSet(
        [
            "abs", "changes", "char", "coalesce", "concat", "concat_ws", "format", "glob", "hex", "if", "ifnull", "iif", "instr", "last_insert_rowid",
            "length", "like", "likelihood", "likely", "lower", "ltrim", "max", "min", "nullif", "octet_length", "printf", "quote", "random", "randomblob",
            "replace", "round", "rtrim", "sign", "soundex", "sqlite_source_id", "sqlite_version", "substr", "substring", "total_changes", "trim", "typeof",
            "unhex", "unicode", "unistr", "unlikely", "upper", "zeroblob", "date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff",
            "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "ceiling", "cos", "cosh", "degrees", "exp", "floor", "ln", "log", "log10",
            "log2", "mod", "pi", "pow", "power", "radians", "sin", "sinh", "sqrt", "tan", "tanh", "trunc",
            "json", "jsonb", "json_array", "jsonb_array", "json_array_length", "json_error_position", "json_extract", "jsonb_extract", "json_insert",
            "jsonb_insert", "json_object", "jsonb_object", "json_patch", "jsonb_patch", "json_pretty", "json_remove", "jsonb_remove", "json_replace",
            "jsonb_replace", "json_set", "jsonb_set", "json_type", "json_valid", "json_quote", "regexp", "match",
            "ef_add", "ef_compare", "ef_divide", "ef_mod", "ef_multiply", "ef_negate",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool Is(FunctionExpression call)
    {
        if (call.Over is not null || !Names.Contains(call.Name.Name))
            return false;
        return !(call.Name.Is("min") || call.Name.Is("max")) || call.Arguments.Count == 1;
    }

    /// <summary>An ordinary function of the engine; others may be aggregates that the application made.</summary>
    public static bool IsKnownScalar(FunctionExpression call) => Scalars.Contains(call.Name.Name) || MySqlFunctions.IsKnown(call.Name.Name);

    public static bool Any<T>(NodeList<T> nodes)
        where T : Node
    {
        if (nodes.Count == 0)
            return false;
        var finder = new Finder();
        finder.VisitAll(nodes);
        return finder.FoundAggregate;
    }

    public static bool HasWindow(SelectCore core)
    {
        var finder = new Finder();
        finder.VisitAll(core.Columns);
        return finder.Windows.Count > 0;
    }

    /// <summary>The aggregates, window calls and unknown functions among nodes, those of inner queries left out.</summary>
    /// <param name="isKnown">Which functions are ordinary ones; SQLite's when null.</param>
    internal sealed class Finder(Func<FunctionExpression, bool>? isKnown = null) : SyntaxWalker
    {
        public List<FunctionExpression> Aggregates { get; } = [];

        public List<FunctionExpression> Windows { get; } = [];

        public FunctionExpression? Unknown { get; private set; }

        public bool FoundAggregate => Aggregates.Count > 0;

        public override void Visit(Node node)
        {
            if (node is SelectStatement)
                return;
            if (node is FunctionExpression call)
            {
                if (call.Over is not null)
                    Windows.Add(call);
                else if (Is(call))
                    Aggregates.Add(call);
                else if (!(isKnown ?? IsKnownScalar)(call))
                    Unknown ??= call;
            }

            VisitChildren(node);
        }
    }
}
