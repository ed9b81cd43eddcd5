using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Joins relations in every way that the grammar has.</summary>
internal sealed class JoinGenerator(Workshop shop)
{
    private const long MaxRows = 20_000;

    private Dice Dice => shop.Dice;

    public Relation Join(Relation left, Relation right, Scope? outer)
    {
        var columns = left.Columns.Concat(right.Columns).ToList();
        var scope = new Scope(columns, outer) { IsPlain = true };
        var common = left.Columns.Select(static column => column.Name).Intersect(right.Columns.Select(static column => column.Name), StringComparer.OrdinalIgnoreCase)
            .Where(static name => name.Length > 0).ToList();
        var isClear = common.Count > 0 && left.Merged.Count == 0
            && common.All(name => left.Columns.Count(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) == 1);
        if (Dice.Chance(3) && left.Merged.Count == 0)
            return Lateral(left);
        var isLarge = left.Rows * right.Rows > MaxRows;
        var often = shop.AvoidsRightJoins ? 0 : 8;
        var kind = Dice.Weighted((30, "inner"), (24, "left"), (often, "right"), (often, "full"), (8, "comma"), (6, "cross"), (8, "natural"), (8, "using"));
        var node = kind switch
        {
            "natural" or "using" when !isClear => OnJoin("JOIN", left, right, scope, isLarge, Construct.InnerJoin),
            "natural" => Natural(left, right),
            "using" => Using(left, right, Dice.Some(common, 1, 2)),
            "left" => OnJoin(Dice.Of("LEFT JOIN", "LEFT OUTER JOIN"), left, right, scope, isLarge, Construct.LeftJoin),
            "right" => OnJoin(Dice.Of("RIGHT JOIN", "RIGHT OUTER JOIN"), left, right, scope, isLarge, Construct.RightJoin),
            "full" => OnJoin(Dice.Of("FULL JOIN", "FULL OUTER JOIN"), left, right, scope, isLarge, Construct.FullJoin),
            "comma" when !isLarge => Source($"{left.Node}, {right.Node}", Construct.CommaJoin),
            "cross" when !isLarge => Source($"{left.Node} CROSS JOIN {right.Node}", Construct.CrossJoin),
            _ => OnJoin(Dice.Of("JOIN", "INNER JOIN"), left, right, scope, isLarge, Construct.InnerJoin),
        };
        var isMerged = isClear && kind is ("natural" or "using");
        if (!isMerged && Dice.Chance(6))
            node = Source($"({node})", Construct.ParenthesizedJoin);
        var identity = left.Identity is null || right.Identity is null ? null : left.Identity.Concat(right.Identity).ToList();
        var rows = kind is "comma" or "cross" ? left.Rows * right.Rows : Math.Max(left.Rows, right.Rows) * 3;
        return new Relation(node, columns, identity, left.HasKey && right.HasKey, Math.Max(rows, 1)) { Merged = isMerged ? common : left.Merged };
    }

    /// <summary>Rows made of each row's own values.</summary>
    private Relation Lateral(Relation left)
    {
        var alias = shop.NextAlias("j");
        var terms = left.Columns.Where(static term => term.Class is ValueClass.Integer or ValueClass.Text).ToList();
        if (terms.Count == 0)
            return left;
        Term Column(string name, ValueClass type) => Term.Of(Expression($"{alias}.{name}"), type, isExact: type != ValueClass.Any, isSummable: type != ValueClass.Any) with { Name = name };
        List<Term> made = [Column("value", ValueClass.Any), Column("key", ValueClass.Integer)];
        var node = Source(
            $"{left.Node}{Dice.Of(", ", " CROSS JOIN ", " JOIN ")}json_each(json_array({List(Dice.Some(terms, 1, 2).Select(static term => term.Node))})) AS {alias}", Construct.Lateral);
        var identity = left.Identity?.Append(made[1]).ToList();
        return new Relation(node, [.. left.Columns, .. made], identity, left.HasKey, left.Rows * 2);
    }

    private Node OnJoin(string words, Relation left, Relation right, Scope scope, bool isLarge, string construct)
    {
        var equality = Equality(left, right);
        scope = scope with { HasRightJoin = construct is Construct.RightJoin or Construct.FullJoin };
        if (!isLarge && (equality is null || Dice.Chance(12)))
            return Source($"{left.Node} {words} {right.Node} ON {shop.Predicates.Next(scope, 1)}", construct, Construct.UnequalJoin);
        if (equality is null)
            return Source($"{left.Node} {words} {right.Node} ON {shop.Predicates.On(Dice.Pick(left.Columns), scope)} AND {shop.Predicates.On(Dice.Pick(right.Columns), scope)}", construct);
        var more = Dice.Chance(25) ? Clause($" AND {WithSubquery(scope)}") : Nothing;
        return Source($"{left.Node} {words} {right.Node} ON {equality}{more}", construct);
    }

    private Node WithSubquery(Scope scope)
    {
        if (!Dice.Chance(15) || shop.Budget <= 0)
            return shop.Predicates.Next(scope, 1);
        shop.Subqueries.Clause = "ON";
        var node = shop.Subqueries.Condition(scope with { IsPlain = false }) ?? shop.Predicates.Next(scope, 1);
        shop.Subqueries.Clause = "the select list";
        return node;
    }

    private Node Natural(Relation left, Relation right)
    {
        var (words, constructs) = Words();
        return Source($"{left.Node} NATURAL {words}JOIN {right.Node}", [Construct.NaturalJoin, .. constructs]);
    }

    private Node Using(Relation left, Relation right, List<string> names)
    {
        var (words, constructs) = Words();
        var list = string.Join(", ", names.Select(name => Identifier.Spell(name, Dice)));
        return Source($"{left.Node} {words}JOIN {right.Node} USING ({list})", [Construct.UsingJoin, .. constructs]);
    }

    private (string Words, string[] Constructs) Words() => Dice.Next(shop.AvoidsRightJoins ? 4 : 8) switch
    {
        0 => ("LEFT ", [Construct.LeftJoin]),
        1 => ("INNER ", []),
        4 => ("FULL ", [Construct.FullJoin]),
        5 => ("RIGHT ", [Construct.RightJoin]),
        _ => ("", []),
    };

    /// <summary>Columns of one class from both sides, the same name more often; null when no classes meet.</summary>
    private Node? Equality(Relation left, Relation right)
    {
        var pairs = (from one in left.Columns from two in right.Columns where one.Class == two.Class && one.Class != ValueClass.Any select (one, two)).ToList();
        if (pairs.Count == 0)
            return null;
        var named = pairs.Where(static pair => pair.one.Name.Length > 0 && pair.one.Name == pair.two.Name).ToList();
        var (first, second) = named.Count > 0 && Dice.Chance(60) ? Dice.Pick(named) : Dice.Pick(pairs);
        var (a, b) = Dice.Chance(50) ? (first, second) : (second, first);
        return first.Class == ValueClass.Integer && Dice.Chance(10)
            ? Expression($"{a.Node} = {b.Node} + {Dice.Next(0, 2)}")
            : Expression($"{a.Node} {Dice.Weighted((92, "="), (8, "IS"))} {b.Node}");
    }
}
