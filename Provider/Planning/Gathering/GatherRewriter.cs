using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>The statement over scratch tables: fragments and tables by their scratch names, views by their queries.</summary>
internal sealed class GatherRewriter(
    IReadOnlyDictionary<Node, SubqueryReference> views, IReadOnlyDictionary<Node, Node> fragments, ITablePlaces tables) : SyntaxRewriter
{
    private static readonly LiteralExpression True = new(LiteralKind.Integer, "1");

    /// <summary>The scratch tables of fragments that the statement reads.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    public override Node Visit(Node node)
    {
        if (fragments.TryGetValue(node, out var fragment))
            return Use(fragment);
        return node switch
        {
            Expression condition when tables.IsSettled(condition) => True with { Span = condition.Span },
            TableReference reference => Table(reference),
            InExpression { Table: TableReference table } membership => VisitChildren(membership with { Table = null, Query = Everything(table) }),
            TableFunctionReference function => Function(function),
            _ => VisitChildren(node),
        };
    }

    private Node Use(Node fragment)
    {
        var core = fragment as SelectCore ?? (SelectCore)((SelectStatement)fragment).Body;
        Used.Add(((TableReference)core.From!).Name.Name.Name);
        return fragment;
    }

    private TableSource Table(TableReference reference)
    {
        if (views.TryGetValue(reference, out var view))
            return (TableSource)VisitChildren(view);
        return tables.Replace(reference);
    }

    private Node Function(TableFunctionReference function) => views.TryGetValue(function, out var view) ? VisitChildren(view) : function.Name.Name.Name.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase)
        ? throw RefusedException.NotSupported(
            $"{function.Name.Name.Name} describes one shard's file and cannot be joined with rows of several shards", "Ask it in a statement of its own.", function.Span)
        : VisitChildren(function);

    private static SelectStatement Everything(TableReference table) =>
        new(null, new SelectCore(false, [new ResultColumn(new StarExpression(null), null)], table, null, default, null, default), default, null);
}
