using System.Collections.Frozen;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Dialects;

/// <summary>Calls of SQLite as MySQL shards understand them. What MySQL has by the same name (LENGTH, INSTR, GROUP_CONCAT(a, b)) means what it means there.</summary>
internal static class SqliteCalls
{
    private static readonly FrozenDictionary<string, Func<FunctionExpression, Expression?>> Known =
        new Dictionary<string, Func<FunctionExpression, Expression?>>(StringComparer.OrdinalIgnoreCase)
        {
            ["IIF"] = static call => call.Arguments.Count switch { 3 => Named(call, "IF"), 2 => Build.Call("IF", call.Arguments[0], call.Arguments[1], Build.Null), _ => null },
            ["MAX"] = static call => call.Arguments.Count > 1 ? Named(call, "GREATEST") : null,
            ["MIN"] = static call => call.Arguments.Count > 1 ? Named(call, "LEAST") : null,
            ["TOTAL"] = static call => call.Arguments is [var term]
                ? Build.Binary(BinaryOperator.Add, Build.Call("IFNULL", Build.Call("SUM", term), Build.Integer("0")), new LiteralExpression(LiteralKind.Real, "0e0")) : null,
            ["LIKELY"] = static call => call.Arguments is [var hint] ? hint : null,
            ["UNLIKELY"] = static call => call.Arguments is [var hint] ? hint : null,
            ["LIKELIHOOD"] = static call => call.Arguments is [var hint, _] ? hint : null,
            ["TRUNC"] = static call => call.Arguments is [var number] ? Build.Call("TRUNCATE", number, Build.Integer("0")) : null,
            ["UNICODE"] = static call => call.Arguments is [var text] ? Unicode(text) : null,
            ["STRING_AGG"] = static call => call.Arguments is [var term, var separator] ? Joined(term, separator) : null,
            ["TRIM"] = static call => Trimmed(call, ""),
            ["LTRIM"] = static call => Trimmed(call, "LEADING"),
            ["RTRIM"] = static call => Trimmed(call, "TRAILING"),
            ["LAST_INSERT_ROWID"] = static call => call.Arguments.Count == 0 ? Named(call, "LAST_INSERT_ID") : null,
            ["CHANGES"] = static call => call.Arguments.Count == 0 ? Named(call, "ROW_COUNT") : null,
            ["DATE"] = static call => SqliteMoments.Named(call),
            ["TIME"] = static call => SqliteMoments.Named(call),
            ["DATETIME"] = static call => SqliteMoments.Named(call),
            ["UNIXEPOCH"] = static call => SqliteMoments.Unix(call),
            ["JULIANDAY"] = static call => SqliteMoments.Julian(call),
            ["STRFTIME"] = static call => SqliteMoments.Formatted(call),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>MySQL's expression for the call; null when the call stays what it is.</summary>
    /// <exception cref="UntranslatableException">It is known and there is none.</exception>
    public static Expression? Native(FunctionExpression call) =>
        Build.IsPlain(call) && call.Words.Count == 0 && Known.TryGetValue(call.Name.Name, out var translate) ? translate(call) : null;

    /// <summary>count(*) FILTER (WHERE c) counts the rows of which c is true, sum(x) FILTER (WHERE c) adds up theirs.</summary>
    /// <exception cref="UntranslatableException">An aggregate that does not pass over NULL.</exception>
    public static FunctionExpression Filtered(FunctionExpression call, Expression condition)
    {
        var isKnown = call.Name.Is("count") || call.Name.Is("sum") || call.Name.Is("avg") || call.Name.Is("min") || call.Name.Is("max") || call.Name.Is("group_concat");
        if (!isKnown || (!call.Star && call.Arguments.Count != 1))
            throw new UntranslatableException($"FILTER of {call.Name.Name}", "Write CASE WHEN condition THEN value END as its argument.");
        var value = call.Star ? Build.Integer("1") : call.Arguments[0];
        return call with { Star = false, Arguments = [new CaseExpression(null, [new WhenClause(condition, value)], null)] };
    }

    /// <summary>A cast to a type that MySQL knows by another name in casts; null for any other.</summary>
    public static CastExpression? Cast(CastExpression cast) => cast.Type.Name.ToUpperInvariant() switch
    {
        "INTEGER" or "INT" or "BIGINT" => cast with { Type = new TypeName("SIGNED", default) { Span = cast.Type.Span } },
        "TEXT" or "VARCHAR" or "CLOB" => cast with { Type = cast.Type with { Name = "CHAR" } },
        "REAL" => cast with { Type = cast.Type with { Name = "DOUBLE" } },
        "BLOB" => cast with { Type = cast.Type with { Name = "BINARY" } },
        "NUMERIC" when cast.Type.Arguments.Count == 0 => throw new UntranslatableException("CAST(x AS NUMERIC), which is of any kind of number,", "Write INTEGER, REAL or DECIMAL(digits, places)."),
        _ => null,
    };

    private static FunctionExpression Named(FunctionExpression call, string name) => call with { Name = new Identifier(name) };

    private static FunctionExpression Unicode(Expression text)
    {
        var wide = Build.Call("CONVERT", Build.Call("LEFT", text, Build.Integer("1"))) with { Words = ["", "USING utf32"] };
        return Build.Call("NULLIF", Build.Call("ORD", wide), Build.Integer("0"));
    }

    private static FunctionExpression Joined(Expression term, Expression separator) => separator is LiteralExpression { Kind: LiteralKind.String } text
        ? Build.Call("GROUP_CONCAT", term) with { Separator = text.Text }
        : throw new UntranslatableException("string_agg with a separator that is no literal", "Write the separator as a text.");

    /// <summary>trim(x, 'c'): SQLite takes away any of several characters, MySQL a whole text; of one character both do the same.</summary>
    private static FunctionExpression? Trimmed(FunctionExpression call, string side)
    {
        if (call.Arguments is not [var text, var removed])
            return null;
        if (removed is not LiteralExpression { Kind: LiteralKind.String, Text.Length: 1 })
            throw new UntranslatableException($"{call.Name.Name} with a set of characters", "Give one character as a text; nest the calls for several.");
        return Build.Call("TRIM", removed, text) with { Words = [side, "FROM", ""] };
    }
}
