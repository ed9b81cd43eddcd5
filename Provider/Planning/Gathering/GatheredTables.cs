using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Gathering;

/// <summary>The tables that a gathered statement still reads row by row, each mention with its own scratch table.</summary>
internal sealed class GatheredTables : ITablePlaces
{
    private static readonly Identifier Alias = ScratchNames.Scanned;

    private readonly PlanContext _context;
    private readonly Fragments _fragments;
    private readonly GatherTarget? _target;
    private readonly NeededColumns _columns;
    private readonly Dictionary<TableReference, List<(TableLeaf Leaf, Facts Facts)>> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TableReference, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RowSource, string> _scratchOf = [];
    private readonly Dictionary<TableReference, List<Expression>> _conditions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, TableReference> _settled = new(ReferenceEqualityComparer.Instance);

    public GatheredTables(PlanContext context, BoundQuery query, Fragments fragments, GatherTarget? target = null)
    {
        _context = context;
        _fragments = fragments;
        _target = target;
        foreach (var place in context.Analyzer.Places)
        {
            if (place.Leaf.Mention is { } mention && !fragments.Covers(place.Leaf))
                PlacesOf(InPlaceOf(mention)).Add(place);
        }

        foreach (var (mention, places) in _places)
            _conditions.Add(mention, IsShared(mention) ? [] : Conditions(mention, places));
        _columns = new NeededColumns(_settled.Keys.ToHashSet<Node>(ReferenceEqualityComparer.Instance));
        _columns.Add(query);

        // The target keeps its table's name, whatever mention of the table comes first in the text.
        if (target is not null)
            Replace(target.Mention);
    }

    /// <summary>Conditions that hold of all gathered rows.</summary>
    public bool IsSettled(Node condition) => _settled.ContainsKey(condition);

    /// <summary>The mention whose rows settle the condition; null for any other.</summary>
    public TableReference? SettledBy(Node condition) => _settled.GetValueOrDefault(condition);

    /// <summary>The mentions that were put into the statement, with their scratch tables.</summary>
    public IReadOnlyDictionary<TableReference, string> Names => _names;

    /// <summary>The only leaf of a mention, with its facts; null for a mention that stands for several.</summary>
    public (TableLeaf Leaf, Facts Facts)? Place(TableReference mention) => _places[mention] is [var only] ? only : null;

    /// <summary>The scratch table in the place of a mention.</summary>
    public TableSource Replace(TableReference reference)
    {
        var place = InPlaceOf(reference);
        if (!_places.TryGetValue(place, out var places))
            return reference;
        if (!_names.TryGetValue(place, out var name))
        {
            var table = places[0].Leaf.Table;
            if (table.IsVirtual)
                throw RefusedException.NotSupported($"Virtual table {table.Name} lives in its shard's file and cannot be joined with rows of other shards", "Read it in a statement of its own.", reference.Span);
            name = _names.Values.Contains(table.Name, StringComparer.OrdinalIgnoreCase) ? $"{table.Name}~{_names.Count + 1}" : table.Name;
            _names.Add(place, name);
            foreach (var (leaf, _) in places)
                _scratchOf[leaf] = name;
        }

        var own = places[0].Leaf.Table.Name;
        return ScratchNames.Table(name, reference.Alias ?? (name == own ? null : ScratchNames.Quoted(own))) with { Span = reference.Span };
    }

    /// <summary>What fills the tables that were put into the statement.</summary>
    /// <param name="queries">The fragments, whose answers may narrow the tables.</param>
    public IReadOnlyList<TableInput> Inputs(IReadOnlyList<GatherInput> queries)
    {
        List<TableInput> tables = [.. _names.Select(entry => Input(entry.Key, entry.Value, queries))];
        List<GatherInput> all = [.. queries, .. tables];
        return tables.ConvertAll(table => table with { Restrictions = [.. table.Restrictions.Where(restriction => Has(all, restriction))] });
    }

    /// <summary>A column that only settled conditions ask for is not gathered, so its values are not known.</summary>
    private static bool Has(List<GatherInput> inputs, KeyRestriction restriction) => inputs.Exists(input =>
        input.Table.Name == restriction.From && input.Table.Columns.Any(column => column.Name == restriction.FromColumn));

    private TableInput Input(TableReference mention, string name, IReadOnlyList<GatherInput> queries)
    {
        var places = _places[mention];
        var (leaf, facts) = places[0];
        var table = leaf.Table;
        var target = _target is { } written && ReferenceEquals(written.Mention, mention) ? written : null;
        List<int> needed = IsShared(mention) ? [.. places.SelectMany(place => _columns.Of(place.Leaf)).Distinct().Order()] : _columns.Of(leaf);
        var setsRowId = target?.KeepsRowId ?? _columns.NeedsRowId(leaf);
        var rowId = setsRowId && target is null ? table.RowIdColumn : -1;
        if (rowId >= 0 && !needed.Contains(rowId))
            needed.Add(rowId);
        setsRowId &= rowId < 0;
        var conditions = _conditions[mention];
        var shadows = target?.Shadows ?? [];
        var (before, after) = Text(table, [.. needed.Select(ordinal => ScratchNames.Column(Alias, table.Columns[ordinal].Name)), .. shadows.Select(static shadow => shadow.Value)], setsRowId, conditions);
        IEnumerable<ScratchColumn> columns = needed.Select(ordinal => Column(table.Columns[ordinal]) with { IsRowId = ordinal == rowId });
        return new TableInput(
            new ScratchTable(name, [.. columns, .. shadows.Select(static shadow => new ScratchColumn(shadow.Name, shadow.Affinity, Collations.Binary))], setsRowId),
            table,
            RouteRules.Union([.. places.Select(place => GatherRoutes.Of(place.Leaf, place.Facts))]))
        {
            Before = before,
            After = after,
            AnyShard = GatherRoutes.AnyShard(_context.Topology, table),
            Condition = conditions.Count == 0 ? null : PlanText.Piece(All(conditions), _context.Dialect),
            Restrictions = places.Count == 1 ? [.. Restrictions(leaf, facts, queries)] : [],
            Indexed = [.. places.SelectMany(static place => CorrelatedColumns(place.Leaf, place.Facts)).Distinct().Where(ordinal => needed.Contains(ordinal)).Select(ordinal => table.Columns[ordinal].Name)],
        };
    }

    private static ScratchColumn Column(LogicalColumn column) => new(column.Name, column.Affinity, column.Collation);

    /// <summary>A place that stands for several mentions (a common table used twice) needs the rows of each.</summary>
    private List<Expression> Conditions(TableReference mention, List<(TableLeaf Leaf, Facts Facts)> places)
    {
        var (leaf, facts) = places[0];
        var first = new LeafConditions(leaf, Alias).Of(facts);
        if (places.Count == 1)
        {
            foreach (var settled in first.Select(static condition => condition.Settled).OfType<Node>())
                _settled.TryAdd(settled, mention);
        }

        if (places.Count == 1 || first.Count == 0)
            return [.. first.Select(static condition => condition.Own).Distinct()];
        var any = All(first.ConvertAll(static condition => condition.Own));
        foreach (var (other, otherFacts) in places.Skip(1))
        {
            var more = new LeafConditions(other, Alias).Of(otherFacts);
            if (more.Count == 0)
                return [];
            any = new BinaryExpression(BinaryOperator.Or, any, All(more.ConvertAll(static condition => condition.Own)));
        }

        return [any];
    }

    private static Expression All(List<Expression> conditions) =>
        conditions.Aggregate(static (all, next) => new BinaryExpression(BinaryOperator.And, all, next));

    private (TextPiece Before, TextPiece After) Text(LogicalTable table, List<Expression> values, bool setsRowId, List<Expression> conditions)
    {
        var list = values.ConvertAll(static value => new ResultColumn(value, null));
        if (setsRowId)
            list.Add(new ResultColumn(new ColumnExpression(null, Alias, new Identifier("rowid")), null));
        var marker = new InputExpression(_context.Marker);
        var where = conditions.Count == 0 ? (Expression)marker : new BinaryExpression(BinaryOperator.And, All(conditions), marker);
        var source = new TableReference(new ObjectName(null, ScratchNames.Quoted(table.Name)), Alias, null, false);
        var core = new SelectCore(false, NodeList.Wrap(list.ToArray()), source, where, default, null, default);
        return PlanText.CutAt(new SelectStatement(null, core, default, null), _context.Marker, _context.Dialect);
    }

    /// <summary>
    /// Columns that an outer query's row gives a value: the engine looks rows up by them again and again, and makes no index of its own for that.
    /// Not where a REAL is compared: looking it up in an index, SQLite 3.50 turns the outer row's own 3.0 into 3.
    /// </summary>
    private static IEnumerable<int> CorrelatedColumns(TableLeaf leaf, Facts facts)
    {
        var own = facts;
        while (own is not null && own.Scope?.Sources.Contains(leaf) != true)
            own = own.Outer;
        foreach (var (column, other) in facts.Equalities(leaf))
        {
            if (column.Ordinal >= 0 && !IsReal(column) && !IsReal(other) && own is not null && !own.Scope!.Sources.Contains(other.Source))
                yield return column.Ordinal;
        }
    }

    private static bool IsReal(ColumnBinding column) => column.Compared is { Affinity: Affinity.Real };

    private IEnumerable<KeyRestriction> Restrictions(TableLeaf leaf, Facts facts, IReadOnlyList<GatherInput> queries)
    {
        foreach (var (own, other) in facts.Equalities(leaf))
        {
            if (own.Column is { } column && other.Column is { } from && _scratchOf.TryGetValue(other.Source, out var scratch))
                yield return Restriction(own.Ordinal, column, scratch, from.Name);
            if (own.Column is { } joined && other.Source is DerivedSource derived && _fragments.Find(derived.Query.Syntax) is { } answer && queries.Contains(answer))
                yield return Restriction(own.Ordinal, joined, answer.Table.Name, answer.Table.Columns[other.Ordinal].Name);
        }

        for (var level = facts; level is not null; level = level.Outer)
        {
            foreach (var condition in level.Conditions)
            {
                if (condition is InExpression { Not: false, Query: { } query } membership && _fragments.Find(query) is { Table.Columns: [var values] } input
                    && queries.Contains(input) && HasNoCollation(query) && level.Scope!.Origin(membership.Operand) is { Column: { } column } operand && operand.Source == leaf)
                {
                    yield return Restriction(operand.Ordinal, column, input.Table.Name, values.Name);
                }
            }
        }
    }

    /// <summary>False where an explicit COLLATE decides how IN compares: the column's own would leave out rows that it calls equal.</summary>
    private static bool HasNoCollation(SelectStatement query) =>
        query.Body is SelectCore { Columns: [var only] } && Collations.Explicit(only.Expression) is null;

    private static KeyRestriction Restriction(int ordinal, LogicalColumn column, string scratch, string scratchColumn)
    {
        var condition = new ColumnExpression(null, Alias, ScratchNames.Quoted(column.Name));
        return new KeyRestriction(ordinal, PlanText.Piece(condition, SqlDialect.Sqlite).Segments[0], scratch, scratchColumn);
    }

    /// <summary>The mention whose scratch table this one reads.</summary>
    private TableReference InPlaceOf(TableReference mention) => _target is { } target && target.Same.Contains(mention) ? target.Mention : mention;

    /// <summary>True for a target that other mentions see change: all its rows are gathered.</summary>
    private bool IsShared(TableReference mention) => _target is { Same.Count: > 0 } target && ReferenceEquals(target.Mention, mention);

    private List<(TableLeaf Leaf, Facts Facts)> PlacesOf(TableReference mention)
    {
        if (!_places.TryGetValue(mention, out var places))
            _places.Add(mention, places = []);
        return places;
    }
}
