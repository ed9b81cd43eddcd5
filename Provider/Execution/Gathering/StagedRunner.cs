using ShardClient.Catalog;
using ShardClient.Planning.Gathering;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>Runs the inner queries of a statement, then the statement with their answers as inputs.</summary>
internal static class StagedRunner
{
    public static async ValueTask<StatementResult> RunAsync(StatementCall call, StagedPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var inputs = call.Inputs.ToArray();
        var reading = await SnapshotReading.BeginAsync(call with { Inputs = inputs }, ShardsOf(plan, inputs), ioBehavior, cancellationToken).ConfigureAwait(false);
        await using (reading.ConfigureAwait(false))
        {
            foreach (var prelude in plan.Preludes)
            {
                if (await AnswerAsync(reading.Call, prelude, ioBehavior, cancellationToken).ConfigureAwait(false) is not { } answer)
                    return await GatherRunner.RunAsync(reading.Call, plan.Otherwise, ioBehavior, cancellationToken).ConfigureAwait(false);
                inputs[prelude.Input] = answer;
            }

            return await SelectRunner.RunAsync(reading.Call, plan.Then, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ShardSet ShardsOf(StagedPlan plan, Value[] inputs)
    {
        // The route of the rest may follow from the answers: before they are known it can be any of the shards that the whole statement reads.
        var shards = PlanShards.Of(plan.Otherwise, inputs);
        foreach (var prelude in plan.Preludes)
            shards = shards.Union(PlanShards.Of(prelude.Query, inputs));
        return shards;
    }

    /// <summary>Null when no input carries the answer exactly.</summary>
    private static async ValueTask<Value?> AnswerAsync(StatementCall call, Prelude prelude, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var answer = await SelectRunner.RunAsync(call, prelude.Query, ioBehavior, cancellationToken).ConfigureAwait(false);
        var rows = answer.Rows!;
        await using (rows.ConfigureAwait(false))
        {
            if (prelude.Kind == PreludeKind.List)
                return await ListAsync(rows, prelude, call.Runtime.Settings.ReaderBufferLimit, ioBehavior, cancellationToken).ConfigureAwait(false);
            var hasRow = await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            if (prelude.Kind == PreludeKind.Exists)
                return Value.FromBoolean(hasRow);
            var value = hasRow ? rows.GetValue(0) : Value.Null;
            return IsStoredAs(value, prelude.Affinity) ? value : null;
        }
    }

    private static async ValueTask<Value?> ListAsync(RowCursor rows, Prelude prelude, long limit, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var values = new List<Value>();
        var bytes = 0L;
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            var value = rows.GetValue(0);
            bytes += value.Bytes.Length + 16;
            if (bytes > limit || !(value.IsNull || (IsStoredAs(value, prelude.Affinity) && KeyLists.IsExact(value))))
                return null;
            values.Add(value);
        }

        return KeyLists.ToJson(values);
    }

    /// <summary>A cast to the affinity leaves the value as it is.</summary>
    private static bool IsStoredAs(in Value value, Affinity? affinity) => affinity switch
    {
        null => true,
        _ when value.IsNull => true,
        Affinity.Integer => value.Kind == ValueKind.Integer,
        Affinity.Real => value.Kind == ValueKind.Real,
        Affinity.Text => value.Kind == ValueKind.Text,
        _ => value.Kind is ValueKind.Integer or ValueKind.Real,
    };
}
