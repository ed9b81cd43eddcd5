using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>INSERT ... SELECT: shard by shard where the query's rows already lie on the shards they belong to, else by rows that are read first.</summary>
internal static class InsertSelectPlanner
{
    public static StatementPlan Plan(InsertSource source)
    {
        var (context, insert, table) = (source.Context, source.Insert, source.Target.Table);
        var query = context.Binder.Bind(insert.Query!, null, source.Common);
        RowIdCheck.Check(query);
        var facts = Facts.None;
        var rows = query.Plain is { } core ? context.Analyzer.Core(core, Facts.None, [], out facts) : context.Analyzer.Query(query, Facts.None, []);
        if (MayLackKey(context, insert, table, query) || context.Singles().Count > 1)
            return source.AlwaysByRows();
        var plan = new WritePlan(context.RouteOfAll())
        {
            Statement = context.Whole(insert),
            IsInsert = true,
            HasReturning = source.HasReturning,
            IsReference = table.Kind == TableKind.Reference,
        };
        return table.Kind switch
        {
            TableKind.Reference => Reference(source, plan),
            TableKind.Single => context.Finish(WithRows(source, plan)),
            _ => Sharded(source, query, rows, facts, plan),
        };
    }

    /// <summary>Each copy runs the query by itself when all give the same rows.</summary>
    private static StatementPlan Reference(InsertSource source, WritePlan plan)
    {
        var (context, insert, table) = (source.Context, source.Insert, source.Target.Table);
        var isSame = context.Binder.Leaves.All(static leaf => leaf.Table.Kind == TableKind.Reference) && !Determinism.MayDiffer(insert.Query!)
            && !HasOpenDefaults(insert, table) && insert.Conflict != ConflictAction.Fail;
        return isSame ? context.Finish(plan with { Route = new FixedRoute(table.Shards) }) : source.AlwaysByRows();
    }

    private static StatementPlan Sharded(InsertSource source, BoundQuery query, Distribution rows, Facts facts, WritePlan plan)
    {
        var (context, insert, table) = (source.Context, source.Insert, source.Target.Table);
        var key = Output(query, InsertColumns.Of(insert.Columns, table).IndexOf(table.KeyColumn));
        if (rows is Partitioned partitioned && key is { Binding: { } binding } && IsOwnKey(Origins.Of(binding), table, partitioned, facts))
        {
            var isLocal = context.Analyzer.FirstRefusal is null && IsLocal(query, facts, partitioned) && !HasOpenDefaults(insert, table) && insert.Conflict != ConflictAction.Fail;
            return context.Finish(isLocal ? plan : WithRows(source, plan));
        }

        if (InputOf(context, key?.Expression) is not { } input)
            return source.AlwaysByRows();
        var route = RouteRules.Union([new KeyRoute(table.Placement!, table.KeyType, input, NullMatches: true), plan.Route]);
        return context.Finish(WithRows(source, plan with { Route = route, NewKeyInput = input, NewKeyRoute = new KeyRoute(table.Placement!, table.KeyType, input) }));
    }

    private static WritePlan WithRows(InsertSource source, WritePlan plan)
    {
        if (plan.Route is FixedRoute { Shards.Single: >= 0 })
            return plan;
        try
        {
            return plan with { ByRows = source.ByRows() };
        }
        catch (RefusedException refused)
        {
            return plan with { ScatterRefusal = refused.Refusal };
        }
    }

    /// <summary>False where grouping, LIMIT and the like of the query are not one shard's.</summary>
    private static bool IsLocal(BoundQuery query, Facts facts, Partitioned rows) =>
        query is { Plain: { } core, Syntax.Limit: null }
        && (!core.IsAggregated || LocalityAnalyzer.GroupsStayOnShards(core, rows, facts))
        && (!core.Syntax.Distinct || LocalityAnalyzer.DistinctStaysOnShards(core, rows, facts))
        && LocalityAnalyzer.WindowsStayOnShards(core, query.Syntax.OrderBy, rows, facts);

    private static bool IsOwnKey(ColumnBinding column, LogicalTable target, Partitioned rows, Facts facts)
    {
        foreach (var key in rows.Keys)
        {
            if (key is { MayBeMissing: false, Column.Source: TableLeaf { Table: var source } } && ReferenceEquals(source.Placement, target.Placement) &&
                source.KeyType == target.KeyType && facts.AreEqual(key.Column, column))
            {
                return true;
            }
        }

        return false;
    }

    private static int? InputOf(PlanContext context, Expression? value) => value switch
    {
        ParameterExpression parameter => parameter.Ordinal,
        InputExpression input => input.Ordinal,
        null => null,
        _ => LiteralValues.TryGet(value, out var constant) ? context.AddConstant(constant) : null,
    };

    private static OutputColumn? Output(BoundQuery query, int at) =>
        at >= 0 && query.Plain?.Outputs is { } outputs && at < outputs.Count ? outputs[at] : null;

    /// <summary>A left out column whose default is another moment from shard to shard, or another value from copy to copy.</summary>
    private static bool HasOpenDefaults(InsertStatement insert, LogicalTable table) => InsertColumns.LeftOut(insert, table).Any(ordinal =>
        Defaults.Moment(table.Columns[ordinal]) is not null || Defaults.NeedsOnePlace(table.Columns[ordinal], table.Kind));

    /// <summary>True when a row may come without the key that the cluster generates: each shard would number it by itself.</summary>
    private static bool MayLackKey(PlanContext context, InsertStatement insert, LogicalTable table, BoundQuery query)
    {
        if (table.GeneratedKeyColumn < 0)
            return false;
        if (Output(query, InsertColumns.Of(insert.Columns, table).IndexOf(table.GeneratedKeyColumn)) is not { } output)
            return true;
        if (output.Expression is { } value && LiteralValues.TryGet(value, out var constant))
            return constant.IsNull || (context.IsOnServers && constant is { Kind: ValueKind.Integer, Integer: 0 });
        var core = query.Plain!;
        return output.Binding is not { Source: TableLeaf leaf, Column: { } column } binding || !HasOnlyInnerJoins(core.From)
            || (core.IsAggregated && core.Syntax.GroupBy.Count == 0) || !(column.NotNull || leaf.Table.RowIdColumn == binding.Ordinal);
    }

    private static bool HasOnlyInnerJoins(BoundFrom? from) =>
        from is not FromJoin join || (join.Kind is JoinKind.Comma or JoinKind.Inner or JoinKind.Cross && HasOnlyInnerJoins(join.Left) && HasOnlyInnerJoins(join.Right));
}
