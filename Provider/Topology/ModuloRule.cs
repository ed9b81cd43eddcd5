using System.Text.Json;

namespace ShardClient.Topology;

/// <summary><c>"modulo": { "shards": ["s0", "s1"] }</c>: the shard of each remainder.</summary>
internal sealed class ModuloRule : PlacementRule
{
    private const string ShardsMember = "shards";

    public override string Name => ModuloPlacement.RuleName;

    public override Placement? Read(string name, JsonPart body, JsonPart whole, ShardNames shards)
    {
        body.AllowOnly(ShardsMember);
        if (body.Member(ShardsMember) is not { } part)
        {
            if (body.IsObject)
                body.Mistake("names no 'shards'.");
            return null;
        }

        var named = part.Items().Select(shards.Read).ToArray();
        if (named.Length == 0)
            part.Mistake("names no shard.");
        return named.Length > 0 && named.All(static shard => shard is not null)
            ? new ModuloPlacement(name, [.. named.Select(static shard => shard!.Value)])
            : null;
    }

    public override void Write(Placement placement, Utf8JsonWriter json, ShardNames shards, bool withSlots)
    {
        json.WriteStartObject(Name);
        json.WriteStartArray(ShardsMember);
        foreach (var shard in ((ModuloPlacement)placement).Remainders)
            json.WriteStringValue(shards[shard]);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
