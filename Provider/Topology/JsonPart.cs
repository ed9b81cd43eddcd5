using System.Text.Json;

namespace ShardClient.Topology;

/// <summary>A part of a JSON text that knows its path. Getters report what does not fit and go on, so that all mistakes are found.</summary>
internal sealed class JsonPart(JsonElement element, string path, JsonReading reading)
{
    public bool IsText => element.ValueKind == JsonValueKind.String;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsNumber => element.ValueKind == JsonValueKind.Number;

    public void Mistake(string problem) => reading.Add(path, problem);

    /// <summary>The members of an object; a name that comes twice (case does not count) is a mistake.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Members() => Members(StringComparer.OrdinalIgnoreCase);

    /// <summary>The members of an object whose names are data: case counts.</summary>
    public IEnumerable<(string Name, JsonPart Value)> EntriesByCase() => Members(StringComparer.Ordinal);

    /// <summary>A member of an object, or null.</summary>
    public JsonPart? Member(string name) =>
        IsObject && element.TryGetProperty(name, out var value) ? new JsonPart(value, $"{path}.{name}", reading) : null;

    /// <summary>A member of an object; null and a mistake when it is missing.</summary>
    public JsonPart? Require(string name)
    {
        var member = Member(name);
        if (member is null && IsObject)
            Mistake($"has no '{name}'.");
        return member;
    }

    /// <summary>Reports members that are none of these.</summary>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        var known = string.Join(", ", names.ToArray());
        foreach (var (name, value) in Members())
        {
            if (!known.Split(", ").Contains(name))
                value.Mistake($"is not known here; known are: {known}.");
        }
    }

    public IEnumerable<JsonPart> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Mistake($"an array [...] is expected, not {Described()}.");
            yield break;
        }

        var index = 0;
        foreach (var item in element.EnumerateArray())
            yield return new JsonPart(item, $"{path}[{index++}]", reading);
    }

    /// <summary>A text that is not empty, its variables filled in; null after a mistake.</summary>
    public string? Text()
    {
        var text = IsText ? reading.Substitute(element.GetString()!, path) : null;
        if (text is { Length: > 0 })
            return text;
        Mistake(text is null ? $"a text is expected, not {Described()}." : "is empty.");
        return null;
    }

    /// <summary>An integer between two limits; null after a mistake.</summary>
    public long? Integer(long least, long most)
    {
        if (IsNumber && element.TryGetInt64(out var value) && value >= least && value <= most)
            return value;
        Mistake(IsNumber ? $"an integer from {least} to {most} is expected." : $"an integer is expected, not {Described()}.");
        return null;
    }

    public bool? Boolean()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return element.GetBoolean();
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
        foreach (var member in element.EnumerateObject())
        {
            var part = new JsonPart(member.Value, $"{path}.{member.Name}", reading);
            if (seen.Add(member.Name))
                yield return (member.Name, part);
            else
                part.Mistake("is named twice.");
        }
    }

    private string Described() => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
