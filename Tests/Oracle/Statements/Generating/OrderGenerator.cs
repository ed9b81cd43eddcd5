using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes the terms of ORDER BY.</summary>
internal sealed class OrderGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <summary>Some expressions, then what tells the rows apart: one order only.</summary>
    public Node Total(Scope scope, IReadOnlyList<Term> identity)
    {
        List<Node> terms = [];
        while (scope.Terms.Count > 0 && Dice.Chance(40) && terms.Count < 3)
            terms.Add(Varying(scope with { IsPlain = true }));
        terms.AddRange(Ties(identity));
        return List(terms.Count == 0 ? [Text($"NULL")] : terms);
    }

    /// <summary>What tells rows apart, as terms that the minimiser keeps.</summary>
    public IEnumerable<Node> Ties(IReadOnlyList<Term> identity) =>
        identity.Select(term => Directed(shop.Values.Exact(term).Node).As(isPinned: true));

    /// <summary>A sort term of an expression.</summary>
    public Node Varying(Scope scope)
    {
        // SQLite knows no columns of the queries around in ORDER BY and GROUP BY.
        var term = shop.Values.Varying(scope with { Outer = null }, Dice.Next(3));
        var collate = term.Class == ValueClass.Text && Dice.Chance(15) ? " COLLATE " + Dice.Of("NOCASE", "RTRIM", "BINARY") : "";
        return Directed(collate.Length == 0 ? term.Node : Expression($"{term.Node}{collate}", Construct.OrderByCollate)).As(construct: Construct.OrderByExpression);
    }

    public Node Directed(Node term)
    {
        var direction = Dice.Weighted((55, ""), (15, " ASC"), (30, " DESC"));
        return Dice.Chance(12)
            ? Text($"{term}{direction} NULLS {Dice.Of("FIRST", "LAST")}", Construct.OrderByNulls)
            : Text($"{term}{direction}");
    }
}
