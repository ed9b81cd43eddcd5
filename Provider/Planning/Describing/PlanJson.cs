using System.Text.Json;
using ShardClient.Planning.Gathering;
using ShardClient.Planning.Operators;
using ShardClient.Topology;

namespace ShardClient.Planning.Describing;

/// <summary>A plan as JSON, whole and without values: what golden cases compare.</summary>
internal static class PlanJson
{
    public static void Write(Utf8JsonWriter json, StatementPlan plan, ClusterTopology topology)
    {
        json.WriteStartObject();
        json.WriteString("plan", plan.GetType().Name[..^"Plan".Length]);
        switch (plan)
        {
            case SelectPlan select:
                json.WriteString("route", RouteText.Of(select.Route, topology));
                WriteText(json, "whole", select.Whole?.Text);
                WriteOperators(json, select.Scatter);
                WriteStaged(json, select.Staged, topology);
                WriteGather(json, select.Staged is null ? select.Gather : null, topology);
                WriteRefusal(json, "scatterRefusal", select.ScatterRefusal);
                break;
            case WritePlan write:
                WriteWrite(json, write, topology);
                break;
            case RowWritePlan rows:
                RowWriteDescriber.Write(json, rows.Write, topology);
                break;
            case InsertPlan insert:
                WriteInsert(json, insert);
                break;
            case ExplainPlan explain:
                json.WritePropertyName("inner");
                Write(json, explain.Inner, topology);
                break;
            case RefusedPlan refused:
                WriteRefusal(json, "refusal", refused.Refusal);
                break;
        }

        if (plan.Extras.Count > 0 && plan is not ExplainPlan)
            json.WriteString("inputs", string.Join(", ", plan.Extras.Select(extra => $"{extra.Kind} {extra.Index}")));
        json.WriteEndObject();
    }

    private static void WriteWrite(Utf8JsonWriter json, WritePlan write, ClusterTopology topology)
    {
        json.WriteString("route", RouteText.Of(write.Route, topology));
        WriteText(json, "text", write.Statement?.Text);
        if (write.IsReference)
            json.WriteBoolean("reference", true);
        if (write.HasReturning)
            json.WriteBoolean("returning", true);
        if (write.NewKeyInput >= 0)
            json.WriteString("newKey", $"?{write.NewKeyInput + 1}");
        if (write.ByRows is { } rows)
            RowWriteDescriber.Write(json, rows, topology);
        WriteRefusal(json, "scatterRefusal", write.ScatterRefusal);
    }

    private static void WriteInsert(Utf8JsonWriter json, InsertPlan insert)
    {
        json.WriteString("key", $"{insert.Table}.{insert.KeyColumn} in {insert.Key.Placement.Name}");
        WriteText(json, "whole", insert.Whole?.Text);
        json.WriteString("before", insert.Before);
        json.WriteStartArray("rows");
        foreach (var row in insert.Rows)
            json.WriteStringValue($"?{row.KeyInput + 1}: {OperatorText.Of(row.Text)}{(row.GeneratedInput < 0 ? "" : $" generates ?{row.GeneratedInput + 1}")}");
        json.WriteEndArray();
        WriteText(json, "after", OperatorText.Of(insert.After));
    }

    private static void WriteOperators(Utf8JsonWriter json, PlanOperator? top)
    {
        if (top is null)
            return;
        json.WriteStartArray("scatter");
        foreach (var step in OperatorText.Chain(top))
            json.WriteStringValue(step is ShardScan scan ? $"Scan {OperatorText.TextOf(scan)}" : OperatorText.Of(step));
        json.WriteEndArray();
    }

    private static void WriteStaged(Utf8JsonWriter json, StagedPlan? staged, ClusterTopology topology)
    {
        if (staged is null)
            return;
        json.WriteStartObject("staged");
        foreach (var prelude in staged.Preludes)
        {
            json.WritePropertyName($"?{prelude.Input + 1} {prelude.Kind}");
            Write(json, prelude.Query with { Extras = [] }, topology);
        }

        json.WritePropertyName("then");
        Write(json, staged.Then with { Extras = [] }, topology);
        json.WriteEndObject();
    }

    public static void WriteGather(Utf8JsonWriter json, GatherPlan? gather, ClusterTopology topology)
    {
        if (gather is null)
            return;
        json.WriteStartObject("gather");
        json.WriteString("because", gather.Reason);
        foreach (var input in gather.Inputs)
        {
            json.WritePropertyName(input.Table.Name);
            if (input is QueryInput query)
                Write(json, query.Query with { Extras = [] }, topology);
            if (input is TableInput table)
                json.WriteStringValue($"{RouteText.Of(table.Route, topology)}: {GatherDescriber.TextOf(table)}{GatherDescriber.Narrowing(table)}");
        }

        json.WriteString("run", gather.Text.Text);
        foreach (var broadcast in gather.Broadcasts)
        {
            json.WritePropertyName($"or with copies of {string.Join(", ", broadcast.Copies.Select(static copy => copy.Input.Table.Name))}");
            Write(json, broadcast.Then with { Extras = [] }, topology);
        }

        json.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter json, string name, Refusal? refusal)
    {
        if (refusal is not null)
            json.WriteString(name, $"{refusal.Problem}. {refusal.Advice} @{refusal.Span.Start}");
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            json.WriteString(name, text);
    }
}
