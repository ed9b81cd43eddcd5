using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes queries inside others, and the bodies of the outermost.</summary>
internal sealed class QueryGenerator
{
    private readonly Workshop _shop;
    private readonly PlainBodyGenerator _plain;
    private readonly GroupedBodyGenerator _grouped;
    private readonly CompoundGenerator _compounds;

    public QueryGenerator(Workshop shop)
    {
        _shop = shop;
        _plain = new PlainBodyGenerator(shop);
        _grouped = new GroupedBodyGenerator(shop);
        _compounds = new CompoundGenerator(shop);
    }

    private Dice Dice => _shop.Dice;

    /// <summary>A query for use inside another: every column is named and has one answer only.</summary>
    public NestedQuery Nested(Scope? outer, IReadOnlyList<ValueClass>? shape, bool isExact)
    {
        if (_shop.Budget > 1 && Dice.Chance(5))
            return WithCommonTable(outer, shape, isExact);
        var body = Any(new Wish(outer, shape, IsTop: false, IsCoerced: isExact));
        var order = Nothing;
        if (body is { Ties: { Count: > 0 } ties, IsRows: false } && Dice.Chance(15))
        {
            order = Text($" ORDER BY {List(Sorted(body).Concat(ties))}{LimitOf(body)}");
            return new NestedQuery(Query($"{body.Node}{order}"), body.Columns, body.Identity, body.HasKey, Math.Min(body.Rows, 20));
        }

        return new NestedQuery(body.Node, body.Columns, body.Identity, body.HasKey, body.Rows);
    }

    private NestedQuery WithCommonTable(Scope? outer, IReadOnlyList<ValueClass>? shape, bool isExact)
    {
        var known = _shop.CommonTables.Count;
        var with = _shop.CommonTableMaker.Inner(outer);
        var body = Any(new Wish(outer, shape, IsTop: false, IsCoerced: isExact));
        _shop.CommonTables.RemoveRange(known, _shop.CommonTables.Count - known);
        return new NestedQuery(Query($"{with}{body.Node}"), body.Columns, body.Identity, body.HasKey, body.Rows);
    }

    public Body Any(Wish wish)
    {
        var isOpen = _shop.Budget > 0;
        return Dice.Weighted((50, 0), (wish.IsTop ? 14 : 5, 1), (24, 2), (9, 3), (9, 4), (isOpen ? wish.IsTop ? 14 : 7 : 0, 5), (wish.IsTop ? 1 : 2, 6)) switch
        {
            1 => _plain.Windowed(wish),
            2 => _grouped.Grouped(wish),
            3 => _grouped.Total(wish),
            4 => _plain.Distinct(wish),
            5 => _compounds.Next(wish),
            6 => _plain.WithoutFrom(wish),
            _ => _plain.Plain(wish),
        };
    }

    /// <summary>One SELECT, for an arm of a set operation.</summary>
    public Body Arm(Wish wish) => Dice.Weighted((60, 0), (20, 2), (10, 3), (6, 4), (4, 6)) switch
    {
        2 => _grouped.Grouped(wish),
        3 => _grouped.Total(wish),
        4 => _plain.Distinct(wish),
        6 => _plain.WithoutFrom(wish),
        _ => _plain.Plain(wish),
    };

    private IEnumerable<Node> Sorted(Body body) =>
        body.Scope is { Terms.Count: > 0 } scope && Dice.Chance(50) ? [_shop.Orders.Varying(scope with { IsPlain = true })] : [];

    private Node LimitOf(Body body) => Text($" LIMIT {Dice.Next(1, 12)}{(Dice.Chance(25) ? $" OFFSET {Dice.Next(0, 3)}" : "")}", Construct.Limit);
}
