using System.Collections.Frozen;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// What a query may be made of to leave nothing behind in its session, and to ask nothing of it that another caller may have left: a positive list. Of
/// functions it holds those that are the server's own however they are written: with a blank before its parenthesis <c>substr (x)</c> can be a stored function,
/// which can do anything. None of them makes much of little (REPEAT), waits (SLEEP), or remembers (RAND, LAST_INSERT_ID).
/// </summary>
internal sealed class HarmlessNodes : SyntaxWalker
{
    private static readonly FrozenSet<string> Functions = FrozenSet.ToFrozenSet(
        [
            "abs", "acos", "asin", "atan", "atan2", "ceil", "ceiling", "cos", "cot", "crc32", "degrees", "exp", "floor", "ln", "log", "log10", "log2", "pi", "pow", "power",
            "radians", "round", "sign", "sin", "sqrt", "tan", "truncate",
            "ascii", "bit_length", "char_length", "character_length", "concat", "concat_ws", "elt", "field", "find_in_set", "hex", "instr", "lcase", "length", "locate", "lower",
            "ltrim", "octet_length", "ord", "reverse", "rtrim", "soundex", "strcmp", "substring_index", "ucase", "unhex", "upper",
            "coalesce", "greatest", "if", "ifnull", "isnull", "least", "nullif",
            "datediff", "dayname", "dayofmonth", "dayofweek", "dayofyear", "from_days", "last_day", "makedate", "maketime", "monthname", "quarter", "sec_to_time", "time_to_sec",
            "to_days", "weekofyear", "yearweek", "md5", "sha1", "sha2", "inet_aton", "inet_ntoa", "inet6_aton", "inet6_ntoa",
        ],
        StringComparer.OrdinalIgnoreCase);

    private string? _other;

    /// <summary>What the query has that is not on the list, in words; null when all of it is.</summary>
    public static string? FirstOther(SelectStatement query)
    {
        var walker = new HarmlessNodes();
        walker.Visit(query);
        return walker._other;
    }

    public override void Visit(Node node)
    {
        if (_other is not null)
            return;
        _other = Reason(node);
        VisitChildren(node);
    }

    private static string? Reason(Node node) => node switch
    {
        FunctionExpression call => IsHarmless(call) ? null : $"{call.Name.Name} is not one of the functions that are known to leave nothing in a session",
        BinaryExpression { Operator: BinaryOperator.Assign } => "it sets a variable",
        PatternExpression { Operator: not PatternOperator.Like } => "it matches a pattern that can take long",
        InExpression { Query: not null } or InExpression { Table: not null } => "it has a subquery",
        TableReference { Partitions.Count: > 0 } or TableReference { IndexHints.Count: > 0 } or TableReference { Name.Schema: not null } => "it names partitions, indexes or a database",
        SelectStatement or SelectCore or ResultColumn or OrderingTerm or LimitClause or TableReference or ObjectName or TypeName or WhenClause => null,
        LiteralExpression or ParameterExpression or InputExpression or ColumnExpression or StarExpression or UnaryExpression or BinaryExpression or PatternExpression => null,
        BetweenExpression or InExpression or CollateExpression or CastExpression or CaseExpression or RowExpression or PrefixedLiteral or IntervalExpression => null,
        SubqueryExpression or ExistsExpression or QuantifiedExpression => "it has a subquery",
        _ => $"it has a part that is not known to be harmless ({node.GetType().Name})",
    };

    private static bool IsHarmless(FunctionExpression call) =>
        Functions.Contains(call.Name.Name) && call is { Star: false, Distinct: false, Over: null, Filter: null, Words.Count: 0, OrderBy.Count: 0, Separator: null, Limit: null };
}
