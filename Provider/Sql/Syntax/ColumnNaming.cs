namespace ShardClient.Sql.Syntax;

/// <summary>
/// SQLite names a column without alias by its text. Where a tree is written anew the text may differ, so the name becomes an alias.
/// </summary>
internal sealed class ColumnNaming(string text) : SyntaxRewriter
{
    /// <summary>The query with a name for each of its columns that had none, inner queries included.</summary>
    /// <param name="text">What the query was parsed from.</param>
    public static SelectStatement Name(SelectStatement query, string text) => (SelectStatement)new ColumnNaming(text).Visit(query);

    /// <summary>The alias that the column needs; null when it has one, or a name of its own.</summary>
    public static Identifier? AliasOf(ResultColumn column, string text) =>
        column.Alias is not null || column.Expression is StarExpression or ColumnExpression || column.Span.Length == 0
            ? null
            : new Identifier(text.Substring(column.Span.Start, column.Span.Length), NameQuotes.Grave);

    public override Node Visit(Node node)
    {
        var visited = VisitChildren(node);
        return node is ResultColumn column && AliasOf(column, text) is { } alias ? (ResultColumn)visited with { Alias = alias } : visited;
    }
}
