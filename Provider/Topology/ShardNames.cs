namespace ShardClient.Topology;

/// <summary>The shards of a cluster by name, in their order; case does not count.</summary>
internal sealed class ShardNames
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);

    public ShardNames(IEnumerable<string> names)
    {
        All = [.. names];
        for (var index = 0; index < All.Count; index++)
            _indexes[All[index]] = index;
    }

    public IReadOnlyList<string> All { get; }

    public int Count => All.Count;

    public string this[int index] => All[index];

    /// <summary>The index, or -1.</summary>
    public int IndexOf(string name) => _indexes.TryGetValue(name, out var index) ? index : -1;

    /// <summary>The shard that a part names; null after a mistake.</summary>
    public int? Read(JsonPart part)
    {
        if (part.Text() is not { } name)
            return null;
        if (_indexes.TryGetValue(name, out var index))
            return index;
        part.Mistake($"there is no shard '{name}'; the shards are: {string.Join(", ", All.Take(16))}{(Count > 16 ? ", ..." : "")}.");
        return null;
    }

    /// <summary>Letters, digits, - and _: a name is part of file names, messages and metric tags.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 64 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
