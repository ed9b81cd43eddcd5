using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>What stands in FROM, and what it lets expressions name.</summary>
internal sealed record Relation(Node Node, IReadOnlyList<Term> Terms, IReadOnlyList<Node> Identity);

/// <summary>Makes FROM: tables, derived tables, joins of them.</summary>
internal sealed class RelationGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <param name="most">How many relations are joined at most.</param>
    public Relation Next(int most)
    {
        var relation = One();
        for (var count = Dice.Weighted((55, 1), (33, 2), (12, 3)); count > 1 && most > 1; count--, most--)
            relation = Joined(relation, One());
        return relation;
    }

    public Relation Of(ServerTable table)
    {
        var alias = shop.NextAlias("a");
        var node = table.Placed == Placed.Reference ? Source($"{table.Name} {alias}", "table: reference")
            : table.Placed == Placed.Single ? Source($"{table.Name} AS {alias}", "table: single")
            : Source($"{table.Name} {alias}");
        return new Relation(
            node,
            [.. table.Columns.Select(column => new Term(shop.Spelling.Column(Dice, alias, column.Name), column.Kind, column.IsLoose) { Column = column })],
            [Text($"{alias}.{table.Key.Name}"), Text($"{alias}.{table.Id.Name}")]);
    }

    private Relation One() => Dice.Chance(10) ? Derived() : Of(Dice.Pick(shop.Schema.Tables));

    private Relation Derived()
    {
        var inner = Of(Dice.Pick(shop.Schema.Tables));
        var scope = new Scope(inner.Terms, inner.Identity);
        var alias = shop.NextAlias("d");
        if (Dice.Chance(40))
            return Grouped(inner, scope, alias);
        var extra = shop.Values.Next(scope, 2);
        var node = Source($"(SELECT {inner.Identity[0]} AS k, {inner.Identity[1]} AS id, {extra.Node} AS x FROM {inner.Node}{shop.Queries.Where(scope)}) {alias}", Construct.DerivedTable);
        return new Relation(
            node,
            [inner.Terms[0] with { Node = Expression($"{alias}.k"), Column = null }, inner.Terms[1] with { Node = Expression($"{alias}.id"), Column = null }, extra with { Node = Expression($"{alias}.x"), Column = null }],
            [Text($"{alias}.k"), Text($"{alias}.id")]);
    }

    /// <summary>One row for each value of what tells its bytes.</summary>
    private Relation Grouped(Relation inner, Scope scope, string alias)
    {
        var keys = inner.Terms.Where(static term => !term.IsLoose && term.Kind != ValueKind.Real).ToList();
        var key = Dice.Pick(keys);
        var aggregate = shop.Aggregates.Next(scope, isExact: true);
        var node = Source($"(SELECT {key.Node} AS g, {aggregate.Node} AS x FROM {inner.Node}{shop.Queries.Where(scope)} GROUP BY {key.Node}) {alias}", Construct.DerivedTable, Construct.GroupBy);
        return new Relation(
            node,
            [key with { Node = Expression($"{alias}.g"), Column = null }, aggregate with { Node = Expression($"{alias}.x"), Column = null }],
            [Text($"{alias}.g")]);
    }

    private Relation Joined(Relation left, Relation right)
    {
        var scope = new Scope([.. left.Terms, .. right.Terms], []);
        IReadOnlyList<Node> identity = [.. left.Identity, .. right.Identity];
        if (Dice.Chance(8))
            return new(Source($"{left.Node} CROSS JOIN {right.Node}", Construct.CrossJoin), scope.Terms, identity);
        var (word, construct) = Dice.Weighted((50, ("JOIN", Construct.InnerJoin)), (35, ("LEFT JOIN", Construct.LeftJoin)), (15, ("RIGHT JOIN", Construct.RightJoin)));
        return new(Source($"{left.Node} {word} {right.Node} ON {Condition(left, right, scope)}", construct), scope.Terms, identity);
    }

    private Node Condition(Relation left, Relation right, Scope scope)
    {
        var more = Dice.Chance(20) ? Clause($" AND {shop.Predicates.Next(scope, 0)}") : Nothing;
        if (Dice.Chance(60))
            return Text($"{left.Terms[0].Node} = {right.Terms[0].Node}{more}");
        var pairs = left.Terms.SelectMany(one => right.Terms.Where(two => one.Kind == two.Kind).Select(two => (one, two))).ToList();
        if (pairs.Count == 0 || Dice.Chance(15))
            return Text($"{shop.Predicates.Next(scope, 1)}", Construct.UnequalJoin);
        var (first, second) = Dice.Pick(pairs);
        return Text($"{first.Node} {Dice.Of("=", "=", "=", "<=>", "<")} {second.Node}{more}");
    }
}
