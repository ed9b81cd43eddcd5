using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>Makes calls of aggregates whose answer does not follow the order of the rows.</summary>
internal sealed class AggregateGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <param name="isExact">One answer to the last bit, because something goes on from it.</param>
    public Term Next(Scope scope, bool isExact = false) => Dice.Next(15) switch
    {
        0 => Of(ValueKind.Integer, Expression($"{shop.Spelling.Function(Dice, "COUNT")}(*)", Construct.Aggregate("count(*)"))),
        1 => Of(ValueKind.Integer, Expression($"COUNT({shop.Values.Next(scope, 1).Node})", Construct.Aggregate("count"))),
        2 => Distinct(scope),
        3 or 4 => Number("SUM", scope),
        5 => Number("AVG", scope),
        6 when !isExact => Joined(scope),
        7 => Bits(scope),
        8 when !isExact => Spread(scope),
        9 => Of(ValueKind.Decimal, Expression($"SUM(DISTINCT {shop.Values.Next(ValueKind.Integer, scope, 1).Node})", Construct.Aggregate("sum"), Construct.AggregateDistinct)),
        10 or 11 => Computed(scope),
        _ => Extreme(scope, isExact),
    };

    private static Term Of(ValueKind kind, Node node) => new(node, kind);

    private Term Distinct(Scope scope) => Of(ValueKind.Integer, Dice.Chance(25)
        ? Expression($"COUNT(DISTINCT {shop.Values.Next(scope, 1).Node}, {shop.Values.Next(scope, 0).Node})", Construct.Aggregate("count"), Construct.AggregateDistinct)
        : Expression($"COUNT(DISTINCT {shop.Values.Next(scope, 1).Node})", Construct.Aggregate("count"), Construct.AggregateDistinct));

    private Term Number(string name, Scope scope)
    {
        var argument = shop.Values.Next(Dice.Of(ValueKind.Integer, ValueKind.Decimal, ValueKind.Real), scope, 1);
        return Of(argument.Kind == ValueKind.Real ? ValueKind.Real : ValueKind.Decimal, Expression($"{shop.Spelling.Function(Dice, name)}({argument.Node})", Construct.Aggregate(name)));
    }

    /// <summary>What is worked out of aggregates of exact numbers.</summary>
    private Term Computed(Scope scope)
    {
        var (one, two) = (Exact(scope), Exact(scope));
        var node = Dice.Next(5) switch
        {
            0 => Expression($"{one} / {two}"),
            1 => Expression($"(100.0 * {one} / {two})"),
            2 => Expression($"CASE WHEN {one} > {two} THEN {one} ELSE {two} END"),
            3 => Expression($"COALESCE({one} - {two}, -1)"),
            _ => Expression($"({one} + {two})"),
        };
        return Of(ValueKind.Decimal, node);
    }

    private Node Exact(Scope scope)
    {
        var argument = shop.Values.Next(Dice.Of(ValueKind.Integer, ValueKind.Decimal), scope, 1).Node;
        return Dice.Next(5) switch
        {
            0 => Expression($"COUNT(*)", Construct.Aggregate("count(*)")),
            1 => Expression($"COUNT(DISTINCT {argument})", Construct.Aggregate("count"), Construct.AggregateDistinct),
            2 => Expression($"AVG({argument})", Construct.Aggregate("AVG")),
            3 => Expression($"SUM(CASE WHEN {shop.Predicates.Next(scope, 0)} THEN {argument} ELSE 0 END)", Construct.Aggregate("SUM")),
            _ => Expression($"SUM({argument})", Construct.Aggregate("SUM")),
        };
    }

    private Term Bits(Scope scope)
    {
        var name = Dice.Of("BIT_AND", "BIT_OR", "BIT_XOR");
        return Of(ValueKind.Integer, Expression($"{name}({shop.Values.Leaf(ValueKind.Integer, scope).Node})", Construct.Aggregate(name)));
    }

    private Term Spread(Scope scope)
    {
        var name = Dice.Of("STD", "VARIANCE", "STDDEV_SAMP", "VAR_SAMP");
        var argument = shop.Values.Leaf(Dice.Of(ValueKind.Decimal, ValueKind.Real), scope);
        return Of(ValueKind.Real, Expression($"{name}({argument.Node})", Construct.Aggregate(name)).As(traits: ColumnTraits.Rounded));
    }

    private Term Extreme(Scope scope, bool isExact)
    {
        var argument = shop.Values.Next(scope, 1);
        if (isExact && argument.IsLoose)
            argument = shop.Values.Leaf(ValueKind.Integer, scope);
        var name = Dice.Of("MIN", "MAX");
        return argument with { Node = Expression($"{name}({argument.Node})", Construct.Aggregate(name)).As(traits: argument.WhenMerged), Column = null };
    }

    /// <summary>GROUP_CONCAT in an order that leaves nothing open but which of equal texts is shown.</summary>
    private Term Joined(Scope scope)
    {
        var argument = shop.Values.Next(Dice.Of(ValueKind.Text, ValueKind.Text, ValueKind.Integer), scope, 1);
        var order = $"{Dice.Of("", " DESC")}";
        var separator = Dice.Of("", " SEPARATOR '|'", " SEPARATOR ''");
        var node = Dice.Chance(40)
            ? Expression($"GROUP_CONCAT(DISTINCT {argument.Node} ORDER BY {argument.Node}{order}{separator})", Construct.Aggregate("GROUP_CONCAT"), Construct.AggregateDistinct)
            : Expression($"GROUP_CONCAT({argument.Node} ORDER BY {argument.Node}{order}, HEX({argument.Node}){separator})", Construct.Aggregate("GROUP_CONCAT"), Construct.AggregateOrder);
        return new(node.As(traits: argument.WhenMerged), ValueKind.Text, IsLoose: true);
    }
}
