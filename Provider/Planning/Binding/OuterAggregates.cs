using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>
/// An aggregate in an inner query whose columns are all an outer query's is the outer one's: <c>SELECT (SELECT sum(t.x) FROM s) FROM t</c> has one row.
/// </summary>
internal sealed class OuterAggregates(Scope scope) : SyntaxWalker
{
    private readonly List<Scope> _owners = [];

    /// <summary>The scopes of outer queries that aggregates of this SELECT, its inner queries left out, belong to.</summary>
    public static IReadOnlyList<Scope> Of(SelectCore core, NodeList<OrderingTerm> orderBy, Scope scope)
    {
        if (scope.Outer is null)
            return [];
        var finder = new OuterAggregates(scope);
        finder.VisitAll(core.Columns);
        if (core.Having is { } having)
            finder.Visit(having);
        finder.VisitAll(orderBy);
        return finder._owners;
    }

    public override void Visit(Node node)
    {
        if (node is SelectStatement)
            return;
        if (node is FunctionExpression call && AggregateFunctions.Is(call) && Owner(call) is { } owner && owner != scope)
            _owners.Add(owner);
        VisitChildren(node);
    }

    /// <summary>The innermost scope that a column of the call comes from; null without columns.</summary>
    private Scope? Owner(FunctionExpression call)
    {
        var columns = new ColumnCollector();
        columns.VisitChildren(call);
        for (var level = scope; level is not null; level = level.Outer)
        {
            if (columns.Found.Exists(column => scope.Resolve(column) is { } binding && level.Sources.Contains(binding.Source)))
                return level;
        }

        return null;
    }

    private sealed class ColumnCollector : SyntaxWalker
    {
        public List<ColumnExpression> Found { get; } = [];

        public override void Visit(Node node)
        {
            if (node is ColumnExpression column)
                Found.Add(column);
            VisitChildren(node);
        }
    }
}
