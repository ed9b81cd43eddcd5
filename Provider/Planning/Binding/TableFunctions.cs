using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>Table-valued functions: their rows follow from their arguments, or from the definition of a table.</summary>
internal static class TableFunctions
{
    private static readonly string[] OwnNames = ["shardclient_*", "sqlite_autoindex_shardclient_*"];
    private static readonly string[] JsonColumns = ["key", "value", "type", "atom", "id", "parent", "fullkey", "path"];

    public static IReadOnlyList<string>? Columns(string function) => function.ToUpperInvariant() switch
    {
        "JSON_EACH" or "JSON_TREE" or "JSONB_EACH" or "JSONB_TREE" => JsonColumns,
        "GENERATE_SERIES" => ["value"],
        _ => null,
    };

    /// <summary>The argument of a pragma function, but NULL where it names a table of the cluster's own.</summary>
    public static Expression Public(Expression argument)
    {
        var name = new FunctionExpression(new Identifier("lower"), [argument]);
        var nothing = new LiteralExpression(LiteralKind.Null, "");
        var whens = OwnNames.Select(pattern => new WhenClause(
            new PatternExpression(PatternOperator.Glob, false, name, new LiteralExpression(LiteralKind.String, pattern), null), nothing));
        return new CaseExpression(null, [.. whens], argument);
    }
}
