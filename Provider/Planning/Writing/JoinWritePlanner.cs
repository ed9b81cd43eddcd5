using ShardClient.Planning.Binding;
using ShardClient.Planning.Gathering;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>
/// UPDATE and DELETE of joined tables on servers: where each shard has all that its rows are joined with it runs there, and where one table is written the
/// others come to its shards as temporary tables.
/// </summary>
internal sealed class JoinWritePlanner
{
    private readonly PlanContext _context;
    private readonly Statement _written;
    private readonly BoundQuery _query;
    private readonly BoundCore _core;
    private readonly List<TableLeaf> _targets = [];

    private JoinWritePlanner(PlanContext context, Statement written, SelectStatement read)
    {
        _context = context;
        _written = written;
        _query = context.Binder.Bind(read);
        _core = _query.Plain!;
    }

    public static StatementPlan Plan(PlanContext context, MultiUpdateStatement update)
    {
        var planner = new JoinWritePlanner(context, update, Read(update.With, [.. update.Assignments.Select(static assignment => assignment.Value)], update.Source, update.Where) with { OrderBy = update.OrderBy, Limit = update.Limit });
        foreach (var assignment in update.Assignments)
        {
            foreach (var column in assignment.Columns)
                planner.Set(new ColumnExpression(assignment.Table?.Schema, assignment.Table?.Name, column) { Span = assignment.Span });
        }

        return planner.Plan();
    }

    public static StatementPlan Plan(PlanContext context, MultiDeleteStatement delete)
    {
        var planner = new JoinWritePlanner(context, delete, Read(delete.With, [new LiteralExpression(LiteralKind.Integer, "1")], delete.Source, delete.Where));
        foreach (var target in delete.Targets)
            planner.AddTarget(planner._core.Scope.Find(target.Name.Name), target);
        return planner.Plan();
    }

    private static SelectStatement Read(WithClause? with, List<Expression> values, TableSource source, Expression? where) => new(
        with, new SelectCore(false, [.. values.Select(static value => new ResultColumn(value, null))], source, where, default, null, default), default, null);

    private WritePlan Plan()
    {
        var rows = _context.Analyzer.Core(_core, Facts.None, [], out _);
        var route = _context.RouteOfAll();
        var plan = new WritePlan(route) { Statement = _context.Whole(_written) };
        if (route is AnyRoute or EmptyRoute or FixedRoute { Shards.Single: >= 0 })
            return _context.Finish(plan);
        var hasLimit = _query.Syntax.Limit is not null;
        if (rows is Partitioned && _context.Analyzer.FirstRefusal is null && !hasLimit && _targets.TrueForAll(static target => target.IsSharded))
            return _context.Finish(plan);
        try
        {
            return _context.Finish(hasLimit || _targets.Count > 1 ? throw new RefusedException(ServerRefusals.ByRows(_written)) : plan with { Copies = Copies(_targets[0]) });
        }
        catch (RefusedException refused)
        {
            return _context.Finish(plan with { ScatterRefusal = refused.Refusal });
        }
    }

    private CopyWrite Copies(TableLeaf target)
    {
        var facts = _context.Analyzer.Places.First(place => place.Leaf == target).Facts;
        var tables = new ServerTables(_context, _query, target);
        var written = new ServerGatherRewriter(_context.Binder, tables).Rewrite(_written);
        return new CopyWrite(target.IsSharded ? KeyConditions.Rule(target, facts) : new FixedRoute(target.Table.Shards), tables.Inputs, PlanText.Of(written, _context.Dialect));
    }

    private void Set(ColumnExpression column)
    {
        if (_core.Scope.Resolve(column) is not { } binding)
            throw RefusedException.NotSupported($"Nobody here knows the table of column {column.Column.Name}", "Name the table before the column.", column.Span);
        AddTarget(binding.Source, column);
        if (binding.Source is TableLeaf { IsSharded: true } leaf && binding.Ordinal == leaf.Table.KeyColumn)
            throw RefusedException.NotSupported($"An UPDATE of joined tables cannot set the sharding key of {leaf.Table.Name}", "Update one table, rows of one key at a time.", column.Span);
    }

    private void AddTarget(RowSource? source, Node node)
    {
        if (source is not TableLeaf leaf)
            throw RefusedException.NotSupported("Only tables in FROM can be written", "Name a table, not a view or a subquery.", node.Span);
        if (leaf.Table.Kind == TableKind.Reference)
        {
            throw RefusedException.NotSupported(
                $"A write of joined tables cannot change reference table {leaf.Table.Name}, of which every shard has a copy", "Write it by a statement of its own.", node.Span);
        }

        if (!_targets.Contains(leaf))
            _targets.Add(leaf);
    }
}
