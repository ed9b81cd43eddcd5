using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Binding;

/// <content>What stands in FROM.</content>
internal sealed partial class Binder
{
    private const string TemporarySchema = "temp";

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
                return Derived(Bind(subquery.Query, subquery.Lateral ? scope : scope.Outer, common), subquery.Columns, subquery.Alias?.Name, subquery.Span);
            case TableFunctionReference function:
                return BindFunction(function);
            default:
                throw RefusedException.NotSupported("This FROM clause is not known", "", source.Span);
        }
    }

    private RowSource BindReference(TableReference reference, CommonTables? common)
    {
        if (reference.Period is not null)
            ServerClauses.Check(new SelectStatement(null, new SelectCore(false, default, reference, null, default, null, default), default, null));
        var name = reference.Alias?.Name ?? reference.Name.Name.Name;
        if (common?.Find(reference.Name) is { } found)
            return BindCommon(found.Table, found.Home, name, reference.Span);
        if (FindView(reference.Name) is { } view)
            return BindView(view, reference, name);
        if (topology.Engine == EngineKind.MySql && LogicalNames.IsOfServer(reference.Name))
            return OfServer(name, reference.Span);
        if (reference.Name.Name.Name.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase) && FindTable(reference.Name) is null)
            return BindFunction(new TableFunctionReference(reference.Name, default, reference.Alias) { Span = reference.Span });
        return Leaf(Table(reference.Name), reference.Alias, reference.Name, reference);
    }

    /// <summary>
    /// What a server tells of its tables, where the default shard has all but the single tables of other shards; and what it tells of itself, where the
    /// default shard's speaks for all.
    /// </summary>
    private OpaqueSource OfServer(string name, SourceSpan span)
    {
        var source = new OpaqueSource(name, span, null, ShardSet.Of(topology.DefaultShard));
        _opaque.Add(source);
        return source;
    }

    private DerivedSource BindView(LogicalView view, TableSource mention, string name)
    {
        var (leaves, made, isInView) = (_leaves.Count, _made, _isInView);
        _isInView |= !view.IsTemporary;
        var query = Bind(view.Query);
        _isInView = isInView;
        var needNotExist = view.IsOfCatalog || view.IsTemporary || _leaves.Count == leaves || _made > made;
        ReadsCatalog |= view.IsOfCatalog;
        _views[mention] = InPlace(view, name, mention.Span);
        if (needNotExist)
        {
            var inner = _made > made ? new NodeReplacer(_inlined).Rewrite(view.Query) : view.Query;
            _inlined[mention] = InPlace(view with { Query = inner }, name, mention.Span);
            _made++;
        }

        return new DerivedSource(query, view.Columns.Count > 0 ? view.Columns : Names(query, default), name, mention.Span) { IsView = true };
    }

    /// <summary>A view that shards need not have, or would read otherwise (what the catalog makes, and views over it): its query stands in its place.</summary>
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
        var query = Bind(table.Query, home.Scope, home);
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
                    AddPair(name, join.Kind, scope, before, pairs);
            }
        }

        foreach (var name in join.Using)
            AddPair(name.Name, join.Kind, scope, before, pairs);
        return pairs;
    }

    private static void AddPair(string name, JoinKind kind, Scope scope, int before, List<(ColumnBinding, ColumnBinding)> pairs)
    {
        if (Find(name, scope, 0, before) is { } left && Find(name, scope, before, scope.Sources.Count) is { } right)
        {
            // Behind a RIGHT or FULL join the name may mean more than the left one.
            if (scope.ResolveLeft(new ColumnExpression(null, null, new Identifier(name)), before) == left)
                pairs.Add((left, right));
            scope.Merge(right, kind);
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

    private RowSource BindFunction(TableFunctionReference function)
    {
        var name = function.Alias?.Name ?? function.Name.Name.Name;
        if (OfTemporary(function) is { } table)
        {
            // The session that has the table answers: a mention of the table leads there.
            Leaf(table, null, new ObjectName(null, function.Name.Name) { Span = function.Span });
            var columns = LogicalNames.Pragma(function) is { } told ? LogicalNames.ColumnsOf(told) : null;
            return new OpaqueSource(name, function.Span, columns, null);
        }

        if (LogicalNames.Of(function) is { } known && schema.Views.TryGetValue(known, out var view))
            return BindView(view, function, name);
        var pragma = LogicalNames.Pragma(function);
        var opaque = new OpaqueSource(
            name, function.Span, pragma is null ? TableFunctions.Columns(function.Name.Name.Name) : LogicalNames.ColumnsOf(pragma), pragma is null ? null : ShardSet.Of(topology.DefaultShard)) { Function = function };
        if (pragma is not null)
            CheckPragma(function, pragma);
        _opaque.Add(opaque);
        return opaque;
    }

    /// <summary>A pragma function whose argument is not known yet is asked on the default shard, which has every table but single ones of other shards.</summary>
    private void CheckPragma(TableFunctionReference function, string pragma)
    {
        if (topology.Shards.Count == 1 || LogicalNames.IsOfLibrary(pragma))
            return;
        if (LogicalNames.ColumnsOf(pragma) is null)
        {
            throw RefusedException.NotSupported(
                $"{function.Name} tells of one file, and the cluster has {topology.Shards.Count}", $"Ask each shard: /*+ shard({topology.Shards[0].Name}) */ SELECT ...", function.Span);
        }

        if (function.Arguments.Count == 0)
            throw RefusedException.NotSupported($"{function.Name} is told the table by its name alone", $"Write {function.Name}('table').", function.Span);
        if (topology.Tables.Values.Any(table => table.Kind == TableKind.Single && table.Shard != topology.DefaultShard))
        {
            throw RefusedException.NotSupported(
                $"{function.Name} with an argument that is no text in the statement would miss the single tables of other shards", "Read information_schema.columns or statistics instead.", function.Span);
        }

        _inlined[function] = function with { Arguments = [TableFunctions.Public(function.Arguments[0]), .. function.Arguments.Skip(1)] };
        _made++;
    }

    private TableLeaf Leaf(LogicalTable table, Identifier? alias, ObjectName name, TableReference? mention = null)
    {
        var leaf = new TableLeaf(table, alias?.Name ?? table.Name, name.Span, mention);
        _leaves.Add(leaf);
        return leaf;
    }

    /// <summary>The temporary table that a pragma function asks about; null for other functions.</summary>
    private LogicalTable? OfTemporary(TableFunctionReference function) =>
        LogicalNames.Pragma(function) is not null && function.Arguments is [LiteralExpression { Kind: LiteralKind.String } name, ..]
            ? temporary.Tables.GetValueOrDefault(name.Text)
            : null;

    private bool SeesTemporary(ObjectName name) => !_isInView && (name.Schema is not { } schema || schema.Is(TemporarySchema));

    private LogicalTable? FindTable(ObjectName name)
    {
        if (SeesTemporary(name) && temporary.Tables.TryGetValue(name.Name.Name, out var own))
            return own;
        return IsTemporary(name) || LogicalNames.IsInformationSchema(name) ? null : schema.Tables.GetValueOrDefault(name.Name.Name);
    }

    private LogicalView? FindView(ObjectName name)
    {
        if (SeesTemporary(name) && temporary.Views.TryGetValue(name.Name.Name, out var own))
            return own;
        var isHidden = IsTemporary(name) || (SeesTemporary(name) && temporary.Tables.ContainsKey(name.Name.Name));
        return isHidden ? null : schema.Views.GetValueOrDefault(LogicalNames.Of(name));
    }

    private static bool IsTemporary(ObjectName name) => name.Schema is { } qualifier && qualifier.Is(TemporarySchema);

    private static void CheckQualifier(ObjectName name)
    {
        if (name.Schema is { } qualifier && !qualifier.Is("main") && !qualifier.Is(TemporarySchema))
        {
            throw RefusedException.NotSupported(
                $"The schema {qualifier.Name} of {name} is not part of the cluster", "A cluster is one database: write the name without a schema.", name.Span);
        }
    }

    /// <summary>The table of a name, or the error that names what comes nearest.</summary>
    public LogicalTable Table(ObjectName name)
    {
        if (!LogicalNames.IsInformationSchema(name))
            CheckQualifier(name);
        return FindTable(name) ?? throw UnknownNames.Table(name, text, schema, topology);
    }
}
