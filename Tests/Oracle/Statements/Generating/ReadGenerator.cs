using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes whole queries: WITH, a body, ORDER BY and LIMIT.</summary>
internal sealed class ReadGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public GeneratedStatement Next()
    {
        var with = !shop.IsUnqualified && Dice.Chance(16) ? shop.CommonTableMaker.Next(mayShadow: true) : Nothing;
        var body = shop.Queries.Any(new Wish(null, null, IsTop: true));
        if (body is { IsPlain: true, Scope: { } scope } && ReferenceEquals(with, Nothing) && Dice.Chance(12))
            return Read(body.Node) with { SplitBy = shop.Predicates.Next(scope, 2) };
        var (order, isTotal) = Order(body);
        var limit = Dice.Chance(isTotal ? 40 : 8) && body is { Ties: not { Count: 0 }, IsRows: false } ? Limit(isTotal) : Nothing;
        return Dice.Chance(3)
            ? Read(Query($"/* what; is 'this' */ {with}{body.Node}{order}{limit} ; -- \"the end\"", Construct.Comment))
            : Read(Query($"{with}{body.Node}{order}{limit}"));
    }

    private static GeneratedStatement Read(Node tree) => new(tree, StatementKind.Read);

    private (Node Order, bool IsTotal) Order(Body body)
    {
        if (body.Ties is { Count: 0 } || body.IsRows || !Dice.Chance(60))
            return (Nothing, false);
        List<Node> terms = [];
        shop.Subqueries.Clause = "ORDER BY";
        for (var count = Dice.Weighted((35, 0), (45, 1), (20, 2)); count > 0; count--)
            terms.Add(Term(body));
        shop.Subqueries.Clause = "the select list";
        if (body.Ties is { } ties && (terms.Count == 0 || Dice.Chance(70)))
            return (Clause($" ORDER BY {List([.. terms, .. ties], marker: Marker.TotalOrder)}"), true);
        return terms.Count == 0 ? (Nothing, false) : (Clause($" ORDER BY {List(terms, marker: Marker.PartialOrder)}"), false);
    }

    /// <summary>A sort term: an item by position or name, or an expression of its own.</summary>
    private Node Term(Body body)
    {
        var items = body.Items
            .Where(static item => item.Node.Traits == ColumnTraits.None || (item.Node.IsPinned && item.Node.Traits == ColumnTraits.AnyEqual)).ToList();
        if (items.Count == 0 || (body.Scope is { Terms.Count: > 0 } && Dice.Chance(45)))
        {
            if (body is { IsPlain: true, Scope.Terms.Count: > 0 } && Dice.Chance(4))
                return shop.Orders.Directed(shop.Windows.Ranking(body.Scope with { IsPlain = true }, null).Node);
            return body.Scope is { Terms.Count: > 0 } scope ? shop.Orders.Varying(scope with { IsPlain = !Dice.Chance(6) })
                : items.Count == 0 ? Text($"NULL") : ByItem(items[0]);
        }

        return ByItem(Dice.Pick(items));
    }

    private Node ByItem(Item item)
    {
        var isNamed = item.Alias.Length > 0 && Dice.Chance(60);
        var node = isNamed ? Text($"{item.Alias}", Construct.OrderByAlias)
            : Position(item.Node, Construct.OrderByPosition);
        return shop.Orders.Directed(node).As(keyOf: item.Node.Id);
    }

    private Node Limit(bool isTotal)
    {
        var constructs = isTotal ? new[] { Construct.Limit } : [Construct.Limit, Construct.LimitUnordered];
        var count = Number(Dice.Weighted((10, 0), (80, Dice.Next(1, 12)), (4, -1), (6, 1000)));
        if (!Dice.Chance(35))
            return Clause($" LIMIT {count}", constructs).As(marker: Marker.Limit);
        var skipped = Number(Dice.Next(0, 6));
        var node = Dice.Chance(20) ? Clause($" LIMIT {skipped}, {count}", constructs) : Clause($" LIMIT {count} OFFSET {skipped}", constructs);
        return node.As(marker: Marker.Limit, construct: Construct.Offset);
    }

    private Node Number(int number)
    {
        if (Dice.Chance(25))
            return Value(new SqlValue((long)number), isParameter: true).As(construct: Construct.LimitParameter);
        if (Dice.Chance(4) && shop.Budget >= 0 && shop.Shadowed.Count == 0)
            return Expression($"(SELECT count(*) % {number + 2} FROM {shop.Relations.AnyTable().Sql})", Construct.LimitExpression, Construct.SubqueryIn("LIMIT"));
        return Dice.Chance(6) ? Expression($"({number} + 1)", Construct.LimitExpression) : Value(new SqlValue((long)number));
    }
}
