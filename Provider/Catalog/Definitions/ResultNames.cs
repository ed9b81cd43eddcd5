using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;

namespace ShardClient.Catalog.Definitions;

/// <summary>
/// SQLite names a column of a view or subquery that has no alias by its text. Where the text is written anew, and differently, the column is given
/// its old text as alias.
/// </summary>
internal sealed class ResultNames(string text) : SyntaxRewriter
{
    /// <param name="text">What the spans of <paramref name="query"/> are offsets in.</param>
    public static SelectStatement Keep(SelectStatement query, string text) => new ResultNames(text).Rewrite(query);

    public override Node Visit(Node node)
    {
        var visited = VisitChildren(node);
        if (visited is not ResultColumn { Alias: null, Span.Length: > 0 } column || IsNamed(column.Expression))
            return visited;
        var name = text.Substring(column.Span.Start, column.Span.Length);
        return name == SqlWriter.Write(column.Expression, WriterOptions.Shard).Text ? visited : column with { Alias = new Identifier(name, NameQuotes.Grave) };
    }

    /// <summary>True for stars and plain columns; what only says how to compare or plan a column does not count.</summary>
    private static bool IsNamed(Expression expression) => expression switch
    {
        StarExpression or ColumnExpression => true,
        CollateExpression collate => IsNamed(collate.Operand),
        FunctionExpression { Arguments.Count: > 0 } hint when hint.Name.Is("likely") || hint.Name.Is("unlikely") || hint.Name.Is("likelihood") => IsNamed(hint.Arguments[0]),
        _ => false,
    };
}
