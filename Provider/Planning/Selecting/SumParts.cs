using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// What a shard sends beside a REAL sum so that several add up as one database adds (its sums carry their rounding errors along; a shard's answer
/// has lost its own): each value is cut at 2^-16, and the two parts are summed by themselves, hardly ever with a rounding.
/// </summary>
internal static class SumParts
{
    private static readonly LiteralExpression Scale = new(LiteralKind.Real, "65536.0");

    /// <summary>False where the values are integers, whose sums are exact without parts, or where DISTINCT would take equal parts for equal values.</summary>
    public static bool AreNeeded(FunctionExpression call, Scope scope) =>
        !call.Distinct && call.Arguments.Count == 1 && !IsInteger(call.Arguments[0], scope);

    /// <summary>The sum of the values' whole multiples of 2^-16, counted in 2^-16.</summary>
    public static FunctionExpression High(FunctionExpression call) => Total(call, Units(call.Arguments[0]));

    /// <summary>The sum of what the multiples leave.</summary>
    public static FunctionExpression Low(FunctionExpression call) => Total(
        call,
        new BinaryExpression(BinaryOperator.Subtract, call.Arguments[0], new BinaryExpression(BinaryOperator.Divide, Units(call.Arguments[0]), Scale)));

    private static FunctionExpression Total(FunctionExpression call, Expression argument) =>
        call with { Name = new Identifier("total"), Arguments = [argument] };

    private static CastExpression Units(Expression value) =>
        new(new BinaryExpression(BinaryOperator.Multiply, value, Scale), new TypeName("INTEGER", default));

    private static bool IsInteger(Expression expression, Scope scope)
    {
        StackGuard.Check();
        return expression switch
        {
            LiteralExpression literal => literal.Kind is LiteralKind.Integer or LiteralKind.Null or LiteralKind.True or LiteralKind.False,
            ColumnExpression column => scope.Origin(column)?.Column?.Affinity == Affinity.Integer,
            CastExpression cast => cast.Type.Name.Contains("INT", StringComparison.OrdinalIgnoreCase),
            UnaryExpression unary => unary.Operator is not (UnaryOperator.Negate or UnaryOperator.Plus) || IsInteger(unary.Operand, scope),
            BinaryExpression { Operator: BinaryOperator.Concat or BinaryOperator.JsonExtract or BinaryOperator.JsonExtractText } => false,
            BinaryExpression { Operator: < BinaryOperator.Add } => true,
            BinaryExpression arithmetic => IsInteger(arithmetic.Left, scope) && IsInteger(arithmetic.Right, scope),
            CaseExpression choice => choice.Whens.All(when => IsInteger(when.Then, scope)) && (choice.Else is null || IsInteger(choice.Else, scope)),
            _ => false,
        };
    }
}
