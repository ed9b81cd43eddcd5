using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>The stored form of a topology: everything but where the shards are, so never a secret.</summary>
internal static class TopologySerializer
{
    private const int StoredFormat = 1;

    public static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A topology as UTF-8 JSON.</summary>
    public static byte[] Write(ClusterTopology topology)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var names = topology.Names;
        using (var json = new Utf8JsonWriter(buffer, Format))
            Write(topology, names, json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Write(ClusterTopology)"/> wrote. The shards have names and no endpoints yet.</summary>
    /// <exception cref="ShardException">ShardUnavailable: the text is damaged or of a later version.</exception>
    public static ClusterTopology Read(ReadOnlyMemory<byte> utf8)
    {
        var reading = new JsonReading(variable: null);
        try
        {
            var topology = Read(reading.Parse(utf8.Span));
            if (topology is not null && reading.Mistakes.Count == 0)
                return topology;
        }
        catch (JsonException damage)
        {
            reading.Add("$", damage.Message);
        }

        throw new ShardException(
            ShardErrorCode.ShardUnavailable,
            $"The topology stored on the shard cannot be read: {string.Join(" ", reading.Mistakes)}",
            "It was damaged, or written by a later version of ShardClient; restore shardclient_meta from another shard.");
    }

    private static void Write(ClusterTopology topology, ShardNames names, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("format", StoredFormat);
        json.WriteString("cluster", topology.ClusterId.ToString());
        json.WriteString("name", topology.Name);
        json.WriteString("engine", ClusterFile.EngineName(topology.Engine));
        json.WriteNumber("version", topology.Version);
        json.WriteStartArray("shards");
        foreach (var name in names.All)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartObject("placements");
        foreach (var placement in topology.Placements.Values.OrderBy(static placement => placement.Name, StringComparer.Ordinal))
        {
            json.WritePropertyName(placement.Name);
            PlacementRules.Write(placement, json, names, withSlots: true);
        }

        json.WriteEndObject();
        json.WriteStartObject("tables");
        foreach (var table in topology.Tables.Values.OrderBy(static table => table.Name, StringComparer.Ordinal))
            TableSection.Write(table, json, names);
        json.WriteEndObject();
        json.WriteString("default_shard", names[topology.DefaultShard]);
        json.WriteEndObject();
    }

    private static ClusterTopology? Read(JsonPart root)
    {
        root.AllowOnly("format", "cluster", "name", "engine", "version", "shards", "placements", "tables", "default_shard");
        root.Require("format")?.Integer(StoredFormat, StoredFormat);
        var id = Guid.TryParse(root.Require("cluster")?.Text(), out var parsed) ? parsed : Guid.Empty;
        if (id == Guid.Empty)
            root.Mistake("has no cluster id.");
        var (name, engine) = (root.Require("name")?.Text(), ClusterFile.ReadEngine(root.Require("engine")));
        var version = root.Require("version")?.Integer(1, long.MaxValue);
        var shards = new ShardNames(root.Require("shards")?.Items().Select(static part => part.Text() ?? "") ?? []);
        var placements = PlacementSection.Read(root.Require("placements"), shards, out var named);
        var tables = TableSection.Read(root.Require("tables"), shards, named);
        var home = root.Require("default_shard") is { } part ? shards.Read(part) : null;
        if (name is null || engine is null || version is null || home is null)
            return null;
        return new ClusterTopology
        {
            ClusterId = id,
            Name = name,
            Engine = engine.Value,
            Version = version.Value,
            Shards = [.. shards.All.Select(static (shard, index) => new ShardDefinition(index, shard, new EndpointDefinition(""), []))],
            Placements = placements,
            Tables = tables,
            DefaultShard = home.Value,
        };
    }
}
