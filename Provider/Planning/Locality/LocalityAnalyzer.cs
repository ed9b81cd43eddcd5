using ShardClient.Planning.Binding;
using ShardClient.Planning.Routes;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Locality;

/// <summary>
/// Answers two questions of a bound statement: which shards hold the rows that matter (a rule for each mention of a sharded table), and
/// whether each shard can work on its own rows alone. The route is the union of the rules: when it is one shard, that shard can run the
/// whole statement whatever it says.
/// </summary>
internal sealed partial class LocalityAnalyzer
{
    private readonly List<RouteRule> _rules = [];
    private readonly List<(TableLeaf Leaf, Facts Facts)> _places = [];

    /// <summary>The rule of each mention of a sharded table.</summary>
    public IReadOnlyList<RouteRule> Rules => _rules;

    /// <summary>Each mention of a table with the facts that hold there.</summary>
    public IReadOnlyList<(TableLeaf Leaf, Facts Facts)> Places => _places;

    /// <summary>The first thing that needs rows of another shard; null when there is none.</summary>
    public Refusal? FirstRefusal { get; private set; }

    /// <summary>The rows of the query's FROM, before grouping and all that follows; null without a plain SELECT.</summary>
    public Distribution Core(BoundCore core, Facts outer, IReadOnlyList<PartitionKey> anchors, out Facts facts)
    {
        facts = outer.With(core.Syntax.Where, core.Scope);
        Distribution distribution = Replicated.Instance;
        if (core.From is not null)
        {
            facts = Joined(core.From, facts, core.Scope);
            distribution = From(core.From, facts, core.Scope, anchors);
        }

        if (core.Scope.HasInnerAggregates && distribution is Partitioned)
            Refuse(LocalityRefusals.InnerAggregate(core));
        var keys = anchors;
        if (distribution is Partitioned partitioned)
        {
            keys = [.. partitioned.Keys, .. anchors];
            if (IsTied(partitioned.Keys, anchors, facts))
                distribution = new Anchored(keys);
        }

        Subqueries(core.Subqueries, facts, keys);
        return distribution;
    }

    /// <summary>The rows of a query as a source of another.</summary>
    public Distribution Query(BoundQuery query, Facts outer, IReadOnlyList<PartitionKey> anchors)
    {
        Subqueries(query.Subqueries, outer, anchors);
        if (query.Cores.Count == 0)
            return Replicated.Instance;
        if (query.Plain is { } plain)
            return Finished(query, plain, Core(plain, outer, anchors, out var facts), facts);
        return Compound(query, outer, anchors);
    }

    /// <summary>The rows of FROM; leaves get their rules from the facts that hold at their place.</summary>
    /// <param name="facts">With those of FROM's own inner joins: <see cref="Joined"/>.</param>
    public Distribution From(BoundFrom from, Facts facts, Scope scope, IReadOnlyList<PartitionKey> anchors)
    {
        if (from is FromSource source)
            return Source(source.Source, facts, anchors);
        var join = (FromJoin)from;
        var (leftFacts, rightFacts) = join.Kind switch
        {
            JoinKind.Left => (facts, Boundary(join, join.Left, facts, scope)),
            JoinKind.Right => (Boundary(join, join.Right, facts, scope), facts),
            JoinKind.Full => (Outside(facts, scope), Outside(facts, scope)),
            _ => (facts, facts),
        };
        if (join.Kind is JoinKind.Right or JoinKind.Full)
            leftFacts = Joined(join.Left, leftFacts, scope);
        if (join.Kind is JoinKind.Left or JoinKind.Full)
            rightFacts = Joined(join.Right, rightFacts, scope);
        var left = From(join.Left, leftFacts, scope, anchors);
        var right = From(join.Right, rightFacts, scope, anchors);
        return Combine(join, left, right, facts.With(join.On, scope, join.Pairs));
    }

    /// <summary>
    /// The facts of the side that an outer join may fill with NULLs: only rows that ON accepts matter. What earlier outer joins of the other
    /// side made equal is equal wherever a condition sees a row there at all.
    /// </summary>
    private static Facts Boundary(FromJoin join, BoundFrom preserved, Facts facts, Scope scope)
    {
        var matched = new List<(ColumnBinding Left, ColumnBinding Right)>();
        OuterEqualities(preserved, scope, matched);
        return facts.With(join.On, scope, join.Pairs, behindOuterJoin: true, matched);
    }

    private static Facts Outside(Facts facts, Scope scope) => facts.With(null, scope, null, behindOuterJoin: true);

    private static void OuterEqualities(BoundFrom from, Scope scope, List<(ColumnBinding Left, ColumnBinding Right)> pairs)
    {
        if (from is not FromJoin join)
            return;
        OuterEqualities(join.Left, scope, pairs);
        OuterEqualities(join.Right, scope, pairs);
        if (join.Kind is not (JoinKind.Left or JoinKind.Right))
            return;
        pairs.AddRange(join.Pairs);
        foreach (var condition in Conjuncts.Of(join.On))
        {
            if (condition is BinaryExpression { Operator: BinaryOperator.Equal } equality && scope.Origin(equality.Left) is { } left && scope.Origin(equality.Right) is { } right)
                pairs.Add((left, right));
        }
    }

    /// <param name="anchors">The sharding keys of the row that the subqueries are evaluated for.</param>
    public void Subqueries(IReadOnlyList<BoundSubquery> subqueries, Facts facts, IReadOnlyList<PartitionKey> anchors)
    {
        foreach (var subquery in subqueries)
            Subquery(subquery, facts, anchors);
    }

    private Distribution Source(RowSource source, Facts facts, IReadOnlyList<PartitionKey> anchors)
    {
        if (source is TableLeaf mention)
            _places.Add((mention, facts));
        switch (source)
        {
            case TableLeaf { IsSharded: true } leaf:
                _rules.Add(KeyConditions.Rule(leaf, facts));
                return new Partitioned([new PartitionKey(leaf.Key, false)]);
            case TableLeaf { Table.Kind: TableKind.Single } leaf:
                return Refuse(LocalityRefusals.SingleTable(leaf));
            case DerivedSource derived:
                return Query(derived.Query, facts, anchors);
            default:
                return Replicated.Instance;
        }
    }

    private Distribution Combine(FromJoin join, Distribution left, Distribution right, Facts facts)
    {
        if (left is NotLocal || right is NotLocal)
            return left is NotLocal ? left : right;
        var leftMayMiss = join.Kind is JoinKind.Right or JoinKind.Full;
        var rightMayMiss = join.Kind is JoinKind.Left or JoinKind.Full;
        if (left is Partitioned one && right is Partitioned other)
        {
            if (!IsTied(one.Keys, other.Keys, facts))
                return Refuse(LocalityRefusals.Join(join, one, other));
            return new Partitioned([.. Marked(one, leftMayMiss), .. Marked(other, rightMayMiss)]);
        }

        if (left is Partitioned onlyLeft)
            return leftMayMiss && right is Replicated ? Refuse(LocalityRefusals.OuterJoin(join, onlyLeft)) : onlyLeft;
        if (right is Partitioned onlyRight)
            return rightMayMiss && left is Replicated ? Refuse(LocalityRefusals.OuterJoin(join, onlyRight)) : onlyRight;
        return left is Anchored ? left : right;
    }

    private static IEnumerable<PartitionKey> Marked(Partitioned side, bool mayMiss)
    {
        foreach (var key in side.Keys)
            yield return key with { MayBeMissing = key.MayBeMissing || mayMiss };
    }

    /// <summary>True when a key of one is equal to a key of the other, and equal keys of both live together.</summary>
    private static bool IsTied(IReadOnlyList<PartitionKey> one, IReadOnlyList<PartitionKey> other, Facts facts)
    {
        foreach (var left in one)
        {
            foreach (var right in other)
            {
                if (AreColocated(left.Column, right.Column) && facts.AreEqual(left.Column, right.Column))
                    return true;
            }
        }

        return false;
    }

    public static bool AreColocated(ColumnBinding one, ColumnBinding other) =>
        one.Source is TableLeaf { Table: var left } && other.Source is TableLeaf { Table: var right } &&
        left.Placement is not null && ReferenceEquals(left.Placement, right.Placement) && left.KeyType == right.KeyType;

    /// <summary>The facts that hold of every row of FROM: what its inner joins say, and the queries in it.</summary>
    public static Facts Joined(BoundFrom from, Facts facts, Scope scope)
    {
        if (from is FromSource { Source: DerivedSource derived })
            return facts.With(derived);
        if (from is not FromJoin join)
            return facts;
        if (join.Kind is JoinKind.Left)
            return Joined(join.Left, facts, scope);
        if (join.Kind is JoinKind.Right)
            return Joined(join.Right, facts, scope);
        if (join.Kind is JoinKind.Full)
            return facts;
        facts = facts.With(join.On, scope, join.Pairs);
        return Joined(join.Right, Joined(join.Left, facts, scope), scope);
    }

    private NotLocal Refuse(Refusal refusal)
    {
        FirstRefusal ??= refusal;
        return new NotLocal(refusal);
    }
}
