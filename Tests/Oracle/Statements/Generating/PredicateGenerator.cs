using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes conditions.</summary>
internal sealed class PredicateGenerator(Workshop shop)
{
    private readonly KeyConditionGenerator _keys = new(shop);

    private Dice Dice => shop.Dice;

    public Node Next(Scope scope, int depth)
    {
        if (depth > 0 && Dice.Chance(30))
            return Combined(scope, depth - 1);
        if (depth > 0 && !scope.IsPlain && Dice.Chance(14) && shop.Subqueries.Condition(scope) is { } subquery)
            return subquery;
        if (Dice.Chance(9) && Key(scope) is { } key)
            return _keys.Next(key, scope);
        return Dice.Weighted(
            (45, (Func<Scope, int, Node>)Comparison), (6, IsTest), (7, Between), (9, InList), (7, Like), (10, NullTest), (5, Mixed), (3, RowComparison), (2, Truth))(scope, depth - 1);
    }

    /// <summary>A sharding key of the scope; null when it has none.</summary>
    public Term? Key(Scope scope) => scope.Terms.Where(static term => term.IsKey).ToList() is { Count: > 0 } keys ? Dice.Pick(keys) : null;

    /// <summary>A condition that leads to few shards.</summary>
    public Node OnKey(Term key, Scope scope) => _keys.Next(key, scope);

    /// <summary>A condition on one of the terms given, to be true for some rows.</summary>
    public Node On(Term term, Scope scope) => Dice.Next(5) switch
    {
        0 => Expression($"{term.Node} {Dice.Of("<", ">", "<=", ">=", "<>")} {shop.Values.LiteralLike(term)}"),
        1 => Expression($"{term.Node} IN ({Literals(term, Dice.Next(1, 4))})", Construct.InList),
        2 => Expression($"{term.Node} IS NOT NULL"),
        _ => Expression($"{term.Node} = {shop.Values.LiteralLike(term)}"),
    };

    private Node Combined(Scope scope, int depth) => Dice.Next(8) switch
    {
        0 => Expression($"NOT ({Next(scope, depth)})"),
        1 or 2 or 3 => Expression($"({Next(scope, depth)} OR {Next(scope, depth)})"),
        4 => Expression($"CASE WHEN {Next(scope, depth)} THEN {Next(scope, depth)} ELSE {Next(scope, depth)} END", Construct.Case),
        _ => Expression($"({Next(scope, depth)} AND {Next(scope, depth)})"),
    };

    private Node Comparison(Scope scope, int depth)
    {
        var left = shop.Values.Next(shop.Values.AnyClass(scope), scope, depth);
        var right = Dice.Chance(55) ? Term.Of(shop.Values.LiteralLike(left), left.Class, hasLeaf: false) : shop.Values.Next(left.Class, scope, depth);
        var operation = Dice.Weighted((40, "="), (10, "<>"), (12, "<"), (12, ">"), (8, "<="), (8, ">="), (5, "!="), (5, "=="));
        if (left.Class == ValueClass.Text && Dice.Chance(12))
            return Expression($"{left.Node} {operation} {right.Node} COLLATE {Dice.Of("NOCASE", "BINARY", "RTRIM")}", Construct.Collate);
        return Dice.Chance(10) ? Expression($"{right.Node} {operation} {left.Node}") : Expression($"{left.Node} {operation} {right.Node}");
    }

    private Node IsTest(Scope scope, int depth)
    {
        var left = shop.Values.Next(scope, depth);
        var right = shop.Values.Next(left.Class, scope, depth);
        return Expression($"{left.Node} {Dice.Of("IS", "IS NOT", "IS DISTINCT FROM", "IS NOT DISTINCT FROM")} {right.Node}", Construct.IsDistinct);
    }

    private Node Between(Scope scope, int depth)
    {
        var left = shop.Values.Next(scope, depth);
        return Expression($"{left.Node} {Dice.Of("", "NOT ")}BETWEEN {shop.Values.LiteralLike(left)} AND {shop.Values.Next(left.Class, scope, depth).Node}", Construct.Between);
    }

    private Node InList(Scope scope, int depth)
    {
        var left = shop.Values.Next(scope, depth);
        var count = Dice.Weighted((5, 0), (70, Dice.Next(1, 4)), (25, Dice.Next(4, 9)));
        return Expression($"{left.Node} {Dice.Of("", "", "NOT ")}IN ({Literals(left, count)})", Construct.InList);
    }

    private Node Literals(Term term, int count) => List(Enumerable.Range(0, count).Select(_ => shop.Values.LiteralLike(term)));

    private Node Like(Scope scope, int depth)
    {
        var left = shop.Values.Next(ValueClass.Text, scope, depth);
        var word = Dice.Of("a", "b", "B", "bo", "o", "é", "1", "");

        // SQLite 3.50 loses the left rows of a FULL join whose ON looks up LIKE 'b%' in an index of the right table: a plus keeps it from the index.
        if (scope.HasRightJoin)
            left = left with { Node = Expression($"+{left.Node}") };
        return Dice.Next(5) switch
        {
            0 => Expression($"{left.Node} GLOB '{Dice.Of("*", "", "?")}{word}{Dice.Of("*", "?", "[a-c]*")}'", Construct.Like),
            1 => Expression($"{left.Node} NOT LIKE '{Dice.Of("%", "", "_")}{word}{Dice.Of("%", "_", "")}'", Construct.Like),
            2 => Expression($"{left.Node} LIKE '{word}x%' ESCAPE 'x'", Construct.Like),
            _ => Expression($"{left.Node} LIKE '{Dice.Of("%", "", "_")}{word}{Dice.Of("%", "_", "")}'", Construct.Like),
        };
    }

    private Node NullTest(Scope scope, int depth) =>
        Expression($"{shop.Values.Next(scope, depth).Node} {Dice.Of("IS NULL", "IS NOT NULL", "NOTNULL", "ISNULL")}");

    /// <summary>Values of different classes: affinities decide.</summary>
    private Node Mixed(Scope scope, int depth)
    {
        var left = shop.Values.Next(scope, depth);
        var right = shop.Values.Next(Dice.Of(ValueClass.Integer, ValueClass.Real, ValueClass.Text), scope, depth);
        return Expression($"{left.Node} {Dice.Of("=", "<", ">=", "<>", "IS")} {right.Node}");
    }

    private Node RowComparison(Scope scope, int depth)
    {
        var (one, two) = (shop.Values.Next(scope, depth), shop.Values.Next(scope, depth));
        return Expression(
            $"({one.Node}, {two.Node}) {Dice.Of("=", "<", ">=", "<>", "IS")} ({shop.Values.LiteralLike(one)}, {shop.Values.LiteralLike(two)})", Construct.RowValue);
    }

    private Node Truth(Scope scope, int depth) => Dice.Next(3) switch
    {
        // Not in VALUES: SQLite 3.50 takes TRUE for 1 there from the second row on.
        0 when scope.Terms.Count > 0 => Expression($"{shop.Values.Next(ValueClass.Integer, scope, depth).Node} IS {Dice.Of("", "NOT ")}{Dice.Of("TRUE", "FALSE")}"),
        1 => Expression($"{Dice.Of("TRUE", "FALSE", "1", "0", "NULL")}"),
        _ => shop.Values.Next(ValueClass.Integer, scope, depth).Node,
    };
}
