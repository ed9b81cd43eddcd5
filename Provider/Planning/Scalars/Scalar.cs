using ShardClient.Values;

namespace ShardClient.Planning.Scalars;

/// <summary>An expression that the client evaluates over merged rows (HAVING, what stands around aggregates, LIMIT). Pure data.</summary>
internal abstract record Scalar;

/// <summary>A column of the operator's input row.</summary>
internal sealed record ColumnScalar(int Column) : Scalar;

/// <summary>One of the execution's inputs: a parameter, a normalised literal, the statement's moment.</summary>
internal sealed record InputScalar(int Input) : Scalar;

internal sealed record ConstantScalar(Value Value) : Scalar;

internal enum ScalarOperator
{
    Or,
    And,
    Not,
    Equal,
    NotEqual,
    Is,
    IsNot,
    IsNull,
    NotNull,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Negate,
    Concat,
}

/// <param name="Right">Null for an operator of one operand.</param>
/// <param name="Collation">For comparisons: the collation that the engine's rules give this pair.</param>
/// <param name="LeftAffinity">For comparisons: the affinity that the engine applies to the left operand before it compares.</param>
internal sealed record OperatorScalar(
    ScalarOperator Operator, Scalar Left, Scalar? Right, string Collation = "BINARY", ScalarAffinity LeftAffinity = ScalarAffinity.None, ScalarAffinity RightAffinity = ScalarAffinity.None) : Scalar;

/// <summary>The conversion of an operand before a comparison.</summary>
internal enum ScalarAffinity
{
    None,
    Text,
    Numeric,
}

/// <param name="Operand">Compared by BINARY and without conversion; where the engine compares otherwise, write the comparisons into the branches.</param>
internal sealed record CaseScalar(Scalar? Operand, IReadOnlyList<(Scalar When, Scalar Then)> Branches, Scalar? Else) : Scalar;

/// <param name="Type">The declared type as written.</param>
internal sealed record CastScalar(Scalar Operand, string Type) : Scalar;

/// <summary>A function from the short list that the client computes exactly as the engine does (<see cref="ScalarFunctions"/>).</summary>
/// <param name="Collation">For nullif, min and max: the one that the engine takes, its first argument's that has one.</param>
internal sealed record FunctionScalar(string Name, IReadOnlyList<Scalar> Arguments, string Collation = "BINARY") : Scalar;
