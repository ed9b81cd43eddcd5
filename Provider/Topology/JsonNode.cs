namespace ShardClient.Topology;

/// <summary>What a part of a JSON text is.</summary>
internal enum JsonKind
{
    Object,
    Array,
    Text,
    Number,
    True,
    False,
    Null,
}

/// <summary>A part of a JSON text.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">A text without its quotes and escapes, or a number as it is written.</param>
internal sealed class JsonNode(JsonKind kind, string text = "")
{
    public JsonKind Kind => kind;

    public string Text => text;

    /// <summary>The names of an object's members, in the order of <see cref="Items"/>.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The values of an object's members, or the items of an array.</summary>
    public List<JsonNode> Items { get; } = [];

    /// <summary>A member by its exact name, the last one when there are several; null when there is none.</summary>
    public JsonNode? Find(string name)
    {
        var index = Names.LastIndexOf(name);
        return index < 0 ? null : Items[index];
    }
}
