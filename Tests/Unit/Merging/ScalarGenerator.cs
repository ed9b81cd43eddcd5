using ShardClient.Planning.Scalars;
using ShardClient.Values;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>A random scalar together with its SQL text; constants are inputs, so that both sides see the same bits.</summary>
internal sealed class ScalarGenerator(Random random)
{
    private static readonly (ScalarOperator Operator, string Text)[] Arithmetic =
    [
        (ScalarOperator.Add, "+"), (ScalarOperator.Subtract, "-"), (ScalarOperator.Multiply, "*"), (ScalarOperator.Divide, "/"),
        (ScalarOperator.Modulo, "%"), (ScalarOperator.Concat, "||"), (ScalarOperator.And, "AND"), (ScalarOperator.Or, "OR"),
    ];

    private static readonly (ScalarOperator Operator, string Text)[] Comparisons =
    [
        (ScalarOperator.Equal, "="), (ScalarOperator.NotEqual, "<>"), (ScalarOperator.Is, "IS"), (ScalarOperator.IsNot, "IS NOT"),
        (ScalarOperator.Less, "<"), (ScalarOperator.LessOrEqual, "<="), (ScalarOperator.Greater, ">"), (ScalarOperator.GreaterOrEqual, ">="),
    ];

    private static readonly string[] Types = ["INTEGER", "REAL", "TEXT", "BLOB", "NUMERIC", "VARCHAR(3)"];

    private static readonly object?[] Constants =
    [
        null, 0, 1, -1, 2, 10, long.MaxValue, long.MinValue, 0.0, -0.0, 0.5, -2.5, 1e15, 1e-5, 123456.789, 1e300, -1e19, 9007199254740993L,
        "", "a", "A ", "abc", "12", "12abc", " 3.5 ", "1e2", "1e", ".", "-", "5.", "9223372036854775808", "日本é", Array.Empty<byte>(), new byte[] { 49, 50 },
    ];

    public List<Value> Inputs { get; } = [];

    public (Scalar Scalar, string Text) Next(int depth)
    {
        var (scalar, text, _) = Any(depth);
        return (scalar, text);
    }

    private (Scalar Scalar, string Text, ScalarAffinity? Affinity) Any(int depth) => (depth == 0 ? 0 : random.Next(8)) switch
    {
        1 or 2 => Binary(depth),
        3 => Comparison(depth),
        4 => Unary(depth),
        5 => Case(depth),
        6 => Cast(depth),
        7 => Function(depth),
        _ => Constant(),
    };

    private (Scalar, string, ScalarAffinity?) Constant()
    {
        Inputs.Add(ToValue(Constants[random.Next(Constants.Length)]));
        return (new InputScalar(Inputs.Count - 1), "?" + Inputs.Count, null);
    }

    private (Scalar, string, ScalarAffinity?) Binary(int depth)
    {
        var (operation, text) = Arithmetic[random.Next(Arithmetic.Length)];
        var (left, right) = (Any(depth - 1), Any(depth - 1));
        return (new OperatorScalar(operation, left.Scalar, right.Scalar), $"({left.Text} {text} {right.Text})", null);
    }

    /// <summary>Affinities and collation as SQLite's rules give them: only a CAST has an affinity here.</summary>
    private (Scalar, string, ScalarAffinity?) Comparison(int depth)
    {
        var (operation, text) = Comparisons[random.Next(Comparisons.Length)];
        var (left, right) = (Any(depth - 1), Any(depth - 1));
        var collation = random.Next(3) switch { 0 => "NOCASE", 1 => "RTRIM", _ => "BINARY" };
        var affinity = (left.Affinity, right.Affinity) switch
        {
            (null, null) => ScalarAffinity.None,
            (null, { } only) => only,
            ({ } only, null) => only,
            (ScalarAffinity.Numeric, _) or (_, ScalarAffinity.Numeric) => ScalarAffinity.Numeric,
            _ => ScalarAffinity.None,
        };
        return (
            new OperatorScalar(operation, left.Scalar, right.Scalar, collation, affinity, affinity),
            $"({left.Text} COLLATE {collation} {text} {right.Text})", null);
    }

    private (Scalar, string, ScalarAffinity?) Unary(int depth)
    {
        var operand = Any(depth - 1);
        return random.Next(4) switch
        {
            0 => (new OperatorScalar(ScalarOperator.Not, operand.Scalar, null), $"(NOT {operand.Text})", null),
            1 => (new OperatorScalar(ScalarOperator.Negate, operand.Scalar, null), $"(- {operand.Text})", null),
            2 => (new OperatorScalar(ScalarOperator.IsNull, operand.Scalar, null), $"({operand.Text} ISNULL)", null),
            _ => (new OperatorScalar(ScalarOperator.NotNull, operand.Scalar, null), $"({operand.Text} NOTNULL)", null),
        };
    }

    private (Scalar, string, ScalarAffinity?) Case(int depth)
    {
        var (first, second) = ((Any(depth - 1), Any(depth - 1)), (Any(depth - 1), Any(depth - 1)));
        var otherwise = random.Next(2) == 0 ? Any(depth - 1) : default;
        return (
            new CaseScalar(null, [(first.Item1.Scalar, first.Item2.Scalar), (second.Item1.Scalar, second.Item2.Scalar)], otherwise.Scalar),
            $"(CASE WHEN {first.Item1.Text} THEN {first.Item2.Text} WHEN {second.Item1.Text} THEN {second.Item2.Text}"
            + (otherwise.Scalar is null ? " END)" : $" ELSE {otherwise.Text} END)"),
            null);
    }

    private (Scalar, string, ScalarAffinity?) Cast(int depth)
    {
        var operand = Any(depth - 1);
        var type = Types[random.Next(Types.Length)];
        ScalarAffinity? affinity = type switch
        {
            "TEXT" or "VARCHAR(3)" => ScalarAffinity.Text,
            "BLOB" => ScalarAffinity.None,
            _ => ScalarAffinity.Numeric,
        };
        return (new CastScalar(operand.Scalar, type), $"CAST({operand.Text} AS {type})", affinity);
    }

    private (Scalar, string, ScalarAffinity?) Function(int depth)
    {
        var known = ScalarFunctions.Known.ToArray();
        var name = known[random.Next(known.Length)];
        var arity = Enumerable.Range(1, 4).Where(count => ScalarFunctions.IsKnown(name, count)).OrderBy(_ => random.Next()).First();
        var arguments = Enumerable.Range(0, arity).Select(_ => Any(depth - 1)).ToArray();
        var collation = name is "min" or "max" or "nullif" && random.Next(2) == 0 ? "NOCASE" : "BINARY";
        return (
            new FunctionScalar(name, [.. arguments.Select(static argument => argument.Scalar)], collation),
            $"{name}({string.Join(", ", arguments.Select((argument, index) => index == 0 ? $"{argument.Text} COLLATE {collation}" : argument.Text))})",
            null);
    }
}
