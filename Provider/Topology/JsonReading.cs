namespace ShardClient.Topology;

/// <summary>One reading of a JSON text: collects every mistake with its path, and fills in environment variables.</summary>
/// <param name="variable">The value of <c>${NAME}</c>, null when there is none; null leaves texts as they are.</param>
internal sealed class JsonReading(Func<string, string?>? variable)
{
    public List<string> Mistakes { get; } = [];

    /// <exception cref="System.Text.Json.JsonException">The text is not JSON.</exception>
    public JsonPart Parse(ReadOnlySpan<byte> utf8) => new(JsonParser.Parse(utf8), "$", this);

    public void Add(string path, string problem) => Mistakes.Add($"{path}: {problem}");

    /// <summary>Replaces each <c>${NAME}</c>; after parsing, so that a value never turns into syntax.</summary>
    public string Substitute(string text, string path)
    {
        if (variable is null)
            return text;
        var from = 0;
        while ((from = text.IndexOf("${", from, StringComparison.Ordinal)) >= 0)
        {
            var end = text.IndexOf('}', from);
            if (end < 0)
            {
                Add(path, "'${' is not closed by '}'.");
                return text;
            }

            var name = text[(from + 2)..end];
            var value = variable(name);
            if (value is null)
                Add(path, $"the environment variable '{name}' is not set.");
            text = string.Concat(text.AsSpan(0, from), value, text.AsSpan(end + 1));
            from += value?.Length ?? 0;
        }

        return text;
    }
}
