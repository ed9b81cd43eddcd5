using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes the items of select lists.</summary>
internal sealed class ItemGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <summary>Items of the wished classes, or of any.</summary>
    public List<Item> List(Wish wish, Scope scope, int from, int to)
    {
        IEnumerable<ValueClass> classes = wish.Shape ?? [.. Enumerable.Range(0, Dice.Next(from, to)).Select(_ => shop.Values.AnyClass(scope))];
        return [.. classes.Select(type => Made(shop.Values.Next(type, scope, Dice.Next(3)), wish))];
    }

    /// <summary>A term as an item: named where others will name it.</summary>
    public Item Made(Term term, Wish wish)
    {
        if (wish.IsCoerced)
            term = Coerced(term);
        var isNamed = !wish.IsTop || Dice.Chance(35);
        if (!isNamed)
            return new Item(Text($"{term.Node}").As(traits: term.Node.Traits), term, "");
        var alias = wish.IsTop && Dice.Chance(15) ? $"\"{shop.NextAlias("Column ")}\"" : shop.NextAlias("c");
        return new Item(Text($"{term.Node} AS {alias}").As(traits: term.Node.Traits), term, alias);
    }

    /// <summary>Items of rows that are merged when equal: exact ones inside other queries, marked ones at the top.</summary>
    public List<Item> Merged(List<Item> items, Wish wish)
    {
        if (!wish.IsExact)
            return [.. items.Select(static item => item with { Node = item.Node.As(traits: item.Node.Traits | item.Term.MergedTraits) })];
        return [.. items.Select(item => item.Term.IsExact ? item : Made(shop.Values.Exact(item.Term), wish))];
    }

    public Node Columns(IReadOnlyList<Item> items, Wish wish) =>
        Make.List(items.Select(static item => item.Node), marker: wish.IsTop ? Marker.Columns : Marker.None);

    /// <summary>All output columns as sort terms.</summary>
    public List<Node> Positions(IReadOnlyList<Item> items) =>
        [.. items.Select(item => shop.Orders.Directed(Position(item.Node, Construct.OrderByPosition)).As(isPinned: true, keyOf: item.Node.Id))];

    /// <summary>Without affinity and collation, so that the arms of a set operation agree in both.</summary>
    private Term Coerced(Term term)
    {
        var exact = term.IsExact || term.Class == ValueClass.Text ? term : shop.Values.Exact(term);
        return exact.Class switch
        {
            ValueClass.Integer => exact with { Node = Expression($"({exact.Node} + 0)"), IsSummable = term.IsSummable },
            ValueClass.Text => exact with { Node = Expression($"({exact.Node} || '')"), IsExact = !exact.Node.All().Any(static node => node.Constructs.Contains(Construct.Collate)) },
            _ => exact with { Node = Expression($"quote({exact.Node})"), Class = ValueClass.Text, IsExact = true },
        };
    }
}
