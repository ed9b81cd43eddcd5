using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Binding;

/// <content>What stands in FROM.</content>
internal sealed partial class Binder
{
    private BoundFrom BindFrom(TableSource source, Scope scope, CommonTables? common)
    {
        if (source is JoinSource join)
            return BindJoin(join, scope, common);
        if (++_sources > MaxSources)
            throw new ShardException(ShardErrorCode.LimitExceeded, $"The statement mentions more than {MaxSources} tables, counting those in views and common tables each time.", "Split it.");
        var bound = BindSource(source, scope, common);
        scope.Add(bound);
        return new FromSource(bound);
    }

    private RowSource BindSource(TableSource source, Scope scope, CommonTables? common)
    {
        switch (source)
        {
            case TableReference reference:
                return BindReference(reference, common);
            case SubqueryReference subquery:
                return Derived(Bind(subquery.Query, scope.Outer, common), default, subquery.Alias?.Name, subquery.Span);
            case TableFunctionReference function:
                var opaque = new OpaqueSource(function.Alias?.Name ?? function.Name.Name.Name, function.Span, TableFunctions.Columns(function.Name.Name.Name), FunctionShards(function)) { Function = function };
                _opaque.Add(opaque);
                return opaque;
            default:
                throw RefusedException.NotSupported("This FROM clause is not known", "", source.Span);
        }
    }

    private RowSource BindReference(TableReference reference, CommonTables? common)
    {
        var name = reference.Alias?.Name ?? reference.Name.Name.Name;
        if (common?.Find(reference.Name) is { } found)
            return BindCommon(found.Table, found.Home, name, reference.Span);
        CheckQualifier(reference.Name);
        if (schema.Views.TryGetValue(reference.Name.Name.Name, out var view))
        {
            var leaves = _leaves.Count;
            var query = Bind(view.Query);
            var inPlace = InPlace(view, name, reference.Span);
            _views[reference] = inPlace;
            if (_leaves.Count == leaves)
                _inlined[reference] = inPlace;
            return new DerivedSource(query, view.Columns.Count > 0 ? view.Columns : Names(query, default), name, reference.Span);
        }

        return Leaf(Table(reference.Name), reference.Alias, reference.Name, reference);
    }

    /// <summary>A view without tables (sqlite_master, which the catalog makes) need not be on any shard: its query stands in its place.</summary>
    private static SubqueryReference InPlace(LogicalView view, string name, SourceSpan span)
    {
        var query = view.Query;
        if (view.Columns.Count > 0)
        {
            var inner = new Identifier("~rows", NameQuotes.Grave);
            var table = new CommonTable(inner, [.. view.Columns.Select(column => new Identifier(column, NameQuotes.Grave))], null, query);
            var star = new ResultColumn(new StarExpression(null), null);
            var from = new TableReference(new ObjectName(null, inner), null, null, false);
            query = new SelectStatement(new WithClause(false, [table]), new SelectCore(false, [star], from, null, default, null, default), default, null);
        }

        return new SubqueryReference(query, new Identifier(name, NameQuotes.Grave)) { Span = span };
    }

    private RowSource BindCommon(CommonTable table, CommonTables home, string name, SourceSpan span)
    {
        if (home.IsOpen(table))
            return new OpaqueSource(name, span, table.Columns.Count > 0 ? [.. table.Columns.Select(column => column.Name)] : null, null) { Recursion = table };
        home.Open(table);
        var query = Bind(table.Query, null, home);
        home.Close(table);
        if (MentionsItself(table))
            query = new BoundQuery(query.Syntax, query.Cores) { Subqueries = query.Subqueries, Common = query.Common, IsRecursive = true };
        return new DerivedSource(query, Names(query, table.Columns), name, span) { CommonTable = table };
    }

    private static bool MentionsItself(CommonTable table)
    {
        var finder = new TableNames.Finder();
        finder.Visit(table.Query);
        return finder.Mentions(table.Name.Name);
    }

    private static DerivedSource Derived(BoundQuery query, NodeList<Identifier> columns, string? name, SourceSpan span) =>
        new(query, Names(query, columns), name, span);

    private static IReadOnlyList<string>? Names(BoundQuery query, NodeList<Identifier> columns)
    {
        if (columns.Count > 0)
            return [.. columns.Select(column => column.Name)];
        if (query.Cores.Count > 0)
            return query.Cores[0].Outputs is { } outputs ? [.. outputs.Select(output => output.Name)] : null;
        return query.Syntax.Body is ValuesBody { Rows.Count: > 0 } values ? [.. Enumerable.Range(1, values.Rows[0].Items.Count).Select(number => $"column{number}")] : null;
    }

    private BoundFrom BindJoin(JoinSource join, Scope scope, CommonTables? common)
    {
        // Long comma lists lean to the left: the chain is walked, not recursed into.
        var chain = new Stack<JoinSource>();
        TableSource first = join;
        while (first is JoinSource next)
        {
            chain.Push(next);
            first = next.Left;
        }

        var left = BindFrom(first, scope, common);
        while (chain.TryPop(out var step))
        {
            var before = scope.Sources.Count;
            var right = BindFrom(step.Right, scope, common);
            left = new FromJoin(left, step.Kind, right, step.On, Pairs(step, scope, before), step.Span);
        }

        return left;
    }

    private static List<(ColumnBinding Left, ColumnBinding Right)> Pairs(JoinSource join, Scope scope, int before)
    {
        var pairs = new List<(ColumnBinding, ColumnBinding)>();
        if (join.Natural)
        {
            for (var index = before; index < scope.Sources.Count; index++)
            {
                foreach (var name in scope.Sources[index].Columns ?? [])
                    AddPair(name, scope, before, pairs);
            }
        }

        foreach (var name in join.Using)
            AddPair(name.Name, scope, before, pairs);
        return pairs;
    }

    private static void AddPair(string name, Scope scope, int before, List<(ColumnBinding, ColumnBinding)> pairs)
    {
        if (Find(name, scope, 0, before) is { } left && Find(name, scope, before, scope.Sources.Count) is { } right)
        {
            pairs.Add((left, right));
            scope.Merge(name, left, right);
        }
    }

    private static ColumnBinding? Find(string name, Scope scope, int from, int to)
    {
        for (var index = from; index < to; index++)
        {
            if (scope.Sources[index].IndexOf(name) is var ordinal and >= 0)
                return new ColumnBinding(scope.Sources[index], ordinal);
        }

        return null;
    }

    private ShardSet? FunctionShards(TableFunctionReference function) =>
        TableFunctions.NamedTable(function) is { } name && schema.Tables.TryGetValue(name, out var table) ? table.Shards : null;

    private TableLeaf Leaf(LogicalTable table, Identifier? alias, ObjectName name, TableReference? mention = null)
    {
        var leaf = new TableLeaf(table, alias?.Name ?? table.Name, name.Span, mention);
        _leaves.Add(leaf);
        return leaf;
    }

    private static void CheckQualifier(ObjectName name)
    {
        if (name.Schema is { } qualifier && !qualifier.Is("main"))
        {
            throw RefusedException.NotSupported(
                $"The schema {qualifier.Name} of {name} is not part of the cluster", "Tables live in main; write the name without a schema.", name.Span);
        }
    }

    /// <summary>The table of a name, or the error that names what comes nearest.</summary>
    public LogicalTable Table(ObjectName name)
    {
        CheckQualifier(name);
        if (schema.Tables.TryGetValue(name.Name.Name, out var table))
            return table;
        throw UnknownNames.Table(name, text, schema, topology);
    }
}
