using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>Makes subqueries: in conditions, and as values.</summary>
internal sealed class SubqueryGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Node Condition(Scope scope)
    {
        var inner = shop.Relations.Of(Dice.Pick(scope.Tables));
        return Dice.Next(5) switch
        {
            0 or 1 => In(scope, inner),
            2 => Expression($"{shop.Values.Leaf(ValueKind.Integer, scope).Node} {Dice.Of("=", "<", ">=")} {Scalar(scope, inner)}", Construct.ScalarSubquery),
            3 => Compared(scope, inner),
            _ => Expression($"{Dice.Of("", "NOT ")}EXISTS (SELECT 1 FROM {inner.Node} WHERE {Bound(scope, inner)})", Construct.ExistsSubquery),
        };
    }

    /// <summary>One number, of all rows or of those that belong to the row around.</summary>
    public Node Scalar(Scope scope) => Scalar(scope, shop.Relations.Of(Dice.Pick(scope.Tables)));

    private Node Scalar(Scope scope, Relation inner)
    {
        var own = new Scope(inner.Terms, inner.Identity);
        var call = Dice.Of("COUNT", "MIN", "MAX", "SUM");
        var where = Dice.Chance(60) ? Clause($" WHERE {Bound(scope, inner)}") : shop.Queries.Where(own);
        return Expression($"(SELECT {call}({shop.Values.Leaf(ValueKind.Integer, own).Node}) FROM {inner.Node}{where})", Construct.ScalarSubquery);
    }

    private Node In(Scope scope, Relation inner)
    {
        var own = new Scope(inner.Terms, inner.Identity);
        var item = Dice.Pick(inner.Terms);
        var value = shop.Values.Leaf(item.Kind, scope);
        var where = Dice.Chance(30) ? Clause($" WHERE {Bound(scope, inner)}") : shop.Queries.Where(own);
        return Expression($"{value.Node} {Dice.Of("", "NOT ")}IN (SELECT {item.Node} FROM {inner.Node}{where})", Construct.InSubquery);
    }

    private Node Compared(Scope scope, Relation inner)
    {
        var item = Dice.Pick(inner.Terms);
        return Expression(
            $"{shop.Values.Leaf(item.Kind, scope).Node} {Dice.Of("=", "<>", "<", ">")} {Dice.Of("ANY", "ALL", "SOME")} (SELECT {item.Node} FROM {inner.Node}{shop.Queries.Where(new Scope(inner.Terms, inner.Identity))})",
            "subquery: ANY, ALL");
    }

    /// <summary>A condition between a row inside and the one around, by their keys most of the time.</summary>
    private Node Bound(Scope scope, Relation inner)
    {
        var outers = scope.Terms.Where(term => term.Kind == inner.Terms[0].Kind).ToList();
        if (outers.Count > 0 && Dice.Chance(70))
        {
            var key = outers.Find(static term => term.Column is { Name: "k" }) ?? Dice.Pick(outers);
            var more = Dice.Chance(40) ? Clause($" AND {shop.Predicates.Next(new Scope([.. inner.Terms, .. scope.Terms], []), 0)}") : Nothing;
            return Expression($"{inner.Terms[0].Node} = {key.Node}{more}", Construct.Correlated);
        }

        return Expression($"{shop.Predicates.Next(new Scope([.. inner.Terms, .. scope.Terms], []), 1)}", Construct.Correlated);
    }
}
