using System.Text.Json;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary><c>"range": [ { "below": "2026-01-01", "shard": "s0" }, { "shard": "s1" } ]</c></summary>
internal sealed class RangeRule : PlacementRule
{
    private const string BelowMember = "below";
    private const string ShardMember = "shard";

    public override string Name => RangePlacement.RuleName;

    public override Placement? Read(string name, JsonPart body, JsonPart whole, ShardNames shards)
    {
        var parts = body.Items().ToArray();
        var ranges = parts.Select((part, index) => ReadRange(part, isLast: index == parts.Length - 1, shards)).ToArray();
        if (parts.Length == 0)
            body.Mistake("has no range; one without 'below' holds every key.");
        else if (ranges.All(static range => range is not null))
            return Checked(name, [.. ranges.Select(static range => range!.Value)], parts);
        return null;
    }

    public override void Write(Placement placement, Utf8JsonWriter json, ShardNames shards, bool withSlots)
    {
        json.WriteStartArray(Name);
        foreach (var range in ((RangePlacement)placement).Ranges)
        {
            json.WriteStartObject();
            if (range.Below.Kind == ValueKind.Integer)
                json.WriteNumber(BelowMember, range.Below.Integer);
            else if (range.Below.Kind == ValueKind.Text)
                json.WriteString(BelowMember, range.Below.GetText());
            json.WriteString(ShardMember, shards[range.Shard]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static KeyRange? ReadRange(JsonPart part, bool isLast, ShardNames shards)
    {
        part.AllowOnly(BelowMember, ShardMember);
        if (!part.IsObject)
            return null;
        var shard = part.Member(ShardMember) is { } named ? shards.Read(named) : null;
        if (part.Member(ShardMember) is null)
            part.Mistake("names no 'shard'.");
        if (part.Member(BelowMember) is not { } below)
        {
            if (!isLast)
                part.Mistake("only the last range goes without 'below'.");
            return isLast && shard is { } last ? new KeyRange(Value.Null, last) : null;
        }

        if (isLast)
            part.Mistake("the last range goes without 'below', so that every key has a shard.");
        var bound = ReadBound(below);
        return !isLast && shard is { } some && !bound.IsNull ? new KeyRange(bound, some) : null;
    }

    private static Value ReadBound(JsonPart part)
    {
        if (part.IsNumber)
            return part.Integer(long.MinValue, long.MaxValue) is { } number ? Value.FromInteger(number) : Value.Null;
        if (part.Text() is not { } text)
            return Value.Null;
        if (!text.EndsWith(' '))
            return Value.FromText(text);
        part.Mistake("a bound does not end with a space.");
        return Value.Null;
    }

    private static RangePlacement? Checked(string name, KeyRange[] ranges, JsonPart[] parts)
    {
        for (var index = 1; index < ranges.Length - 1; index++)
        {
            var (before, bound) = (ranges[index - 1].Below, ranges[index].Below);
            if (before.Kind != bound.Kind)
                parts[index].Mistake("bounds are all numbers or all texts.");
            else if (!IsBelow(before, bound))
                parts[index].Mistake("bounds ascend, each above the one before.");
            else
                continue;
            return null;
        }

        return new RangePlacement(name, ranges);
    }

    private static bool IsBelow(Value left, Value right) => left.Kind == ValueKind.Integer
        ? left.Integer < right.Integer
        : RangePlacement.Ascends([KeyText.Encode(left.GetText(), folded: false), KeyText.Encode(right.GetText(), folded: false)]);
}
