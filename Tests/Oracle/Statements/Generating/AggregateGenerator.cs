using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes calls of the engine's aggregates.</summary>
internal sealed class AggregateGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <param name="type">The class of the result.</param>
    /// <param name="scope">What the arguments may name.</param>
    /// <param name="isExact">Only what has one answer to the last bit.</param>
    public Term Next(ValueClass type, Scope scope, bool isExact)
    {
        // An aggregate of outer columns alone would belong to the query around.
        var plain = scope with { IsPlain = !Dice.Chance(50) || scope.IsPlain, Aggregate = null, Outer = null };
        if (!plain.IsPlain)
            shop.Subqueries.Clause = "an aggregate";
        var made = Made(type, plain, isExact);
        shop.Subqueries.Clause = "the select list";
        return made;
    }

    private Term Made(ValueClass type, Scope plain, bool isExact)
    {
        return type switch
        {
            ValueClass.Integer => Dice.Next(6) switch
            {
                0 or 1 => Call("count", Dice.Chance(60) ? null : shop.Values.Next(plain, 1), plain, ValueClass.Integer, isExact),
                2 or 3 => Call("sum", Argument(ValueClass.Integer, plain, isExact), plain, ValueClass.Integer, isExact),
                _ => Call(Dice.Of("min", "max"), Argument(ValueClass.Integer, plain, isExact), plain, ValueClass.Integer, isExact),
            },
            ValueClass.Real => Call(Dice.Of("avg", "sum", "total", "min", "max"), Number(plain, isExact), plain, ValueClass.Real, isExact),
            ValueClass.Text => Dice.Next(5) switch
            {
                0 or 1 => Joined(plain, isExact),
                2 => Json(plain, isExact),
                _ => Call(Dice.Of("min", "max"), Argument(ValueClass.Text, plain, isExact), plain, ValueClass.Text, isExact),
            },
            _ => Call(Dice.Of("min", "max"), Argument(type, plain, isExact), plain, type, isExact),
        };
    }

    private Term Number(Scope scope, bool isExact) => Argument(Dice.Of(ValueClass.Real, ValueClass.Real, ValueClass.Integer), scope, isExact);

    private Term Argument(ValueClass type, Scope scope, bool isExact)
    {
        var argument = shop.Values.Next(type, scope, 1);
        if (!isExact || (argument.IsExact && (argument.IsSummable || type is not (ValueClass.Integer or ValueClass.Real))))
            return argument;
        var good = scope.Of(type).Where(static term => term.IsExact && (term.IsSummable || term.Class == ValueClass.Text)).ToList();
        if (good.Count > 0)
            return Dice.Pick(good);
        return type is ValueClass.Integer or ValueClass.Real
            ? Term.Of(Expression($"length({shop.Values.Leaf(ValueClass.Text, scope).Node})"), ValueClass.Integer, isSummable: true)
            : shop.Values.Exact(argument);
    }

    private Term Call(string name, Term? argument, Scope scope, ValueClass type, bool isExact)
    {
        var filter = Filter(scope);
        if (argument is null)
            return Term.Of(Expression($"{Case(name)}(*){filter}", Construct.Aggregate("count(*)")), ValueClass.Integer, isSummable: true);
        var isDistinct = Dice.Chance(name is "min" or "max" ? 5 : 18);
        var node = isDistinct
            ? Expression($"{Case(name)}(DISTINCT {argument.Node}){filter}", Construct.Aggregate(name), Construct.AggregateDistinct)
            : Expression($"{Case(name)}({argument.Node}){filter}", Construct.Aggregate(name));
        var traits = name switch
        {
            "min" or "max" => argument.MergedTraits,
            "count" => ColumnTraits.None,
            _ => argument.IsSummable ? ColumnTraits.None : ColumnTraits.Rounded | ColumnTraits.AnyEqual,
        };
        return Term.Of(node.As(traits: traits), type, isExact: traits == ColumnTraits.None, isSummable: argument.IsSummable && name is "count" or "min" or "max");
    }

    private Node Filter(Scope scope) =>
        Dice.Chance(12) ? Clause($" FILTER (WHERE {shop.Predicates.Next(scope, 1)})", Construct.AggregateFilter) : Nothing;

    /// <summary>group_concat and string_agg: the order of the pieces is said, or compared without order at the outermost level.</summary>
    private Term Joined(Scope scope, bool isExact)
    {
        var argument = Piece(Dice.Of(ValueClass.Text, ValueClass.Text, ValueClass.Integer), scope);
        var isOrdered = isExact || Dice.Chance(75);
        var order = isOrdered ? Clause($" ORDER BY {shop.Orders.Directed(argument.Node)}", Construct.AggregateOrder).As(newRole: NodeRole.Text) : Nothing;
        var (name, node) = Dice.Next(4) switch
        {
            0 => ("string_agg", Expression($"string_agg({argument.Node}, '|'{order}){Filter(scope)}")),
            1 => ("group_concat", Expression($"group_concat(DISTINCT {argument.Node}{order}){Filter(scope)}", Construct.AggregateDistinct)),
            2 => ("group_concat", Expression($"group_concat({argument.Node}, '; '{order}){Filter(scope)}")),
            _ => ("group_concat", Expression($"group_concat({argument.Node}{order}){Filter(scope)}")),
        };
        var traits = isOrdered ? ColumnTraits.None : ColumnTraits.AnyPieces;
        return Term.Of(node.As(traits: traits, construct: Construct.Aggregate(name)), ValueClass.Text, isExact: isOrdered);
    }

    private Term Json(Scope scope, bool isExact)
    {
        var argument = Piece(Dice.Of(ValueClass.Text, ValueClass.Integer), scope);
        var order = Clause($" ORDER BY {shop.Orders.Directed(argument.Node)}", Construct.AggregateOrder).As(newRole: NodeRole.Text);
        var node = Dice.Next(3) switch
        {
            0 => Expression($"json_group_object({argument.Node}, {argument.Node}{order})", Construct.Aggregate("json_group_object")),
            1 => Expression($"json(jsonb_group_array({argument.Node}{order}))", Construct.Aggregate("jsonb_group_array")),
            _ => Expression($"json_group_array({argument.Node}{order}){Filter(scope)}", Construct.Aggregate("json_group_array")),
        };
        return Term.Of(node, ValueClass.Text, isExact: true);
    }

    /// <summary>A value that is shown alike wherever it is equal: arithmetic may give 1.0 beside 1, and which of the two comes first would be open.</summary>
    private Term Piece(ValueClass type, Scope scope)
    {
        var term = shop.Values.Exact(Argument(type, scope, isExact: true));
        return type == ValueClass.Integer && term.Name.Length == 0
            ? Term.Of(Expression($"CAST({term.Node} AS INTEGER)", Construct.Cast), ValueClass.Integer, hasLeaf: term.HasLeaf)
            : term;
    }

    private string Case(string name) => Dice.Chance(50) ? name.ToUpperInvariant() : name;
}
