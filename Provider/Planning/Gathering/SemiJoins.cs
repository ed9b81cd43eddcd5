using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// What tables that are joined with a mention on its own shard (reference tables, and colocated ones by their sharding keys) say of its rows: a row that none
/// of theirs belongs to cannot matter.
/// </summary>
/// <param name="places">Each mention of a table with the facts that hold there.</param>
internal sealed class SemiJoins(IReadOnlyList<(TableLeaf Leaf, Facts Facts)> places)
{
    /// <summary>A longer way costs a shard more than it saves.</summary>
    private const int MostSteps = 3;

    private readonly List<Expression> _found = [];
    private int _names;

    /// <param name="alias">What the mention is called.</param>
    /// <returns>An EXISTS for each table that leaves something out.</returns>
    public IReadOnlyList<Expression> Of(TableLeaf leaf, Identifier alias)
    {
        var seen = new HashSet<RowSource> { leaf };
        var open = new Queue<Way>();
        open.Enqueue(new Way(leaf, alias, null, []));
        while (open.TryDequeue(out var way))
        {
            foreach (var (own, other) in FactsOf(way.Leaf)?.Equalities(way.Leaf) ?? [])
            {
                if (other.Source is TableLeaf next && IsTogether(way.Leaf, own, next, other) && seen.Add(next))
                    Step(way, own, next, other, open);
            }
        }

        return _found;
    }

    private void Step(Way way, ColumnBinding own, TableLeaf next, ColumnBinding other, Queue<Way> open)
    {
        var alias = ScratchNames.Quoted($"~s{++_names}");
        var tie = new BinaryExpression(
            BinaryOperator.Equal, ScratchNames.Column(alias, next.Table.Columns[other.Ordinal].Name), ScratchNames.Column(way.Alias, way.Leaf.Table.Columns[own.Ordinal].Name));
        var table = new TableReference(new ObjectName(null, ScratchNames.Quoted(next.Table.Name)), alias, null, false);
        TableSource from = way.From is null ? table : new JoinSource(way.From, JoinKind.Comma, false, table, null, default);
        List<Expression> conditions = new LeafConditions(next, alias, isOnServers: true).Of(FactsOf(next)!).ConvertAll(static condition => condition.Own);
        List<Expression> all = [.. way.Conditions, tie, .. conditions];
        if (conditions.Count > 0)
            _found.Add(Exists(from, all));
        else if (all.Count < MostSteps)
            open.Enqueue(new Way(next, alias, from, all));
    }

    /// <summary>True when both rows are on one shard wherever the columns are equal.</summary>
    private static bool IsTogether(TableLeaf leaf, ColumnBinding own, TableLeaf next, ColumnBinding other)
    {
        if (own.Ordinal < 0 || other.Ordinal < 0)
            return false;
        return next.Table.Kind == TableKind.Reference
            || (leaf.IsSharded && next.IsSharded && own == leaf.Key && other == next.Key && LocalityAnalyzer.AreColocated(own, other));
    }

    private Facts? FactsOf(TableLeaf leaf)
    {
        foreach (var (known, facts) in places)
        {
            if (ReferenceEquals(known, leaf))
                return facts;
        }

        return null;
    }

    private static ExistsExpression Exists(TableSource from, List<Expression> conditions)
    {
        var where = conditions.Aggregate(static (all, next) => new BinaryExpression(BinaryOperator.And, all, next));
        var one = new ResultColumn(new LiteralExpression(LiteralKind.Integer, "1"), null);
        return new ExistsExpression(new SelectStatement(null, new SelectCore(false, [one], from, where, default, null, default), default, null));
    }

    /// <param name="From">The tables on the way, the mention itself left out.</param>
    private sealed record Way(TableLeaf Leaf, Identifier Alias, TableSource? From, List<Expression> Conditions);
}
