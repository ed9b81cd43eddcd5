using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>The names that the expressions of one SELECT see; inner ones see the outer ones too.</summary>
internal sealed class Scope(Scope? outer)
{
    // Looking a name up in every source is as quick as any table of names while they are few.
    private const int ManySources = 8;

    private readonly List<RowSource> _sources = [];
    private readonly List<(ColumnBinding Hidden, JoinKind Join)> _merged = [];

    private Dictionary<ColumnExpression, (ColumnBinding? Binding, bool IsAmbiguous)>? _resolved;

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
    public void Merge(ColumnBinding hidden, JoinKind join)
    {
        _merged.Add((hidden, join));
        _resolved = null;
    }

    public bool IsHiddenByUsing(ColumnBinding column) => MergedBy(column) is not null;

    /// <summary>The column that the name means, without looking through subqueries; null when none, when several or when nobody here can say.</summary>
    public ColumnBinding? Resolve(ColumnExpression column)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            var (binding, isAmbiguous) = scope.ResolveHere(column);
            if (binding is not null || isAmbiguous)
                return binding;
        }

        return null;
    }

    /// <summary>
    /// The column of a bare name, seen through subqueries, common tables and views to the table that holds it; null for what a FULL join made of two.
    /// </summary>
    public ColumnBinding? Origin(Expression? expression) =>
        expression is ColumnExpression column && Resolve(column) is { IsCoalesced: false } binding ? Origins.Of(binding) : null;

    /// <summary>What the name means to a join whose left side has so many sources.</summary>
    public ColumnBinding? ResolveLeft(ColumnExpression column, int count) => Search(column, count, out _);

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
    private (ColumnBinding? Binding, bool IsAmbiguous) ResolveHere(ColumnExpression column)
    {
        if (_sources.Count >= ManySources && _resolved is not null && _resolved.TryGetValue(column, out var known))
            return known;
        var binding = Search(column, _sources.Count, out var isAmbiguous);
        if (_sources.Count >= ManySources)
            (_resolved ??= new Dictionary<ColumnExpression, (ColumnBinding? Binding, bool IsAmbiguous)>(ReferenceEqualityComparer.Instance)).Add(column, (binding, isAmbiguous));
        return (binding, isAmbiguous);
    }

    /// <summary>As the engine does: of columns that USING made one, a RIGHT join shows the right one, a FULL join the first that is not NULL.</summary>
    private ColumnBinding? Search(ColumnExpression column, int count, out bool isAmbiguous)
    {
        ColumnBinding? found = null;
        ColumnBinding? hiddenRowId = null;
        foreach (var source in _sources.Take(count))
        {
            if (column.Table is { } table && !table.Is(source.Name ?? ""))
                continue;
            var ordinal = source.IndexOf(column.Column.Name);
            if (ordinal == TableLeaf.HiddenRowId)
                hiddenRowId ??= new ColumnBinding(source, ordinal);
            if (ordinal < 0)
                continue;
            var binding = new ColumnBinding(source, ordinal);
            var join = MergedBy(binding);
            isAmbiguous = found is not null && join is null;
            if (isAmbiguous)
                return null;
            found = found is not { } first || join is JoinKind.Right ? binding : join is JoinKind.Full ? first with { IsCoalesced = true } : first;
        }

        isAmbiguous = false;
        return found ?? hiddenRowId;
    }

    /// <summary>The join whose USING or NATURAL put another column in front of this one; null when none did.</summary>
    private JoinKind? MergedBy(ColumnBinding column)
    {
        foreach (var (hidden, join) in _merged)
        {
            if (hidden == column)
                return join;
        }

        return null;
    }
}
