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
    private readonly CommonTables? _common;
    private readonly Scope _scope = new(null);

    public WriteTarget(PlanContext context, TableReference table, WithClause? with)
    {
        _context = context;
        _common = with is null ? null : new CommonTables(null, with);
        if (context.Binder.IsView(table.Name))
            throw RefusedException.NotSupported($"{table.Name.Name.Name} is a view: it cannot be written", "Write its tables.", table.Span);
        From = context.Binder.BindTarget(table, _scope);
        Leaf = (TableLeaf)((FromSource)From).Source;
    }

    public TableLeaf Leaf { get; }

    public Scope Scope => _scope;

    private BoundFrom From { get; set; }

    /// <summary>Binds and judges the statement's parts; the answer is the route and, when one shard must do it, why.</summary>
    public (RouteRule Route, Refusal? ScatterRefusal) Analyze(TableSource? joined, Expression? where, IEnumerable<Node?> parts)
    {
        if (joined is not null)
            From = new FromJoin(From, JoinKind.Inner, _context.Binder.BindJoined(joined, _scope, _common), null, [], joined.Span);
        Node?[] nodes = [where, .. parts];
        RowIdCheck.CheckNodes(_scope, nodes);
        var subqueries = _context.Binder.BindSubqueries(nodes, _scope, _common);
        var analyzer = _context.Analyzer;
        var facts = LocalityAnalyzer.Joined(From, Facts.None.With(where, _scope), _scope);
        var rows = analyzer.From(From, facts, _scope, []);
        analyzer.Subqueries(subqueries, facts, rows is Partitioned partitioned ? partitioned.Keys : []);
        return Leaf.Table.Kind switch
        {
            TableKind.Reference => Reference(),
            _ => (_context.Route(), analyzer.FirstRefusal is { } refusal ? refusal : rows is NotLocal notLocal ? notLocal.Refusal : null),
        };
    }

    /// <summary>Each copy is written from what every shard has; what only some have would make the copies differ.</summary>
    private (RouteRule Route, Refusal? ScatterRefusal) Reference()
    {
        WriteRefusals.CheckReferenceSources(_context, Leaf);
        return (new FixedRoute(Leaf.Table.Shards), null);
    }
}
