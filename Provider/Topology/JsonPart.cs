using System.Globalization;

namespace ShardClient.Topology;

/// <summary>A part of a JSON text that knows its path. Getters report what does not fit and go on, so that all mistakes are found.</summary>
internal sealed class JsonPart(JsonNode node, string path, JsonReading reading)
{
    public bool IsText => node.Kind == JsonKind.Text;

    public bool IsObject => node.Kind == JsonKind.Object;

    public bool IsNumber => node.Kind == JsonKind.Number;

    public void Mistake(string problem) => reading.Add(path, problem);

    /// <summary>The members of an object; a name that comes twice (case does not count) is a mistake.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Members() => Members(StringComparer.OrdinalIgnoreCase);

    /// <summary>The members of an object whose names are data: case counts.</summary>
    public IEnumerable<(string Name, JsonPart Value)> EntriesByCase() => Members(StringComparer.Ordinal);

    /// <summary>A member of an object, or null.</summary>
    public JsonPart? Member(string name) =>
        node.Find(name) is { } value ? new JsonPart(value, $"{path}.{name}", reading) : null;

    /// <summary>A member of an object; null and a mistake when it is missing.</summary>
    public JsonPart? Require(string name)
    {
        var member = Member(name);
        if (member is null && IsObject)
            Mistake($"has no '{name}'.");
        return member;
    }

    /// <summary>Reports members that are none of these.</summary>
    public void AllowOnly(params string[] names)
    {
        foreach (var (name, value) in Members())
        {
            if (Array.IndexOf(names, name) < 0)
                value.Mistake($"is not known here; known are: {string.Join(", ", names)}.");
        }
    }

    public IEnumerable<JsonPart> Items()
    {
        if (node.Kind != JsonKind.Array)
        {
            Mistake($"an array [...] is expected, not {Described()}.");
            yield break;
        }

        var index = 0;
        foreach (var item in node.Items)
            yield return new JsonPart(item, $"{path}[{index++}]", reading);
    }

    /// <summary>A text that is not empty, its variables filled in; null after a mistake.</summary>
    public string? Text()
    {
        var text = IsText ? reading.Substitute(node.Text, path) : null;
        if (text is { Length: > 0 })
            return text;
        Mistake(text is null ? $"a text is expected, not {Described()}." : "is empty.");
        return null;
    }

    /// <summary>An integer between two limits; null after a mistake.</summary>
    public long? Integer(long least, long most)
    {
        if (IsNumber && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Mistake(IsNumber ? $"an integer from {least} to {most} is expected." : $"an integer is expected, not {Described()}.");
        return null;
    }

    public bool? Boolean()
    {
        if (node.Kind is JsonKind.True or JsonKind.False)
            return node.Kind == JsonKind.True;
        Mistake($"true or false is expected, not {Described()}.");
        return null;
    }

    private IEnumerable<(string Name, JsonPart Value)> Members(StringComparer names)
    {
        if (!IsObject)
        {
            Mistake($"an object {{...}} is expected, not {Described()}.");
            yield break;
        }

        var seen = new HashSet<string>(names);
        for (var index = 0; index < node.Items.Count; index++)
        {
            var name = node.Names[index];
            var part = new JsonPart(node.Items[index], $"{path}.{name}", reading);
            if (seen.Add(name))
                yield return (name, part);
            else
                part.Mistake("is named twice.");
        }
    }

    private string Described() => node.Kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "an array",
        JsonKind.Text => "a text",
        JsonKind.Number => "a number",
        JsonKind.Null => "null",
        _ => "true or false",
    };
}
