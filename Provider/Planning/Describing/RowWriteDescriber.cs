using System.Text.Json;
using ShardClient.Planning.Writing;
using ShardClient.Topology;

namespace ShardClient.Planning.Describing;

/// <summary>A write by rows as steps: what is read first, then what each row is written with.</summary>
internal static class RowWriteDescriber
{
    public static void Add(RowWrite write, ClusterTopology topology, PlanDescriber.RouteOf? routeOf, List<PlanStep> steps)
    {
        switch (write)
        {
            case RowInsert insert:
                PlanDescriber.AddPart(insert.Rows, topology, routeOf, steps);
                Add(steps, insert.IsReference ? "Insert each row into every copy" : "Insert each row", Targets(insert, topology), insert.Insert.Text);
                if (insert.Move is { } home)
                    Add(steps, "Then move it to the shard of its key", Targets(insert, topology), home.Insert.Text);
                break;
            case RowChange change:
                GatherDescriber.Add(change.Gather, topology, routeOf, steps);
                Add(steps, $"{(change is RowDelete ? "Delete" : "Update")} each row{(change.IsReference ? " on every copy" : "")}", Targets(change, topology), change.Statement.Text);
                if (change is RowUpdate { Move: { } move })
                    Add(steps, "Or move it to the shard of its new key", Targets(change, topology), move.Insert.Text);
                break;
        }
    }

    public static void Write(Utf8JsonWriter json, RowWrite write, ClusterTopology topology)
    {
        json.WriteStartObject("byRows");
        json.WriteString("reads", RouteText.Of(write.Reads, topology));
        switch (write)
        {
            case RowInsert insert:
                json.WritePropertyName("rows");
                PlanJson.Write(json, insert.Rows with { Extras = [] }, topology);
                json.WriteString("insert", insert.Insert.Text);
                Number(json, "key", insert.KeyValue);
                Number(json, "generates", insert.GeneratedValue);
                if (insert.Move is { } move)
                    WriteMove(json, move);
                break;
            case RowChange change:
                PlanJson.WriteGather(json, change.Gather, topology);
                WriteChange(json, change);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, RowChange change)
    {
        if (change is RowUpdate update)
            json.WriteString("changed", update.Changed.Text);
        json.WriteString("each", change.Statement.Text);
        Number(json, "key", change.KeyValue);
        if (change is not RowUpdate { Move: { } move } moving)
            return;
        Number(json, "newKey", moving.NewKeyValue);
        WriteMove(json, move);
    }

    private static void WriteMove(Utf8JsonWriter json, RowMove move)
    {
        json.WriteString("read", move.Read.Text);
        json.WriteString("insert", move.Insert.Text);
        json.WriteString("delete", move.Delete.Text);
    }

    /// <summary>Where the rows may go: which of these they do go to is known once they have been read.</summary>
    private static string Targets(RowWrite write, ClusterTopology topology)
    {
        var names = RouteText.Names(write.Target.Shards, topology);
        return write.Target.Placement is { } placement ? $"{placement.Name} by {write.Target.Columns[write.Target.KeyColumn].Name}: {names}" : names;
    }

    private static void Number(Utf8JsonWriter json, string name, int value)
    {
        if (value >= 0)
            json.WriteString(name, $"value {value + 1}");
    }

    private static void Add(List<PlanStep> steps, string step, string shards, string text) => steps.Add(new PlanStep(steps.Count + 1, step, shards, text));
}
