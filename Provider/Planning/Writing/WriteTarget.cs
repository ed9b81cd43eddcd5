using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>What UPDATE and DELETE have in common: the table, what joins it, the rows that WHERE leaves.</summary>
internal sealed class WriteTarget
{
    private readonly PlanContext _context;
    private readonly TableReference _written;
    private readonly WithClause? _with;
    private readonly CommonTables? _common;
    private readonly Scope _scope = new(null);

    public WriteTarget(PlanContext context, TableReference table, WithClause? with)
    {
        _context = context;
        _written = table;
        _with = with;
        _common = with is null ? null : new CommonTables(null, with);
        if (context.Binder.IsView(table.Name))
            throw RefusedException.NotSupported($"{table.Name.Name.Name} is a view: it cannot be written", "Write its tables.", table.Span);
        From = context.Binder.BindTarget(table, _scope);
        Leaf = (TableLeaf)((FromSource)From).Source;
    }

    public TableLeaf Leaf { get; }

    public Scope Scope => _scope;

    /// <summary>Why its shards cannot each do their part of the statement; null when they can, which one shard always can.</summary>
    public Refusal? ScatterRefusal { get; private set; }

    /// <summary>The shards that may have rows to change.</summary>
    public RouteRule Route { get; private set; } = new EmptyRoute();

    public IReadOnlyList<BoundSubquery> Subqueries { get; private set; } = [];

    private BoundFrom From { get; set; }

    /// <summary>Binds and judges the statement's parts.</summary>
    public void Analyze(TableSource? joined, Expression? where, IEnumerable<Node?> parts)
    {
        if (joined is not null)
            From = new FromJoin(From, JoinKind.Inner, _context.Binder.BindJoined(joined, _scope, _common), null, [], joined.Span);
        Node?[] nodes = [where, .. parts];
        RowIdCheck.CheckNodes(_scope, nodes);
        var subqueries = _context.Binder.BindSubqueries(nodes, _scope, _common);
        var analyzer = _context.Analyzer;
        var facts = LocalityAnalyzer.Joined(From, Facts.None.With(where, _scope), _scope);
        var rows = analyzer.From(From, facts, _scope, []);
        Subqueries = subqueries;
        Route = Leaf.IsSharded ? KeyConditions.Rule(Leaf, facts) : new FixedRoute(Leaf.Table.Shards);
        analyzer.Subqueries(subqueries, facts, rows is Partitioned partitioned ? partitioned.Keys : []);
        ScatterRefusal = Leaf.Table.Kind == TableKind.Reference ? Copies() : analyzer.FirstRefusal ?? (rows as NotLocal)?.Refusal;
    }

    /// <summary>RETURNING is answered where the row is written, whatever else is known of it: null when any shard can.</summary>
    public Refusal? Tail(NodeList<ResultColumn> returning)
    {
        var context = _context.ForPart();
        var tail = new WriteTarget(context, _written, _with);
        var subqueries = context.Binder.BindSubqueries([.. returning], tail.Scope, tail._common);
        context.Analyzer.Subqueries(subqueries, Facts.None, Leaf.IsSharded ? [new PartitionKey(tail.Leaf.Key, false)] : []);
        return Leaf.IsSharded ? context.Analyzer.FirstRefusal : WriteRefusals.Tail(context, tail.Leaf);
    }

    /// <summary>Each copy is written from what every shard has; what only some have would make the copies differ.</summary>
    private Refusal? Copies()
    {
        var other = _context.Binder.Leaves.FirstOrDefault(static leaf => leaf.Table.Kind != TableKind.Reference);
        return other is null ? null : Refusals.NotSupported(
            $"A write to reference table {Leaf.Table.Name} reads {other.Table.Name}, of which each shard has other rows", "Read the rows first and write them as values.", other.Span);
    }
}
