using System.Text.Json;
using ShardClient.Planning.Routes;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Routing;

/// <summary>
/// The shards of the keys in a JSON array. What is not a plain array of integers, texts, truths and NULLs narrows nothing: the engine may read it
/// otherwise (https://sqlite.org/json1.html: JSON5, JSONB).
/// </summary>
internal static class JsonKeys
{
    public static ShardSet Route(KeyJsonRoute route, in Value array)
    {
        if (array.IsNull)
            return ShardSet.Empty;
        if (array.Kind != ValueKind.Text)
            return route.Placement.Shards;
        try
        {
            var reader = new Utf8JsonReader(array.ToUtf8().Bytes.Span);
            return Read(route, ref reader);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // The latter for half of a surrogate pair.
        {
            return route.Placement.Shards;
        }
    }

    private static ShardSet Read(KeyJsonRoute route, ref Utf8JsonReader reader)
    {
        var shards = ShardSet.Empty;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return route.Placement.Shards;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            if (Element(ref reader) is not { } key || !route.Placement.TryRoute(route.Type, key, out var shard))
                return route.Placement.Shards;
            shards = shards.Union(ShardSet.Of(shard));
        }

        return reader.Read() ? route.Placement.Shards : shards;
    }

    private static Value? Element(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var number) => Value.FromInteger(number),
        JsonTokenType.String => Value.FromText(reader.GetString()!),
        JsonTokenType.True => Value.FromInteger(1),
        JsonTokenType.False => Value.FromInteger(0),
        _ => null,
    };
}
