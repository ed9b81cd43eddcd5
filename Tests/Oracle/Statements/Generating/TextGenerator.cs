using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes expressions of texts and blobs, and of values of any class.</summary>
internal sealed class TextGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Term Text(Scope scope, int depth) => Dice.Next(17) switch
    {
        0 or 1 => Made(Expression($"({Next(ValueClass.Text, scope, depth)} || {Next(Dice.Of(ValueClass.Text, ValueClass.Text, ValueClass.Integer), scope, depth)})"), scope),
        2 or 3 => Made(Expression($"{Dice.Of("lower", "upper", "trim", "ltrim", "rtrim")}({Next(ValueClass.Text, scope, depth)})"), scope),
        4 => Made(Expression($"{Dice.Of("substr", "substring")}({Next(ValueClass.Text, scope, depth)}, {Dice.Of("1", "2", "-2", "0")}{Dice.Of("", ", 1", ", 2", ", -1")})"), scope),
        5 => Made(Expression($"replace({Next(ValueClass.Text, scope, depth)}, {Dice.Of("'a'", "'o'", "' '")}, {Dice.Of("'x'", "''", "'BB'")})"), scope),
        6 => Made(Expression($"typeof({shop.Values.Next(scope, depth).Node})"), scope),
        7 => Made(Expression($"{Dice.Of("quote", "hex")}({Leaf(shop.Values.AnyClass(scope), scope)})"), scope),
        8 => Made(Expression($"CAST({Leaf(Dice.Of(ValueClass.Integer, ValueClass.Real, ValueClass.Blob), scope)} AS TEXT)", Construct.Cast), scope),
        9 => Formatted(scope),
        10 or 11 => OfMoment(scope) ?? Formatted(scope),
        12 => OfJson(scope),
        13 => Made(Expression($"{Dice.Of("concat", "concat_ws")}({Leaf(ValueClass.Text, scope)}, {Leaf(ValueClass.Integer, scope)}, {Leaf(ValueClass.Text, scope)})"), scope),
        14 => Made(Expression($"char(65 + {Leaf(ValueClass.Integer, scope)} % 20)"), scope),
        _ => shop.Values.Chosen(ValueClass.Text, scope, depth),
    };

    public Term Blob(Scope scope, int depth) => Dice.Next(5) switch
    {
        0 => Term.Of(Expression($"CAST({Next(ValueClass.Text, scope, depth)} AS BLOB)", Construct.Cast), ValueClass.Blob, isExact: false),
        1 => Term.Of(Expression($"zeroblob({Dice.Next(0, 2)})"), ValueClass.Blob, hasLeaf: false),
        2 => Term.Of(Expression($"substr({Leaf(ValueClass.Blob, scope)}, 1, 1)"), ValueClass.Blob),
        3 => Term.Of(Expression($"unhex(hex({Leaf(ValueClass.Text, scope)}))"), ValueClass.Blob),
        _ => shop.Values.Chosen(ValueClass.Blob, scope, depth),
    };

    public Term Any(Scope scope, int depth)
    {
        var (one, two) = (shop.Values.Next(shop.Values.AnyClass(scope), scope, depth), shop.Values.Next(shop.Values.AnyClass(scope), scope, depth));
        return Term.Of(
            Expression($"CASE WHEN {shop.Predicates.Next(scope, depth)} THEN {one.Node} ELSE {two.Node} END", Construct.Case), ValueClass.Any, isExact: false, hasLeaf: one.HasLeaf || two.HasLeaf);
    }

    private Term Formatted(Scope scope) => Dice.Next(3) switch
    {
        0 => Made(Expression($"printf('%.{Dice.Next(0, 3)}f|%s', {Leaf(ValueClass.Real, scope)}, {Leaf(ValueClass.Text, scope)})"), scope),
        _ => Made(Expression($"{Dice.Of("printf", "format")}('%{Dice.Of("d", "5d", "03d", "x")}-%s', {Leaf(ValueClass.Integer, scope)}, {Leaf(ValueClass.Text, scope)})"), scope),
    };

    private Term? OfMoment(Scope scope)
    {
        var moments = scope.Terms.Where(static term => term.Domain == Domain.Dates || term.Domain == Domain.Moments).ToList();
        if (moments.Count == 0)
            return null;
        var moment = Dice.Pick(moments).Node;
        return Dice.Chance(25)
            ? Made(Expression($"strftime('{Dice.Of("%Y-%m", "%d/%m/%Y", "%H:%M")}', {moment})", Construct.DateFunction), scope)
            : Made(Expression($"{Dice.Of("date", "datetime", "time")}({moment}, '{Dice.Of("+1 day", "start of month", "-2 months", "+36 hours", "weekday 0")}')", Construct.DateFunction), scope);
    }

    private Term OfJson(Scope scope) => Dice.Next(4) switch
    {
        0 => Made(Expression($"json_object('a', {Leaf(ValueClass.Integer, scope)}, 'b', {Leaf(ValueClass.Text, scope)})", Construct.JsonFunction), scope),
        1 => Made(Expression($"json_set('{{\"a\":1}}', '$.{Dice.Of("a", "b")}', {Leaf(ValueClass.Text, scope)})", Construct.JsonFunction), scope),
        2 => Made(Expression($"(json_object('a', {Leaf(ValueClass.Text, scope)}) {Dice.Of("->", "->>")} 'a')", Construct.JsonFunction), scope),
        _ => Made(Expression($"typeof(json_array({Leaf(ValueClass.Text, scope)}, {Leaf(ValueClass.Integer, scope)}) ->> {Dice.Next(0, 2)})", Construct.JsonFunction), scope),
    };

    private Node Next(ValueClass type, Scope scope, int depth) => shop.Values.Next(type, scope, depth).Node;

    private Node Leaf(ValueClass type, Scope scope) => shop.Values.Leaf(type, scope).Node;

    private static Term Made(Node node, Scope scope) => Term.Of(node, ValueClass.Text, hasLeaf: scope.Terms.Count > 0);
}
