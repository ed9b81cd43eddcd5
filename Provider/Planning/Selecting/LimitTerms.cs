using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>LIMIT and OFFSET: a shard gives as many rows as anybody can need of it, the merge cuts.</summary>
internal static class LimitTerms
{
    private static readonly LiteralExpression Zero = new(LiteralKind.Integer, "0");
    private static readonly LiteralExpression Largest = new(LiteralKind.Integer, "9223372036854775807");
    private static readonly UnaryExpression All = new(UnaryOperator.Negate, new LiteralExpression(LiteralKind.Integer, "1"));

    /// <summary>count + offset, where a negative count means all, a negative offset none, and a sum too large all.</summary>
    public static LimitClause? ForShard(LimitClause? limit)
    {
        if (limit?.Offset is not { } given)
            return limit;
        var count = limit.Count;
        var offset = new FunctionExpression(new Identifier("max"), [given, Zero]);
        var sum = new BinaryExpression(BinaryOperator.Add, count, offset);
        var tooLarge = new BinaryExpression(BinaryOperator.Greater, offset, new BinaryExpression(BinaryOperator.Subtract, Largest, count));
        var negative = new BinaryExpression(BinaryOperator.Less, new CastExpression(count, new TypeName("INTEGER", default)), Zero);
        return new LimitClause(new CaseExpression(null, [new WhenClause(negative, All), new WhenClause(tooLarge, All)], sum), null);
    }

    public static Limit OverMerged(LimitClause limit, PlanOperator rows) =>
        new(rows, Constant(limit.Count), limit.Offset is { } offset ? Constant(offset) : null);

    /// <summary>The value of an expression without columns.</summary>
    public static Scalar Constant(Expression expression) => expression switch
    {
        ParameterExpression parameter => new InputScalar(parameter.Ordinal),
        InputExpression input => new InputScalar(input.Ordinal),
        BinaryExpression { Operator: BinaryOperator.Add } sum => new OperatorScalar(ScalarOperator.Add, Constant(sum.Left), Constant(sum.Right)),
        BinaryExpression { Operator: BinaryOperator.Subtract } difference => new OperatorScalar(ScalarOperator.Subtract, Constant(difference.Left), Constant(difference.Right)),
        BinaryExpression { Operator: BinaryOperator.Multiply } product => new OperatorScalar(ScalarOperator.Multiply, Constant(product.Left), Constant(product.Right)),
        UnaryExpression { Operator: UnaryOperator.Negate } negated when !LiteralValues.TryGet(expression, out _) => new OperatorScalar(ScalarOperator.Negate, Constant(negated.Operand), null),
        _ => LiteralValues.TryGet(expression, out var value) && value.Kind != ValueKind.Blob
            ? new ConstantScalar(value)
            : throw RefusedException.NotSupported("This LIMIT or OFFSET cannot be computed over several shards", "Write a number or a parameter.", expression.Span),
    };
}
