using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>LIMIT and OFFSET for one of several MySQL shards, whose LIMIT takes a number or a parameter and no expression.</summary>
internal static class ServerLimit
{
    public static LimitClause? ForShard(PlanContext context, LimitClause? limit)
    {
        if (limit?.Offset is not { } offset)
            return limit;
        var sum = new InputSource(InputKind.LimitEnd, Input(context, limit.Count), Input(context, offset));
        return new LimitClause(new InputExpression(context.AddInput(sum)), null);
    }

    private static int Input(PlanContext context, Expression expression) => expression switch
    {
        ParameterExpression parameter => parameter.Ordinal,
        InputExpression input => input.Ordinal,
        _ => LiteralValues.TryGet(expression, out var value)
            ? context.AddConstant(value)
            : throw RefusedException.NotSupported("This LIMIT or OFFSET cannot be computed over several shards", "Write a number or a parameter.", expression.Span),
    };
}
