using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Gathering;

/// <summary>The tables that a statement reads row by row from MySQL shards: each place in the written statement has a scratch table of its own.</summary>
internal sealed class ServerTables
{
    /// <summary>More indexes cost more than they help.</summary>
    private const int MostIndexes = 4;

    private static readonly Identifier Alias = ScratchNames.Scanned;

    private readonly PlanContext _context;
    private readonly NeededColumns _columns = new(new HashSet<Node>());
    private readonly MatchedTables _matched = new();
    private readonly Dictionary<TableReference, List<(TableLeaf Leaf, Facts Facts)>> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<TableInput> _inputs = [];
    private readonly List<(TableReference Mention, TableInput Input)> _mentions = [];
    private readonly NodeList<LockingClause> _locks;
    private readonly bool _isIndexed;

    public ServerTables(PlanContext context, BoundQuery query)
        : this(context, query.Syntax)
    {
        _columns.Add(query);
        _matched.Add(query);
    }

    /// <summary>Of a write of joined tables, one of which stays where it is.</summary>
    public ServerTables(PlanContext context, BoundQuery query, TableLeaf written)
        : this(context, query.Syntax)
    {
        _columns.Add(query);
        _places.Remove(written.Mention!);
        _locks = [new LockingClause(false, default, LockWait.Default)];
    }

    /// <summary>Of a write, which reads rows that nobody may change until it is done.</summary>
    public ServerTables(PlanContext context, Statement write, IReadOnlyList<BoundSubquery> subqueries)
        : this(context, write)
    {
        _columns.Add(write, subqueries);
        _locks = [new LockingClause(false, default, LockWait.Default)];
    }

    private ServerTables(PlanContext context, Statement statement)
    {
        _context = context;

        // MariaDB 10.11 forgets a = b beside a <=> b where it looks b up in an index, and NULLs meet: a plain table may have none there.
        _isIndexed = !NodeFinder<BinaryExpression>.IsIn(statement, static binary => binary.Operator is BinaryOperator.Is or BinaryOperator.IsNotDistinctFrom);
        foreach (var place in context.Analyzer.Places)
        {
            if (place.Leaf.Mention is not { } mention)
                continue;
            if (!_places.TryGetValue(mention, out var places))
                _places.Add(mention, places = []);
            places.Add(place);
        }
    }

    /// <summary>What fills the tables that were put into the statement.</summary>
    public IReadOnlyList<TableInput> Inputs => _inputs;

    /// <summary>The same with their places in the statement. What stands in a view that is mentioned twice has one place and two inputs.</summary>
    public IReadOnlyList<(TableReference Mention, TableInput Input)> Mentions => _mentions;

    /// <summary>The inputs, each narrowed by keys of the others where these are read first.</summary>
    /// <param name="answers">What shards answer in the place of a query; null for a query that stays.</param>
    public IReadOnlyList<TableInput> NarrowedInputs(Func<SelectStatement, QueryInput?> answers)
    {
        var keys = new ServerKeyRestrictions(_mentions, Place, answers);
        return [.. _mentions.Select(entry => Place(entry.Mention) is { } place ? entry.Input with { Restrictions = [.. keys.Of(entry.Input, place.Leaf, place.Facts)] } : entry.Input)];
    }

    /// <summary>The only leaf of a mention, with its facts; null for a mention that stands for several.</summary>
    public (TableLeaf Leaf, Facts Facts)? Place(TableReference mention) => _places[mention] is [var only] ? only : null;

    /// <summary>A new scratch table in the place of a mention; common tables stay what they are.</summary>
    public TableReference Replace(TableReference reference)
    {
        if (!_places.TryGetValue(reference, out var places))
            return reference;
        if (reference.Partitions.Count > 0)
            throw RefusedException.NotSupported("PARTITION (...) of a table whose rows come from several MySQL shards is not supported", "Write a condition in its place.", reference.Span);
        var name = $"~g{_inputs.Count + 1}";
        var input = Input(name, places, reference.Span);
        _inputs.Add(input);
        _mentions.Add((reference, input));
        return new TableReference(new ObjectName(null, ScratchNames.Quoted(name)), reference.Alias ?? ScratchNames.Quoted(reference.Name.Name.Name), null, false) { Span = reference.Span };
    }

    private TableInput Input(string name, List<(TableLeaf Leaf, Facts Facts)> places, SourceSpan span)
    {
        var table = places[0].Leaf.Table;
        List<int> needed = [.. places.SelectMany(place => _columns.Of(place.Leaf)).Distinct().Order()];
        var isMatched = IsMatched(places, table, needed, span);
        var key = isMatched ? [] : PrimaryKey(table);
        var columns = needed.Union(key).Order().Select(ordinal => ServerColumn.Of(table.Columns[ordinal], span)).ToList();
        var conditions = LeafConditions.OfAnyOnServers(places, Alias);
        if (_locks.Count == 0 && places is [var only])
            conditions.AddRange(new SemiJoins(_context.Analyzer.Places).Of(only.Leaf, Alias));
        var (before, after) = Text(table, columns, conditions, isMatched);
        return new TableInput(
            new ServerScratchTable(name, columns, Keys(places, table, key, columns)), table, RouteRules.Union([.. places.Select(static place => GatherRoutes.Of(place.Leaf, place.Facts))]))
        {
            Before = before,
            After = after,
            AnyShard = GatherRoutes.AnyShard(_context.Topology, table),
            Condition = conditions.Count == 0 ? null : PlanText.Piece(conditions.Aggregate(And), _context.Dialect),
        };
    }

    /// <summary>True where one of equal rows is enough, there may be such, and the server tells exactly which are.</summary>
    private bool IsMatched(List<(TableLeaf Leaf, Facts Facts)> places, LogicalTable table, List<int> needed, SourceSpan span) =>
        places.TrueForAll(place => _matched.Contains(place.Leaf))
        && !table.UniqueKeys.Any(key => key.Columns.All(needed.Contains))
        && needed.TrueForAll(ordinal => ServerColumn.Of(table.Columns[ordinal], span).IsDistinct);

    /// <summary>The columns that identify a row over all shards: with them the engine knows which columns follow from a group's.</summary>
    private static IReadOnlyList<int> PrimaryKey(LogicalTable table)
    {
        var key = table.UniqueKeys.FirstOrDefault(static key => key is { IsPrimary: true, IsLocal: false });
        return key is not null && key.Columns.All(ordinal => ordinal >= 0 && !table.Columns[ordinal].IsHidden && ServerColumn.Of(table.Columns[ordinal], default).IsIndexable) ? key.Columns : [];
    }

    /// <summary>The primary key, and indexes on columns that are equal to others.</summary>
    private List<string> Keys(List<(TableLeaf Leaf, Facts Facts)> places, LogicalTable table, IReadOnlyList<int> key, List<ServerColumn> columns)
    {
        var keys = new List<string>();
        if (key.Count > 0)
            keys.Add($"PRIMARY KEY ({string.Join(", ", key.Select(ordinal => ServerScratchTable.Quote(table.Columns[ordinal].Name)))})");
        var equal = places.SelectMany(static place => place.Facts.Equalities(place.Leaf)).Select(static pair => pair.Own.Ordinal).Distinct();
        foreach (var ordinal in equal.Where(ordinal => _isIndexed && ordinal >= 0 && (key.Count == 0 || key[0] != ordinal)))
        {
            if (keys.Count < MostIndexes && columns.Exists(column => column.Name == table.Columns[ordinal].Name && column.IsIndexable))
                keys.Add($"KEY ({ServerScratchTable.Quote(table.Columns[ordinal].Name)})");
        }

        return keys;
    }

    private (TextPiece Before, TextPiece After) Text(LogicalTable table, List<ServerColumn> columns, List<Expression> conditions, bool isDistinct)
    {
        var list = columns.ConvertAll(static column => new ResultColumn(column.Value(ScratchNames.Column(Alias, column.Name)), null));
        var where = conditions.Append(new InputExpression(_context.Marker)).Aggregate(And);
        var source = new TableReference(new ObjectName(null, ScratchNames.Quoted(table.Name)), Alias, null, false);
        var core = new SelectCore(isDistinct, NodeList.Wrap(list.ToArray()), source, where, default, null, default);
        return PlanText.CutAt(new SelectStatement(null, core, default, null) { Locks = _locks }, _context.Marker, _context.Dialect);
    }

    private static BinaryExpression And(Expression all, Expression next) => new(BinaryOperator.And, all, next);
}
