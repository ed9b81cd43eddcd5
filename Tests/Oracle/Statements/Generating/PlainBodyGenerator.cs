using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>SELECTs that group nothing: plain, DISTINCT, with window functions, without FROM.</summary>
internal sealed class PlainBodyGenerator(Workshop shop)
{
    private readonly ItemGenerator _items = new(shop);

    private Dice Dice => shop.Dice;

    public Body Plain(Wish wish)
    {
        var (relation, scope) = shop.Cores.Source(wish.Outer, 4);
        var where = shop.Cores.Where(scope);
        var isSplit = wish is { IsTop: true, Shape: null };
        if (isSplit)
            where = (ReferenceEquals(where, Nothing) ? Text($"") : where).As(marker: Marker.Filter);
        if (wish is { IsTop: true, Shape: null } && Dice.Chance(12))
            return Starred(relation, scope, where);
        var items = _items.List(wish, scope, 1, 5);
        var identity = Identify(items, relation, wish);
        return new Body
        {
            Node = Query($"SELECT {_items.Columns(items, wish)} FROM {relation.Node}{where}"),
            Items = items,
            Scope = scope,
            Ties = Ties(relation),
            Identity = identity ?? (wish.IsTop ? null : NestedQuery.AllColumns([.. items.Select(static item => item.Term)])),
            HasKey = identity is not null && relation.HasKey,
            Rows = relation.Rows,
            IsPlain = isSplit,
        };
    }

    public Body Distinct(Wish wish)
    {
        var (relation, scope) = shop.Cores.Source(wish.Outer, 3);
        var where = shop.Cores.Where(scope);
        var items = _items.List(wish, scope, 1, 3);
        if (wish.Shape is null && Dice.Chance(8))
            items.Add(_items.Made(shop.Windows.Ranking(scope with { IsPlain = true }, null), wish));
        items = _items.Merged(items, wish);
        return new Body
        {
            Node = Query($"SELECT DISTINCT {_items.Columns(items, wish)} FROM {relation.Node}{where}", Construct.Distinct),
            Items = items,
            Ties = _items.Positions(items),
            Identity = NestedQuery.AllColumns([.. items.Select(static item => item.Term)]),
            HasKey = true,
            Rows = relation.Rows,
        };
    }

    public Body Windowed(Wish wish)
    {
        var (relation, scope) = shop.Cores.Source(wish.Outer, 3);
        var where = shop.Cores.Where(scope);
        var named = new Dictionary<string, Node>();
        var items = _items.List(wish, scope, 1, 3);
        if (wish.Shape is null)
        {
            for (var count = Dice.Next(1, 2); count > 0; count--)
                items.Add(_items.Made(Around(shop.Windows.Next(scope, relation.Key, named)), wish));
        }

        var identity = Identify(items, relation, wish);
        return new Body
        {
            Node = Query($"SELECT {_items.Columns(items, wish)} FROM {relation.Node}{where}{WindowClause(named)}"),
            Items = items,
            Scope = scope,

            // Rows that are alike may differ in what a window function says of them.
            Ties = relation.HasKey ? Ties(relation) : null,
            Identity = identity,
            HasKey = identity is not null && relation.HasKey,
            Rows = relation.Rows,
        };
    }

    public Body WithoutFrom(Wish wish)
    {
        var scope = new Scope([], wish.Outer);
        var items = _items.List(wish, scope, 1, 4);
        return new Body
        {
            Node = Query($"SELECT {_items.Columns(items, wish)}{(Dice.Chance(15) ? " WHERE 1 = 1" : "")}", Construct.NoFrom),
            Items = items,
            Ties = [],
            Identity = [],
            HasKey = true,
        };
    }

    public static Node WindowClause(Dictionary<string, Node> named) =>
        named.Count == 0 ? Nothing : Text($" WINDOW {List(named.Select(static window => Text($"{window.Key} AS ({window.Value})")))}");

    /// <summary>The window function, or an expression that holds it.</summary>
    private Term Around(Term window) => window.Class == ValueClass.Integer && Dice.Chance(15)
        ? window with { Node = Expression($"coalesce({window.Node} + 1, 0)") }
        : window;

    private Body Starred(Relation relation, Scope scope, Node where)
    {
        if (relation.Merged.Count == 0 && Dice.Chance(25))
        {
            var more = Enumerable.Range(0, Dice.Next(1, 2)).Select(_ => Text($"{shop.Values.Next(scope, 1).Node} AS {shop.NextAlias("c")}"));
            return new Body
            {
                Node = Query($"SELECT {Text($"*, ").As(marker: Marker.Columns)}{List(more)} FROM {relation.Node}{where}", Construct.StarAndMore),
                Items = [],
                Scope = scope,
                Ties = Ties(relation),
                Rows = relation.Rows,
                IsPlain = true,
            };
        }

        var star = relation.Merged.Count > 0 || Dice.Chance(70) || relation.Alias.Length == 0 ? "*" : $"{relation.Alias}.*";
        return new Body
        {
            Node = Query($"SELECT {Text($"{star}").As(marker: Marker.Columns)} FROM {relation.Node}{where}"),
            Items = [],
            Scope = scope,
            Ties = Ties(relation),
            Rows = relation.Rows,
            IsPlain = true,
        };
    }

    private List<Node>? Ties(Relation relation) => relation.Identity is null ? null : [.. shop.Orders.Ties(relation.Identity)];

    /// <summary>Adds what tells the rows apart to the items, sometimes; the positions of it.</summary>
    private List<int>? Identify(List<Item> items, Relation relation, Wish wish)
    {
        if (wish.IsTop || wish.Shape is not null || relation.Identity is not { Count: > 0 and < 5 } identity || !Dice.Chance(60))
            return null;
        List<int> positions = [];
        foreach (var term in identity)
        {
            positions.Add(items.Count);
            items.Add(_items.Made(shop.Values.Exact(term), wish));
        }

        return positions;
    }
}
