using System.Globalization;
using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>Makes SELECTs, each with one answer but for what its marks say is open.</summary>
internal sealed class QueryGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Node Next() => Dice.Next(20) switch
    {
        < 7 => Plain(),
        < 12 => Grouped(),
        12 or 13 => Total(),
        14 or 15 => Distinct(),
        16 => Windowed(),
        17 => WithCommonTable(),
        _ => Compound(),
    };

    public Node Where(Scope scope) => Dice.Chance(60) ? Clause($" WHERE {shop.Predicates.Next(scope, Dice.Next(0, 2))}") : Nothing;

    private Scope Scope(Relation from) => new(from.Terms, from.Identity) { Tables = shop.Schema.Tables };

    private Node Plain()
    {
        var from = shop.Relations.Next(3);
        var scope = Scope(from);
        var terms = Enumerable.Range(0, Dice.Next(1, 4)).Select(_ => Dice.Chance(6) ? new Term(shop.Subqueries.Scalar(scope), ValueKind.Integer) : shop.Values.Next(scope, 2));
        var items = Items(terms.DistinctBy(static term => SqlText.Of(term.Node).Text));
        var order = Dice.Chance(75) ? Order(Enumerable.Range(0, Dice.Next(0, 2)).Select(_ => shop.Values.Next(scope, 1).Node).Concat(from.Identity)) : Nothing;
        return Query($"SELECT {items} FROM {from.Node}{Where(scope)}{order}{Limit(order)}");
    }

    private Node Grouped()
    {
        var from = shop.Relations.Next(2);
        var scope = Scope(from);
        var keys = Enumerable.Range(0, Dice.Weighted((70, 1), (30, 2))).Select(_ => Varying(scope)).ToList();

        // Servers may name both columns of an expression that is said twice alike.
        keys = [.. keys.DistinctBy(static key => SqlText.Of(key.Node).Text)];
        var aggregates = Enumerable.Range(0, Dice.Next(1, 3)).Select(_ => shop.Aggregates.Next(scope)).ToList();
        var items = Items(keys.Select(static key => key with { Node = key.Node.As(traits: key.WhenMerged) }).Concat(aggregates));
        var having = Dice.Chance(30) ? Clause($" HAVING {Having(scope)}", Construct.Having) : Nothing;
        var construct = keys.TrueForAll(static key => key.Column is not null) ? Construct.GroupBy : Construct.GroupByExpression;
        // MariaDB puts the group of NULL into another one where groups by an expression, with an aggregate of DISTINCT values, go downwards.
        var onlyUp = keys.Exists(static key => key.Column is null) && aggregates.Exists(static term => SqlText.Of(term.Node).Text.Contains("DISTINCT ", StringComparison.Ordinal));

        // MariaDB gives NULL for GROUP_CONCAT(DISTINCT ...) in the totals of one plan, and the texts in those of another.
        var rollup = Dice.Chance(6) && keys.TrueForAll(static key => key.Column is not null) && !aggregates.Exists(static term => term.Node.Constructs.Contains(Construct.Aggregate("GROUP_CONCAT")));
        var order = !rollup && Dice.Chance(60) ? Order([.. Dice.Chance(30) ? [aggregates[0].Node] : Array.Empty<Node>(), .. keys.Select(static key => key.Node)], onlyUp) : Nothing;
        if (aggregates.Exists(static term => term.Node.Traits != ColumnTraits.None))
            order = keys.Count > 0 && !rollup && Dice.Chance(60) ? Order(keys.Select(static key => key.Node), onlyUp) : Nothing;
        return Query(
            $"SELECT {items} FROM {from.Node}{Where(scope)} GROUP BY {List(keys.Select(static key => key.Node))}{(rollup ? Clause($" WITH ROLLUP", "ROLLUP") : Nothing)}{having}{order}{Limit(order)}",
            construct);
    }

    private Node Having(Scope scope)
    {
        var aggregate = shop.Aggregates.Next(scope, isExact: true);
        if (aggregate.Kind is ValueKind.Integer or ValueKind.Decimal && Dice.Chance(20))
            return Expression($"{aggregate.Node} {Dice.Of(">", "<=")} {Whole()}", Construct.ScalarSubquery);
        return aggregate.Kind is ValueKind.Integer or ValueKind.Decimal or ValueKind.Real
            ? Expression($"{aggregate.Node} {Dice.Of(">", "<", "<>", ">=")} {shop.Values.Literal(ValueKind.Integer)}")
            : Expression($"{aggregate.Node} IS NOT NULL");
    }

    /// <summary>An aggregate of all rows of some table.</summary>
    private Node Whole()
    {
        var from = shop.Relations.Of(Dice.Pick(shop.Schema.Tables));
        var scope = new Scope(from.Terms, from.Identity);
        return Expression($"(SELECT {Dice.Of("SUM", "AVG", "COUNT")}({shop.Values.Next(Dice.Of(ValueKind.Integer, ValueKind.Decimal), scope, 1).Node}) FROM {from.Node}{Where(scope)})");
    }

    private Node Total()
    {
        var from = shop.Relations.Next(2);
        var scope = Scope(from);
        return Query($"SELECT {Items(Enumerable.Range(0, Dice.Next(1, 4)).Select(_ => shop.Aggregates.Next(scope)))} FROM {from.Node}{Where(scope)}");
    }

    private Node Distinct()
    {
        var from = shop.Relations.Next(2);
        var scope = Scope(from);
        // MariaDB forgets OFFSET where all that is DISTINCT is constant.
        var columns = scope.Terms.Where(static term => term.Column is not null).ToList();
        if (columns.Count == 0)
            return Total();
        var terms = Enumerable.Range(0, Dice.Next(0, 1)).Select(_ => shop.Values.Next(scope, 1)).Append(Dice.Pick(columns)).ToList();
        var items = Items(terms.Select(static term => term with { Node = term.Node.As(traits: term.WhenMerged) }));
        var order = Dice.Chance(60) ? Order(terms.Select(static (_, index) => Position(index))) : Nothing;
        return Query($"SELECT DISTINCT {items} FROM {from.Node}{Where(scope)}{order}{Limit(order)}", Construct.Distinct);
    }

    private Node Windowed()
    {
        var from = shop.Relations.Next(2);
        // MariaDB 10.11 answers window functions beside NOT IN (SELECT ...) in two ways.
        var scope = Scope(from) with { Tables = [] };
        var partition = Dice.Chance(60) ? Clause($"PARTITION BY {Varying(scope).Node} ", Construct.WindowPartition) : Nothing;
        var name = Dice.Of("ROW_NUMBER", "RANK", "DENSE_RANK", "SUM", "COUNT", "LAG", "FIRST_VALUE");
        var argument = name is "SUM" or "COUNT" or "LAG" or "FIRST_VALUE" ? shop.Values.Leaf(ValueKind.Integer, scope).Node : Nothing;
        var window = Text($"{name}({argument}) OVER ({partition}ORDER BY {List(from.Identity)})", Construct.Window(name));
        var order = Order(from.Identity);
        return Query($"SELECT {Items([.. from.Identity.Select(static node => new Term(node, ValueKind.Integer)), new Term(window, ValueKind.Integer)])} FROM {from.Node}{Where(scope)}{order}{Limit(order)}");
    }

    private Node WithCommonTable()
    {
        var inner = shop.Relations.Of(Dice.Pick(shop.Schema.Tables));
        var own = new Scope(inner.Terms, inner.Identity);
        var extra = shop.Values.Next(own, 1);
        var name = shop.NextAlias("w");
        var alias = shop.NextAlias("a");
        var terms = new[] { inner.Terms[0] with { Node = Expression($"{alias}.k"), Column = null }, new Term(Expression($"{alias}.id"), ValueKind.Integer), extra with { Node = Expression($"{alias}.x"), Column = null } };
        var scope = new Scope(terms, []) { Tables = shop.Schema.Tables };
        var order = Order([Text($"{alias}.k"), Text($"{alias}.id")]);
        return Query(
            $"WITH {name} AS (SELECT {inner.Identity[0]} AS k, {inner.Identity[1]} AS id, {extra.Node} AS x FROM {inner.Node}{Where(own)}) SELECT {Items([shop.Values.Next(scope, 1), shop.Values.Next(scope, 1)])} FROM {name} {alias}{Where(scope)}{order}{Limit(order)}",
            Construct.CommonTable);
    }

    private Node Compound()
    {
        var kinds = Enumerable.Range(0, Dice.Next(1, 2)).Select(_ => Dice.Of(ValueKind.Integer, ValueKind.Text, ValueKind.Decimal, ValueKind.Date)).ToList();
        var (one, terms) = Arm(kinds, isFirst: true);
        var (two, _) = Arm(kinds, isFirst: false);
        var (word, construct) = Dice.Of(("UNION", Construct.Union), ("UNION ALL", Construct.UnionAll), ("EXCEPT", Construct.Except), ("INTERSECT", Construct.Intersect));
        var isLoose = terms.Exists(static term => term.IsLoose);
        var order = !isLoose && Dice.Chance(50) ? Order(kinds.Select(static (_, index) => Position(index))) : Nothing;
        return Query($"{one} {word} {two}{order}{Limit(order)}", construct);
    }

    private (Node Node, List<Term> Terms) Arm(List<ValueKind> kinds, bool isFirst)
    {
        var from = shop.Relations.Next(2);
        var scope = Scope(from);
        var terms = kinds.ConvertAll(kind => shop.Values.Next(kind, scope, 1));
        var merged = terms.Select(static term => term with { Node = term.Node.As(traits: term.Kind == ValueKind.Text ? ColumnTraits.AnyEqual : ColumnTraits.None) });
        var items = isFirst ? Items(merged) : List(terms.Select(static term => term.Node));
        return (Query($"SELECT {items} FROM {from.Node}{Where(scope)}"), terms);
    }

    /// <summary>A value that follows the row: a bare number would be a position.</summary>
    private Term Varying(Scope scope)
    {
        var term = Dice.Chance(70) ? Dice.Pick(scope.Terms) : shop.Values.Next(scope, 1);
        return term.Kind == ValueKind.Real || term.Node.Parts is [{ Text: not null }] ? Dice.Pick(scope.Terms) : term;
    }

    private Node Items(IEnumerable<Term> terms) => List(
        terms.Select((term, index) => Text($"{term.Node}{(Dice.Chance(80) ? Text($" AS i{index}") : Nothing)}").As(traits: term.Node.Traits)).ToList(), marker: Marker.Columns);

    private Node Order(IEnumerable<Node> terms, bool onlyUp = false) => Clause(
        $" ORDER BY {List(terms.Select(term => Text($"{term}{Dice.Of("", "", onlyUp ? "" : " DESC", " ASC")}").As(isPinned: true)), marker: Marker.TotalOrder)}", Construct.OrderByExpression);

    private Node Limit(Node order) => ReferenceEquals(order, Nothing) || !Dice.Chance(35) ? Nothing
        : Dice.Chance(50) ? Clause($" LIMIT {Dice.Next(0, 8)}", Construct.Limit).As(marker: Marker.Limit)
        : Clause($" LIMIT {Dice.Next(1, 8)} OFFSET {Dice.Next(0, 6)}", Construct.Limit, Construct.Offset).As(marker: Marker.Limit);

    private static Node Position(int index) => Text($"{(index + 1).ToString(CultureInfo.InvariantCulture)}");
}
