namespace ShardClient.Planning.Scalars;

/// <summary>The functions that the client computes over merged rows exactly as SQLite does.</summary>
internal static class ScalarFunctions
{
    private static readonly Dictionary<string, (int Least, int Most)> Arities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["abs"] = (1, 1),
        ["coalesce"] = (2, int.MaxValue),
        ["ifnull"] = (2, 2),
        ["iif"] = (3, 3),
        ["length"] = (1, 1),
        ["lower"] = (1, 1),
        ["ltrim"] = (1, 2),
        ["max"] = (2, int.MaxValue),
        ["min"] = (2, int.MaxValue),
        ["nullif"] = (2, 2),
        ["round"] = (1, 2),
        ["rtrim"] = (1, 2),
        ["sign"] = (1, 1),
        ["substr"] = (2, 3),
        ["substring"] = (2, 3),
        ["trim"] = (1, 2),
        ["typeof"] = (1, 1),
        ["upper"] = (1, 1),
    };

    /// <summary>The names, in lower case. Of min and max: the forms with several arguments.</summary>
    public static IReadOnlyCollection<string> Known => Arities.Keys;

    public static bool IsKnown(string name, int arguments) =>
        Arities.TryGetValue(name, out var arity) && arguments >= arity.Least && arguments <= arity.Most;
}
