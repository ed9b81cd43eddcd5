using System.Text.Json;

namespace ShardClient.Topology;

/// <summary><c>"list": { "cn-north": "s0", "eu": "s1" }, "default": "s1"</c></summary>
internal sealed class ListRule : PlacementRule
{
    public const string DefaultMember = "default";

    public override string Name => ListPlacement.RuleName;

    public override Placement? Read(string name, JsonPart body, JsonPart whole, ShardNames shards)
    {
        var fallback = whole.Member(DefaultMember) is { } part ? shards.Read(part) : -1;
        var entries = new List<KeyValuePair<string, int>>();
        var isRight = body.IsObject && fallback is not null;
        foreach (var (value, shard) in body.EntriesByCase())
        {
            if (value.EndsWith(' '))
                shard.Mistake("a listed value does not end with a space.");
            else if (shards.Read(shard) is { } index)
            {
                entries.Add(new(value, index));
                continue;
            }

            isRight = false;
        }

        if (isRight && entries.Count == 0)
            body.Mistake("lists no value.");
        return isRight && entries.Count > 0 ? new ListPlacement(name, entries, fallback!.Value) : null;
    }

    public override void Write(Placement placement, Utf8JsonWriter json, ShardNames shards, bool withSlots)
    {
        var list = (ListPlacement)placement;
        json.WriteStartObject(Name);
        foreach (var (value, shard) in list.Entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(value, shards[shard]);
        json.WriteEndObject();
        if (list.DefaultShard >= 0)
            json.WriteString(DefaultMember, shards[list.DefaultShard]);
    }
}
