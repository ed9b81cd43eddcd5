using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Engines.Generating;

/// <summary>Makes conditions.</summary>
internal sealed class PredicateGenerator(Dice dice, ValueGenerator values)
{
    public Node Next(Scope scope, int depth)
    {
        if (depth > 0 && dice.Chance(35))
            return Joined(scope, depth - 1);
        var left = values.Next(scope, depth);
        return dice.Next(12) switch
        {
            0 => Expression($"{left.Node} IS {dice.Of("", "NOT ")}NULL", "IS NULL"),
            1 => Expression($"{left.Node} {dice.Of("ISNULL", "NOTNULL", "NOT NULL")}", "ISNULL, NOTNULL"),
            2 => Expression($"ISNULL({left.Node})", "ISNULL(x)"),
            3 => Expression($"{left.Node} {dice.Of("", "NOT ")}BETWEEN {Known(left)} AND {Known(left)}", Construct.Between),
            4 => Expression($"{left.Node} {dice.Of("", "NOT ")}IN ({Known(left)}, {Known(left)}, NULL)", Construct.InList),
            5 => Expression($"{values.Leaf(Kind.Text, scope).Node} {dice.Of("", "NOT ")}LIKE {dice.Of("'b%'", "'%b'", "'_'", "'%a%'", "'10'", "''")}", Construct.Like),
            6 => Expression($"{left.Node} <=> {Known(left)}", "<=>"),
            7 => Expression($"{left.Node} {dice.Of("IS", "IS NOT")} {Known(left)}", "x IS y"),
            8 => Expression($"{left.Node} IS {dice.Of("", "NOT ")}DISTINCT FROM {Known(left)}", "IS DISTINCT FROM"),
            9 => Expression($"{values.Node(Kind.Integer, scope, depth)} {dice.Of("=", "==")} {values.Node(Kind.Integer, scope, depth)}", "=="),
            _ => Expression($"{left.Node} {dice.Of("=", "<>", "!=", "<", "<=", ">", ">=")} {Known(left)}"),
        };
    }

    private Node Joined(Scope scope, int depth) => dice.Next(6) switch
    {
        0 => Expression($"NOT ({Next(scope, depth)})"),
        1 => Expression($"({Next(scope, depth)} AND {Next(scope, depth)})"),
        2 => Expression($"({Next(scope, depth)} && {Next(scope, depth)})", "&&"),
        3 => Expression($"({Next(scope, depth)} OR {Next(scope, depth)})"),
        4 => Expression($"(({Next(scope, depth)}) XOR ({Next(scope, depth)}))", "XOR"),
        _ => Expression($"(({Next(scope, depth)}) IS {dice.Of("TRUE", "NOT TRUE", "FALSE", "NOT FALSE")})", "IS TRUE"),
    };

    /// <summary>A value that the column may have.</summary>
    private Node Known(Term term) => term.Column is { Values.Count: > 0 } column ? Make.Text($"{dice.Pick(column.Values)}") : values.Literal(term.Kind);
}
