using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>Table-valued functions: their rows follow from their arguments, or from the definition of a table.</summary>
internal static class TableFunctions
{
    private static readonly string[] JsonColumns = ["key", "value", "type", "atom", "id", "parent", "fullkey", "path"];

    public static IReadOnlyList<string>? Columns(string function) => function.ToUpperInvariant() switch
    {
        "JSON_EACH" or "JSON_TREE" or "JSONB_EACH" or "JSONB_TREE" => JsonColumns,
        "GENERATE_SERIES" => ["value"],
        _ => null,
    };

    /// <summary>The table whose definition a <c>pragma_table_info('t')</c> asks for; null for other functions.</summary>
    public static string? NamedTable(TableFunctionReference function) =>
        function.Name.Name.Name.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase) &&
        function.Arguments is [LiteralExpression { Kind: LiteralKind.String } name, ..]
            ? name.Text
            : null;
}
