using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes conditions on sharding keys, in the spellings that a router must read rightly or leave alone.</summary>
internal sealed class KeyConditionGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Node Next(Term key, Scope scope) => Any(key, scope).As(construct: Construct.KeyCondition);

    private Node Any(Term key, Scope scope)
    {
        var (one, two) = (shop.Values.LiteralLike(key), shop.Values.LiteralLike(key));
        var name = key.Node;
        
        // IN (VALUES ...) on the right side of a RIGHT or FULL join: see Workshop.AvoidsRightJoins.
        return Dice.Next(scope.HasRightJoin ? 16 : 20) switch
        {
            0 or 1 or 2 => Expression($"{name} = {one}"),
            3 => Expression($"{one} = {name}"),
            4 => Expression($"{name} IN ({one}, {two}, {shop.Values.LiteralLike(key)})", Construct.InList),
            5 => Expression($"({name} = {one} OR {name} = {two})"),
            6 => Expression($"{name} IS {one}", Construct.IsDistinct),
            7 => Expression($"{name} BETWEEN {one} AND {two}", Construct.Between),
            8 => Expression($"({name} >= {one} AND {name} <= {one})"),
            9 => Expression($"({name} = {one} AND {name} = {two})"),
            10 => Expression($"{name} = {Other()}"),
            11 => Expression($"{name} IN ({Other()}, {one}, NULL)", Construct.InList),
            12 => Expression($"+{name} = {one}"),
            13 => Expression($"{name} NOT IN ({one}, {two})", Construct.InList),
            14 => Expression($"{name} = {one} COLLATE {Dice.Of("NOCASE", "BINARY", "RTRIM")}", Construct.Collate),
            15 => Expression($"({name}, 1) = ({one}, 1)", Construct.RowValue),
            16 => Expression($"({name}, 1) IN (VALUES ({one}, 1), ({two}, 1), ({one}, 2))", Construct.RowValue, Construct.InValues),
            17 => Expression($"{name} IN (VALUES ({one}), ({two}))", Construct.InValues),
            18 => Expression($"{name} = coalesce({one}, {two})"),
            _ => Expression($"({name} {Dice.Of("<", ">", "<=", ">=")} {one} AND NOT {name} = {two})"),
        };
    }

    /// <summary>A value of another type than the key's, equal to one of its values by affinity sometimes.</summary>
    private Node Other()
    {
        SqlValue value = new(Dice.Of<object?>("3", "3.0", " 3", "3 ", 3.0, 3.5, 1e1, "1e1", "a", "A ", new byte[] { 0x33 }, new byte[] { 0x61 }, 0L, 1L, null, "2024-07-10", "true"));
        return Value(value, Dice.Chance(shop.ParameterPercent));
    }
}
