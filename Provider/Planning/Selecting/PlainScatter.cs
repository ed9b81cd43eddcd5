using ShardClient.Planning.Locality;
using ShardClient.Planning.Operators;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// A query whose result rows are each made by one shard (no groups, or groups that do not cross shards): the shards do everything, and
/// what is left is to merge by ORDER BY, drop doubles of DISTINCT, and cut by LIMIT.
/// </summary>
internal static class PlainScatter
{
    public static PlanOperator Plan(ScatterSource source)
    {
        var (core, select) = (source.Core, source.Select);
        if (!LocalityAnalyzer.WindowsStayOnShards(core, select.OrderBy, source.Rows, source.Facts))
            throw new RefusedException(LocalityRefusals.InnerWindow(core));
        CheckFunctions(core.Syntax, select);
        var needsDistinct = core.Syntax.Distinct && !LocalityAnalyzer.DistinctStaysOnShards(core, source.Rows, source.Facts);
        if (select.OrderBy.Count == 0 && !needsDistinct)
            return Cut(source, new Concat(Scan(source, select with { Limit = LimitTerms.ForShard(select.Limit) })));
        var terms = SortTerms.Of(core, select.OrderBy);
        if (core.Syntax.Distinct && terms.Hidden.Count > 0)
        {
            throw RefusedException.NotSupported(
                "SELECT DISTINCT over several shards cannot be ordered by what it does not select", "Add the ORDER BY expression to the select list.", select.OrderBy[0].Span);
        }

        var (keys, orderBy) = needsDistinct && terms.Keys.Count > 0 ? WithAllColumns(source, terms) : (terms.Keys, select.OrderBy);
        var text = select with
        {
            Body = core.Syntax with { Columns = NodeList.Wrap<ResultColumn>([.. core.Syntax.Columns, .. terms.Hidden]) },
            OrderBy = orderBy,
            Limit = LimitTerms.ForShard(select.Limit),
        };
        var scan = Scan(source, text);
        PlanOperator rows = keys.Count > 0 ? new MergeSort(scan, keys) : new Concat(scan);
        if (needsDistinct)
            rows = new Distinct(rows, DistinctColumns(source), Streamed: keys.Count > 0 && BringsTogether(terms.Keys, DistinctColumns(source)));
        if (terms.Hidden.Count > 0)
            rows = new Trim(rows, terms.Visible);
        return Cut(source, rows);
    }

    /// <summary>The scan of a text; an IN list that alone decides the route is sent in parts.</summary>
    public static ShardScan Scan(ScatterSource source, SelectStatement text)
    {
        if (source.Route is not KeyListRoute { Inputs.Count: > 1 } list || FindList(source.Core.Syntax.Where, list) is not { } membership)
            return new ShardScan(source.Context.Text(text));
        var marker = source.Context.Marker;
        var marked = NodeReplacer.Replace(source.Context.Expanded(text), membership, membership with { Values = [new InputExpression(marker)] });
        var (before, after) = PlanText.CutAt(marked, marker, source.Context.Dialect);
        return new ShardScan(null, new SplitText(before, list, after) { Engine = source.Context.Topology.Engine });
    }

    /// <summary>A function that nobody here knows may be the application's own aggregate.</summary>
    /// <param name="isKnown">Which functions are ordinary ones; SQLite's when null.</param>
    public static void CheckFunctions(SelectCore core, SelectStatement select, Func<FunctionExpression, bool>? isKnown = null)
    {
        if (core.GroupBy.Count > 0)
            return;
        var finder = new AggregateFunctions.Finder(isKnown);
        finder.VisitAll(core.Columns);
        finder.VisitAll(select.OrderBy);
        if (finder.Unknown is { } unknown)
            throw new RefusedException(AggregateRefusals.UnknownFunction(unknown));
    }

    private static PlanOperator Cut(ScatterSource source, PlanOperator rows) =>
        source.Select.Limit is { } limit ? LimitTerms.OverMerged(limit, rows) : rows;

    /// <summary>Sorting by the rest of the columns too brings equal rows together, and ties may come in any order.</summary>
    private static (IReadOnlyList<SortKey> Keys, NodeList<OrderingTerm> OrderBy) WithAllColumns(ScatterSource source, SortTerms terms)
    {
        var keys = new List<SortKey>(terms.Keys);
        var orderBy = new List<OrderingTerm>(source.Select.OrderBy);
        var columns = DistinctColumns(source);
        for (var column = 0; column < columns.Count; column++)
        {
            if (keys.Exists(key => key.Column == column && key.Collation == columns[column].Collation))
                continue;
            keys.Add(new SortKey(column, false, true, columns[column].Collation));
            var position = new LiteralExpression(LiteralKind.Integer, $"{column + 1}");
            orderBy.Add(new OrderingTerm(position, false, NullsOrder.Default));
        }

        return (keys, NodeList.Wrap(orderBy.ToArray()));
    }

    /// <summary>False where ORDER BY tells texts apart that DISTINCT calls equal: others may then stand between them.</summary>
    private static bool BringsTogether(IReadOnlyList<SortKey> keys, List<GroupKey> columns)
    {
        foreach (var key in keys)
        {
            if (columns[key.Column].Collation is var collation && collation != Collations.Binary && !collation.Equals(key.Collation, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    private static List<GroupKey> DistinctColumns(ScatterSource source)
    {
        var columns = new List<GroupKey>();
        foreach (var output in source.Core.Outputs!)
        {
            var collation = output.Binding is { } binding ? Collations.Of(binding) : Collations.Of(output.Expression!, source.Core.Scope);
            columns.Add(new GroupKey(columns.Count, collation));
        }

        return columns;
    }

    private static InExpression? FindList(Expression? where, KeyListRoute list)
    {
        foreach (var condition in Conjuncts.Of(where))
        {
            if (condition is InExpression { Not: false, Query: null, Table: null } membership && IsListOf(membership, list))
                return membership;
        }

        return null;
    }

    private static bool IsListOf(InExpression membership, KeyListRoute list)
    {
        if (membership.Values.Count != list.Inputs.Count)
            return false;
        for (var index = 0; index < list.Inputs.Count; index++)
        {
            var ordinal = membership.Values[index] switch { ParameterExpression p => p.Ordinal, InputExpression i => i.Ordinal, _ => -1 };
            if (ordinal != list.Inputs[index])
                return false;
        }

        return true;
    }
}
