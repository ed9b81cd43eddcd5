using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>The statement over scratch tables: fragments and tables by their scratch names, views by their queries.</summary>
internal sealed class GatherRewriter(PlanContext context, IReadOnlyDictionary<Node, Node> fragments, ITablePlaces tables) : SyntaxRewriter
{
    private static readonly LiteralExpression True = new(LiteralKind.Integer, "1");

    private readonly Binder _binder = context.Binder;
    private readonly MixedEqualities _equalities = new(context.Analyzer);

    /// <summary>The scratch tables of fragments that the statement reads.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    public override Node Visit(Node node)
    {
        if (fragments.TryGetValue(node, out var fragment))
            return Use(fragment);
        return node switch
        {
            Expression condition when tables.IsSettled(condition) => True with { Span = condition.Span },
            BinaryExpression condition => VisitChildren(_equalities.Protect(condition)),
            CompoundBody compound => CompoundGuard.Protect((CompoundBody)VisitChildren(compound)),
            TableReference reference => Table(reference),
            InExpression { Table: { } table } membership when _binder.Members.TryGetValue(table, out var query) => VisitChildren(membership with { Table = null, Query = query }),
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
        if (_binder.Views.TryGetValue(reference, out var view))
            return (TableSource)VisitChildren(view);
        return tables.Replace(reference);
    }

    private Node Function(TableFunctionReference function) => _binder.Views.TryGetValue(function, out var view) ? VisitChildren(view) : function.Name.Name.Name.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase)
        ? throw RefusedException.NotSupported(
            $"{function.Name.Name.Name} describes one shard's file and cannot be joined with rows of several shards", "Ask it in a statement of its own.", function.Span)
        : VisitChildren(function);
}
