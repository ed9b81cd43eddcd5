using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>Makes conditions.</summary>
internal sealed class PredicateGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Node Next(Scope scope, int depth)
    {
        if (depth > 0 && Dice.Chance(35))
            return Joined(scope, depth - 1);
        if (scope.Tables.Count > 0 && Dice.Chance(14))
            return shop.Subqueries.Condition(scope);
        return Dice.Next(12) switch
        {
            0 => Expression($"{shop.Values.Next(scope, depth).Node} IS {Dice.Of("", "NOT ")}NULL", Construct.IsDistinct),
            1 => Between(scope, depth),
            2 => In(scope),
            3 => Like(scope, depth),
            4 when !shop.IsWrite => Implicit(scope),
            5 or 6 => OnKey(scope),
            7 => Rows(scope),
            _ => Comparison(scope, depth),
        };
    }

    private Node Joined(Scope scope, int depth) => Dice.Next(5) switch
    {
        // What NOT takes in follows the mode.
        0 => Dice.Chance(40) ? Expression($"(NOT {Comparison(scope, 0)})") : Expression($"NOT ({Next(scope, depth)})"),
        1 or 2 => Expression($"({Next(scope, depth)} AND {Next(scope, depth)})"),
        3 => Expression($"({Next(scope, depth)} OR {Next(scope, depth)})"),
        _ => Expression($"({Next(scope, depth)} XOR {Next(scope, depth)})"),
    };

    private Node Comparison(Scope scope, int depth)
    {
        var left = shop.Values.Next(scope, depth);
        var right = Dice.Chance(60) ? Known(left) : shop.Values.Next(left.Kind, scope, depth).Node;
        return Expression($"{left.Node} {Dice.Of("=", "<>", "<", "<=", ">", ">=", "<=>")} {right}");
    }

    /// <summary>A value that the column may have.</summary>
    private Node Known(Term term) => term.Column is { Values.Count: > 0 } column
        ? Literal(Dice.Pick(column.Values))
        : shop.Values.Literal(term.Kind);

    private static Node Literal(string text) => Make.Text($"{text}");

    private Node Between(Scope scope, int depth)
    {
        var value = shop.Values.Next(scope, depth);
        return Expression($"{value.Node} {Dice.Of("", "NOT ")}BETWEEN {Known(value)} AND {Known(value)}", Construct.Between);
    }

    private Node In(Scope scope)
    {
        var value = shop.Values.Next(scope, 1);
        var items = List(Enumerable.Range(0, Dice.Next(1, 4)).Select(_ => Dice.Chance(6) ? Expression($"NULL") : Known(value)));
        return Expression($"{value.Node} {Dice.Of("", "NOT ")}IN ({items})", Construct.InList);
    }

    private Node Like(Scope scope, int depth) => Dice.Chance(25)
        ? Expression($"{shop.Values.Next(ValueKind.Text, scope, depth).Node} REGEXP {Dice.Of("'^b'", "'a|b'", "'[0-9]'", "'o'")}", "REGEXP")
        : Expression($"{shop.Values.Next(ValueKind.Text, scope, depth).Node} {Dice.Of("", "NOT ")}LIKE {Dice.Of("'b%'", "'%b'", "'_'", "'%a%'", "'10'", "''")}", Construct.Like);

    /// <summary>Values of two kinds, one of which the server turns into the other.</summary>
    private Node Implicit(Scope scope) => Dice.Next(4) switch
    {
        // Not 2.5, which MariaDB rounds where it looks it up in an index.
        0 => Expression($"{shop.Values.Leaf(ValueKind.Integer, scope).Node} {Dice.Of("=", "<", ">")} {Dice.Of("'5'", "'1e1'", "'10'", "1e0")}", "implicit conversion"),
        1 => Expression($"{shop.Values.Leaf(ValueKind.Text, scope).Node} {Dice.Of("=", "<", ">")} {Dice.Of("10", "9", "0")}", "implicit conversion"),
        2 => Expression($"{shop.Values.Leaf(ValueKind.Date, scope).Node} {Dice.Of("=", "<", ">")} {Dice.Of("'2024-02-29'", "'2024-2-29'", "20240229", "'2024-02-29 10:00:00'")}", "implicit conversion"),
        _ => Expression($"{shop.Values.Leaf(ValueKind.Decimal, scope).Node} {Dice.Of("=", "<", ">")} {Dice.Of("'7.77'", "1", "0.5e0")}", "implicit conversion"),
    };

    private Node OnKey(Scope scope)
    {
        var keys = scope.Terms.Where(static term => term.Column is { Name: "k" }).ToList();
        if (keys.Count == 0)
            return Comparison(scope, 0);
        var key = Dice.Pick(keys);
        return Dice.Next(3) switch
        {
            0 => Expression($"{key.Node} IN ({Known(key)}, {Known(key)}, {Known(key)})", Construct.KeyCondition),
            1 => Expression($"({key.Node} = {Known(key)} OR {key.Node} = {Known(key)})", Construct.KeyCondition),
            _ => Expression($"{key.Node} = {Known(key)}", Construct.KeyCondition),
        };
    }

    /// <summary>
    /// MariaDB takes it that a row with a NULL is never less or more than another nor unequal to it, and makes inner joins of outer ones by that: such rows
    /// have no NULL here.
    /// </summary>
    private Node Rows(Scope scope)
    {
        var (one, two) = (shop.Values.Next(scope, 0), shop.Values.Next(scope, 0));
        if (Dice.Chance(50))
            return Expression($"(COALESCE({one.Node}, {Known(one)}), COALESCE({two.Node}, {Known(two)})) {Dice.Of("<", "<>", ">=")} ({Known(one)}, {Known(two)})", Construct.RowValue);
        return Dice.Chance(40)
            ? Expression($"({one.Node}, {two.Node}) = ({Known(one)}, {Known(two)})", Construct.RowValue)
            : Expression($"({one.Node}, {two.Node}) IN (({Known(one)}, {Known(two)}), ({Known(one)}, {Known(two)}))", Construct.RowValue);
    }
}
