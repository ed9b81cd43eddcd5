using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>FROM and WHERE.</summary>
internal sealed class CoreGenerator(Workshop shop)
{
    private readonly JoinGenerator _joins = new(shop);

    private Dice Dice => shop.Dice;

    /// <summary>Relations joined, and the scope that they make.</summary>
    public (Relation Relation, Scope Scope) Source(Scope? outer, int maxRelations)
    {
        var relation = shop.Relations.Next(outer);
        var count = Math.Min(maxRelations, Dice.Weighted((45, 1), (38, 2), (13, 3), (4, 4)));
        for (var index = 1; index < count && shop.Budget > 0; index++)
        {
            var next = Dice.Chance(12) && Again(relation) is { } self ? self : shop.Relations.Next(outer);
            relation = _joins.Join(relation, next, outer);
        }

        var hasRightJoin = relation.Node.All().Any(static node => node.Constructs.Contains(Construct.RightJoin) || node.Constructs.Contains(Construct.FullJoin));
        return (relation, new Scope(relation.Columns, outer) { HasRightJoin = hasRightJoin });
    }

    /// <summary>WHERE, or nothing.</summary>
    public Node Where(Scope scope, int percent = 65)
    {
        if (!Dice.Chance(percent))
            return Nothing;
        shop.Subqueries.Clause = "WHERE";
        var predicate = Dice.Chance(14) && shop.Predicates.Key(scope) is { } key ? WithKey(key, scope)
            : scope.Terms.Count > 0 && Dice.Chance(20) ? shop.Predicates.On(Dice.Pick(scope.Terms), scope) : shop.Predicates.Next(scope, Dice.Next(1, 3));
        shop.Subqueries.Clause = "the select list";
        return Clause($" WHERE {predicate}");
    }

    private Node WithKey(Term key, Scope scope) => Dice.Chance(50)
        ? shop.Predicates.OnKey(key, scope)
        : Expression($"{shop.Predicates.OnKey(key, scope)} AND {shop.Predicates.Next(scope, 1)}");

    /// <summary>WHERE of a subquery: often tied to the query around by an equality.</summary>
    public Node Tied((Relation Relation, Scope Scope) core, Scope outer)
    {
        var pairs = (from one in core.Relation.Columns from two in outer.Terms where one.Class == two.Class && one.Class != ValueClass.Any select (one, two)).ToList();
        if (pairs.Count == 0 || !Dice.Chance(55))
            return Where(core.Scope, 60);
        var named = pairs.Where(static pair => pair.one.Name.Length > 0 && pair.one.Name == pair.two.Name).ToList();
        var (inner, around) = named.Count > 0 && Dice.Chance(60) ? Dice.Pick(named) : Dice.Pick(pairs);
        var tie = Expression($"{inner.Node} = {around.Node}", Construct.Correlated);
        return Dice.Chance(40) ? Clause($" WHERE {tie} AND {shop.Predicates.Next(core.Scope, 1)}") : Clause($" WHERE {tie}");
    }

    /// <summary>The same table once more.</summary>
    private Relation? Again(Relation relation)
    {
        var name = relation.Node.Parts.Count > 0 ? relation.Node.Parts[0].Text : null;
        var table = shop.Schema.Tables.FirstOrDefault(table => name is not null && string.Equals(name.Trim('"', '[', ']', '`'), table.Name, StringComparison.OrdinalIgnoreCase));
        if (table is null)
            return null;
        shop.Budget--;
        var again = shop.Relations.OfTable(table);
        return again with { Node = again.Node.As(construct: Construct.SelfJoin) };
    }
}
