using System.Text.Json;

namespace ShardClient.Topology;

/// <summary><c>"hash": { "slots": 4096 }</c>; stored also with its map, as runs of slots: <c>"map": [["s0", 2048], ["s1", 2048]]</c>.</summary>
internal sealed class HashRule : PlacementRule
{
    private const string SlotsMember = "slots";
    private const string MapMember = "map";

    public override string Name => HashPlacement.RuleName;

    public override Placement? Read(string name, JsonPart body, JsonPart whole, ShardNames shards)
    {
        body.AllowOnly(SlotsMember, MapMember);
        var slots = body.Member(SlotsMember) is { } count ? count.Integer(1, HashPlacement.MaxSlots) : HashPlacement.DefaultSlots;
        if (slots is null)
            return null;
        if (body.Member(MapMember) is { } map)
            return ReadMap(name, map, (int)slots, shards);
        if (slots >= shards.Count)
            return shards.Count == 0 ? null : HashPlacement.Even(name, (int)slots, shards.Count);
        body.Mistake($"{slots} slots are fewer than the {shards.Count} shards.");
        return null;
    }

    public override void Write(Placement placement, Utf8JsonWriter json, ShardNames shards, bool withSlots)
    {
        var hash = (HashPlacement)placement;
        json.WriteStartObject(Name);
        json.WriteNumber(SlotsMember, hash.Slots);
        if (withSlots)
            WriteMap(hash.SlotMap, json, shards);
        json.WriteEndObject();
    }

    private static void WriteMap(ReadOnlySpan<int> map, Utf8JsonWriter json, ShardNames shards)
    {
        json.WriteStartArray(MapMember);
        for (var slot = 0; slot < map.Length;)
        {
            var end = map[slot..].IndexOfAnyExcept(map[slot]);
            var run = end < 0 ? map.Length - slot : end;
            json.WriteStartArray();
            json.WriteStringValue(shards[map[slot]]);
            json.WriteNumberValue(run);
            json.WriteEndArray();
            slot += run;
        }

        json.WriteEndArray();
    }

    private static HashPlacement? ReadMap(string name, JsonPart part, int slots, ShardNames shards)
    {
        var map = new int[slots];
        var next = 0;
        foreach (var run in part.Items())
        {
            var pair = run.Items().ToArray();
            if (pair.Length != 2 || shards.Read(pair[0]) is not { } shard || pair[1].Integer(1, slots - next) is not { } length)
            {
                run.Mistake("a run [shard, number of slots] is expected, and all runs make up the slots.");
                return null;
            }

            for (var end = next + (int)length; next < end; next++)
                map[next] = shard;
        }

        if (next == slots)
            return new HashPlacement(name, map);
        part.Mistake($"the runs have {next} slots of {slots}.");
        return null;
    }
}
