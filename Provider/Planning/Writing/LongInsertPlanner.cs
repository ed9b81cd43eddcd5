using ShardClient.Sql.Scanning;

namespace ShardClient.Planning.Writing;

/// <summary>From the plan of a long INSERT's shape to that of its own rows.</summary>
internal static class LongInsertPlanner
{
    /// <returns>Null when the rows have to be planned as they are.</returns>
    public static StatementPlan? Plan(StatementPlan shape, LongInsert insert) => shape switch
    {
        // Each copy would work a DEFAULT out by itself, and of which column it is tells the whole statement only.
        WritePlan { IsReference: true } when insert.Rows.Any(static row => row.Span.Contains("DEFAULT", StringComparison.OrdinalIgnoreCase)) => null,
        WritePlan { Statement: null, ByRows: null, Copies: null, ScatterRefusal: null, NewKeyRoute: null, GeneratedAt: < 0 } => shape,
        InsertPlan { ByRows: null, ScatterRefusal: null } plan when IsOfValues(plan, insert.Width) => Plan(plan, insert),
        _ => null,
    };

    private static LongInsertPlan? Plan(InsertPlan shape, LongInsert insert)
    {
        var plan = new LongInsertPlan(shape, insert)
        {
            ParameterCount = shape.ParameterCount,
            Extras = shape.Extras,
            Constants = shape.Constants,
            AnyShard = shape.AnyShard,
        };
        return LongInsertKeys.AreGiven(plan) ? plan : null;
    }

    /// <summary>True when the shape's row is its values with commas between, with nothing but inputs of the client behind them.</summary>
    private static bool IsOfValues(InsertPlan plan, int width)
    {
        var text = plan.Rows[0].Text;
        if (text.Inputs.Count < width || text.Segments[0] != "(" || text.Segments[^1] != ")")
            return false;
        for (var value = 0; value < text.Inputs.Count; value++)
        {
            if (value > 0 && text.Segments[value] != ", ")
                return false;
            if (value < width && Source(plan, text.Inputs[value]) is not (InputKind.Literal or InputKind.GeneratedWhenZero))
                return false;
        }

        return true;
    }

    private static InputKind? Source(InsertPlan plan, int input) => input < plan.ParameterCount ? null : plan.Extras[input - plan.ParameterCount].Kind;
}
