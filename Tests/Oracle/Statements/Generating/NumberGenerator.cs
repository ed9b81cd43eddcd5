using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes expressions of numbers.</summary>
internal sealed class NumberGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Term Integer(Scope scope, int depth) => Dice.Next(20) switch
    {
        < 3 => Sum(scope, depth),
        < 6 => ByNumber(scope, depth),
        6 => Signed(scope, depth),
        < 9 => OfText(scope, depth),
        9 => Counted(Expression($"({shop.Predicates.Next(scope, depth)})"), scope),
        10 => Counted(Expression($"sign({Next(ValueClass.Real, scope, depth)})"), scope),
        11 or 12 => OfMoment(scope) ?? OfText(scope, depth),
        13 => OfJson(scope),
        14 => Counted(Expression($"CAST({Dice.Of("substr", "trim")}({Leaf(ValueClass.Text, scope)}, 1) AS INTEGER)", Construct.Cast), scope),
        15 => OfReal(scope, depth),
        _ => shop.Values.Chosen(ValueClass.Integer, scope, depth),
    };

    public Term Real(Scope scope, int depth) => Dice.Next(11) switch
    {
        < 3 => Product(scope, depth),
        3 => Unsure(Expression($"round({Next(ValueClass.Real, scope, depth)}, {Dice.Next(0, 2)})"), scope),
        4 or 5 => Unsure(Expression($"{Dice.Of("abs", "ceil", "floor", "trunc", "- ", "+", "degrees", "likely")}({Next(ValueClass.Real, scope, depth)})"), scope),
        6 => Unsure(Expression($"CAST({Leaf(Dice.Of(ValueClass.Integer, ValueClass.Text), scope)} AS REAL)", Construct.Cast), scope),
        7 => Unsure(Expression($"{Dice.Of("sqrt", "ln", "exp", "log10")}(abs({Leaf(ValueClass.Real, scope)} / 100.0) + 1)"), scope),
        8 => Unsure(Expression($"{Dice.Of("mod", "pow")}({Leaf(ValueClass.Real, scope)} / 50.0, {Dice.Next(1, 3)})"), scope),
        9 when Moment(scope) is { } moment => Unsure(Expression($"julianday({moment.Node})", Construct.DateFunction), scope),
        _ => shop.Values.Chosen(ValueClass.Real, scope, depth) with { IsExact = false },
    };

    /// <summary>A column of dates; null when the scope has none.</summary>
    public Term? Moment(Scope scope)
    {
        var moments = scope.Terms.Where(static term => term.Domain == Domain.Dates || term.Domain == Domain.Moments).ToList();
        return moments.Count == 0 ? null : Dice.Pick(moments);
    }

    private Term Sum(Scope scope, int depth)
    {
        var (left, right) = (shop.Values.Next(ValueClass.Integer, scope, depth), shop.Values.Next(ValueClass.Integer, scope, depth));
        return Arithmetic(Expression($"({left.Node} {Dice.Of("+", "-", "+", "*")} {right.Node})"), left, right);
    }

    private Term ByNumber(Scope scope, int depth)
    {
        var left = shop.Values.Next(ValueClass.Integer, scope, depth);
        return Arithmetic(Expression($"({left.Node} {Dice.Of("%", "/", "%", "&", "|", ">>", "<<")} {Dice.Next(1, 5)})"), left, left);
    }

    private Term Signed(Scope scope, int depth)
    {
        var left = shop.Values.Next(ValueClass.Integer, scope, depth);
        return Arithmetic(Expression($"({Dice.Of("- ", "~", "+")}{left.Node})"), left, left);
    }

    private Term OfText(Scope scope, int depth) => Dice.Next(3) switch
    {
        0 => Counted(Expression($"instr({Next(ValueClass.Text, scope, depth)}, {Leaf(ValueClass.Text, scope)})"), scope),
        _ => Counted(Expression($"{Dice.Of("length", "octet_length", "unicode")}({Next(ValueClass.Text, scope, depth)})"), scope),
    };

    private Term? OfMoment(Scope scope)
    {
        if (Moment(scope) is not { } moment)
            return null;
        return Dice.Chance(20)
            ? Counted(Expression($"unixepoch({moment.Node})", Construct.DateFunction), scope)
            : Counted(Expression($"CAST(strftime('{Dice.Of("%Y", "%m", "%d", "%j", "%H", "%w", "%s")}', {moment.Node}) AS INTEGER)", Construct.DateFunction), scope);
    }

    private Term OfJson(Scope scope) => Dice.Chance(50)
        ? Counted(Expression($"json_array_length(json_array({Leaf(ValueClass.Text, scope)}, {Leaf(ValueClass.Integer, scope)}))", Construct.JsonFunction), scope)
        : Counted(Expression($"json_extract(json_object('a', length({Leaf(ValueClass.Text, scope)})), '$.a')", Construct.JsonFunction), scope);

    private Term OfReal(Scope scope, int depth)
    {
        var number = shop.Values.Next(ValueClass.Real, scope, depth);
        return Term.Of(Expression($"CAST(round({number.Node}) AS INTEGER)", Construct.Cast), ValueClass.Integer, isSummable: number.IsSummable, hasLeaf: scope.Terms.Count > 0);
    }

    private Term Product(Scope scope, int depth)
    {
        var (left, right) = (shop.Values.Next(ValueClass.Real, scope, depth), shop.Values.Next(Dice.Of(ValueClass.Real, ValueClass.Integer), scope, depth));
        return Term.Of(Expression($"({left.Node} {Dice.Of("+", "-", "*", "/")} {right.Node})"), ValueClass.Real, isExact: false, hasLeaf: left.HasLeaf || right.HasLeaf);
    }

    private Node Next(ValueClass type, Scope scope, int depth) => shop.Values.Next(type, scope, depth).Node;

    private Node Leaf(ValueClass type, Scope scope) => shop.Values.Leaf(type, scope).Node;

    /// <summary>Integers stay integers while they are small; extreme ones become REALs.</summary>
    private static Term Arithmetic(Node node, Term left, Term right)
    {
        var isSmall = left.IsSummable && right.IsSummable;
        return Term.Of(node, ValueClass.Integer, isExact: isSmall, isSummable: isSmall, left.HasLeaf || right.HasLeaf);
    }

    // A call is never read as a position, whatever stands in it.
    private static Term Counted(Node node, Scope scope) => Term.Of(node, ValueClass.Integer, isSummable: true, hasLeaf: scope.Terms.Count > 0);

    private static Term Unsure(Node node, Scope scope) => Term.Of(node, ValueClass.Real, isExact: false, hasLeaf: scope.Terms.Count > 0);
}
