using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ShardClient.Topology;

/// <summary>Every rule of placing rows, by name, and their JSON.</summary>
internal static class PlacementRules
{
    private static readonly PlacementRule[] All = [new HashRule(), new RangeRule(), new ListRule(), new ModuloRule(), new FunctionRule()];

    /// <summary>Reads <c>{ "hash": {...} }</c> and its kin; null after a mistake.</summary>
    public static Placement? Read(string name, JsonPart part, ShardNames shards)
    {
        if (!part.IsObject)
        {
            part.Mistake($"an object with one of {Names()} is expected.");
            return null;
        }

        var present = All.Where(rule => part.Member(rule.Name) is not null).ToArray();
        if (present.Length == 1)
        {
            part.AllowOnly(present[0].Name == ListPlacement.RuleName ? [ListPlacement.RuleName, ListRule.DefaultMember] : [present[0].Name]);
            return present[0].Read(name, part.Member(present[0].Name)!, part, shards);
        }

        part.Mistake(present.Length == 0 ? $"names no rule; give one of {Names()}." : "names several rules; give one of them.");
        return null;
    }

    public static void Write(Placement placement, Utf8JsonWriter json, ShardNames shards, bool withSlots)
    {
        json.WriteStartObject();
        All.Single(rule => rule.Name == placement.Rule).Write(placement, json, shards, withSlots);
        json.WriteEndObject();
    }

    /// <summary>A placement as a cluster file says it: two are the same rule when these are equal.</summary>
    public static string Describe(Placement placement, ShardNames shards) => Encoding.UTF8.GetString(ToJson(placement, shards).Span);

    /// <summary>The same rule over the same shards at other indexes.</summary>
    public static Placement Renumber(Placement placement, ShardNames from, ShardNames to)
    {
        var reading = new JsonReading(variable: null);
        var renumbered = Read(placement.Name, reading.Parse(ToJson(placement, from).Span), to)
            ?? throw new InvalidOperationException($"Placement {placement.Name} names shards that the cluster does not have.");
        return placement is FunctionPlacement { Function: { } function } ? ((FunctionPlacement)renumbered).With(function) : renumbered;
    }

    private static ReadOnlyMemory<byte> ToJson(Placement placement, ShardNames shards)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, TopologySerializer.Format))
            Write(placement, json, shards, withSlots: false);
        return buffer.WrittenMemory;
    }

    private static string Names() => string.Join(", ", All.Select(static rule => rule.Name));
}
