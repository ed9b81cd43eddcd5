using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>SELECTs with GROUP BY or aggregates.</summary>
internal sealed class GroupedBodyGenerator(Workshop shop)
{
    private readonly ItemGenerator _items = new(shop);

    private Dice Dice => shop.Dice;

    public Body Grouped(Wish wish)
    {
        var (relation, scope) = shop.Cores.Source(wish.Outer, 3);
        var where = shop.Cores.Where(scope, 50);
        var keys = Enumerable.Range(0, Dice.Weighted((60, 1), (32, 2), (8, 3))).Select(_ => Pinned(Key(scope, wish))).ToList();
        var grouped = new Scope([.. keys.Where(static key => key.IsExact)], wish.Outer) { Aggregate = (type, _) => shop.Aggregates.Next(type, scope, isExact: true) };
        var isWindowed = wish is { IsTop: true, Shape: null } && Dice.Chance(8);
        var (items, positions) = Items(keys, scope, grouped, wish);
        var named = new Dictionary<string, Node>();
        if (isWindowed)
            items.Add(_items.Made(OverGroups(grouped, keys, named), wish));
        var terms = keys.Select((key, index) => GroupTerm(key, positions[index], items)).ToList();
        var having = Dice.Chance(28) ? Having(grouped) : Nothing;
        var isDistinct = !isWindowed && wish is { IsTop: true, Shape: null } && Dice.Chance(6) && items.All(static item => item.Node.Traits == ColumnTraits.None && item.Term.IsExact);
        if (isDistinct)
        {
            return new Body
            {
                Node = Query($"SELECT DISTINCT {_items.Columns(items, wish)} FROM {relation.Node}{where} GROUP BY {List(terms)}{having}", Construct.DistinctGroups),
                Items = items,
                Ties = _items.Positions(items),
                HasKey = true,
                Rows = relation.Rows,
            };
        }

        var isIdentified = positions.All(static position => position >= 0) && keys.All(static key => key.IsExact);
        return new Body
        {
            Node = Query($"SELECT {_items.Columns(items, wish)} FROM {relation.Node}{where} GROUP BY {List(terms)}{having}{PlainBodyGenerator.WindowClause(named)}"),
            Items = items,
            Scope = grouped,
            Ties = [.. keys.Select(key => shop.Orders.Directed(key.Node).As(isPinned: true))],
            Identity = isIdentified ? positions : wish.IsTop ? null : NestedQuery.AllColumns([.. items.Select(static item => item.Term)]),
            HasKey = isIdentified,
            Rows = relation.Rows,
        };
    }

    /// <summary>Aggregates over all rows: one row.</summary>
    public Body Total(Wish wish)
    {
        var (relation, scope) = shop.Cores.Source(wish.Outer, 3);
        var where = shop.Cores.Where(scope, 50);
        IEnumerable<ValueClass> classes = wish.Shape ?? [.. Enumerable.Range(0, Dice.Next(1, 4)).Select(_ => AggregateClass(scope))];
        var grouped = new Scope([], wish.Outer) { Aggregate = (type, _) => shop.Aggregates.Next(type, scope, isExact: true) };
        var items = classes.Select(type => _items.Made(Aggregated(type, scope, grouped, wish), wish)).ToList();
        var having = Dice.Chance(10) ? Having(grouped) : Nothing;
        return new Body
        {
            Node = Query($"SELECT {_items.Columns(items, wish)} FROM {relation.Node}{where}{having}"),
            Items = items,
            Ties = [],
            Identity = [],
            HasKey = true,
        };
    }

    /// <summary>A key stays as it is wherever it is used, or it would be a bare column.</summary>
    private static Term Pinned(Term key) => key with { Node = key.Node.As(isPinned: true) };

    private Term Key(Scope scope, Wish wish)
    {
        shop.Subqueries.Clause = "GROUP BY";
        var term = shop.Values.Varying(scope with { IsPlain = !Dice.Chance(55) || wish.Outer is not null, Outer = null }, Dice.Next(3));
        shop.Subqueries.Clause = "the select list";
        if (!wish.IsExact && term.Class == ValueClass.Text && Dice.Chance(8))
            return term with { Node = Expression($"({term.Node} COLLATE NOCASE)", Construct.Collate), IsExact = false, Name = "" };
        return wish.IsExact ? shop.Values.Exact(term) : term;
    }

    /// <summary>The items, and the position of each key among them; -1 where it is not selected.</summary>
    private (List<Item> Items, List<int> Positions) Items(List<Term> keys, Scope scope, Scope grouped, Wish wish)
    {
        if (wish.Shape is { } shape)
        {
            Term KeyOrAggregate(ValueClass type) =>
                Dice.Chance(60) && grouped.Of(type).FirstOrDefault() is { } key ? key : Aggregated(type, scope, grouped, wish);
            return ([.. shape.Select(type => _items.Made(KeyOrAggregate(type), wish))], [.. keys.Select(static _ => -1)]);
        }

        List<Item> items = [];
        List<int> positions = [];
        foreach (var key in keys)
        {
            positions.Add(Dice.Chance(85) ? items.Count : -1);
            if (positions[^1] < 0)
                continue;
            var item = _items.Made(key, wish);
            items.Add(item with { Node = item.Node.As(traits: key.MergedTraits, isPinned: true) });
        }

        for (var count = Dice.Next(items.Count == 0 ? 1 : 0, 3); count > 0; count--)
            items.Add(_items.Made(Aggregated(AggregateClass(scope), scope, grouped, wish), wish));
        return (items, positions);
    }

    /// <summary>An aggregate, or an expression over keys and aggregates.</summary>
    private Term Aggregated(ValueClass type, Scope scope, Scope grouped, Wish wish) => Dice.Chance(70)
        ? shop.Aggregates.Next(type, scope, isExact: wish.IsExact || Dice.Chance(50))
        : shop.Values.Next(type, grouped, 2);

    private ValueClass AggregateClass(Scope scope) =>
        Dice.Weighted((45, ValueClass.Integer), (25, ValueClass.Real), (25, ValueClass.Text), (scope.Of(ValueClass.Blob).Any() ? 5 : 0, ValueClass.Blob));

    private Node Having(Scope grouped)
    {
        shop.Subqueries.Clause = "HAVING";
        var node = Clause($" HAVING {shop.Predicates.Next(grouped, 2)}", Construct.Having);
        shop.Subqueries.Clause = "the select list";
        return node;
    }

    private Node GroupTerm(Term key, int position, List<Item> items)
    {
        if (position >= 0 && Dice.Chance(20))
            return Position(items[position].Node, Construct.GroupByPosition).As(isPinned: true);
        if (position >= 0 && items[position].Alias.Length > 0 && Dice.Chance(20))
            return Text($"{items[position].Alias}", Construct.GroupByAlias).As(isPinned: true);
        return Text($"{key.Node}", key.Name.Length > 0 ? Construct.GroupBy : Construct.GroupByExpression).As(isPinned: true);
    }

    private Term OverGroups(Scope grouped, List<Term> keys, Dictionary<string, Node> named)
    {
        var number = shop.Aggregates.Next(ValueClass.Integer, grouped with { Terms = [] }, isExact: true);
        var scope = new Scope([.. grouped.Terms, number with { HasLeaf = true }], null);
        var term = shop.Windows.Next(scope, keys.All(static key => key.IsExact) ? keys : null, named);
        return term with { Node = term.Node.As(construct: Construct.WindowOverGroups) };
    }
}
