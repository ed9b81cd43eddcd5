using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Which columns of a table the statement can need, by their names: one too many does no harm.</summary>
internal sealed class NeededColumns : SyntaxWalker
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<RowSource> _whole = [];

    public void Add(BoundQuery query)
    {
        StackGuard.Check();
        Visit(query.Syntax);
        AddStars(query);
    }

    /// <summary>The ordinals in the table's order.</summary>
    public List<int> Of(TableLeaf leaf)
    {
        var ordinals = new List<int>();
        for (var ordinal = 0; ordinal < leaf.Table.Columns.Count; ordinal++)
        {
            if (_whole.Contains(leaf) || _names.Contains(leaf.Table.Columns[ordinal].Name))
                ordinals.Add(ordinal);
        }

        if (ordinals.Count == 0)
            ordinals.Add(0);
        return ordinals;
    }

    /// <summary>True when rowid, under whichever of its names, is asked of the table and no column hides it.</summary>
    public bool NeedsRowId(TableLeaf leaf) =>
        !leaf.Table.WithoutRowId && (!leaf.IsSharded || leaf.Table.RowIdColumn >= 0) && _names.Any(name => TableLeaf.IsRowIdName(name) && leaf.Table.IndexOf(name) < 0);

    public override void Visit(Node node)
    {
        if (node is ColumnExpression column)
            _names.Add(column.Column.Name);
        if (node is JoinSource join)
        {
            foreach (var name in join.Using)
                _names.Add(name.Name);
        }

        VisitChildren(node);
    }

    private void AddStars(BoundQuery query)
    {
        foreach (var core in query.Cores)
        {
            foreach (var column in core.Syntax.Columns)
            {
                if (column.Expression is StarExpression star)
                    AddStar(core, star);
            }

            if (core.From is not null && HasNatural(core.Syntax.From!))
                AddStar(core, new StarExpression(null));
            foreach (var source in core.Scope.Sources)
            {
                if (source is DerivedSource derived)
                    Add(derived.Query);
            }

            foreach (var subquery in core.Subqueries)
                AddStars(subquery.Query);
        }

        foreach (var subquery in query.Subqueries)
            AddStars(subquery.Query);
    }

    private void AddStar(BoundCore core, StarExpression star)
    {
        foreach (var source in core.Scope.Sources)
        {
            if (star.Table is not { } table || table.Is(source.Name ?? ""))
                _whole.Add(source);
        }
    }

    private static bool HasNatural(TableSource source) => source is JoinSource join && (join.Natural || HasNatural(join.Left) || HasNatural(join.Right));
}
