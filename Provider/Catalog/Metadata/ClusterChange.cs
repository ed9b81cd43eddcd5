using System.Buffers;
using System.Text;
using System.Text.Json;
using ShardClient.Topology;

namespace ShardClient.Catalog.Metadata;

/// <summary>
/// A change of the whole cluster: texts for some shards and the topology that holds when all have run them. Stored as the pending record
/// before the first shard is touched, so that whoever finds it can finish it.
/// </summary>
/// <param name="Id">Tells this change from another one that leads to the same version, whoever runs it.</param>
/// <param name="What">The change in a few words, for messages: <c>CREATE TABLE orders</c>.</param>
/// <param name="Version">The version it leads to.</param>
/// <param name="Topology">The topology it leads to, as JSON.</param>
/// <param name="Texts">The statements of each shard concerned.</param>
/// <param name="Undo">What takes the texts back on a shard that has run them; null when nothing can.</param>
internal sealed record ClusterChange(
    Guid Id, string What, long Version, string Topology, IReadOnlyDictionary<int, IReadOnlyList<string>> Texts, IReadOnlyList<string>? Undo)
{
    /// <summary>Who runs it: tells the one who began it, should he still be alive, that others have taken it over.</summary>
    public Guid Runner { get; init; } = Guid.NewGuid();

    /// <summary>True when the texts run without foreign keys being checked or acting.</summary>
    public bool IgnoresForeignKeys { get; init; }

    public static ClusterChange To(
        ClusterTopology target, string what, IReadOnlyDictionary<int, IReadOnlyList<string>> texts, IReadOnlyList<string>? undo = null) =>
        new(Guid.NewGuid(), what, target.Version, target.ToText(), texts, undo);

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, TopologySerializer.Format))
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("runner", Runner);
            json.WriteString("what", What);
            json.WriteNumber("version", Version);
            json.WriteString("topology", Topology);
            json.WriteStartObject("texts");
            foreach (var (shard, texts) in Texts)
                WriteTexts(json, shard.ToString(System.Globalization.CultureInfo.InvariantCulture), texts);
            json.WriteEndObject();
            if (Undo is not null)
                WriteTexts(json, "undo", Undo);
            if (IgnoresForeignKeys)
                json.WriteBoolean("ignores_foreign_keys", true);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="JsonException">The text is damaged.</exception>
    public static ClusterChange FromJson(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var texts = new Dictionary<int, IReadOnlyList<string>>();
        foreach (var shard in root.GetProperty("texts").EnumerateObject())
            texts.Add(int.Parse(shard.Name, System.Globalization.CultureInfo.InvariantCulture), ReadTexts(shard.Value));
        return new ClusterChange(
            root.GetProperty("id").GetGuid(),
            root.GetProperty("what").GetString()!,
            root.GetProperty("version").GetInt64(),
            root.GetProperty("topology").GetString()!,
            texts,
            root.TryGetProperty("undo", out var undo) ? ReadTexts(undo) : null)
        {
            Runner = root.TryGetProperty("runner", out var runner) ? runner.GetGuid() : Guid.Empty,
            IgnoresForeignKeys = root.TryGetProperty("ignores_foreign_keys", out var ignores) && ignores.GetBoolean(),
        };
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string[] ReadTexts(JsonElement texts) => [.. texts.EnumerateArray().Select(static text => text.GetString()!)];
}
