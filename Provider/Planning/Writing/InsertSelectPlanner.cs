using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>INSERT ... SELECT: right where the query's rows already lie on the shards they belong to.</summary>
internal static class InsertSelectPlanner
{
    public static StatementPlan Plan(PlanContext context, InsertStatement insert, TableLeaf target, CommonTables? common)
    {
        var query = context.Binder.Bind(insert.Query!, null, common);
        RowIdCheck.Check(query);
        var facts = Facts.None;
        var rows = query.Plain is { } core ? context.Analyzer.Core(core, Facts.None, [], out facts) : context.Analyzer.Query(query, Facts.None, []);
        var plan = new WritePlan(new EmptyRoute())
        {
            Statement = context.Whole(insert),
            IsInsert = true,
            HasReturning = insert.Returning.Count > 0,
            IsReference = target.Table.Kind == TableKind.Reference,
        };
        if (target.Table.GeneratedKeyColumn >= 0)
            CheckGenerated(insert, target.Table);
        switch (target.Table.Kind)
        {
            case TableKind.Reference:
                WriteRefusals.CheckReferenceSources(context, target);
                DefaultMoments.CheckQuery(insert, target.Table);
                return context.Finish(plan with { Route = new FixedRoute(target.Table.Shards), ScatterRefusal = WriteRefusals.Fail(insert.Conflict, insert) });
            case TableKind.Single:
                return context.Finish(plan with { Route = context.Route(), ScatterRefusal = context.Analyzer.FirstRefusal ?? Elsewhere(target, insert) });
            default:
                return context.Finish(Sharded(context, insert, target, query, rows, facts, plan));
        }
    }

    private static WritePlan Sharded(PlanContext context, InsertStatement insert, TableLeaf target, BoundQuery query, Distribution rows, Facts facts, WritePlan plan)
    {
        var table = target.Table;
        var key = KeyOf(insert, table, query);
        if (rows is Partitioned partitioned && key is { Binding: { } binding } && IsOwnKey(Origins.Of(binding), table, partitioned, facts))
            return plan with { Route = context.Route(), ScatterRefusal = context.Analyzer.FirstRefusal ?? MergedRefusal(query, facts, partitioned) ?? WriteRefusals.Fail(insert.Conflict, insert) };
        if (InputOf(context, key?.Expression) is { } input)
        {
            var route = RouteRules.Union([new KeyRoute(table.Placement!, table.KeyType, input, NullMatches: true), context.Route()]);
            return plan with
            {
                Route = route,
                ScatterRefusal = context.Analyzer.FirstRefusal ?? Elsewhere(target, insert),
                NewKeyInput = input,
                NewKeyRoute = new KeyRoute(table.Placement!, table.KeyType, input),
            };
        }

        throw new RefusedException(Elsewhere(target, insert));
    }

    /// <summary>Grouping, LIMIT and the like of the query, where it is not one shard's.</summary>
    private static Refusal? MergedRefusal(BoundQuery query, Facts facts, Partitioned rows)
    {
        if (query.Plain is not { } core)
            return LocalityRefusals.SetOperation(query);
        if (query.Syntax.Limit is { } limit)
            return LocalityRefusals.InnerLimit(limit);
        if (core.IsAggregated && !LocalityAnalyzer.GroupsStayOnShards(core, rows, facts))
            return LocalityRefusals.InnerGroups(core);
        if (core.Syntax.Distinct && !LocalityAnalyzer.DistinctStaysOnShards(core, rows, facts))
            return LocalityRefusals.InnerDistinct(core);
        return LocalityAnalyzer.WindowsStayOnShards(core, query.Syntax.OrderBy, rows, facts) ? null : LocalityRefusals.InnerWindow(core);
    }

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

    private static OutputColumn? KeyOf(InsertStatement insert, LogicalTable table, BoundQuery query)
    {
        var at = 0;
        if (insert.Columns.Count > 0)
        {
            while (at < insert.Columns.Count && !insert.Columns[at].Is(table.Columns[table.KeyColumn].Name))
                at++;
        }
        else
        {
            at = table.Columns.Take(table.KeyColumn).Count(column => !column.IsGenerated && !column.IsHidden);
        }

        return query.Plain?.Outputs is { } outputs && at < outputs.Count ? outputs[at] : null;
    }

    private static void CheckGenerated(InsertStatement insert, LogicalTable table)
    {
        var name = table.Columns[table.GeneratedKeyColumn].Name;
        if (insert.Columns.Count == 0 || insert.Columns.Any(column => column.Is(name)))
            return;
        throw RefusedException.NotSupported(
            $"INSERT ... SELECT into {table.Name} leaves out {name}, which the cluster generates row by row",
            $"Select a value for {name}, or insert the rows with VALUES.",
            insert.Span);
    }

    private static Refusal Elsewhere(TableLeaf target, InsertStatement insert) => Refusals.NotSupported(
        $"INSERT ... SELECT into {target.Table.Name} would move rows between shards",
        "Select the sharding key of a colocated table into the target's key, pin both to one shard, or read the rows and insert them with VALUES.",
        insert.Span);
}
