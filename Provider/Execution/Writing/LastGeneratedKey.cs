using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>
/// What LAST_INSERT_ID() answers after an INSERT into a table of servers whose keys the cluster generates: the first one that was generated, and keys that
/// the rows had themselves leave what it answered before (https://dev.mysql.com/doc/refman/8.4/en/information-functions.html#function_last-insert-id). The server
/// cannot tell: to it all of them are given.
/// </summary>
internal static class LastGeneratedKey
{
    /// <param name="before">What it answered before the statement.</param>
    /// <param name="first">The first key that was generated; null when none was.</param>
    public static async ValueTask<StatementResult> KeepAsync(SessionCounters counters, long before, long? first, ValueTask<StatementResult> writing)
    {
        var result = await writing.ConfigureAwait(false);
        counters.Inserted(result.RecordsAffected != 0 && first is { } key ? key : before);
        return result;
    }

    public static long? FirstOf(InsertPlan plan, ReadOnlySpan<Value> inputs)
    {
        foreach (var row in plan.Rows)
        {
            if (IsGenerated(plan, row.GeneratedInput, inputs))
                return inputs[row.GeneratedInput].Integer;
        }

        return null;
    }

    public static long? FirstOf(WritePlan plan, ReadOnlySpan<Value> inputs)
    {
        foreach (var input in plan.GeneratedInputs)
        {
            if (IsGenerated(plan, input, inputs))
                return inputs[input].Integer;
        }

        return null;
    }

    /// <summary>Whether the input holds a generated key, and not one that the caller gave.</summary>
    private static bool IsGenerated(StatementPlan plan, int input, ReadOnlySpan<Value> inputs)
    {
        if (input < plan.ParameterCount)
            return false;
        var source = plan.Extras[input - plan.ParameterCount];
        return source.Kind switch
        {
            InputKind.GeneratedKey => true,
            InputKind.GeneratedWhenNull => inputs[source.Index].IsNull,
            InputKind.GeneratedWhenZero => inputs[source.Index] is { IsNull: true } or { Kind: ValueKind.Integer, Integer: 0 },
            _ => false,
        };
    }
}
