using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Guesses the share of a table's rows that conditions leave, with the customary constants (P. Selinger and others, "Access path selection in a
/// relational database management system", 1979). They only order the reading; nothing of the answer hangs on them.
/// </summary>
internal static class SelectivityGuess
{
    public static double Of(IReadOnlyList<Expression> conditions)
    {
        var share = 1.0;
        foreach (var condition in conditions)
            share *= Of(condition);
        return share;
    }

    private static double Of(Expression condition)
    {
        StackGuard.Check();
        return condition switch
        {
            BinaryExpression { Operator: BinaryOperator.And } and => Of(and.Left) * Of(and.Right),
            BinaryExpression { Operator: BinaryOperator.Or } or => Math.Min(1, Of(or.Left) + Of(or.Right)),
            BinaryExpression { Operator: BinaryOperator.Equal or BinaryOperator.Is } => 0.01,
            BinaryExpression { Operator: >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual } => 0.3,
            BetweenExpression { Not: false } => 0.1,
            InExpression { Not: false, Values: var values } => Math.Min(0.5, 0.01 * Math.Max(1, values.Count)),
            PatternExpression { Not: false } => 0.1,
            _ => 0.9,
        };
    }
}
