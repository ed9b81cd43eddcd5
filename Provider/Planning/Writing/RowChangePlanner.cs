using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Gathering;
using ShardClient.Planning.Locality;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>UPDATE and DELETE by rows: the statement over scratch tables, and what writes its outcome to the shards.</summary>
internal sealed class RowChangePlanner
{
    private const string Reason = "Its rows are worked out first, then written one by one";

    private static readonly Identifier Changed = ScratchNames.Quoted("~changed");
    private static readonly Identifier Key = ScratchNames.Quoted("~key");
    private static readonly LiteralExpression Zero = new(LiteralKind.Integer, "0");
    private static readonly LiteralExpression One = new(LiteralKind.Integer, "1");

    private readonly PlanContext _context;
    private readonly LogicalTable _table;
    private readonly TableReference _mention;
    private readonly Identifier _name;
    private readonly RowIdentity _identity;
    private readonly List<ShadowColumn> _shadows;
    private readonly int _identityWidth;
    private readonly List<string> _order;

    /// <param name="written">The table as the statement mentions it.</param>
    /// <exception cref="RefusedException">Its rows cannot be found again.</exception>
    public RowChangePlanner(PlanContext context, LogicalTable table, TableReference written)
    {
        // Its rows are in one session, which the scratch tables are not beside; a table of the cluster may have its name.
        if (table.IsTemporary)
            throw new RefusedException(LocalityRefusals.SingleTable(context.Binder.Leaves[0]));
        _context = context;
        _table = table;

        // A common table of the same name is another thing: the target is named with its schema.
        _mention = written with { Name = written.Name with { Schema = new Identifier("main") }, IndexedBy = null, NotIndexed = false };
        _name = written.Alias ?? ScratchNames.Quoted(table.Name);
        _identity = new RowIdentity(table, written.Span);
        _shadows = [.. _identity.Shadows()];
        _identityWidth = _shadows.Count;
        _order = Order();
        if (table.KeyColumn >= 0)
            _shadows.Add(new ShadowColumn(Key.Name, ScratchNames.Column(ScratchNames.Scanned, table.Columns[table.KeyColumn].Name)));
    }

    public RowDelete Plan(DeleteStatement delete)
    {
        var values = Shadows();
        var query = new SelectStatement(
            delete.With, new SelectCore(false, [.. values.Select(static value => new ResultColumn(value, null))], _mention, delete.Where, default, null, default), delete.OrderBy, delete.Limit);
        var part = Bind(query, out var bound);
        var gather = GatherPlanner.Plan(part, bound, query, Target([]), Reason);
        var first = _context.AddRow(values.Count);
        var row = new DeleteStatement(TailHasQueries(delete.Returning) ? delete.With : null, Plain(delete.Table))
        {
            Where = _identity.Condition(_name, first),
            Returning = delete.Returning,
        };
        return new RowDelete(_table, part.RouteOfAll(), gather)
        {
            FirstInput = first,
            KeyValue = _table.KeyColumn < 0 ? -1 : values.Count - 1,
            Statement = Text(row),
            Nothing = Text(row with { Where = Zero }),
            HasLimit = delete.Limit is not null || delete.OrderBy.Count > 0,
        };
    }

    public RowUpdate Plan(UpdateStatement update)
    {
        var set = SetColumns(update);
        var values = Shadows();
        var width = values.Count;
        values.AddRange(set.Select(Expression (column) => new ColumnExpression(null, _name, column)));
        var part = Bind(Query(update, values), out var bound);
        _shadows.Add(new ShadowColumn(Changed.Name, Zero));
        var gather = GatherPlanner.Plan(part, bound, OverScratch(update), Target(Inner(update, part, set)), Reason);
        var first = _context.AddRow(values.Count);
        var row = new UpdateStatement(TailHasQueries(update.Returning) ? update.With : null, update.Conflict, Plain(update.Table), Assignments(set, first + width))
        {
            Where = _identity.Condition(_name, first),
            Returning = update.Returning,
        };
        var key = ValueOf(_table.KeyColumn, set, width);
        return new RowUpdate(_table, part.RouteOfAll(), gather)
        {
            Conflict = update.Conflict,
            Changes = set.ConvertAll(column => _table.IndexOf(column.Name)),
            FirstInput = first,
            KeyValue = _table.KeyColumn < 0 ? -1 : width - 1,
            Statement = Text(row),
            Nothing = Text(row with { Where = Zero }),
            Changed = ChangedRows(values),
            NewKeyValue = key,
            NewRowIdValue = ValueOf(_table.RowIdColumn, set, width),
            Move = key < 0 ? null : RowMovePlanner.Plan(
                _context, _table, row.Table, row.Where, set.ToDictionary(column => _table.IndexOf(column.Name), column => first + width + set.IndexOf(column)), Tail(update, row.With)),
        };
    }

    /// <summary>Which of a row's values a column gets; -1 for one that is not set.</summary>
    private int ValueOf(int ordinal, List<Identifier> set, int width)
    {
        var at = ordinal < 0 ? -1 : set.FindIndex(column => column.Is(_table.Columns[ordinal].Name));
        return at < 0 ? -1 : width + at;
    }

    private static InsertStatement Tail(UpdateStatement update, WithClause? with) =>
        new(with, update.Conflict, update.Table.Name, update.Table.Alias, default) { Returning = update.Returning };

    /// <summary>Each column once: of two assignments to one column the last counts.</summary>
    private static List<Identifier> SetColumns(UpdateStatement update)
    {
        var columns = new List<Identifier>();
        foreach (var column in update.Assignments.SelectMany(static assignment => assignment.Columns))
        {
            if (!columns.Exists(known => known.Is(column.Name)))
                columns.Add(column);
        }

        return columns;
    }

    private List<Expression> Shadows() => [.. _shadows.Select(Expression (shadow) => ScratchNames.Column(_name, shadow.Name))];

    private PlanContext Bind(SelectStatement query, out BoundQuery bound)
    {
        var part = _context.ForPart();
        bound = part.Binder.Bind(query);
        RowIdCheck.Check(bound);
        part.Analyzer.Core(bound.Plain!, Facts.None, [], out _);
        return part;
    }

    /// <summary>All that the UPDATE reads, made of its own nodes.</summary>
    private SelectStatement Query(UpdateStatement update, List<Expression> values)
    {
        ResultColumn[] columns = [.. values.Concat(update.Assignments.Select(static assignment => assignment.Value)).Select(static value => new ResultColumn(value, null))];
        TableSource source = update.From is { } from ? Before(from) : _mention;
        return new SelectStatement(update.With, new SelectCore(false, NodeList.Wrap(columns), source, update.Where, default, null, default), update.OrderBy, update.Limit);
    }

    /// <summary>The target comes first, then what FROM says, as the engine itself joins them.</summary>
    private JoinSource Before(TableSource from) =>
        from is JoinSource join ? join with { Left = Before(join.Left) } : new JoinSource(_mention, JoinKind.Comma, false, from, null, default);

    /// <summary>The UPDATE where nothing refuses a row: the shards will, when it is written.</summary>
    private UpdateStatement OverScratch(UpdateStatement update) => update with
    {
        Conflict = ConflictAction.None,
        Table = _mention,
        Assignments = [.. update.Assignments, new Assignment([Changed], One)],
        Returning = default,
    };

    /// <summary>In the order in which one database would write them, where that is known.</summary>
    private SessionStatement ChangedRows(List<Expression> values)
    {
        NodeList<OrderingTerm> order = [.. _order.Select(static name => new OrderingTerm(ScratchNames.Column(null, name), false, NullsOrder.Default))];
        var core = new SelectCore(
            false, [.. values.Select(static value => new ResultColumn(value, null))], ScratchNames.Table(_table.Name, _name), ScratchNames.Column(null, Changed.Name), default, null, default);
        return PlanText.Of(new SelectStatement(null, core, order, null), SqlDialect.Sqlite);
    }

    /// <summary>
    /// The shadow columns that order the rows as one database would: by rowid or primary key. Rowids that each shard counts by itself say less than the
    /// primary key does.
    /// </summary>
    private List<string> Order()
    {
        var key = _table.UniqueKeys.FirstOrDefault(static key => key.IsPrimary && !key.Columns.Contains(-1))?.Columns;
        if (_table.WithoutRowId || _table.RowIdColumn >= 0 || _table.Kind != TableKind.Sharded || key is null)
            return _table.Kind == TableKind.Sharded || _table.WithoutRowId || _table.RowIdColumn >= 0 ? [.. _shadows.Take(_identityWidth).Select(static shadow => shadow.Name)] : ["rowid"];
        _shadows.AddRange(key.Select((ordinal, index) => new ShadowColumn($"~key{index + 1}", ScratchNames.Column(ScratchNames.Scanned, _table.Columns[ordinal].Name))));
        return [.. _shadows.Skip(_identityWidth).Select(static shadow => shadow.Name)];
    }

    /// <summary>Mentions of the target in SET that see the rows changed before: inner queries that each row asks anew, over columns that are set.</summary>
    private HashSet<TableReference> Inner(UpdateStatement update, PlanContext part, List<Identifier> set)
    {
        var inner = new HashSet<TableReference>(ReferenceEqualityComparer.Instance);
        if (update.From is not null)
            return inner;
        foreach (var assignment in update.Assignments)
        {
            var finder = new SelfReader(set);
            finder.Visit(assignment.Value);
            if (finder.ReadsSet)
                inner.UnionWith(finder.Mentions.Where(mention => part.Binder.Leaves.Any(leaf => ReferenceEquals(leaf.Mention, mention) && leaf.Table == _table)));
        }

        return inner;
    }

    private GatherTarget Target(HashSet<TableReference> same) => new(_mention, _shadows)
    {
        // A sharded table's rowids are unique only where they are its sharding key.
        KeepsRowId = !_table.WithoutRowId && _table.IndexOf("rowid") < 0 && (_table.Kind != TableKind.Sharded || _table.RowIdColumn == _table.KeyColumn),
        Same = same,
    };

    /// <summary>The schema is looked at when the shard is taken, not each time a kept statement runs.</summary>
    private SessionStatement Text(Statement statement) => _context.Text(statement) with { IsPlanned = false };

    private static TableReference Plain(TableReference written) => written with { IndexedBy = null, NotIndexed = false };

    private static NodeList<Assignment> Assignments(List<Identifier> set, int first) =>
        [.. set.Select((column, index) => new Assignment([column], new InputExpression(first + index)))];

    private static bool TailHasQueries(NodeList<ResultColumn> returning)
    {
        var collector = new SubqueryCollector();
        collector.VisitAll(returning);
        return collector.Found.Count > 0;
    }

    /// <summary>Looks at the inner queries of one SET value.</summary>
    private sealed class SelfReader(List<Identifier> set) : SyntaxWalker
    {
        private int _depth;

        public List<TableReference> Mentions { get; } = [];

        public bool ReadsSet { get; private set; }

        public override void Visit(Node node)
        {
            _depth += node is SelectStatement ? 1 : 0;
            if (node is TableReference mention)
                Mentions.Add(mention);
            ReadsSet |= _depth > 0 && node is StarExpression || (_depth > 0 && node is ColumnExpression column && set.Exists(known => known.Is(column.Column.Name)));
            VisitChildren(node);
            _depth -= node is SelectStatement ? 1 : 0;
        }
    }
}
