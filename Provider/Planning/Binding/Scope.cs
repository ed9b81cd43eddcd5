using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>The names that the expressions of one SELECT see; inner ones see the outer ones too.</summary>
internal sealed class Scope(Scope? outer)
{
    // Looking a name up in every source is as quick as any table of names while they are few.
    private const int ManySources = 8;

    private readonly List<RowSource> _sources = [];
    private readonly List<(string Name, ColumnBinding Kept, ColumnBinding Hidden)> _merged = [];

    private Dictionary<ColumnExpression, ColumnBinding?>? _resolved;

    public Scope? Outer { get; } = outer;

    /// <summary>True when an inner query holds an aggregate over columns of this one, which makes this one a query of groups.</summary>
    public bool HasInnerAggregates { get; set; }

    public IReadOnlyList<RowSource> Sources => _sources;

    public void Add(RowSource source)
    {
        _sources.Add(source);
        _resolved = null;
    }

    /// <summary>Notes that USING or NATURAL made one column of two.</summary>
    public void Merge(string name, ColumnBinding kept, ColumnBinding hidden) => _merged.Add((name, kept, hidden));

    public bool IsHiddenByUsing(ColumnBinding column)
    {
        foreach (var merged in _merged)
        {
            if (merged.Hidden == column)
                return true;
        }

        return false;
    }

    /// <summary>The column that the name means, without looking through subqueries; null when none or nobody here can say.</summary>
    public ColumnBinding? Resolve(ColumnExpression column)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.ResolveHere(column) is { } binding)
                return binding;
        }

        return null;
    }

    /// <summary>The column of a bare name, seen through subqueries, common tables and views to the table that holds it.</summary>
    public ColumnBinding? Origin(Expression? expression) =>
        expression is ColumnExpression column && Resolve(column) is { } binding ? Origins.Of(binding) : null;

    /// <summary>The source that <c>t.*</c> means.</summary>
    public RowSource? Find(string name)
    {
        foreach (var source in _sources)
        {
            if (string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase))
                return source;
        }

        return null;
    }

    /// <summary>Each mention of a column is resolved again and again; a join of many tables remembers what it found.</summary>
    private ColumnBinding? ResolveHere(ColumnExpression column)
    {
        if (_sources.Count < ManySources)
            return Search(column);
        _resolved ??= new Dictionary<ColumnExpression, ColumnBinding?>(ReferenceEqualityComparer.Instance);
        if (!_resolved.TryGetValue(column, out var binding))
            _resolved.Add(column, binding = Search(column));
        return binding;
    }

    private ColumnBinding? Search(ColumnExpression column)
    {
        ColumnBinding? hiddenRowId = null;
        foreach (var source in _sources)
        {
            if (column.Table is { } table && !table.Is(source.Name ?? ""))
                continue;
            var ordinal = source.IndexOf(column.Column.Name);
            if (ordinal >= 0)
                return new ColumnBinding(source, ordinal);
            if (ordinal == TableLeaf.HiddenRowId)
                hiddenRowId ??= new ColumnBinding(source, ordinal);
        }

        return hiddenRowId;
    }
}
