using ShardClient.Planning.Binding;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Locality;

/// <content>Queries inside queries.</content>
internal sealed partial class LocalityAnalyzer
{
    private void Subquery(BoundSubquery subquery, Facts facts, IReadOnlyList<PartitionKey> anchors)
    {
        var inner = TiedByIn(subquery, facts, out var tie) ? facts.With(null, subquery.Scope, [tie]) : facts;
        if (Query(subquery.Query, inner, anchors) is Partitioned)
            Refuse(LocalityRefusals.Subquery(subquery));
    }

    /// <summary>
    /// <c>key IN (SELECT key FROM t)</c> as a condition that must hold: for each outer row only the inner rows with its own key matter.
    /// </summary>
    private static bool TiedByIn(BoundSubquery subquery, Facts facts, out (ColumnBinding Left, ColumnBinding Right) tie)
    {
        tie = default;
        if (subquery.Node is not InExpression { Not: false } membership || subquery.Query is not { Plain: { IsAggregated: false, Outputs: [var output] }, Syntax.Limit: null })
            return false;
        if (subquery.Scope.Origin(membership.Operand) is not { } operand || output.Binding is not { } column || !IsCondition(membership, facts))
            return false;
        tie = (operand, Origins.Of(column));
        return true;
    }

    private static bool IsCondition(InExpression membership, Facts facts)
    {
        for (var level = facts; level is not null; level = level.Outer)
        {
            foreach (var condition in level.Conditions)
            {
                if (ReferenceEquals(condition, membership))
                    return true;
            }
        }

        return false;
    }

    /// <summary>What grouping, DISTINCT, LIMIT and windows make of the rows of a SELECT that others read from.</summary>
    private Distribution Finished(BoundQuery query, BoundCore core, Distribution rows, Facts facts)
    {
        if (rows is not Partitioned partitioned)
            return rows;
        if (query.IsRecursive)
            return Refuse(LocalityRefusals.Recursive(query));
        if (core.IsAggregated && !GroupsStayOnShards(core, partitioned, facts))
            return Refuse(LocalityRefusals.InnerGroups(core));
        if (!WindowsStayOnShards(core, query.Syntax.OrderBy, partitioned, facts))
            return Refuse(LocalityRefusals.InnerWindow(core));
        if (core.Syntax.Distinct && !DistinctStaysOnShards(core, partitioned, facts))
            return Refuse(LocalityRefusals.InnerDistinct(core));
        return query.Syntax.Limit is { } limit ? Refuse(LocalityRefusals.InnerLimit(limit)) : rows;
    }

    private Distribution Compound(BoundQuery query, Facts outer, IReadOnlyList<PartitionKey> anchors)
    {
        // A branch of VALUES has no core: every shard has its rows.
        var branches = 1 + ((CompoundBody)query.Syntax.Body).Rest.Count;
        var (replicated, anchored) = (branches - query.Cores.Count, 0);
        Distribution? refused = null;
        foreach (var core in query.Cores)
        {
            var rows = Core(core, outer, anchors, out var facts);
            if (rows is Partitioned)
                rows = Finished(new BoundQuery(query.Syntax with { Limit = null }, [core]), core, rows, facts);
            refused ??= rows as NotLocal;
            replicated += rows is Replicated ? 1 : 0;
            anchored += rows is Anchored ? 1 : 0;
        }

        if (refused is not null)
            return refused;
        if (replicated + anchored == branches)
            return anchored == 0 ? Replicated.Instance : new Anchored(anchors);
        if (query.IsRecursive)
            return Refuse(LocalityRefusals.Recursive(query));
        var isConcat = replicated + anchored == 0 && query.Syntax.Limit is null && IsUnionAll(query.Syntax.Body);
        return isConcat ? new Partitioned([]) : Refuse(LocalityRefusals.SetOperation(query));
    }

    private static bool IsUnionAll(SelectBody body)
    {
        if (body is not CompoundBody compound)
            return true;
        foreach (var term in compound.Rest)
        {
            if (term.Operator != CompoundOperator.UnionAll)
                return false;
        }

        return true;
    }

    /// <summary>True when rows of one group are always on one shard: a sharding key is among the group's keys, and no totals over groups are asked for.</summary>
    public static bool GroupsStayOnShards(BoundCore core, Partitioned rows, Facts facts)
    {
        if (core.Syntax.Rollup)
            return false;
        foreach (var term in core.Syntax.GroupBy)
        {
            if (IsPartitionKey(GroupTerms.Resolve(core, term), core.Scope, rows, facts))
                return true;
        }

        return false;
    }

    public static bool DistinctStaysOnShards(BoundCore core, Partitioned rows, Facts facts)
    {
        foreach (var output in core.Outputs ?? [])
        {
            if (output.Binding is { } binding && IsPartitionKey(Origins.Of(binding), rows, facts))
                return true;
        }

        return false;
    }

    /// <param name="orderBy">The ORDER BY of the whole query, where window functions may stand too.</param>
    public static bool WindowsStayOnShards(BoundCore core, NodeList<OrderingTerm> orderBy, Partitioned rows, Facts facts)
    {
        var finder = new AggregateFunctions.Finder();
        finder.VisitAll(core.Syntax.Columns);
        finder.VisitAll(orderBy);
        foreach (var call in finder.Windows)
        {
            if (!PartitionsByKey(call.Over!, core, rows, facts))
                return false;
        }

        return true;
    }

    private static bool PartitionsByKey(OverClause over, BoundCore core, Partitioned rows, Facts facts)
    {
        var definition = over.Definition;
        var name = over.Name ?? definition?.Base;
        foreach (var window in core.Syntax.Windows)
        {
            if (name is { } wanted && window.Name.Is(wanted.Name) && (definition is null || definition.PartitionBy.Count == 0))
                definition = window.Definition;
        }

        foreach (var term in definition?.PartitionBy ?? default)
        {
            if (IsPartitionKey(term, core.Scope, rows, facts))
                return true;
        }

        return false;
    }

    public static bool IsPartitionKey(Expression term, Scope scope, Partitioned rows, Facts facts) =>
        scope.Origin(term) is { } column && IsPartitionKey(column, rows, facts);

    private static bool IsPartitionKey(ColumnBinding column, Partitioned rows, Facts facts)
    {
        foreach (var key in rows.Keys)
        {
            if (!key.MayBeMissing && facts.AreEqual(key.Column, column))
                return true;
        }

        return false;
    }
}
