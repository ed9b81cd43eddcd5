namespace ShardClient.Topology;

/// <summary>The <c>placements</c> of a cluster file or stored topology.</summary>
internal static class PlacementSection
{
    public const int MaxNameLength = 64;

    /// <summary>The placements that are right; mistakes are reported with their path.</summary>
    /// <param name="named">The names of all of them, so that a wrong placement is not also reported as missing.</param>
    public static Dictionary<string, Placement> Read(JsonPart? section, ShardNames shards, out HashSet<string> named)
    {
        named = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ClusterTopology.DefaultPlacement };
        var placements = new Dictionary<string, Placement>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, part) in section?.Members() ?? [])
        {
            named.Add(name);
            if (!IsName(name))
                part.Mistake("a placement's name is made of letters, digits and _, and begins with no digit, so that SQL can name it.");
            else if (PlacementRules.Read(name, part, shards) is { } placement)
                placements.Add(name, placement);
        }

        return placements;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
