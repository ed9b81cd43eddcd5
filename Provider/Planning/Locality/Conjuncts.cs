using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Locality;

/// <summary>The conditions that must all hold for a condition to hold.</summary>
internal static class Conjuncts
{
    public static IEnumerable<Expression> Of(Expression? condition)
    {
        if (condition is null)
            yield break;
        var open = new Stack<Expression>();
        open.Push(condition);
        while (open.TryPop(out var next))
        {
            if (next is BinaryExpression { Operator: BinaryOperator.And } and)
            {
                open.Push(and.Right);
                open.Push(and.Left);
            }
            else
            {
                yield return next;
            }
        }
    }
}
