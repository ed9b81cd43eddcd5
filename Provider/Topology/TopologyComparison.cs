namespace ShardClient.Topology;

/// <summary>
/// What is asked for against what is stored. The stored topology is the truth: a definition may ask for less, may add placements and tables
/// that are not stored yet, and must not contradict.
/// </summary>
internal static class TopologyComparison
{
    /// <summary>Every difference with the step that ends it; none when the definition can be opened.</summary>
    public static IReadOnlyList<string> Differences(ClusterDefinition asked, ClusterTopology stored)
    {
        var differences = new List<string>();
        if (asked.Name is { } name && name != stored.Name)
            differences.Add($"The name asked for is '{name}', the stored one is '{stored.Name}': open the other cluster, or ask for this name.");
        if (asked.Engine != stored.Engine)
            differences.Add($"The engine asked for is {asked.Engine}, the stored one is {stored.Engine}: correct the engine.");
        var (askedNames, storedNames) = (asked.Names, stored.Names);
        if (asked.AsksShards && !CompareShards(askedNames, storedNames, differences))
            return differences;
        ComparePlacements(asked, stored, askedNames, storedNames, differences);
        CompareTables(asked, stored, askedNames, storedNames, differences);
        if (asked.DefaultShard is { } home && !IsSame(askedNames[home], storedNames[stored.DefaultShard]))
        {
            differences.Add(
                $"The default shard asked for is {askedNames[home]}, the stored one is {storedNames[stored.DefaultShard]}: ask for the stored one; its tables do not move.");
        }

        return differences;
    }

    /// <exception cref="ShardException">TopologyMismatch, with every difference.</exception>
    public static void Check(ClusterDefinition asked, ClusterTopology stored)
    {
        var differences = Differences(asked, stored);
        if (differences.Count == 0)
            return;
        throw new ShardException(
            ShardErrorCode.TopologyMismatch,
            $"What {asked.Source} asks for is not what cluster '{stored.Name}' stores (version {stored.Version}).{string.Concat(differences.Select(static difference => $"\n  {difference}"))}");
    }

    /// <summary>The stored topology with the placements and tables that only the definition has, one version on; null when it adds nothing.</summary>
    public static ClusterTopology? Extend(ClusterTopology stored, ClusterDefinition asked)
    {
        var (askedNames, storedNames) = (asked.Names, stored.Names);
        var placements = asked.Placements.Values.Where(placement => !stored.Placements.ContainsKey(placement.Name)).ToArray();
        var tables = asked.Tables.Values.Where(table => !stored.Tables.ContainsKey(table.Name)).ToArray();
        if (placements.Length + tables.Length == 0)
            return null;
        return stored with
        {
            Version = stored.Version + 1,
            Placements = stored.Placements
                .Concat(placements.Select(placement => KeyValuePair.Create(placement.Name, PlacementRules.Renumber(placement, askedNames, storedNames))))
                .ToDictionary(StringComparer.OrdinalIgnoreCase),
            Tables = stored.Tables
                .Concat(tables.Select(table => KeyValuePair.Create(table.Name, Renumber(table, askedNames, storedNames))))
                .ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }

    private static bool CompareShards(ShardNames asked, ShardNames stored, List<string> differences)
    {
        var missing = stored.All.Where(name => asked.IndexOf(name) < 0).ToArray();
        var added = asked.All.Where(name => stored.IndexOf(name) < 0).ToArray();
        if (missing.Length == 0 && added.Length == 0)
            return true;
        var detail = (missing.Length > 0 ? $" Not asked for: {string.Join(", ", missing)}." : "")
            + (added.Length > 0 ? $" Not stored: {string.Join(", ", added)}." : "");
        differences.Add(
            $"{asked.Count} shards are asked for, {stored.Count} are stored.{detail} Ask for the stored shards (a folder opens without 'Shards'); this version cannot add or remove shards, so another number needs a new cluster and a copy.");
        return false;
    }

    private static void ComparePlacements(
        ClusterDefinition asked, ClusterTopology stored, ShardNames askedNames, ShardNames storedNames, List<string> differences)
    {
        foreach (var placement in asked.Placements.Values)
        {
            if (!stored.Placements.TryGetValue(placement.Name, out var held))
                continue;
            var (wanted, has) = (PlacementRules.Describe(PlacementRules.Renumber(placement, askedNames, storedNames), storedNames), PlacementRules.Describe(held, storedNames));
            if (!string.Equals(wanted, has, StringComparison.Ordinal))
                differences.Add($"Placement {placement.Name} is asked for as {wanted} and stored as {has}: write the stored one, or name the new rule differently.");
        }
    }

    private static void CompareTables(
        ClusterDefinition asked, ClusterTopology stored, ShardNames askedNames, ShardNames storedNames, List<string> differences)
    {
        foreach (var table in asked.Tables.Values)
        {
            if (!stored.Tables.TryGetValue(table.Name, out var held))
                continue;
            var (wanted, has) = (TableSection.Describe(table, askedNames), TableSection.Describe(held, storedNames));
            if (!IsSame(wanted, has))
                differences.Add($"Table {table.Name} is asked for as {wanted} and stored as {has}: declare it as stored, or DROP TABLE it and create it again.");
        }
    }

    private static TableDeclaration Renumber(TableDeclaration table, ShardNames from, ShardNames to) =>
        table.Kind == TableKind.Single ? table with { Shard = to.IndexOf(from[table.Shard]) } : table;

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
