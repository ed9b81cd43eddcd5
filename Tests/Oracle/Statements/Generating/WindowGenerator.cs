using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes window functions whose answers do not depend on the order of peers.</summary>
internal sealed class WindowGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <param name="scope">What the window and the arguments may name.</param>
    /// <param name="identity">What tells the rows apart; null when nothing does.</param>
    /// <param name="named">Named windows, to which new ones are added with what they say.</param>
    public Term Next(Scope scope, IReadOnlyList<Term>? identity, Dictionary<string, Node> named)
    {
        var plain = scope with { IsPlain = true };
        var choice = Dice.Next(10);
        if (choice < 3 || identity is null)
            return choice % 2 == 0 ? Ranking(plain, named) : OverPeers(plain, named);
        return choice switch
        {
            < 6 => Positional(plain, identity, named),
            < 8 => OverRows(plain, identity, named),
            _ => OverPeers(plain, named),
        };
    }

    /// <summary>rank() and its kin, which give peers one value.</summary>
    /// <param name="named">Named windows to add to; null where the query has no place for them.</param>
    public Term Ranking(Scope scope, Dictionary<string, Node>? named)
    {
        var name = Dice.Of("rank", "dense_rank", "percent_rank", "cume_dist");
        var isReal = name is "percent_rank" or "cume_dist";
        var over = Over(Text($"{Partition(scope)}ORDER BY {Orders(scope)}"), named);
        return Term.Of(Expression($"{name}(){over}", Construct.Window(name)), isReal ? ValueClass.Real : ValueClass.Integer, isSummable: !isReal);
    }

    /// <summary>Functions of the row's place: the order leaves no ties.</summary>
    private Term Positional(Scope scope, IReadOnlyList<Term> identity, Dictionary<string, Node> named)
    {
        var argument = shop.Values.Next(scope, 1);
        var over = Over(Text($"{Partition(scope)}ORDER BY {shop.Orders.Total(scope, identity)}"), named);
        var (name, call) = Dice.Next(8) switch
        {
            0 or 1 => ("row_number", Text($"row_number()")),
            2 => ("ntile", Text($"ntile({Dice.Next(2, 4)})")),
            3 => ("lag", Text($"lag({argument.Node}{Dice.Of("", ", 1", ", 2, NULL")})")),
            4 => ("lead", Text($"lead({argument.Node}{Dice.Of("", ", 1", ", 2")})")),
            5 => ("first_value", Text($"first_value({argument.Node})")),
            6 => ("last_value", Text($"last_value({argument.Node})")),
            _ => ("nth_value", Text($"nth_value({argument.Node}, {Dice.Next(1, 3)})")),
        };
        var isNumber = name is "row_number" or "ntile";
        return Term.Of(
            Expression($"{call}{over}", Construct.Window(name)), isNumber ? ValueClass.Integer : argument.Class, isNumber || argument.IsExact, isNumber || argument.IsSummable);
    }

    /// <summary>Aggregates over frames that take peers together.</summary>
    private Term OverPeers(Scope scope, Dictionary<string, Node> named)
    {
        var (call, type) = Aggregate(scope);
        var window = Dice.Next(5) switch
        {
            0 => Text($""),
            1 => Text($"{Partition(scope)}"),
            2 when scope.Terms.FirstOrDefault(static term => term is { IsSummable: true, IsExact: true }) is { } number =>
                Text($"{Partition(scope)}ORDER BY {number.Node}{Dice.Of("", " DESC")} RANGE BETWEEN {Range()}{Exclude(true)}", Construct.WindowRange),
            3 => Text($"{Partition(scope)}ORDER BY {Orders(scope)} GROUPS BETWEEN {Groups()}{Exclude(true)}", Construct.WindowGroups),
            _ => Text($"{Partition(scope)}ORDER BY {Orders(scope)}"),
        };
        return Term.Of(Expression($"{call}{Over(window, named)}"), type, isExact: true);
    }

    private string Range() => $"{Dice.Next(0, 3)} PRECEDING AND {Dice.Of("CURRENT ROW", "2 FOLLOWING", "UNBOUNDED FOLLOWING")}";

    private string Groups() => $"{Dice.Of("1 PRECEDING", "UNBOUNDED PRECEDING", "CURRENT ROW")} AND {Dice.Of("CURRENT ROW", "1 FOLLOWING")}";

    private Term OverRows(Scope scope, IReadOnlyList<Term> identity, Dictionary<string, Node> named)
    {
        var (call, type) = Dice.Chance(15) && scope.Of(ValueClass.Text).FirstOrDefault() is { } word
            ? (Text($"group_concat({word.Node}, '/')", Construct.Window("group_concat")), ValueClass.Text)
            : Aggregate(scope);
        var frame = "ROWS " + Dice.Of(
            "BETWEEN 2 PRECEDING AND CURRENT ROW", "UNBOUNDED PRECEDING", "BETWEEN 1 PRECEDING AND 1 FOLLOWING", "BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING");
        var window = Text($"{Partition(scope)}ORDER BY {shop.Orders.Total(scope, identity)} {frame}{Exclude(false)}", Construct.WindowRows);
        return Term.Of(Expression($"{call}{Over(window, named)}"), type, isExact: true);
    }

    /// <summary>An aggregate that is exact in every order, with a FILTER sometimes.</summary>
    private (Node Call, ValueClass Type) Aggregate(Scope scope)
    {
        var filter = Dice.Chance(12) ? Clause($" FILTER (WHERE {shop.Predicates.Next(scope, 1)})", Construct.WindowFilter) : Nothing;
        var numbers = scope.Terms.Where(static term => term is { IsSummable: true, IsExact: true }).ToList();
        if (numbers.Count == 0 || Dice.Chance(25))
            return (Text($"count(*){filter}", Construct.Window("count")), ValueClass.Integer);
        var argument = Dice.Pick(numbers);
        var name = Dice.Of("sum", "avg", "total", "min", "max", "count");
        var type = name is "avg" or "total" ? ValueClass.Real : name == "count" ? ValueClass.Integer : argument.Class;
        return (Text($"{name}({argument.Node}){filter}", Construct.Window(name)), type);
    }

    private Node Partition(Scope scope) => scope.Terms.Count > 0 && Dice.Chance(50)
        ? Clause($"PARTITION BY {List(Enumerable.Range(0, Dice.Next(1, 2)).Select(_ => shop.Values.Varying(scope, Dice.Next(2)).Node))} ", Construct.WindowPartition)
        : Nothing;

    private Node Orders(Scope scope) => List(Enumerable.Range(0, Dice.Next(1, 2)).Select(_ => shop.Orders.Varying(scope)));

    private string Exclude(bool hasPeers) => Dice.Chance(15)
        ? hasPeers ? Dice.Of(" EXCLUDE GROUP", " EXCLUDE NO OTHERS") : Dice.Of(" EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES", " EXCLUDE NO OTHERS")
        : "";

    /// <summary>A window that begins with another one's partition.</summary>
    private static Node OverBase(Node window, Dictionary<string, Node> named, string name)
    {
        var partition = window.Parts.Count > 0 && window.Parts[0].Child is { Role: NodeRole.Clause } clause ? clause : null;
        if (partition is null || window.Parts.Count < 2)
        {
            named.Add(name, window);
            return Text($" OVER {name}", Construct.WindowNamed);
        }

        named.Add(name, partition.As(newRole: NodeRole.Text));
        return Text($" OVER ({name} {window.With([.. window.Parts.Skip(1)])})", Construct.WindowNamed, Construct.WindowBase);
    }

    private Node Over(Node window, Dictionary<string, Node>? named)
    {
        if (named is null || !Dice.Chance(12))
            return Text($" OVER ({window})");
        var name = shop.NextAlias("w");
        if (Dice.Chance(25) && named.Count == 0)
            return OverBase(window, named, name);
        named.Add(name, window);
        return Text($" OVER {name}", Construct.WindowNamed);
    }
}
