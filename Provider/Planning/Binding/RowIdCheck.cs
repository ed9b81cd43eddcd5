using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>A sharded table's hidden rowid is each shard's own: two rows may have the same. It is refused by name.</summary>
internal static class RowIdCheck
{
    public static void Check(BoundQuery query)
    {
        foreach (var core in query.Cores)
        {
            CheckNodes(core.Scope, [core.Syntax, .. query.Syntax.OrderBy]);
            foreach (var subquery in core.Subqueries)
                Check(subquery.Query);
            foreach (var source in core.Scope.Sources)
            {
                if (source is DerivedSource derived)
                    Check(derived.Query);
            }
        }

        foreach (var subquery in query.Subqueries)
            Check(subquery.Query);
    }

    public static void CheckNodes(Scope scope, IEnumerable<Node?> nodes)
    {
        var walker = new Walker(scope);
        foreach (var node in nodes)
        {
            if (node is SelectCore core)
                walker.VisitChildren(core);
            else if (node is not null)
                walker.Visit(node);
        }
    }

    private sealed class Walker(Scope scope) : SyntaxWalker
    {
        public override void Visit(Node node)
        {
            if (node is SelectStatement)
                return;
            if (node is ColumnExpression column && TableLeaf.IsRowIdName(column.Column.Name) &&
                scope.Resolve(column) is { Ordinal: TableLeaf.HiddenRowId, Source: TableLeaf { IsSharded: true } leaf })
            {
                throw RefusedException.NotSupported(
                    $"{column.Column.Name} of sharded table {leaf.Table.Name} is not unique: each shard counts its own",
                    "Use the table's key, or declare an INTEGER PRIMARY KEY.",
                    column.Span);
            }

            VisitChildren(node);
        }
    }
}
