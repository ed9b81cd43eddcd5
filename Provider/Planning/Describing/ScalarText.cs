using System.Globalization;
using ShardClient.Planning.Scalars;
using ShardClient.Values;

namespace ShardClient.Planning.Describing;

/// <summary>Scalars in words: <c>#1</c> is a column of the operator's input, <c>?1</c> an input of the execution, both from 1.</summary>
internal static class ScalarText
{
    public static string Of(Scalar scalar) => scalar switch
    {
        ColumnScalar column => $"#{column.Column + 1}",
        InputScalar input => $"?{input.Input + 1}",
        ConstantScalar constant => Of(constant.Value),
        OperatorScalar { Right: null } unary => $"{unary.Operator}({Of(unary.Left)})",
        OperatorScalar binary => $"({Convert(binary.Left, binary.LeftAffinity)} {binary.Operator} {Convert(binary.Right!, binary.RightAffinity)}{Collation(binary.Collation)})",
        CaseScalar choice => Case(choice),
        CastScalar cast => $"CAST({Of(cast.Operand)} AS {cast.Type})",
        FunctionScalar call => $"{call.Name}({string.Join(", ", call.Arguments.Select(Of))}{Collation(call.Collation)})",
        _ => scalar.GetType().Name,
    };

    public static string Collation(string collation) => collation == "BINARY" ? "" : $" COLLATE {collation}";

    private static string Convert(Scalar operand, ScalarAffinity affinity) =>
        affinity == ScalarAffinity.None ? Of(operand) : $"{affinity}({Of(operand)})";

    private static string Of(in Value value) => value.Kind switch
    {
        ValueKind.Null => "NULL",
        ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => value.Real.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Text => $"'{value.GetText()}'",
        _ => "a blob",
    };

    private static string Case(CaseScalar choice)
    {
        var branches = choice.Branches.Select(branch => $" WHEN {Of(branch.When)} THEN {Of(branch.Then)}");
        var otherwise = choice.Else is { } value ? $" ELSE {Of(value)}" : "";
        return $"CASE{string.Concat(branches)}{otherwise} END";
    }
}
