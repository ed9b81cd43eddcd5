using ShardClient.Sql.Lexing;
using ShardClient.Sql.Scanning;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>From the plan of a long INSERT's shape to that of its own rows.</summary>
internal static class LongInsertPlanner
{
    /// <returns>Null when the rows have to be planned as they are.</returns>
    public static StatementPlan? Plan(StatementPlan shape, LongInsert insert) => shape switch
    {
        WritePlan { Statement: null, ByRows: null, Copies: null, ScatterRefusal: null, NewKeyRoute: null, GeneratedAt: < 0 } => shape,
        InsertPlan { ByRows: null, ScatterRefusal: null } plan when IsOfValues(plan, insert.Width) && HasKeys(plan, insert) => new LongInsertPlan(plan, insert)
        {
            ParameterCount = plan.ParameterCount,
            Extras = plan.Extras,
            Constants = plan.Constants,
            AnyShard = plan.AnyShard,
        },
        _ => null,
    };

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

    /// <summary>False when only the engine can say what a key is.</summary>
    private static bool HasKeys(InsertPlan plan, LongInsert insert)
    {
        var (key, generated) = (plan.KeyAt, plan.GeneratedAt);
        foreach (var row in insert.Rows)
        {
            if (key < insert.Width && !LongInsertKeys.IsGiven(plan, row, key, mayBeGenerated: key == generated))
                return false;
            if (generated >= 0 && generated < insert.Width && generated != key && !LongInsertKeys.IsGiven(plan, row, generated, mayBeGenerated: true))
                return false;
        }

        return true;
    }
}
