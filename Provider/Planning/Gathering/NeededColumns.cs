using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Which columns of a table the statement can need, by their names: one too many does no harm.</summary>
/// <param name="settled">Conditions that are not asked again.</param>
internal sealed class NeededColumns(IReadOnlySet<Node> settled) : SyntaxWalker
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<RowSource> _whole = [];

    public void Add(BoundQuery query)
    {
        StackGuard.Check();
        Visit(query.Syntax);
        AddStars(query);
    }

    /// <summary>A write with its inner queries.</summary>
    public void Add(Statement write, IReadOnlyList<BoundSubquery> subqueries)
    {
        Visit(write);
        AddStars(subqueries);
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
        if (settled.Contains(node))
            return;
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

            AddStarsOfFrom(core);
        }

        AddStars(query.Subqueries);
    }

    /// <summary>What an EXISTS selects nobody looks at, unless its rows are compared: in a set operation or under DISTINCT.</summary>
    private void AddStars(IReadOnlyList<BoundSubquery> subqueries)
    {
        foreach (var subquery in subqueries)
        {
            if (subquery.Node is ExistsExpression && subquery.Query.Plain is { Syntax.Distinct: false } core)
                AddStarsOfFrom(core);
            else
                AddStars(subquery.Query);
        }
    }

    private void AddStarsOfFrom(BoundCore core)
    {
        if (core.From is not null && HasNatural(core.Syntax.From!))
            AddStar(core, new StarExpression(null));
        foreach (var source in core.Scope.Sources)
        {
            if (source is DerivedSource derived)
                Add(derived.Query);
        }

        AddStars(core.Subqueries);
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
