using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes subqueries of expressions, each with one answer only.</summary>
internal sealed class SubqueryGenerator(Workshop shop)
{
    private const int MaxDepth = 2;

    private Dice Dice => shop.Dice;

    /// <summary>The clause in the making, for the table of what ran.</summary>
    public string Clause { get; set; } = "the select list";

    private bool IsOver(Scope scope) => shop.Budget <= 0 || scope.Depth >= MaxDepth;

    /// <summary>A scalar subquery of one row at most; null when the statement is large enough.</summary>
    public Term? Scalar(ValueClass type, Scope scope)
    {
        if (IsOver(scope) || type is ValueClass.Any)
            return null;
        var body = Dice.Next(10) switch
        {
            0 => Query($"SELECT {shop.Values.Next(type, new Scope([], Outward(scope)), 2).Node}", Construct.NoFrom),
            <= 5 when type != ValueClass.Blob => Total(type, scope),
            _ => First(type, scope),
        };
        return body is null ? null
            : Term.Of(Expression($"({body})", Construct.ScalarSubquery, Construct.SubqueryIn(Clause)), type, isExact: false);
    }

    /// <summary>A condition with a subquery; null when the statement is large enough.</summary>
    public Node? Condition(Scope scope)
    {
        if (IsOver(scope))
            return null;
        return Dice.Next(10) switch
        {
            0 or 1 or 2 or 3 => In(scope),
            4 when !scope.HasRightJoin => RowIn(scope),
            5 or 6 => Compared(scope),
            _ => Exists(scope),
        };
    }

    private Node In(Scope scope)
    {
        var left = shop.Values.Next(shop.Values.AnyClass(scope), scope with { IsPlain = true }, 1);
        var query = shop.Queries.Nested(Outward(scope), [left.Class], isExact: false);
        return Expression($"{left.Node} {Dice.Of("", "", "NOT ")}IN ({query.Node})", Construct.InSubquery, Construct.SubqueryIn(Clause));
    }

    private Node RowIn(Scope scope)
    {
        var (one, two) = (shop.Values.Leaf(shop.Values.AnyClass(scope), scope), shop.Values.Leaf(shop.Values.AnyClass(scope), scope));
        var query = shop.Queries.Nested(Outward(scope), [one.Class, two.Class], isExact: false);
        return Expression($"({one.Node}, {two.Node}) {Dice.Of("", "", "NOT ")}IN ({query.Node})", Construct.RowInSubquery, Construct.SubqueryIn(Clause));
    }

    private Node Compared(Scope scope)
    {
        var left = shop.Values.Leaf(Dice.Of(ValueClass.Integer, ValueClass.Real, ValueClass.Text), scope);
        return Scalar(left.Class, scope) is { } right
            ? Expression($"{left.Node} {Dice.Of("=", "<", ">", "<=", ">=", "<>")} {right.Node}")
            : Exists(scope);
    }

    private Node Exists(Scope scope)
    {
        var outer = Outward(scope);
        var core = shop.Cores.Source(outer, 2);
        var where = shop.Cores.Tied(core, outer);
        var item = Dice.Of("1", "*", "NULL", "");
        var items = item.Length > 0 ? Text($"{item}") : shop.Values.Next(core.Scope, 1).Node;
        var limit = Dice.Chance(8) ? " LIMIT 1" : "";
        return Expression(
            $"{Dice.Of("", "NOT ")}EXISTS ({Query($"SELECT {items} FROM {core.Relation.Node}{where}{limit}")})", Construct.ExistsSubquery, Construct.SubqueryIn(Clause));
    }

    /// <summary>An aggregate over all rows.</summary>
    private Node Total(ValueClass type, Scope scope)
    {
        var outer = Outward(scope);
        var core = shop.Cores.Source(outer, 2);
        var where = shop.Cores.Tied(core, outer);
        var item = shop.Aggregates.Next(type, core.Scope, isExact: true);
        return Query($"SELECT {item.Node} FROM {core.Relation.Node}{where}");
    }

    /// <summary>The first row in a total order; null when the rows have none.</summary>
    private Node? First(ValueClass type, Scope scope)
    {
        var outer = Outward(scope);
        var core = shop.Cores.Source(outer, 2);
        if (core.Relation.Identity is not { } identity)
            return null;
        var where = shop.Cores.Tied(core, outer);
        var item = shop.Values.Next(type, core.Scope, 1);
        var order = shop.Orders.Total(core.Scope, identity);
        return Query($"SELECT {item.Node} FROM {core.Relation.Node}{where} ORDER BY {order} LIMIT 1", Construct.Limit);
    }

    /// <summary>The scope as a subquery sees it: aggregates stay outside.</summary>
    private static Scope Outward(Scope scope) => scope with { Aggregate = null };
}
