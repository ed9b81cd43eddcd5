using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// The tables that are only looked for a match in: those in FROM of an EXISTS or IN. How often a row stands there does not matter, so that one of equal
/// rows is enough.
/// </summary>
internal sealed class MatchedTables
{
    private readonly HashSet<RowSource> _leaves = new(ReferenceEqualityComparer.Instance);

    public void Add(BoundQuery query)
    {
        StackGuard.Check();
        foreach (var core in query.Cores)
        {
            foreach (var derived in core.Scope.Sources.OfType<DerivedSource>())
                Add(derived.Query);
            Add(core.Subqueries);
        }

        Add(query.Subqueries);
    }

    public bool Contains(TableLeaf leaf) => _leaves.Contains(leaf);

    private void Add(IReadOnlyList<BoundSubquery> subqueries)
    {
        foreach (var subquery in subqueries)
        {
            Add(subquery.Query);
            if (subquery.Node is ExistsExpression or InExpression && subquery.Query is { IsNested: false, IsRecursive: false, Plain: { } core } && HasNoCount(subquery.Query.Syntax, core))
                _leaves.UnionWith(core.Scope.Sources.OfType<TableLeaf>());
        }
    }

    /// <summary>True for a query of which nothing counts its rows: no aggregate, be it one that a query inside it writes, no window, no limit.</summary>
    private static bool HasNoCount(SelectStatement query, BoundCore core) =>
        !core.IsAggregated && !core.Scope.HasInnerAggregates && query.Limit is null && core.Syntax.Windows.Count == 0
        && !NodeFinder<FunctionExpression>.IsIn(core.Syntax, static call => call.Over is not null);
}
