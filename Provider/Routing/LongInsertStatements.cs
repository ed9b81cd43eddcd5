using System.Collections;
using ShardClient.Planning;

namespace ShardClient.Routing;

/// <summary>The statement of each shard of a long INSERT, in shard order. Each is made when it is asked for, so that memory holds one at a time.</summary>
/// <param name="generated">The key that was made for each row, 0 for a row with its own; empty when no row wants one.</param>
internal sealed class LongInsertStatements(LongInsertPlan plan, RoutedRows routed, long[] generated) : IReadOnlyList<RoutedStatement>
{
    private readonly int[] _shards = routed.Shards.ToArray();

    public int Count => _shards.Length;

    public RoutedStatement this[int index] => Of(_shards[index]);

    public IEnumerator<RoutedStatement> GetEnumerator() => _shards.Select(Of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private RoutedStatement Of(int shard)
    {
        var text = new TextAssembler(plan.Shape.Engine).Add(plan.Shape.Before);
        var separator = " ";
        for (var row = 0; row < plan.Count; row++)
        {
            if (routed.RowShards![row] != shard)
                continue;
            text.Add(separator);
            AddRow(text, row, generated.Length == 0 ? 0 : generated[row]);
            separator = ", ";
        }

        return new RoutedStatement(shard, text.Add(plan.Shape.After).Build(reusable: false) with { LeavesNoTraces = plan.LeavesNoTraces });
    }

    private void AddRow(TextAssembler text, int row, long key)
    {
        var whole = plan.Row(row);
        var inputs = plan.Shape.Rows[0].Text.Inputs;
        var at = plan.Shape.GeneratedAt;
        if (key != 0 && at < plan.Width)
        {
            var (start, end) = plan.PlaceOf(row, at);
            text.Add(whole[..start]).Add(key).Add(whole[end..^1]);
        }
        else
        {
            text.Add(whole[..^1]);
        }

        for (var more = plan.Width; more < inputs.Count; more++)
        {
            text.Add(", ");
            if (more == at)
                text.Add(key);
            else
                text.AddInput(inputs[more]);
        }

        text.Add(")");
    }
}
