using System.Text.Json;

namespace ShardClient.Topology;

/// <summary><c>"function": { "name": "my_hash", "shards": ["s0", "s1"] }</c>: the application's function, and the shard of each slot; stored also with the function's fingerprint.</summary>
internal sealed class FunctionRule : PlacementRule
{
    private const string NameMember = "name";
    private const string ShardsMember = "shards";
    private const string FingerprintMember = "fingerprint";

    public override string Name => FunctionPlacement.RuleName;

    public override Placement? Read(string name, JsonPart body, JsonPart whole, ShardNames shards)
    {
        body.AllowOnly(NameMember, ShardsMember, FingerprintMember);
        var (function, slots) = (body.Require(NameMember), body.Require(ShardsMember));
        var fingerprint = body.Member(FingerprintMember)?.Text();
        var named = slots?.Items().Select(shards.Read).ToArray() ?? [];
        if (slots is not null && named.Length == 0)
            slots.Mistake("names no shard.");
        return function?.Text() is { } text && named.Length > 0 && named.All(static shard => shard is not null)
            ? new FunctionPlacement(name, text, [.. named.Select(static shard => shard!.Value)], fingerprint)
            : null;
    }

    public override void Write(Placement placement, Utf8JsonWriter json, ShardNames shards, bool withSlots)
    {
        var function = (FunctionPlacement)placement;
        json.WriteStartObject(Name);
        json.WriteString(NameMember, function.FunctionName);
        json.WriteStartArray(ShardsMember);
        foreach (var shard in function.Slots)
            json.WriteStringValue(shards[shard]);
        json.WriteEndArray();
        if (withSlots && function.Fingerprint is { } fingerprint)
            json.WriteString(FingerprintMember, fingerprint);
        json.WriteEndObject();
    }
}
