using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes UNION, UNION ALL, INTERSECT and EXCEPT.</summary>
internal sealed class CompoundGenerator(Workshop shop)
{
    private readonly ItemGenerator _items = new(shop);

    private Dice Dice => shop.Dice;

    public Body Next(Wish wish)
    {
        var shape = wish.Shape
            ?? [.. Enumerable.Range(0, Dice.Next(1, 3)).Select(_ => Dice.Of(ValueClass.Integer, ValueClass.Integer, ValueClass.Text, ValueClass.Real))];
        if (wish is { IsTop: true } && Dice.Chance(4))
            return Rows(shape);
        var avoided = shop.AvoidsRightJoins;
        shop.AvoidsRightJoins |= !wish.IsTop;
        var arms = Enumerable.Range(0, Dice.Weighted((70, 2), (22, 3), (8, 4)))
            .Select(index => Arm(wish, shape, isFirst: index == 0)).ToList();
        shop.AvoidsRightJoins = avoided;
        var isMerged = false;
        var node = arms[0].Node;
        foreach (var arm in arms.Skip(1))
        {
            var word = Dice.Of("UNION ALL", "UNION ALL", "UNION", "UNION", "INTERSECT", "EXCEPT");
            isMerged = word != "UNION ALL" || isMerged;
            node = Query($"{node} {word} {arm.Node}", word);
        }

        var body = isMerged ? Merged(node, arms, wish) : All(node, arms);
        return arms[^1].IsRows ? body with { IsRows = true } : body;
    }

    private Body Arm(Wish wish, IReadOnlyList<ValueClass> shape, bool isFirst) => !isFirst && Dice.Chance(6)
        ? ValuesArm(shape)
        : shop.Queries.Arm(wish with { Shape = shape, IsCoerced = !wish.IsTop, IsTop = wish.IsTop && isFirst, IsExact = true });

    private Body Merged(Node node, List<Body> arms, Wish wish)
    {
        var first = arms[0].Items;
        if (wish.IsTop)
        {
            // What is merged in any arm is open in the column, whichever arm it came from.
            var marked = first.Select((item, index) => item with { Node = item.Node.As(traits: Traits(arms, index)) }).ToList();
            foreach (var (old, marker) in first.Zip(marked))
                node = node.Replace(old.Node, marker.Node);
            first = marked;
        }

        var columns = Columns(arms);
        return new Body
        {
            Node = node,
            Items = [.. first.Zip(columns, static (item, column) => item with { Term = column })],
            Ties = _items.Positions(first),
            Identity = NestedQuery.AllColumns(columns),
            HasKey = true,
            Rows = arms.Sum(static arm => arm.Rows),
        };
    }

    private Body All(Node node, List<Body> arms)
    {
        var columns = Columns(arms);
        return new Body
        {
            Node = node,
            Items = [.. arms[0].Items.Zip(columns, static (item, column) => item with { Term = column })],

            // Equal values that differ (1 and 1.0) would stand in any order.
            Ties = columns.All(static column => column.IsExact) ? _items.Positions(arms[0].Items) : null,
            Identity = NestedQuery.AllColumns(columns),
            Rows = arms.Sum(static arm => arm.Rows),
        };
    }

    private static List<Term> Columns(List<Body> arms) =>
        [.. arms[0].Items.Select((item, index) => item.Term with
        {
            IsExact = arms.All(arm => arm.Items[index].Term.IsExact && arm.Items[index].Term.Class == item.Term.Class),
            IsSummable = arms.All(arm => arm.Items[index].Term.IsSummable && arm.Items[index].Term.Class == item.Term.Class),
        })];

    private static ColumnTraits Traits(List<Body> arms, int index)
    {
        var traits = ColumnTraits.None;
        foreach (var arm in arms)
            traits |= arm.Items[index].Node.Traits | arm.Items[index].Term.MergedTraits;
        return traits;
    }

    /// <summary>VALUES as an arm: literals have neither affinity nor collation.</summary>
    private Body ValuesArm(IReadOnlyList<ValueClass> shape)
    {
        var rows = List(Enumerable.Range(0, Dice.Next(1, 3)).Select(_ => Text($"({List(shape.Select(type => shop.Values.Literal(type).Node))})")));
        return new Body
        {
            Node = Query($"VALUES {rows}", Construct.Values),
            Items = [.. shape.Select(static type => new Item(Nothing, Term.Of(Nothing, type), ""))],
            Ties = null,
            Rows = 3,
            IsRows = true,
        };
    }

    private Body Rows(IReadOnlyList<ValueClass> shape)
    {
        var rows = List(Enumerable.Range(0, Dice.Next(1, 5)).Select(_ => Text($"({List(shape.Select(type => shop.Values.Next(type, Scope.Empty, 1).Node))})")));
        return new Body { Node = Query($"VALUES {rows}", Construct.Values), Items = [], Ties = null, IsRows = true };
    }
}
